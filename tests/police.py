"""Nothing is left behind: a thread, window, running timer or unexpected log record fails a test.

`@pytest.mark.expects_log("pattern")` says that a record of WARNING or above is part of what is
tested; such a record must then come.
"""

import gc
import logging
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

PATIENCE_SECONDS = 30.0
"""A pool's thread needs a moment to end, and many of them on a machine that is kept busy."""


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Threads, top-level windows and running timers are those of before the test."""
    threads, windows = set(threading.enumerate()), _ids(top_level_windows())
    timers = _ids(running_timers())
    yield
    left = _left_after(lambda: [t for t in threading.enumerate() if t not in threads])
    assert not left, f"threads left running: {[t.name for t in left]}"
    left = _left_after(lambda: [w for w in top_level_windows() if id(w) not in windows])
    assert not left, f"windows left open: {[describe(w) for w in left]}"
    if {"qapp", "qtbot"} & set(request.fixturenames):
        left = _left_after(lambda: [t for t in running_timers() if id(t) not in timers])
        assert not left, f"timers left running: {[describe(t) for t in left]}"


@pytest.fixture(autouse=True)
def no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Records of WARNING and above are exactly the expected ones."""
    patterns = [str(mark.args[0]) for mark in request.node.iter_markers("expects_log")]
    listener = _Listener()
    logging.getLogger().addHandler(listener)
    yield
    logging.getLogger().removeHandler(listener)
    unexpected, silent = judge(listener.texts, patterns)
    assert not unexpected, f"unexpected in the log: {unexpected}"
    assert not silent, f"expected in the log, but it did not come: {silent}"


def judge(texts: list[str], patterns: list[str]) -> tuple[list[str], list[str]]:
    """(texts no pattern allows, patterns no text met)."""
    unexpected = [t for t in texts if not any(re.search(p, t) for p in patterns)]
    silent = [p for p in patterns if not any(re.search(p, t) for t in texts)]
    return unexpected, silent


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(f"{record.name}: {record.getMessage()}")


def top_level_windows() -> list[Any]:
    """Qt's top-level widgets; none before Qt is loaded and an application lives."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return []
    return list(widgets.QApplication.topLevelWidgets())


def running_timers() -> list[Any]:
    """Active `QTimer`s made in Python."""
    core = sys.modules.get("PySide6.QtCore")
    if core is None:
        return []
    found = [o for o in gc.get_objects() if isinstance(type(o), type) and _is(o, core.QTimer)]
    return [timer for timer in found if _active(timer)]


def _is(thing: object, kind: type) -> bool:
    return issubclass(type(thing), kind)


def _active(timer: Any) -> bool:
    try:
        return bool(timer.isActive())
    except RuntimeError:  # Qt has deleted it already
        return False


def describe(thing: Any) -> str:
    """Class, object name and owner of a widget or timer."""
    try:
        return f"{type(thing).__name__} {thing.objectName()!r} of {thing.parent()!r}"
    except RuntimeError:
        return f"{type(thing).__name__} (deleted)"


def _ids(things: list[Any]) -> set[int]:
    return {id(thing) for thing in things}


def _left_after(find: Callable[[], list[Any]]) -> list[Any]:
    """What `find` still finds after deferred deletions and a moment of patience."""
    left = find()
    until = time.monotonic() + PATIENCE_SECONDS
    while left and time.monotonic() < until:
        del left
        _settle()
        left = find()
        time.sleep(0.01)
    return left


def _settle() -> None:
    core = sys.modules.get("PySide6.QtCore")
    if core is not None and core.QCoreApplication.instance() is not None:
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete.value)
    gc.collect()
