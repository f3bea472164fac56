"""Fixture `screen`: a virtual screen with a window manager, for tests that drag with a real pointer.

Such a test starts the program as a process of its own with `env=screen.environment()`; the tests
themselves stay on Qt's offscreen platform.
"""

from collections.abc import Iterator

import pytest
from virtual_screen import VirtualScreen


class Desktop(VirtualScreen):
    """A screen whose programs show their windows on it."""

    def environment(self) -> dict[str, str]:
        return super().environment() | {"QT_QPA_PLATFORM": "xcb"}


@pytest.fixture(scope="session")
def screen() -> Iterator[Desktop]:
    """1920×1080, one per run, made when the first test asks for it."""
    with Desktop() as made:
        yield made
