"""The strip at the foot: the newest cases one at a time, and what the picture shows at its right end."""

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import Final

from qtpy.QtCore import QRectF, Qt
from qtpy.QtGui import QPainter, QPaintEvent
from qtpy.QtWidgets import QWidget
from typing_extensions import override

from console.domain.moment import from_ms
from console.wall.figures import NewestCase
from console.words import _
from widgets import marks, theme
from widgets.controls import PaintedWidget
from widgets.wall import painting
from widgets.wall.painting import RIGHT, write

PAD: Final = 0.6
GAP: Final = 0.6
MARK: Final = 1.1
TITLE_FROM: Final = 24.0
"""Width, in u, from which the strip says what it shows."""


class NewestStrip(PaintedWidget):
    """One case in a line; another every six seconds, without running text."""

    def __init__(self, zone: tzinfo = UTC, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.zone = zone
        self.u = theme.wall.unit(0)
        self._cases: Sequence[NewestCase] = ()
        self._at = 0

    def show_cases(self, cases: Sequence[NewestCase]) -> None:
        """The cases that take turns."""
        before = self.shown()
        self._cases = tuple(case for case in cases if not case.ended) or tuple(cases)
        if self.shown() != before:
            self.update()

    def set_unit(self, u: int) -> None:
        if u != self.u:
            self.u = u
            self.update()

    def turn_to(self, number: int) -> None:
        """Shows another case, counted round."""
        before = self.shown()
        self._at = number
        if self.shown() != before:
            self.update()

    def shown(self) -> NewestCase | None:
        """The case in sight."""
        return self._cases[self._at % len(self._cases)] if self._cases else None

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, u, case = QPainter(self), self.u, self.shown()
        painter.fillRect(self.rect(), theme.color("bg.0"))
        painting.rounded(painter, QRectF(self.rect()), u, "bg.1")
        box = QRectF(self.rect()).adjusted(PAD * u, 0, -PAD * u, 0)
        if box.width() >= TITLE_FROM * u:
            title = _("Newest")
            write(painter, box, title, u, tone="text.3")
            box = box.adjusted(painting.width(title, u) + GAP * u, 0, 0, 0)
        if case is None:
            write(painter, box, _("no data"), u, tone="text.3")
            return
        side = MARK * u
        painting.severity(
            painter, QRectF(box.x(), box.center().y() - side / 2, side, side), case.severity
        )
        box = box.adjusted(side + GAP * u, 0, 0, 0)
        if case.clock:
            tone = "text.3" if case.used is None else marks.words_hue(case.used)
            room = painting.width(case.clock, u) + GAP * u
            if box.width() - room > 12 * u:
                write(painter, box, case.clock, u, tone=tone, align=RIGHT)
                box = box.adjusted(0, 0, -room, 0)
        time = f"{from_ms(case.reported_ms, self.zone):%H:%M}"
        for words, tone in ((time, "text.3"), (case.category, "text.1"), (case.place, "text.2")):
            told = write(painter, box, words, u, tone=tone, may_elide=True)
            box = box.adjusted(told + GAP * u, 0, 0, 0)
            if box.width() < 2 * u:
                return


class Footnote(PaintedWidget):
    """What the picture shows: the scene, its period, the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.u = theme.wall.unit(0)
        self._words: tuple[str, ...] = ()

    def set_unit(self, u: int) -> None:
        if u != self.u:
            self.u = u
            self.update()

    def show_words(self, words: Sequence[str]) -> None:
        """The parts of the line, the most important last; earlier ones yield."""
        if tuple(words) != self._words:
            self._words = tuple(words)
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, u = QPainter(self), self.u
        painter.fillRect(self.rect(), theme.color("bg.0"))
        box = QRectF(self.rect()).adjusted(PAD * u, 0, -PAD * u, 0)
        for first in range(len(self._words)):
            said = " · ".join(self._words[first:])
            if painting.width(said, u) <= box.width():
                write(painter, box, said, u, tone="text.3", align=RIGHT)
                return
