"""`selftest`: a test of the program itself, frozen or not: a city, a window, a dispatch, an undo."""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from qtpy.QtCore import QObject, QTimer
from qtpy.QtWidgets import QApplication

from console.city import demo
from console.domain.stage import Stage
from console.domain.verdict import VerdictKind
from console.seat.opening import fits
from console.seat.seat import take_seat
from console.words import _
from widgets.frame.window import Window
from widgets.live_map.pane import MapPane
from widgets.program import selftest_checks
from widgets.program.qapp import make_application
from widgets.session.listener import Waker
from widgets.session.sent_command import CommandStatus

TIMEOUT_S: Final = 30.0
POLL_MS: Final = 50


def selftest(options: argparse.Namespace) -> int:
    """Runs every step in order, prints the results, and returns 0 if all passed."""
    app = make_application(options)
    with tempfile.TemporaryDirectory(prefix="wangge-selftest-") as folder:
        url = f"sqlite:///{folder}/demo.db"
        demo.build(url, cases=400)
        test = SelfTest(url, Path(folder))
        test.start()
        app.exec()
        test.close()
    document = {"passed": test.passed, "steps": test.steps, **selftest_checks.versions()}
    if options.json:
        sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(
            " · ".join(f"{k} {v}" for k, v in selftest_checks.versions().items()) + "\n"
        )
        for step in test.steps:
            mark = "✓" if step["held"] else "✗"
            sys.stdout.write(f"{mark} {step['step']} ({step['seconds']} s)\n")
    return 0 if test.passed else 1


class SelfTest(QObject):
    """Steps that each start something and wait until their condition holds."""

    def __init__(self, url: str, folder: Path) -> None:
        super().__init__()
        self.url = url
        waker = Waker()
        self.window = Window(take_seat(url, "li", None, waker.wake), waker)
        self.window.resize(1366, 768)
        self.steps: list[dict[str, Any]] = []
        self.case = 0
        self.target: tuple[int, int | None] = (0, None)
        checks = selftest_checks
        self._plan: list[tuple[str, Callable[[], None], Callable[[], bool]]] = [
            (
                _("resources and both languages are there"),
                self._nothing,
                checks.resources_are_there,
            ),
            (_("a Chinese font is there"), self._nothing, checks.chinese_font_is_there),
            (_("the database is made and of this program"), self._nothing, self._database_fits),
            (_("the window opens and loads the cases"), self.window.show, self._loaded),
            (_("the map is painted"), self._nothing, self._map_is_there),
            (_("a chart is painted"), self._nothing, checks.chart_is_painted),
            (_("a drag shows its verdict before the drop"), self._choose, self._foretold),
            (_("a case is dispatched through the door"), self._dispatch, self._dispatched),
            (_("the undo brings it back"), self._undo, self._came_back),
        ]
        if sys.platform == "linux":
            opener = checks.Opener(folder)
            self._plan.append(
                (
                    _("programs it opens get the system's own libraries"),
                    opener.open,
                    opener.was_clean,
                )
            )
        self._at, self._begun = 0, 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._look)

    @property
    def passed(self) -> bool:
        return len(self.steps) == len(self._plan) and all(step["held"] for step in self.steps)

    def start(self) -> None:
        self._begin()
        self._timer.start()

    def close(self) -> None:
        self.window.close()

    def _begin(self) -> None:
        self._begun = time.monotonic()
        self._plan[self._at][1]()

    def _look(self) -> None:
        """Checks the current step once, with the timer off, as painting a web view runs timers."""
        self._timer.stop()
        try:
            if self._held():
                self._timer.start()
        except BaseException:
            QApplication.quit()  # a step that breaks is one that does not hold, and no endless wait
            raise

    def _held(self) -> bool:
        """Goes to the next step when this one holds; returns whether a step is left."""
        name, _begin, holds = self._plan[self._at]
        seconds = time.monotonic() - self._begun
        held = holds()
        if not held and seconds < TIMEOUT_S:
            return True
        self.steps.append({"step": name, "held": held, "seconds": round(seconds, 2)})
        self._at += 1
        if not held or self._at == len(self._plan):
            QApplication.quit()
            return False
        self._begin()
        return True

    def _nothing(self) -> None:
        """This step only waits."""

    def _loaded(self) -> bool:
        return self.window.seat.room.loaded

    def _database_fits(self) -> bool:
        return fits(self.url)

    def _map_is_there(self) -> bool:
        space = self.window.workspace
        panes = [pane for pane in space.panes if isinstance(pane, MapPane)]
        return space.settled and all(selftest_checks.is_painted(pane) for pane in panes)

    def _stage(self) -> int:
        cases = self.window.seat.room.cases
        return int(cases.column("stage")[cases.slot_of[self.case]])

    def _choose(self) -> None:
        """Chooses the first case to dispatch and a target that is allowed."""
        cases = self.window.seat.room.cases
        operations = self.window.operations
        waiting = [
            c for c, s in cases.slot_of.items() if cases.column("stage")[s] == Stage.DISPATCH
        ]
        for case in waiting:
            for target in operations.recommended(case):
                verdict = operations.foresee_dispatch([case], target.department, target.crew)
                if verdict.allowed is not VerdictKind.NO:
                    self.case, self.target = case, (target.department, target.crew)
                    return

    def _foretold(self) -> bool:
        return bool(self.case)

    def _dispatch(self) -> None:
        department, crew = self.target
        self.window.operations.dispatch([self.case], department, crew, words="selftest")

    def _dispatched(self) -> bool:
        return bool(self.case) and self._stage() == Stage.HANDLE

    def _undo(self) -> None:
        self.window.operations.undo()

    def _came_back(self) -> bool:
        last = self.window.operations.last
        settled = last is None or last.status is CommandStatus.CONFIRMED
        return settled and self._stage() == Stage.DISPATCH
