"""Tooltips of the map: a case, crew or 街道 under the pointer or the focus."""

import numpy as np
from qtpy.QtCore import QObject, QPoint
from qtpy.QtGui import QCursor
from qtpy.QtWidgets import QToolTip

from console.desk.case_names import CaseNames
from console.desk.desk import Desk
from console.words import _, both
from widgets.live_map.crews import CrewRows
from widgets.map.view import MapView

BESIDE = QPoint(14, 14)


class MapHover(QObject):
    """A tooltip of two or three lines beside the mark."""

    def __init__(self, desk: Desk, view: MapView, crews: CrewRows, parent: QObject) -> None:
        super().__init__(parent)
        self.desk, self.view, self.crews = desk, view, crews
        self.case_names = CaseNames(desk)
        view.hovered.connect(self._hovered)

    def _hovered(self, kind: str, number: int) -> None:
        said = {"case": self.case, "crew": self.crew, "street": self.street}
        words = said[kind](number) if kind else ""
        if not words:
            QToolTip.hideText()
            return
        place = QCursor.pos() if kind == "street" else self._place(kind, number)
        QToolTip.showText(place + BESIDE, words, self.view)

    def _place(self, kind: str, number: int) -> QPoint:
        """Position of a mark on the screen, for the pointer or the focus."""
        held = self.view.contents
        at = held.cases if kind == "case" else held.crews
        slot = int((at.id == number).argmax())
        x, y = held.viewport.to_screen(at.lon[slot], at.lat[slot])
        return self.view.web.mapToGlobal(QPoint(round(float(x)), round(float(y))))

    def case(self, case: int) -> str:
        """Number and category, address, stage and holder."""
        cases = self.desk.room.cases
        slot = cases.slot_of.get(case)
        if slot is None:
            return ""
        name = self.case_names
        first = f"{name.number(slot)}  {name.category(slot)}"
        return "\n".join(p for p in (first, name.text("address", slot), name.department(slot)) if p)

    def street(self, street: int) -> str:
        """Name of a 街道, count of its cases on the map and of the overdue ones."""
        held = self.view.contents
        here = (held.cases.street == street) & (held.cases.alive == 1)
        if held.shown is not None:
            here[: len(held.shown)] &= held.shown == 1
        late = int(np.count_nonzero(here & (held.cases.used >= 1)))
        count = _("{count} cases · {late} overdue").format(
            count=int(np.count_nonzero(here)), late=late
        )
        name = self.case_names.name_of("regions", street)
        return f"{name}\n{count}" if name else count

    def crew(self, crew: int) -> str:
        """Call sign, department and count of cases in hand."""
        row = self.desk.directory.crews[crew]
        body = self.desk.directory.departments[row["department_id"]]
        load = _("{count} in hand").format(count=len(self.crews.cases_of(crew)))
        return f"{row['call_sign']}  {both(body['zh'], body['en'])}\n{load}"
