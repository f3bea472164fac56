"""`measure stall`: how late the window's event loop answers while changes come and somebody types.

A window of the dispatch workspace stands over the database, another process changes cases through
the door, and words are typed into the filter and into the command bar in turn.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle
from random import Random
from typing import Final

import numpy as np
from qtpy.QtCore import QObject, Qt, QTimer

from console.domain.refusal import Refused
from console.live.change import Change
from console.live.settled import settle
from console.measure import beats
from console.measure.changing import Changes
from console.measure.latency import dispatcher, own_city
from console.measure.report import Figures
from console.seat.seat import take_seat
from widgets.case_workspace import CaseWorkspace
from widgets.listener import Waker
from widgets.measure.typing import keys_of, some_words, type_key
from widgets.measure.waiting import turn, until
from widgets.window import Window

SIZE: Final = (1920, 1080)
BEAT_MS: Final = 5
KEY_MS: Final = 150
"""Between two keys: six and a half a second, as a quick typist's."""
BARE_S: Final = 10.0
MINUTE_S: Final = 60.0
QUIET_S: Final = 3.0
"""After the window stands: what the start still does in the background is not the shift."""


class Pulse(QObject):
    """The moments at which a timer of this thread's event loop was answered."""

    def __init__(self) -> None:
        super().__init__()
        self.beats: list[float] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        self.beats.append(time.monotonic())

    def figures(self) -> Figures:
        """What came of it; it beats no more."""
        self._timer.stop()
        return beats.figures(self.beats, BEAT_MS / 1000)


class Typist(QObject):
    """Types words letter by letter and wipes them out, into the filter and the command bar in turn."""

    def __init__(self, window: Window, space: CaseWorkspace) -> None:
        super().__init__(window)
        if space.queue.field.isHidden():
            space.queue.toggle_filter()
        fields = cycle((space.queue.search, window.top.command))
        words = zip(fields, some_words(space.queue.model, Random(1)), strict=False)
        self._keys = cycle([(field, key) for field, one in words for key in keys_of(one)])
        self.took: list[float] = []
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._type)
        self._timer.start(KEY_MS)

    def _type(self) -> None:
        field, key = next(self._keys)
        if not field.hasFocus():
            field.setFocus()
        begun = time.perf_counter()
        type_key(field, key)
        self.took.append((time.perf_counter() - begun) * 1000)

    def stop(self) -> None:
        self._timer.stop()


def measure(rate: float, minutes: float, wanted: int, url: str | None = None) -> Figures:
    """`p99_ms p999_ms worst_ms`, the same of a `bare_` event loop beside the same changes, and more.

    `heard_per_second` are the changes that came to this screen, `key_ms_p99` what one key took.
    Without `url` a PostgreSQL of its own is started. Raises `Refused` for a database that holds
    fewer open cases than `wanted`, or where the window does not paint.
    """
    with ExitStack() as stack:
        if url is None:
            url = stack.enter_context(own_city(wanted))
        login = dispatcher(url)
        with Changes(url, login, rate):
            bare = Pulse()
            turn(BARE_S * min(1.0, minutes))
            beside = {f"bare_{key}": value for key, value in bare.figures().items()}
            window = stack.enter_context(_window(url, login))
            count = len(window.seat.room.cases)
            if count < wanted:
                raise Refused("measure_few_open", wanted=wanted, count=count)
            return {**_figures(window, minutes * MINUTE_S), **beside, "open": count}


def _figures(window: Window, seconds: float) -> Figures:
    space = window.workspace
    assert isinstance(space, CaseWorkspace)
    heard: list[int] = []

    def count(change: Change) -> None:
        heard.append(len(change.events))

    window.listener.changed.connect(count)
    typist, pulse = Typist(window, space), Pulse()
    turn(seconds)
    found = pulse.figures()
    typist.stop()
    window.listener.changed.disconnect(count)
    return {
        **found,
        "heard_per_second": round(sum(heard) / seconds, 1),
        "keys": len(typist.took),
        "key_ms_p99": round(float(np.percentile(typist.took, 99)), 1) if typist.took else 0.0,
    }


@contextmanager
def _window(url: str, login: str) -> Iterator[Window]:
    """The whole workspace, painted, with everything that is searched made ready."""
    waker = Waker()
    window = Window(take_seat(url, login, None, waker.wake), waker, workspace="dispatch")
    try:
        window.resize(*SIZE)
        window.show()
        until(lambda: window.seat.room.loaded and window.workspace.settled, "stall")
        settle()
        turn(QUIET_S)
        yield window
    finally:
        window.close_for_good()
        window.deleteLater()
