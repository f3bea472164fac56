"""Under Debian's `faketime` PostgreSQL's own timeouts never come: a signal that interrupts one of its
waits sees the true clock, by which nothing is due yet. Tests marked `server_timers` are left out there.
"""

import os

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips what cannot work on a moved clock."""
    if "FAKETIME" not in os.environ:
        return
    for item in items:
        if item.get_closest_marker("server_timers"):
            item.add_marker(pytest.mark.skip(reason="libfaketime stops PostgreSQL's timeouts"))
