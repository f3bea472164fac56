"""What every test may rely on: no home, no network, no window, nothing left behind.

Set up before anything imports Qt or asks for a home directory:

* `QT_QPA_PLATFORM=offscreen`, unless `WANGGE_SCREEN` is set (windows then open on `DISPLAY`);
* `WANGGE_WITHOUT_QT=1` puts every binding out of reach (`make test-core`);
* the parts: `tests/home.py`, `tests/network.py`, `tests/patience.py`, `tests/police.py`, `tests/screen.py`.
"""

import os

from tests import home

pytest_plugins = [
    "tests.false_time",
    "tests.network",
    "tests.patience",
    "tests.police",
    "tests.screen",
    "tests.worlds",
]

home.move_in()
os.environ["QT_API"] = "pyside6"
if not os.environ.get("WANGGE_SCREEN"):
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
if hasattr(os, "geteuid") and os.geteuid() == 0:
    # Chromium refuses its sandbox to root; nobody else may lose it
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = "--no-sandbox"
if os.environ.get("WANGGE_WITHOUT_QT"):
    from tests import without_qt

    without_qt.forbid()


def pytest_unconfigure() -> None:
    """The tests' home goes with them."""
    home.move_out()
