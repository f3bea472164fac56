"""What the map says of a case or crew under the pointer or under the keyboard's focus."""

from qtpy.QtCore import QObject, QPoint
from qtpy.QtWidgets import QToolTip

from console.desk.desk import Desk
from console.desk.naming import Naming
from console.words import _, both
from widgets.live_map.map_crews import CrewRows
from widgets.map.view import MapView

BESIDE = QPoint(14, 14)


class MapHover(QObject):
    """A card of two or three lines beside the mark."""

    def __init__(self, desk: Desk, view: MapView, crews: CrewRows, parent: QObject) -> None:
        super().__init__(parent)
        self.desk, self.view, self.crews = desk, view, crews
        self.naming = Naming(desk)
        view.hovered.connect(self._hovered)

    def _hovered(self, kind: str, number: int) -> None:
        words = {"case": self.case, "crew": self.crew}[kind](number) if kind else ""
        if not words:
            QToolTip.hideText()
            return
        held = self.view.contents
        at = held.cases if kind == "case" else held.crews
        slot = int((at.id == number).argmax())
        x, y = held.sight.to_screen(at.lon[slot], at.lat[slot])
        place = self.view.web.mapToGlobal(QPoint(round(float(x)), round(float(y))) + BESIDE)
        QToolTip.showText(place, words, self.view)

    def case(self, case: int) -> str:
        """Number and category, address, stage and who has it."""
        cases = self.desk.room.cases
        slot = cases.slot_of.get(case)
        if slot is None:
            return ""
        name = self.naming
        first = f"{name.number(slot)}  {name.category(slot)}"
        return "\n".join(p for p in (first, name.text("address", slot), name.department(slot)) if p)

    def crew(self, crew: int) -> str:
        """Call sign and body, how many cases in hand."""
        row = self.desk.directory.crews[crew]
        body = self.desk.directory.departments[row["department_id"]]
        load = _("{count} in hand").format(count=len(self.crews.cases_of(crew)))
        return f"{row['call_sign']}  {both(body['zh'], body['en'])}\n{load}"
