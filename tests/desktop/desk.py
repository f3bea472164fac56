"""The real window on a virtual screen, told what to show, telling where things are.

    python -m tests.desktop.desk URL map-to-tree | queue-to-map | again

`["ready", {places on the screen}, {case, crew}]` once everything is painted, then
`["status", command, status, cases, words]` for every command, `["form", command, changes, focus]` once
a form is open.
"""

import argparse
import json
import sys
from typing import Any

import numpy as np
from qtpy.QtCore import QObject, QTimer

from console.desk.foresight import AGAIN
from console.desk.recommendation import nearest_crews, responsible
from console.domain.stage import Stage
from console.domain.verdict import VerdictKind
from console.seat.seat import take_seat
from widgets.dispatch.workspace import DispatchWorkspace
from widgets.frame.window import Window
from widgets.live_map.tools import OTHERS
from widgets.program.qapp import make_application
from widgets.session.listener import Waker
from widgets.session.sent_command import SentCommand

ZOOM = 18


def tell(*what: Any) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


class Desk(QObject):
    """One window, posed so that a case and a crew it may go to can both be reached."""

    def __init__(self, url: str, pose: str) -> None:
        super().__init__()
        waker = Waker()
        self.pose = pose
        self.window = Window(take_seat(url, "li", None, waker.wake), waker)
        assert isinstance(self.window.workspace, DispatchWorkspace)
        self.space = self.window.workspace
        self.case = self.crew = self.department = 0
        self.window.operations.status_changed.connect(self.status)
        self.space.dragging.ended.connect(self.form)
        self._wait = QTimer(self)
        self._wait.setInterval(200)
        self._wait.timeout.connect(self._look)
        self._step = 0
        self.window.showMaximized()
        self._wait.start()

    def _look(self) -> None:
        room = self.window.seat.room
        if self._step == 0 and room.loaded and not self.space.map.view.page_queue.pending():
            self._choose()
            self._step = 1
        elif self._step >= 1:
            self._step += 1
        if self._step == 12:
            self._wait.stop()
            chosen = {"case": self.case, "crew": self.crew, "department": self.department}
            tell("ready", self._places(), chosen)

    def _choose(self) -> None:
        """The first waiting case for which a crew of the responsible body is lawful."""
        cases, desk = self.window.seat.room.cases, self.window.seat.desk
        for slot in cases.slots():
            case = int(cases.column("id")[slot])
            if self.pose == "queue-to-map" and not 0 <= self.space.queue.model.row_of(case) < 10:
                continue
            wanted = Stage.HANDLE if self.pose == "again" else Stage.DISPATCH
            if cases.column("stage")[slot] != wanted or np.isnan(cases.column("lon")[slot]):
                continue
            bodies = frozenset(one.department for one in responsible(desk, case))
            for target in nearest_crews(desk, case, bodies):
                verdict = self.window.operations.foresee_dispatch(
                    [case], target.department, target.crew
                )
                fits = verdict is AGAIN or verdict.allowed is VerdictKind.YES
                if fits and target.crew is not None:
                    self._show(case, slot, target.department, target.crew)
                    return

    def _show(self, case: int, slot: int, department: int, crew: int) -> None:
        self.case, self.crew, self.department = case, crew, department
        cases, crews = self.window.seat.room.cases, self.window.seat.room.crews
        sign = self.window.seat.desk.directory.crews[crew]["call_sign"]
        if self.pose in ("map-to-tree", "again"):
            self.space.targets.search.setText(sign)
            place = cases.column("lon")[slot], cases.column("lat")[slot]
            if OTHERS in self.space.map.bar_tools.hidden:
                self.space.map.bar_tools.switch(OTHERS)  # a case in hand is not of this queue
        else:
            self.space.queue.table.choose(self.space.queue.model.row_of(case))
            at = crews.slot_of[crew]
            place = crews.lon[at], crews.lat[at]
        self.space.map.view.centre_on(float(place[0]), float(place[1]), ZOOM)

    def _places(self) -> dict[str, list[int]]:
        view, tree, table = self.space.map.view, self.space.targets.tree, self.space.queue.table
        found = {"middle": view.web.mapToGlobal(view.web.rect().center())}
        crews = [i for i, row in enumerate(tree.rows) if row.crew == self.crew]
        if crews:
            box = tree.row_box(crews[0]).center().toPoint()
            found["tree"] = tree.viewport().mapToGlobal(box)
        row = self.space.queue.model.row_of(self.case)
        if row >= 0:
            box = table.visualRect(self.space.queue.model.index(row, 2)).center()
            found["row"] = table.viewport().mapToGlobal(box)
        return {name: [point.x(), point.y()] for name, point in found.items()}

    def form(self) -> None:
        """What a drag has opened on the card."""
        form = self.space.card.form
        if form.busy:
            focus = [key for key, made in form.inputs.items() if made.hasFocus()]
            tell("form", form.command, dict(form.filled().changes), focus)

    def status(self, sent: SentCommand) -> None:
        reasons = [answer.text for answer in sent.refusals]
        tell("fate", sent.command, str(sent.status), sent.cases, sent.words, reasons)


def main() -> None:
    options = argparse.Namespace(theme="dark", language="zh")
    app = make_application(options)
    desk = Desk(sys.argv[1], sys.argv[2])
    app.exec()
    desk.window.close()


if __name__ == "__main__":
    main()
