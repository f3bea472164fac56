"""The pictures before and after: a tile for each side that there is a picture of, else none."""

from collections.abc import Iterator, Sequence
from datetime import UTC, tzinfo
from typing import Final

from qtpy.QtCore import QPointF, QRectF, QSize, Qt, Signal
from qtpy.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from qtpy.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from console.desk.pictures import AFTER, Shown
from console.domain.moment import from_ms
from console.words import _
from widgets import theme
from widgets.controls import Drawn, text

SHARE: Final = 140 / 248
"""Height of a picture's tile for its width."""


class CardPhotos(Drawn):
    """A tile for each side, one below the other, or side by side where it is wide, with its newest.

    `opened(hash)` a picture is wanted whole: by a click, Enter or Space.
    """

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zone: tzinfo = UTC
        self.shown: tuple[Shown, ...] = ()
        self._images: dict[str, QImage] = {}
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.restyle()

    def show_pictures(self, pictures: Sequence[Shown], zone: tzinfo) -> None:
        """The pictures of one case, oldest first; none empties both tiles."""
        self.shown, self.zone = tuple(pictures), zone
        self._images = {one.hash: QImage.fromData(one.thumbnail) for one in pictures}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if pictures else Qt.FocusPolicy.NoFocus)
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if pictures else Qt.CursorShape.ArrowCursor
        )
        self.restyle()

    def sides(self) -> tuple[list[Shown], list[Shown]]:
        """Before the work and after it."""
        after = [one for one in self.shown if one.role in AFTER]
        return [one for one in self.shown if one.role not in AFTER], after

    def tiles(self) -> Iterator[tuple[QRectF, list[Shown], str]]:
        """Box, pictures and title of each side that has any."""
        titles = (_("Before"), _("After"))
        filled = [one for one in zip(self.sides(), titles, strict=True) if one[0]]
        for box, (side, title) in zip(self.boxes(), filled, strict=False):
            yield box, side, title

    @override
    def sizeHint(self) -> QSize:
        return QSize(248, 280)

    @override
    def restyle(self) -> None:
        name = _("Pictures")
        if self.shown:
            before, after = self.sides()
            name = _("Pictures: {before} before, {after} after").format(
                before=len(before), after=len(after)
            )
        self.setAccessibleName(name)
        super().restyle()

    def boxes(self) -> tuple[QRectF, QRectF]:
        """Where the first and the second tile lie."""
        pad, gap = theme.px("space.12"), theme.px("space.8")
        room = QRectF(self.rect()).adjusted(pad, gap, -pad / 2, -gap)
        if room.width() > room.height() * 1.5:
            width = min((room.width() - gap) / 2, room.height() / SHARE)
            size = width, width * SHARE
            return QRectF(room.x(), room.y(), *size), QRectF(
                room.x() + width + gap, room.y(), *size
            )
        height = min((room.height() - gap) / 2, room.width() * SHARE)
        first = QRectF(room.x(), room.y(), room.width(), height)
        return first, first.translated(0, height + gap)

    # what is asked

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for box, side, _title in self.tiles():
            if box.contains(event.position()):
                self.opened.emit(side[-1].hash)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.shown and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.shown[-1].hash)
        else:
            super().keyPressEvent(event)

    # how it looks

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for box, side, title in self.tiles():
            if self._images[side[-1].hash].isNull():
                self._unreadable(painter, box, title)
            else:
                self._picture(painter, box, side, title)

    def _unreadable(self, painter: QPainter, box: QRectF, title: str) -> None:
        """A picture that cannot be shown here."""
        words = _("{side} · the picture cannot be shown").format(side=title)
        radius = theme.px("radius.control")
        painter.setPen(QPen(theme.color("line.2"), theme.px("hairline"), Qt.PenStyle.DashLine))
        painter.setBrush(theme.color("bg.2"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.3"))
        text.draw(painter, box, words, text.CENTRE)

    def _picture(self, painter: QPainter, box: QRectF, side: Sequence[Shown], title: str) -> None:
        """The newest fills the tile; below it, on a band of its own, when it is of and how many."""
        newest, radius = side[-1], theme.px("radius.control")
        image, frame = self._images[newest.hash], QPainterPath()
        frame.addRoundedRect(box, radius, radius)
        painter.save()
        painter.setClipPath(frame)
        scale = max(box.width() / image.width(), box.height() / image.height())
        part = QRectF(0, 0, box.width() / scale, box.height() / scale)
        part.moveCenter(QPointF(image.width() / 2, image.height() / 2))
        painter.drawImage(box, image, part)
        band = QRectF(box)
        band.setTop(box.bottom() - theme.px("tile"))
        painter.fillRect(band, theme.color("bg.2"))
        painter.restore()
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.1"))
        inside = band.adjusted(theme.px("space.8"), 0, -theme.px("space.8"), 0)
        text.draw(painter, inside, f"{title} · {from_ms(newest.at, self.zone):%m-%d %H:%M}")
        if len(side) > 1:
            text.draw(painter, inside, str(len(side)), text.RIGHT)
        focused = self.hasFocus()
        painter.setPen(theme.color("accent" if focused else "line.2"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
