"""Menu and key that show a case on the walls, or take it off."""

from dataclasses import dataclass

from qtpy.QtCore import QObject
from qtpy.QtGui import QAction
from qtpy.QtWidgets import QMenu

from console.seat import case_on_wall, wall_desk
from console.words import _
from widgets.session.operations import Operations


@dataclass(frozen=True, slots=True)
class WallChoice:
    """What a line of the menu stands for: minutes on the walls, 0 to take it off."""

    case: int
    minutes: int


class CaseOnWall(QObject):
    """Sends the commands; the status bar tells what became of them."""

    def __init__(self, operations: Operations, parent: QObject) -> None:
        super().__init__(parent)
        self.operations, self.desk = operations, operations.seat.desk

    def offers(self, case: int | None) -> bool:
        """Whether this post may show the case, which must be open here."""
        there = case is not None and case in self.desk.room.cases
        return there and wall_desk.may(self.desk.post, "scene", "show-scene")

    def add_to(self, menu: QMenu, case: int | None) -> None:
        """Adds the menu of minutes, and for a case on the walls the way back."""
        if case is None or not self.offers(case):
            return
        menu.addSeparator()
        shown = case_on_wall.on_the_walls(self.desk, case)
        title = _("Show on the wall longer") if shown else _("Show on the wall")
        within = menu.addMenu(title)
        for minutes in case_on_wall.MINUTES:
            words = _("For {minutes} min").format(minutes=minutes)
            within.addAction(words).setData(WallChoice(case, minutes))
        if shown:
            off = menu.addAction(_("Take off the wall"))
            off.setData(WallChoice(case, 0))
        menu.triggered.connect(self._picked)

    def _picked(self, action: QAction) -> None:
        choice = action.data()
        if isinstance(choice, WallChoice) and choice.minutes:
            self.show(choice.case, choice.minutes)
        elif isinstance(choice, WallChoice):
            self.end(choice.case)

    def show(self, case: int, minutes: int = case_on_wall.USUAL_MINUTES) -> None:
        """Shows an open case on every wall for so long."""
        if self.offers(case):
            name = case_on_wall.scene_name(self.desk, case)
            told = _("On the wall for {minutes} min: {name}").format(minutes=minutes, name=name)
            asked = _("Show on the wall: {name}").format(name=name)
            self.operations.send_intents([case_on_wall.show(self.desk, case, minutes)], told, asked)

    def end(self, case: int) -> None:
        """Takes a case off the walls."""
        intent = case_on_wall.end(self.desk, case) if self.offers(case) else None
        if intent is not None:
            name = case_on_wall.scene_name(self.desk, case)
            told = _("Taken off the wall: {name}").format(name=name)
            asked = _("Take off the wall: {name}").format(name=name)
            self.operations.send_intents([intent], told, asked)
