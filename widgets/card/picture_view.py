"""A dialog with one picture; left and right show the other pictures of the case."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from functools import partial

from qtpy.QtCore import QObject, QRectF, QSize, Qt
from qtpy.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from qtpy.QtWidgets import QDialog, QWidget
from typing_extensions import override

from console.desk import pictures
from console.desk.pictures import AFTER, CasePicture
from console.domain.moment import from_ms
from console.domain.refusal import Refused
from console.words import _
from widgets import theme
from widgets.controls import text
from widgets.session.context import Context


def fetch_whole(
    context: Context,
    owner: QObject,
    digest: str,
    came: Callable[[str, bytes], None],
    failed: Callable[[str, Refused], None],
) -> None:
    """Reads a picture's file and calls `came(hash, bytes)`, with no bytes if it is gone."""
    read = partial(pictures.whole, context.seat.desk, digest)
    context.jobs.run(owner, read, partial(came, digest), partial(failed, digest))


class PictureView(QDialog):
    """Shows the thumbnail at once, then the full picture when the database has sent it.

    Escape, Enter or a click closes it.
    """

    def __init__(
        self,
        context: Context,
        shown: Sequence[CasePicture],
        digest: str,
        zone: tzinfo,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.context, self.shown, self.zone = context, list(shown), zone
        self.place = next(i for i, one in enumerate(self.shown) if one.hash == digest)
        self.image = QImage()
        self.failure = ""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setSizeGripEnabled(True)
        self.resize(QSize(1200, 860))
        self._show()

    def step(self, by: int) -> None:
        """Shows another picture of the case; stops at either end."""
        place = min(max(self.place + by, 0), len(self.shown) - 1)
        if place != self.place:
            self.place = place
            self._show()

    def _show(self) -> None:
        one = self.shown[self.place]
        self.image, self.failure = QImage.fromData(one.thumbnail), ""
        self.setWindowTitle(self.caption())
        self.setAccessibleName(self.caption())
        fetch_whole(self.context, self, one.hash, self.came, self.failed)
        self.update()

    def caption(self) -> str:
        """ "After · 2026-11-24 10:38 · 2/5" """
        one = self.shown[self.place]
        side = _("After") if one.role in AFTER else _("Before")
        when = f"{from_ms(one.at, self.zone):%Y-%m-%d %H:%M}"
        return f"{side} · {when} · {self.place + 1}/{len(self.shown)}"

    def came(self, digest: str, content: bytes) -> None:
        """Shows the full picture; dropped if another picture is shown by now."""
        if digest == self.shown[self.place].hash and content:
            self.image = QImage.fromData(content)
            self.update()

    def failed(self, digest: str, no: Refused) -> None:
        """Shows below the thumbnail that the database does not answer."""
        if digest == self.shown[self.place].hash:
            self.failure = str(no)
            self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.step(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.close()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.0"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        line, pad = theme.px("row"), theme.px("space.12")
        room = QRectF(self.rect()).adjusted(pad, pad, -pad, -line)
        if not self.image.isNull():
            scale = min(room.width() / self.image.width(), room.height() / self.image.height())
            box = QRectF(0, 0, self.image.width() * scale, self.image.height() * scale)
            box.moveCenter(room.center())
            painter.drawImage(box, self.image)
        painter.setFont(theme.font("dense"))
        painter.setPen(theme.color("alarm.text" if self.failure else "text.2"))
        below = QRectF(pad, self.height() - line, self.width() - 2 * pad, line)
        text.draw(painter, below, self.failure or self.caption(), text.CENTRE)
