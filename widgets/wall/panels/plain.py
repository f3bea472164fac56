"""Panels without rows: one thing in the largest figures, the free window, the place of the map."""

from typing import Any, Final

from qtpy.QtCore import QRectF
from qtpy.QtGui import QPainter, QPaintEvent, QResizeEvent
from qtpy.QtWidgets import QWidget
from typing_extensions import override

from console.wall.figures import Figures, OneThing
from console.words import _
from widgets import theme
from widgets.controls import text
from widgets.wall import painting
from widgets.wall.painting import CENTRE, write
from widgets.wall.panels.base import WallPanel

HERO, TITLE, SENTENCE = 4.4, 1.8, 1.5


class OnePanel(WallPanel):
    """One figure of 4u with its name above and a sentence below."""

    kind = "one"

    @override
    def content_of(self, figures: Figures) -> Any:
        return figures.one

    @override
    def title(self) -> str:
        one: OneThing | None = self.content
        return one.title if one is not None else super().title()

    @override
    def paint_content(self, painter: QPainter, box: QRectF) -> None:
        u, one = self.u, self.content
        tone = painting.words_tone(one.hue)
        height = (HERO + (2 * SENTENCE if one.sentence else 0)) * u
        hero = QRectF(box.x(), box.center().y() - height / 2, box.width(), HERO * u)
        name = (
            "hero" if painting.width(one.value, u, "hero", bold=True) <= box.width() else "figure"
        )
        write(
            painter,
            hero,
            one.value,
            u,
            name=name,
            tone=tone,
            bold=True,
            align=CENTRE,
            may_elide=True,
        )
        if one.sentence:
            painter.setFont(painting.face("label", u))
            painter.setPen(theme.color("text.2"))
            below = QRectF(box.x(), hero.bottom(), box.width(), 2 * SENTENCE * u)
            text.draw_wrapped(painter, below, one.sentence)


class FreePanel(WallPanel):
    """An empty dark window: the place of a picture from elsewhere."""

    kind = "free"

    @override
    def content_of(self, figures: Figures) -> Any:
        return None

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.0"))
        painting.rounded(painter, QRectF(self.rect()), self.u, "bg.0", "line.1")


EMPTY_MAP: Final = "map.land"


class MapPanel(WallPanel):
    """The place of the map: whatever widget `set_map` puts in fills it."""

    kind = "map"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.map: QWidget | None = None

    def set_map(self, map_: QWidget | None) -> None:
        """Puts a map in, or takes it out; the map lives on."""
        if self.map is not None and self.map is not map_ and self.map.parent() is self:
            self.map.setParent(None)
        self.map = map_
        if map_ is not None:
            map_.setParent(self)
            map_.setGeometry(self.rect())
            map_.show()
        self.update()

    @override
    def content_of(self, figures: Figures) -> Any:
        return None

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.map is not None:
            self.map.setGeometry(self.rect())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.map is not None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(EMPTY_MAP))
        box = QRectF(self.rect())
        write(painter, box, _("no map"), self.u, tone="text.3", align=CENTRE)
