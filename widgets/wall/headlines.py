"""A headline: label, large figure, and how it compares with the period before and a year ago."""

from typing import Final

from qtpy.QtCore import QRectF, Qt
from qtpy.QtGui import QPainter, QPaintEvent
from qtpy.QtWidgets import QWidget
from typing_extensions import override

from console.wall.amounts import change_text, count_text, short_count, value_text
from console.wall.figures import Headline
from console.words import _, mark
from widgets import theme
from widgets.controls import PaintedWidget
from widgets.wall import painting
from widgets.wall.painting import RIGHT, write

PAD: Final = 0.6
LABEL, FIGURE, NOTE = 1.15, 2.25, 1.1
"""Heights, in u, of the lines, as their ink takes it."""
GAP: Final = 0.5
BEFORE: Final = mark("prev.")
YEAR_AGO: Final = mark("last yr")


class HeadlineCell(PaintedWidget):
    """One cell of the strip under the head."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.u = theme.wall.unit(0)
        self.bilingual = False
        self.beside = self.short = False
        self._headline: Headline | None = None

    def show_headline(self, headline: Headline | None) -> None:
        """Shows another figure; paints only where it differs."""
        if headline != self._headline:
            self._headline = headline
            self.update()

    def set_unit(self, u: int, *, bilingual: bool = False) -> None:
        """Paints in sizes of `u` px, with captions in the other language where asked for."""
        if (u, bilingual) != (self.u, self.bilingual):
            self.u, self.bilingual = u, bilingual
            self.update()

    def fits_beside(self) -> bool:
        """Whether the notes fit beside the figure; all cells of a picture take one form."""
        headline, u = self._headline, self.u
        if headline is None:
            return True
        large = painting.width(self._figure(), u, "figure", bold=True)
        room = self.width() - (2 * PAD + GAP) * u - large
        return painting.widest(_notes(headline)[:2], u) <= room

    def _figure(self) -> str:
        """The figure, shortened where the whole is too wide: a figure is never cut."""
        headline = self._headline
        if headline is None or headline.value is None:
            return _("no data")
        whole = value_text(headline)
        return short_count(headline.value) if self.short and not headline.parts else whole

    def fits_whole(self) -> bool:
        """Whether the figure fits as it is; where one does not, all of a picture are shortened."""
        headline = self._headline
        whole = value_text(headline) if headline is not None else ""
        needs = painting.width(whole, self.u, "figure", bold=True)
        return needs <= self.width() - 2 * PAD * self.u

    def set_short(self, short: bool) -> None:
        """Figures in thousands or ten thousands, or whole."""
        if short != self.short:
            self.short = short
            self.update()

    def set_beside(self, beside: bool) -> None:
        """Notes beside the figure, or below it."""
        if beside != self.beside:
            self.beside = beside
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, u = QPainter(self), self.u
        painter.fillRect(self.rect(), theme.color("bg.0"))
        painting.rounded(painter, QRectF(self.rect()), u, "bg.1")
        headline = self._headline
        if headline is None:
            return
        box = QRectF(self.rect()).adjusted(PAD * u, 0, -PAD * u, 0)
        figure = self._figure()
        notes = _notes(headline)
        beside = notes[:2] if self.beside else []
        below = [] if beside else self._below(notes, box)
        lines = [LABEL, FIGURE, *([NOTE] if below else [])]
        room = box.height() / u - sum(lines)
        if below and room < 0:
            below, lines = [], [LABEL, FIGURE]
            room = box.height() / u - sum(lines)
        between = min(0.5, max(0.0, room / (len(lines) + 1)))
        y = box.y() + (room - between * (len(lines) - 1)) / 2 * u
        label = QRectF(box.x(), y, box.width(), LABEL * u)
        self._paint_label(painter, label, headline)
        line = QRectF(box.x(), label.bottom() + between * u, box.width(), FIGURE * u)
        self._paint_figure(painter, line, headline, figure)
        if below:
            spot = QRectF(box.x(), line.bottom() + between * u, box.width(), NOTE * u)
            write(painter, spot, "  ".join(below), u, tone="text.2")
        elif beside:
            self._paint_beside(painter, line, beside)

    def _below(self, notes: list[str], box: QRectF) -> list[str]:
        """As many of the notes as one line holds, the first first."""
        for count in range(len(notes), 0, -1):
            if painting.width("  ".join(notes[:count]), self.u) <= box.width():
                return notes[:count]
        return []

    def _paint_label(self, painter: QPainter, box: QRectF, headline: Headline) -> None:
        told = write(painter, box, headline.label, self.u, tone="text.2", may_elide=True)
        if self.bilingual and headline.caption:
            rest = box.adjusted(told + GAP * self.u, 0, 0, 0)
            if painting.width(headline.caption, self.u) <= rest.width():
                write(painter, rest, headline.caption, self.u, tone="text.3")

    def _paint_figure(
        self, painter: QPainter, line: QRectF, headline: Headline, figure: str
    ) -> None:
        if headline.value is None:
            write(painter, line, figure, self.u, tone="text.3")
            return
        tone = painting.words_tone(headline.hue if headline.value else "")
        write(painter, line, figure, self.u, name="figure", tone=tone, bold=True)

    def _paint_beside(self, painter: QPainter, line: QRectF, notes: list[str]) -> None:
        """The notes at the right, one above the other, ending level with the figure."""
        u = self.u
        for number, words in enumerate(reversed(notes)):
            y = line.bottom() - (number + 1) * NOTE * u - 0.05 * u
            write(
                painter, QRectF(line.x(), y, line.width(), NOTE * u), words, u,
                tone="text.2", align=RIGHT,
            )  # fmt: skip


def _notes(headline: Headline) -> list[str]:
    """What stands beside the figure, the most telling first."""
    rate, found = headline.parts is not None, []
    if headline.value is None:
        return []
    own = headline.value if headline.compared is None else headline.compared
    for name, other in ((BEFORE, headline.before), (YEAR_AGO, headline.year_ago)):
        change = change_text(own, other, rate=rate)
        if change:
            found.append(f"{_(name)} {change}")
    if headline.parts is not None:
        part, whole = headline.parts
        said = _("{part} of {whole}").format(part=count_text(part), whole=count_text(whole))
        found.insert(0, said)
    return found
