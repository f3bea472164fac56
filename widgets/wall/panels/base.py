"""Base class of a wall's panels: ground, title, age, pages; what it shows is painted when it changes."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final, TypeVar

from qtpy.QtCore import QRectF, Qt
from qtpy.QtGui import QPainter, QPaintEvent
from qtpy.QtWidgets import QWidget
from typing_extensions import override

from console.wall.figures import Figures
from console.wall.scenes import PANELS
from console.words import _, language
from widgets import theme
from widgets.controls import PaintedWidget
from widgets.wall import painting
from widgets.wall.painting import write

HEAD: Final = 1.3
PAD: Final = 0.6
ROW: Final = "row"
LATE_MS: Final = 3000
"""Age from which data count as late."""

Row = TypeVar("Row")


class WallPanel(PaintedWidget):
    """A panel of one kind. Subclasses say what they take of the figures and paint it into a box."""

    kind: ClassVar[str]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.u = theme.wall.unit(0)
        self.bilingual = False
        self.page = 0
        self.part, self.parts = 0, 1
        self._content: Any = None
        self._period = ""
        self._late_s = 0

    def show_figures(self, figures: Figures | None) -> None:
        """Shows what concerns this panel; paints only where that has changed."""
        content = None if figures is None else self.content_of(figures)
        period = "" if figures is None else figures.period_label
        if content != self._content or period != self._period:
            self._content, self._period = content, period
            self.content_changed()
            self.update()

    def set_unit(self, u: int) -> None:
        """Paints in sizes of `u` px from now on."""
        if u != self.u:
            self.u = u
            self.content_changed()
            self.update()

    def set_bilingual(self, bilingual: bool) -> None:
        """Shows the English title beside the Chinese one."""
        if bilingual != self.bilingual:
            self.bilingual = bilingual
            self.update()

    def set_age(self, age_ms: int) -> None:
        """How old the data are; said only from three seconds on."""
        late = age_ms // 1000 if age_ms >= LATE_MS else 0
        if late != self._late_s:
            self._late_s = late
            self.update(self._head().toAlignedRect())

    def turn_to(self, page: int) -> None:
        """Shows another page of rows, counted round."""
        if page != self.page:
            before, self.page = self.shown_page(), page
            if self.shown_page() != before:
                self.content_changed()
                self.update()

    def set_part(self, part: int, parts: int) -> None:
        """This panel is number `part` of `parts` beside each other: each shows pages of its own."""
        self.part, self.parts = part, parts

    def content_of(self, figures: Figures) -> Any:
        """What this panel shows of the figures, comparable; None or empty for no data."""
        raise NotImplementedError

    def content_changed(self) -> None:
        """Called before painting anew, for panels that keep more than they paint."""

    def paint_content(self, painter: QPainter, box: QRectF) -> None:
        """Paints `self.content`, which is there, into `box`."""
        raise NotImplementedError

    def pages(self) -> int:
        """Number of pages that the content takes at this size."""
        return 1

    def title(self) -> str:
        """The title in the language in force."""
        return _(PANELS[self.kind])

    def caption(self) -> str:
        """The title in English, for walls that show both languages."""
        return PANELS[self.kind]

    @property
    def content(self) -> Any:
        return self._content

    def shown_page(self) -> int:
        """The page in sight, from 0."""
        return (self.page * self.parts + self.part) % max(1, self.pages())

    def box(self) -> QRectF:
        """Where the content is painted: below the title, between the margins."""
        pad = PAD * self.u
        top = HEAD * self.u
        return QRectF(pad, top, max(1.0, self.width() - 2 * pad), max(1.0, self.height() - top))

    def _head(self) -> QRectF:
        pad = PAD * self.u
        return QRectF(pad, 0, max(1.0, self.width() - 2 * pad), HEAD * self.u)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.0"))
        painting.rounded(painter, QRectF(self.rect()), self.u, "bg.1")
        self._paint_head(painter, self._head())
        if not event.rect().intersects(self.box().toAlignedRect()):
            return
        if self.content:
            self.paint_content(painter, self.box())
        else:
            write(painter, self.box(), _("no data"), self.u, tone="text.3", align=painting.CENTRE)

    def _paint_head(self, painter: QPainter, head: QRectF) -> None:
        """Title at the left; period, page and a late age at the right."""
        u, right = self.u, QRectF(head)
        for words, tone in self._notes():
            needs = painting.width(words, u)
            if right.width() - needs < painting.width(self.title(), u, "title", bold=True) + u:
                continue
            write(painter, right, words, u, tone=tone, align=painting.RIGHT)
            right.setWidth(right.width() - needs - u)
        told = write(
            painter, right, self.title(), u, name="title", tone="text.2", bold=True, may_elide=True
        )
        caption = self.caption()
        rest = right.adjusted(told + u * 0.6, 0, 0, 0)
        if self.bilingual and language() == "zh" and painting.width(caption, u) <= rest.width():
            write(painter, rest, caption, u, tone="text.3")

    def _notes(self) -> list[tuple[str, str]]:
        """(words, tone) at the right end of the head, the most important first."""
        notes = []
        if self._late_s:
            notes.append((_("{seconds} s late").format(seconds=self._late_s), "warn.text"))
        if self.content and self.pages() > 1:
            notes.append((f"{self.shown_page() + 1}/{self.pages()}", "text.3"))
        if self._period and self.shows_period():
            notes.append((self._period, "text.3"))
        return notes

    def shows_period(self) -> bool:
        """Whether the figures are those of a period, not of now."""
        return True


class RowsPanel(WallPanel):
    """A panel of rows: whole rows only, in pages of like length, spread over its height."""

    def rows(self) -> Sequence[Any]:
        """All rows, in order."""
        return self.content or ()

    def row_px(self) -> float:
        """Least height of a row."""
        return float(theme.wall.size(ROW, self.u))

    def capacity(self) -> int:
        """Number of whole rows that fit."""
        return max(1, int((self.box().height() + 0.5) / self.row_px()))

    @override
    def pages(self) -> int:
        return max(1, -(-len(self.rows()) // self.capacity()))

    def page_rows(self) -> Sequence[Any]:
        """The rows of the page in sight; pages differ by one row at most."""
        rows, pages, page = self.rows(), self.pages(), self.shown_page()
        start, end = len(rows) * page // pages, len(rows) * (page + 1) // pages
        return rows[start:end]

    def placed(self, box: QRectF) -> list[tuple[Any, QRectF]]:
        """The rows in sight with their boxes."""
        rows = self.page_rows()
        return list(zip(rows, painting.spread(box, len(rows)), strict=True))
