"""A list of targets: drop on a row, click it, or arm it by key; each shows its verdict first.

Used for recommended targets, the tree of departments and crews nearby, so that all behave alike.
"""

from collections.abc import Sequence

from qtpy.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from qtpy.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from qtpy.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget
from typing_extensions import override

from console.domain.verdict import Verdict, VerdictKind
from widgets import theme
from widgets.targets.dragging import SIGNS, DragController, cases_of
from widgets.targets.row import TargetRow, paint

EDGE_SCROLL_MS = 40


class TargetList(QAbstractScrollArea):
    """Signals: `chosen(department, crew | None)` for a target dropped on, pressed twice or by Enter;
    `folded(key)` a heading or department was opened or closed; `armed(row | None)`; `row_hovered(index)` the row
    under a drag, -1 after it has left.
    """

    chosen = Signal(object, object)
    dropped = Signal(object, object, object)
    folded = Signal(str)
    armed = Signal(object)
    row_hovered = Signal(int)

    def __init__(
        self, dragging: DragController, row_token: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.dragging, self.row_token = dragging, row_token
        self.rows: Sequence[TargetRow] = ()
        self.current = -1
        self._lines = 3
        self.armed_verdict: Verdict | None = None
        self._over = -1
        self._scroll = QTimer(self)
        self._scroll.setInterval(EDGE_SCROLL_MS)
        self._scroll.timeout.connect(self._scroll_on)
        self._step = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName(name)
        dragging.started.connect(self._drag_began)
        dragging.ended.connect(self._drag_ended)
        theme.current().changed.connect(self._restyle)

    # rows

    def set_rows(self, rows: Sequence[TargetRow]) -> None:
        """Replaces the rows; the current one stays current if it is still there."""
        held = self._key(self.current)
        self.rows = list(rows)
        self.current = next((i for i in range(len(rows)) if self._key(i) == held), -1)
        self._ranges()
        self.viewport().update()

    def _key(self, index: int) -> object:
        if not 0 <= index < len(self.rows):
            return None
        row = self.rows[index]
        return row.key or (row.department, row.crew)

    @property
    def row_px(self) -> int:
        return theme.px(self.row_token)

    def row_box(self, index: int) -> QRectF:
        """Box of a row in the viewport."""
        top = index * self.row_px - self.verticalScrollBar().value()
        return QRectF(0, top, self.viewport().width(), self.row_px)

    def row_at(self, point: QPoint | QPointF) -> int:
        index = int((point.y() + self.verticalScrollBar().value()) // self.row_px)
        return index if 0 <= index < len(self.rows) else -1

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px("drag.width"), self.row_px * self._lines)

    def show_lines(self, count: int) -> None:
        """Sets how many rows it should show at once."""
        if count != self._lines:
            self._lines = count
            self.updateGeometry()

    # arming and choosing

    def arm(self, index: int, verdict: Verdict | None) -> None:
        """Shows the verdict on a row; a second press or Enter then sends."""
        self.current, self.armed_verdict = index, verdict
        row = self.rows[index] if 0 <= index < len(self.rows) else None
        self.setAccessibleDescription(row.spoken if row else "")
        self.armed.emit(row)
        self.viewport().update()

    def go_to(self, index: int) -> None:
        """Makes a row current and visible, without arming it."""
        self.disarm()
        self.current = index
        self._show_current()

    def disarm(self) -> None:
        if self.armed_verdict is not None:
            self.armed_verdict = None
            self.viewport().update()

    def press(self, index: int) -> None:
        """Handles a click or Enter: folds a heading, arms a target, or sends to an armed one."""
        if not 0 <= index < len(self.rows):
            return
        row = self.rows[index]
        if not row.target:
            self.folded.emit(row.key)
        elif index == self.current and self.armed_verdict is not None:
            self.armed_verdict = None
            self.chosen.emit(row.department, row.crew)
        else:
            self.arm(index, None)

    # painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), theme.color("bg.1"))
        first = max(0, self.row_at(QPoint(0, 0)))
        for index in range(first, len(self.rows)):
            box = self.row_box(index)
            if box.top() > self.viewport().height():
                break
            self._paint_row(painter, box, index)

    def _paint_row(self, painter: QPainter, box: QRectF, index: int) -> None:
        row = self.rows[index]
        if index == self._over:
            painter.fillRect(box, theme.color("bg.2"))
        if index == self.current and self.hasFocus():
            painter.fillRect(box, theme.color("select"))
            painter.fillRect(
                QRectF(0, box.y(), theme.px("bar.select"), box.height()), theme.color("accent")
            )
        verdict = self._verdict(index)
        sign = SIGNS[verdict.allowed] if verdict is not None else None
        reason = ""
        if verdict is not None and self._tells(index, verdict):
            reason = verdict.text
        paint(painter, box, row, sign, reason)

    def _tells(self, index: int, verdict: Verdict) -> bool:
        """Whether a row shows its reason during a drag: refused ones and the one under the pointer."""
        dragged = self.dragging.session is not None
        return not dragged or index == self._over or verdict.allowed is VerdictKind.NO

    def _verdict(self, index: int) -> Verdict | None:
        row = self.rows[index]
        if row.department is None:
            return None
        if self.dragging.session is not None:
            return self.dragging.verdict(row.department, row.crew)
        return self.armed_verdict if index == self.current else None

    # pointer and keys

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.row_at(event.position())
        row = self.rows[index] if index >= 0 else None
        arrow = theme.px("space.32") + (row.depth * theme.px("space.16") if row else 0)
        if row is not None and row.expanded is not None and event.position().x() < arrow:
            self.folded.emit(row.key)
            return
        self.press(index)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.row_at(event.position()))

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        """Shows the full words of a row as its tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self.row_at(event.pos())
            words = self.rows[index].spoken if index >= 0 else ""
            QToolTip.showText(event.globalPos(), words, self.viewport())
            return True
        return super().viewportEvent(event)

    @override
    def leaveEvent(self, event: object) -> None:
        self._hover(-1)

    def _hover(self, index: int) -> None:
        if index != self._over:
            self._over = index
            self.viewport().update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self.go_to(min(max(0, self.current + step), len(self.rows) - 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current >= 0:
            self.press(self.current)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.current >= 0:
            row = self.rows[self.current]
            if row.expanded is not None and row.expanded == (key == Qt.Key.Key_Left):
                self.folded.emit(row.key)
        else:
            super().keyPressEvent(event)

    def _show_current(self) -> None:
        box = self.row_box(self.current)
        bar = self.verticalScrollBar()
        if box.top() < 0:
            bar.setValue(bar.value() + int(box.top()))
        elif box.bottom() > self.viewport().height():
            bar.setValue(bar.value() + int(box.bottom() - self.viewport().height()))
        self.setAccessibleDescription(self.rows[self.current].spoken if self.rows else "")
        self.viewport().update()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # drags

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.setAccepted(bool(cases_of(event.mimeData())))

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        index = self.row_at(event.position())
        self._edge(event.position().y())
        if index != self._over:
            self._hover(index)
            self._aim(index)
        verdict = self._verdict(index) if index >= 0 else None
        event.setAccepted(verdict is not None)

    def _aim(self, index: int) -> None:
        row = self.rows[index] if index >= 0 else None
        self.dragging.aim(self._verdict(index) if row else None, row.facts if row else "")
        self.row_hovered.emit(index)

    def keep_over(self, index: int) -> None:
        """Corrects the index of the row under the pointer after rows above it have gone."""
        self._over = index

    def _edge(self, y: float) -> None:
        reach = self.row_px
        self._step = -1 if y < reach else 1 if y > self.viewport().height() - reach else 0
        if self._step and not self._scroll.isActive():
            self._scroll.start()
        elif not self._step:
            self._scroll.stop()

    def _scroll_on(self) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self._step * theme.px("space.8"))

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._away()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        index = self.row_at(event.position())
        cases = cases_of(event.mimeData())
        self._away()
        if index < 0 or self.rows[index].department is None or not cases:
            event.ignore()
            return
        event.acceptProposedAction()
        row = self.rows[index]
        self.dropped.emit(row.department, row.crew, cases)

    def _away(self) -> None:
        self._scroll.stop()
        self._hover(-1)
        self.row_hovered.emit(-1)
        self.dragging.aim(None)

    def _drag_began(self) -> None:
        self.disarm()
        self.viewport().update()

    def _drag_ended(self) -> None:
        self._away()
        self.viewport().update()

    # size

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ranges()

    def _ranges(self) -> None:
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, len(self.rows) * self.row_px - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self.row_px)

    def _restyle(self) -> None:
        self._ranges()
        self.updateGeometry()
        self.viewport().update()
