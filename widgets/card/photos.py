"""Pictures of a case: one tile for those before the work and one for those after."""

from collections.abc import Iterator, Sequence
from datetime import UTC, tzinfo
from functools import partial
from typing import Final

from qtpy.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from qtpy.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from qtpy.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from console.desk.pictures import AFTER, CasePicture
from console.domain.moment import from_ms
from console.words import _
from widgets import theme
from widgets.controls import PaintedWidget, text

SHARE: Final = 140 / 248
"""Height of a picture's tile relative to its width."""
LARGE_SHARE: Final = 3 / 4
"""Height of a large picture without its caption relative to its width: a camera's format."""


class CardPhotos(PaintedWidget):
    """A tile with the newest picture for each side, stacked, or beside each other where it is wide.

    Signals: `opened(hash)` to show a picture large (click, Enter or Space); `wanted(hash)` where a large
    tile needs more pixels than the thumbnail has; `show_whole` delivers them.
    """

    opened = Signal(str)
    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zone: tzinfo = UTC
        self.shown: tuple[CasePicture, ...] = ()
        self._images: dict[str, QImage] = {}
        self._asked: set[str] = set()
        self.large = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.restyle()

    def show_pictures(self, pictures: Sequence[CasePicture], zone: tzinfo) -> None:
        """Shows the pictures of one case, oldest first; an empty list clears both tiles."""
        self.shown, self.zone = tuple(pictures), zone
        kept = self._images if self.large else {}
        self._images = {
            one.hash: kept.get(one.hash) or QImage.fromData(one.thumbnail) for one in pictures
        }
        self._asked &= self._images.keys()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if pictures else Qt.FocusPolicy.NoFocus)
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if pictures else Qt.CursorShape.ArrowCursor
        )
        self.restyle()

    def set_large(self, large: bool) -> None:
        """Shows whole pictures at the largest size instead of cropped tiles."""
        if large != self.large:
            self.large = large
            self._asked.clear()
            self.restyle()

    def show_whole(self, digest: str, content: bytes) -> None:
        """Shows the full picture; dropped if the case has changed."""
        image = QImage.fromData(content)
        if digest in self._images and not image.isNull():
            self._images[digest] = image
            self.update()

    def height_for(self, width: int, most: float) -> int:
        """Height that large pictures need at this width, at most `most` px."""
        sides = max(1, sum(map(bool, self.sides())))
        pad, gap = theme.px("space.12"), theme.px("space.8")
        tile = (width - 1.5 * pad - (sides - 1) * gap) / sides
        return round(min(most, tile * LARGE_SHARE + theme.px("tile") + 2 * gap))

    def sides(self) -> tuple[list[CasePicture], list[CasePicture]]:
        """Pictures before the work and after it."""
        after = [one for one in self.shown if one.role in AFTER]
        return [one for one in self.shown if one.role not in AFTER], after

    def tiles(self) -> Iterator[tuple[QRectF, list[CasePicture], str]]:
        """Box, pictures and title of each side with pictures."""
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
        """Boxes of the first and second tile."""
        pad, gap = theme.px("space.12"), theme.px("space.8")
        room = QRectF(self.rect()).adjusted(pad, gap, -pad / 2, -gap)
        if self.large:
            return self._large_boxes(room, gap)
        if room.width() > room.height() * 1.5:
            width = min((room.width() - gap) / 2, room.height() / SHARE)
            size = width, width * SHARE
            return QRectF(room.x(), room.y(), *size), QRectF(
                room.x() + width + gap, room.y(), *size
            )
        height = min((room.height() - gap) / 2, room.width() * SHARE)
        first = QRectF(room.x(), room.y(), room.width(), height)
        return first, first.translated(0, height + gap)

    def _large_boxes(self, room: QRectF, gap: float) -> tuple[QRectF, QRectF]:
        """Before and after side by side where the room is wide, else one below the other."""
        sides = 2 if all(self.sides()) else 1
        if room.width() > room.height():
            width = (room.width() - (sides - 1) * gap) / sides
            first = QRectF(room.x(), room.y(), width, room.height())
            return first, first.translated(width + gap, 0)
        most = room.width() * LARGE_SHARE + theme.px("tile")
        height = min((room.height() - (sides - 1) * gap) / sides, most)
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
        """Draws the placeholder of a picture that cannot be decoded."""
        words = _("{side} · the picture cannot be shown").format(side=title)
        radius = theme.px("radius.control")
        painter.setPen(QPen(theme.color("line.2"), theme.px("hairline"), Qt.PenStyle.DashLine))
        painter.setBrush(theme.color("bg.2"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.3"))
        text.draw(painter, box, words, text.CENTRE)

    def _picture(
        self, painter: QPainter, box: QRectF, side: Sequence[CasePicture], title: str
    ) -> None:
        """Draws the newest picture over the tile, with moment and count on a band below."""
        newest, radius = side[-1], theme.px("radius.control")
        image, frame = self._images[newest.hash], QPainterPath()
        frame.addRoundedRect(box, radius, radius)
        painter.save()
        painter.setClipPath(frame)
        band = QRectF(box)
        band.setTop(box.bottom() - theme.px("tile"))
        if self.large:
            self._whole(painter, box.adjusted(0, 0, 0, -band.height()), newest.hash)
        else:
            scale = max(box.width() / image.width(), box.height() / image.height())
            part = QRectF(0, 0, box.width() / scale, box.height() / scale)
            part.moveCenter(QPointF(image.width() / 2, image.height() / 2))
            painter.drawImage(box, image, part)
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

    def _whole(self, painter: QPainter, room: QRectF, digest: str) -> None:
        """Draws the full picture, centred; requests it while only the thumbnail is there."""
        image = self._images[digest]
        painter.fillRect(room, theme.color("bg.0"))
        scale = min(room.width() / image.width(), room.height() / image.height())
        box = QRectF(0, 0, image.width() * scale, image.height() * scale)
        box.moveCenter(room.center())
        painter.drawImage(box, image)
        if scale * self.devicePixelRatioF() > 1 and digest not in self._asked:
            self._asked.add(digest)
            QTimer.singleShot(0, self, partial(self.wanted.emit, digest))
