"""`measure stall`: latency of the window's event loop during changes and typing.

A window of the dispatch workspace is open on the database, another process changes cases through
the door, and words are typed into the filter and the command bar in turn.
"""

import time
from collections.abc import Callable
from contextlib import ExitStack
from itertools import cycle
from random import Random
from typing import Final

import numpy as np
from qtpy.QtCore import QObject, Qt, QTimer
from qtpy.QtWidgets import QApplication

from console.domain.refusal import Refused
from console.live.change import Change
from console.live.garbage import freeze_objects
from console.measure import loop_lateness
from console.measure.change_process import Changes
from console.measure.latency import dispatcher, own_city
from console.measure.report import Figures
from console.seat.seat import take_seat
from widgets.frame.window import Window
from widgets.measure.typing import keys_of, some_words, type_key
from widgets.measure.waiting import POLL_MS, TIMEOUT_S, application
from widgets.session.listener import Waker
from widgets.workspace.cases import CaseWorkspace

SIZE: Final = (1920, 1080)
BEAT_MS: Final = 5
KEY_MS: Final = 150
"""Interval between two keys: six and a half a second, a fast typist's."""
BARE_S: Final = 10.0
LEAST_S: Final = 0.5
MINUTE_S: Final = 60.0
QUIET_S: Final = 3.0
"""Wait after the window is open, so that the start's background work is not measured."""


class LoopProbe(QObject):
    """Times at which a timer of this thread's event loop fired."""

    def __init__(self) -> None:
        super().__init__()
        self.loop_lateness: list[float] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        self.loop_lateness.append(time.monotonic())

    def figures(self) -> Figures:
        """The figures; stops the timer."""
        self._timer.stop()
        return loop_lateness.figures(self.loop_lateness, BEAT_MS / 1000)


class Typist(QObject):
    """Types words letter by letter and deletes them, into the filter and the command bar in turn."""

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


class Trial(QObject):
    """Runs an event loop without a window, with the window, and with typing, one after the other.

    `figures` once the window has closed; `failure` if it was not painted or shows too few cases.
    """

    def __init__(self, url: str, login: str, wanted: int, seconds: float) -> None:
        super().__init__()
        self._url, self._login, self._wanted, self._seconds = url, login, wanted, seconds
        self.figures: dict[str, float] = {}
        self.failure: Refused | None = None
        self.window: Window | None = None
        self._heard = 0
        self._pulse = LoopProbe()
        self._typist: Typist | None = None
        bare = max(LEAST_S, BARE_S * min(1.0, seconds / MINUTE_S))
        self._steps: list[tuple[Callable[[], None], Callable[[], bool], float]] = [
            (self._nothing, self._never, bare),
            (self._open, self._painted, TIMEOUT_S),
            (freeze_objects, self._never, QUIET_S),
            (self._begin, self._never, seconds),
        ]
        self._at, self._until = 0, 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._look)
        self._enter(0)
        self._timer.start()

    def _enter(self, step: int) -> None:
        self._at = step
        self._steps[step][0]()
        self._until = time.monotonic() + self._steps[step][2]

    def _look(self) -> None:
        """Goes to the next step when this one is done or its time is over."""
        late = time.monotonic() >= self._until
        if not late and not self._steps[self._at][1]():
            return
        if self._at == 0:
            self.figures = {f"bare_{key}": value for key, value in self._beats().items()}
        elif late and self._steps[self._at][1] == self._painted:
            self.failure = Refused("measure_unpainted", what="stall")
        elif self._at == len(self._steps) - 1:
            self._end()
        if self.failure is None and self._at < len(self._steps) - 1:
            self._enter(self._at + 1)
        else:
            self._leave()

    def _nothing(self) -> None:
        """This step only waits."""

    def _never(self) -> bool:
        """Never true: the step lasts its time."""
        return False

    def _open(self) -> None:
        waker = Waker()
        seat = take_seat(self._url, self._login, None, waker.wake)
        self.window = Window(seat, waker, workspace="dispatch")
        self.window.resize(*SIZE)
        self.window.show()

    def _painted(self) -> bool:
        assert self.window is not None
        return self.window.seat.room.loaded and self.window.workspace.settled

    def _begin(self) -> None:
        assert self.window is not None
        space, count = self.window.workspace, len(self.window.seat.room.cases)
        assert isinstance(space, CaseWorkspace)
        if count < self._wanted:
            self.failure = Refused("measure_few_open", wanted=self._wanted, count=count)
            return
        self.window.listener.changed.connect(self._changed)
        self.figures["open"] = count
        self._typist, self._pulse = Typist(self.window, space), LoopProbe()

    def _changed(self, change: Change) -> None:
        self._heard += len(change.events)

    def _end(self) -> None:
        if self._typist is None:
            return
        self._typist.stop()
        self.figures = {
            **self._beats(),
            "heard_per_second": round(self._heard / self._seconds, 1),
            "keys": len(self._typist.took),
            "key_ms_p99": round(float(np.percentile(self._typist.took, 99)), 1),
            **self.figures,
        }

    def _beats(self) -> Figures:
        """Figures of the probe; no beat at all is a failure."""
        try:
            return self._pulse.figures()
        except Refused as nothing:
            self.failure = nothing
            return {}

    def _leave(self) -> None:
        """Ends the event loop together with the window, as Chromium needs the loop."""
        self._timer.stop()
        if self.window is None:
            QApplication.quit()
            return
        self.window.destroyed.connect(QApplication.quit)
        self.window.close_for_good()
        self.window.deleteLater()


def measure(rate: float, minutes: float, wanted: int, url: str | None = None) -> Figures:
    """Returns `p99_ms p999_ms worst_ms`, the same for a `bare_` event loop, and more.

    `heard_per_second` are the changes that reached this screen, `key_ms_p99` the time of one key.
    Without `url` a PostgreSQL server is started. Raises `Refused` for a database that holds
    fewer open cases than `wanted`, or if the window does not paint.
    """
    app = application()
    with ExitStack() as stack:
        if url is None:
            url = stack.enter_context(own_city(wanted))
        login = dispatcher(url)
        with Changes(url, login, rate):
            trial = Trial(url, login, wanted, minutes * MINUTE_S)
            app.exec()
    if trial.failure is not None:
        raise trial.failure
    return trial.figures
