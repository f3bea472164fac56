"""A busy machine is slow: a wait for a condition may take long before it fails, and costs nothing else.

pytest-qt's waits last at least `LEAST_MS`, whatever a test says; one that expects nothing to come
(`raising=False`) keeps its own time.
"""

import functools
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest

LEAST_MS: Final = 30_000
WAITS: Final = ("waitUntil", "waitSignal", "waitSignals")


@pytest.fixture(autouse=True, scope="session")
def long_waits(pytestconfig: pytest.Config) -> Iterator[None]:
    """Every wait of the run has this patience."""
    if not pytestconfig.pluginmanager.hasplugin("pytest-qt"):
        yield  # the console's own tests, Qt out of reach
        return
    from pytestqt.qtbot import QtBot

    patch = pytest.MonkeyPatch()
    for name in WAITS:
        patch.setattr(QtBot, name, patient(getattr(QtBot, name)))
    yield
    patch.undo()


def patient(wait: Callable[..., Any]) -> Callable[..., Any]:
    """The same wait with at least `LEAST_MS`."""

    @functools.wraps(wait)
    def waits(*given: Any, timeout: int = 0, raising: bool | None = None, **more: Any) -> Any:
        if raising is not None:
            more["raising"] = raising
        if raising is not False:
            timeout = max(timeout, LEAST_MS)
        return wait(*given, timeout=timeout, **more)

    return waits
