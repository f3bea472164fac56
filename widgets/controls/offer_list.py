"""List below the command bar: one line for each offer, with the effect of Enter at its end."""

from collections.abc import Sequence

from qtpy.QtCore import QPoint, QRectF, QSize, Signal
from qtpy.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from qtpy.QtWidgets import QWidget
from typing_extensions import override

from console.desk.command_parser import Offer, OfferAction
from widgets import marks, theme
from widgets.controls import PaintedWidget, text


class OfferList(PaintedWidget):
    """A list over the window below `field`; the focus stays in the field.

    `taken(offer)` is sent when a line is pressed. The first of new lines is current.
    """

    taken = Signal(object)

    def __init__(self, field: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = field
        self.offers: Sequence[Offer] = ()
        self.current = 0
        self.setMouseTracking(True)
        self.hide()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Replaces the lines; an empty list hides it."""
        self.offers, self.current = offers, 0
        self.setVisible(bool(offers))
        if offers:
            self.place()
            self.raise_()
        self._tell()

    def place(self) -> None:
        """Places the list below the field, as wide as the field or the longest line."""
        parent = self.parentWidget()
        assert parent is not None
        corner = self.field.mapTo(parent, QPoint(0, self.field.height() + theme.px("space.4")))
        size = self.sizeHint()
        width = min(max(self.field.width(), size.width()), parent.width() - theme.px("space.16"))
        left = min(corner.x(), parent.width() - width - theme.px("space.8"))
        self.setGeometry(max(theme.px("space.8"), left), corner.y(), width, size.height())

    @property
    def chosen(self) -> Offer | None:
        """The current line, which Enter executes."""
        return self.offers[self.current] if self.isVisible() and self.offers else None

    def step(self, by: int) -> None:
        """Moves the current line down or up, from the last to the first."""
        if self.offers:
            self.current = (self.current + by) % len(self.offers)
            self._tell()

    def _tell(self) -> None:
        spoken = self.chosen
        self.setAccessibleDescription(f"{spoken.title} · {spoken.does}" if spoken else "")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        body = QFontMetricsF(theme.font("dense"))
        hint = QFontMetricsF(theme.font("caption"))
        widths = [
            body.horizontalAdvance(one.title) + hint.horizontalAdvance(one.does)
            for one in self.offers
        ]
        pad = (
            2 * theme.px("space.12") + theme.px("mark") + theme.px("space.8") + theme.px("space.24")
        )
        height = len(self.offers) * theme.px("row.dense") + 2 * theme.px("space.4")
        return QSize(round(max(widths, default=0) + pad), height)

    def row_box(self, index: int) -> QRectF:
        row = theme.px("row.dense")
        return QRectF(1, theme.px("space.4") + index * row, self.width() - 2, row)

    def _row_at(self, y: float) -> int:
        return int((y - theme.px("space.4")) // theme.px("row.dense"))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self._row_at(event.position().y())
        if 0 <= index < len(self.offers) and index != self.current:
            self.current = index
            self._tell()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._row_at(event.position().y())
        if 0 <= index < len(self.offers):
            self.taken.emit(self.offers[index])

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.2"))
        painter.setPen(theme.color("line.2"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        for index, offer in enumerate(self.offers):
            self._paint(painter, self.row_box(index), offer, current=index == self.current)

    def _paint(self, painter: QPainter, box: QRectF, offer: Offer, *, current: bool) -> None:
        if current:
            painter.fillRect(box, theme.color("select"))
            bar = QRectF(box.x(), box.y(), theme.px("bar.select"), box.height())
            painter.fillRect(bar, theme.color("accent"))
        mark, pad = theme.px("mark"), theme.px("space.12")
        left = box.x() + pad
        if offer.act is OfferAction.DISPATCH:
            sign = marks.Verdict.CONFIRM if offer.ask else marks.Verdict.ALLOWED
            sign = marks.Verdict.REFUSED if offer.refused else sign
            place = QRectF(left, box.center().y() - mark / 2, mark, mark)
            marks.draw_sign(painter, place, sign)
        left += mark + theme.px("space.8")
        painter.setFont(theme.font("caption"))
        width = QFontMetricsF(painter.font()).horizontalAdvance(offer.does)
        right = QRectF(box.right() - pad - width, box.y(), width + 1, box.height())
        painter.setPen(theme.color("text.1" if current else "text.3"))
        text.draw(painter, right, offer.does, text.RIGHT)
        painter.setFont(theme.font("dense"))
        painter.setPen(theme.color("text.1"))
        rest = QRectF(left, box.y(), right.left() - left - theme.px("space.12"), box.height())
        text.draw(painter, rest, offer.title, may_elide=True)
