"""Part of a wall that is measured: says when its picture is complete, and answers questions on its input."""

import gc
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from qtpy.QtCore import QEvent, QObject, QTimer, Signal
from qtpy.QtWidgets import QApplication
from typing_extensions import override

from console.live.change import Change
from console.seat.seat import Seat
from console.wall.figures import Figures
from widgets.wall.program import WallProgram

LOOK_MS = 50


class WallReporter(QObject):
    """Answers "figures", "pids" and "objects", one line of JSON each; the end of its input ends the wall."""

    asked = Signal(str)

    def __init__(self, program: WallProgram) -> None:
        super().__init__(program)
        self.program = program
        self.frames = self.changes = 0
        self.applied_s = 0.0
        self._apply: Callable[[], Change | None] | None = None
        program.opened.connect(self._opened)
        self.asked.connect(self._answer)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    def _opened(self, seat: Seat) -> None:
        self._apply = seat.room.apply_updates
        seat.room.apply_updates = self._timed  # type: ignore[method-assign]
        for window in self.program.windows:
            window.installEventFilter(self)
        self._timer.start()

    def _timed(self) -> Change | None:
        """What the live room does, timed; the first load is no change."""
        assert self._apply is not None
        began = time.perf_counter()
        change = self._apply()
        if change is not None and not change.loaded and change.events:
            self.applied_s += time.perf_counter() - began
            self.changes += len(change.events)
        return change

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.frames += event.type() == QEvent.Type.UpdateRequest
        return False

    def _look(self) -> None:
        """Says once that all figures stand there and the map has painted every case."""
        board, showing = self.program.board, self.program.showing
        if board is None or showing is None or board.desk.room.tallies is None:
            return
        for window in self.program.windows:
            shown = window.picture.map.isVisibleTo(window)
            if window.map is None or (shown and not window.map.settled):
                return
        self._timer.stop()
        _say({"painted": True})
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            self.asked.emit(line.strip())
        self.asked.emit("")

    def _answer(self, what: str) -> None:
        if what == "figures":
            _say(self._figures())
        elif what == "pids":
            maps = [window.map for window in self.program.windows if window.map is not None]
            _say({"renderers": [one.renderer() for one in maps]})
        elif what == "objects":
            gc.collect()
            types = Counter(type(one).__name__ for one in gc.get_objects())
            _say({"objects": types.total(), "types": dict(types)})
        else:
            QApplication.quit()

    def _figures(self) -> dict[str, Any]:
        board, showing = self.program.board, self.program.showing
        assert board is not None
        assert showing is not None
        figures = board.figures(showing.scene.period)
        assert figures is not None
        return {
            "at": figures.at,
            "period": figures.period,
            "figures": counted(figures),
            "scene": showing.scene.name,
            "frames": self.frames,
            "changes": self.changes,
            "applied_s": self.applied_s,
        }


def counted(figures: Figures) -> dict[str, Any]:
    """What `console.measure.wall_recount` counts again."""
    head = {one.key: one for one in figures.headlines}
    rate = head.pop("on_time_rate")
    return {
        **{key: one.value for key, one in head.items()},
        "on_time_rate": rate.parts and list(rate.parts),
        "ladder_late": sum(step.count for step in figures.ladder if step.notches),
        "flow": sum(step.count for step in figures.flow),
        "streets": sum(one.value for one in figures.streets),
        "categories": sum(one.value for one in figures.categories),
        "sources": sum(one.value for one in figures.sources),
        "trend": sum(count or 0 for count in figures.trend.now),
        "handled_parts": sum(part.handled for part in figures.handled),
    }


def _say(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
