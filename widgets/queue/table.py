"""The table of the queue, with the shared selection of case ids for keys and pointer.

Qt's own selection holds the current row only, for screen readers.
"""

from collections.abc import Iterable
from typing import Final

from qtpy.QtCore import QItemSelectionModel, QPoint, QRect, QRectF, Qt, Signal
from qtpy.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from qtpy.QtWidgets import QFrame, QHeaderView, QTableView, QWidget
from typing_extensions import override

from console.desk.queues import QUEUES
from console.words import _
from widgets import theme
from widgets.queue.columns import widths
from widgets.queue.model import KEYS, QueueModel
from widgets.queue.pulse import Pulse
from widgets.queue.row import RowPainter, RowState, clocks_of
from widgets.queue.row_images import RowImages
from widgets.session.selection import Selection

DRAG_PX: Final = 6
Key = Qt.Key
Modifier = Qt.KeyboardModifier


class QueueTable(QTableView):
    """Signals: `opened(case)` by Space, Enter or a double click, `dragged(ids)` by the pointer,
    `menu_wanted(global point)`."""

    opened = Signal(object)
    dragged = Signal(object)
    menu_wanted = Signal(QPoint)

    def __init__(
        self, model: QueueModel, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.queue, self.selection, self.rows = model, selection, RowPainter(model)
        self.images = RowImages(self.rows)
        self.pulse = Pulse(self)
        self._anchor: int | None = None  # where Shift extends from
        self._last_row = 0  # where the current case stood, should it be gone
        self._pressed: QPoint | None = None
        self._hovered = -1
        self._columns_for: tuple[str, bool, bool] = ("", False, False)
        self._sight: list[tuple[int, int]] = []
        self.setModel(model)
        self._set_up()
        model.placing.connect(self._remember_sight)
        model.placed.connect(self._restore_sight)
        model.counts_changed.connect(self._columns_may_differ)
        selection.changed.connect(self._follow)
        selection.draft_changed.connect(self.viewport().update)
        self.pulse.repaint_needed.connect(self.viewport().update)
        model.entered.connect(self.pulse.begin)
        theme.current().changed.connect(self.restyle)
        self.restyle()

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        # every pixel is painted here: a scrolled picture is moved, and only what came in is painted
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setMinimumSectionSize(0)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        head.setSortIndicator(KEYS.index("mark"), Qt.SortOrder.AscendingOrder)
        head.sectionClicked.connect(self._sort)

    def restyle(self) -> None:
        """Follows the sizes and the language in force."""
        self.verticalHeader().setDefaultSectionSize(theme.px("row.dense"))
        self.verticalHeader().setMinimumSectionSize(theme.px("row.dense"))
        self.horizontalHeader().setFixedHeight(theme.px("head"))
        self.verticalScrollBar().setSingleStep(theme.px("row.dense"))
        self.setAccessibleName(_("Queue of cases"))
        self.horizontalHeader().setAccessibleName(_("Columns; a click sorts"))
        self.rows.restyle()
        self._place_columns()
        self.viewport().update()

    def _place_columns(self) -> None:
        sent = QUEUES[self.queue.key].several
        held, by_work = self.queue.held, self.queue.by_work
        found = widths(self.viewport().width(), sent=sent, held=held, by_work=by_work)
        x = 0
        columns: dict[str, tuple[int, int]] = {}
        for place, key in enumerate(KEYS):
            self.setColumnHidden(place, not found[key])
            if found[key]:
                self.setColumnWidth(place, found[key])
                columns[key] = (x, found[key])
            x += found[key]
        self.rows.columns = columns
        self.images.forget()
        self._columns_for = (self.queue.key, held, by_work)

    def _columns_may_differ(self) -> None:
        """Updates the columns where another queue or a claim changes them."""
        queue = self.queue
        if (queue.key, queue.held, queue.by_work) != self._columns_for:
            self._place_columns()
            self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_columns()

    # what is looked at

    def _remember_sight(self) -> None:
        """Remembers the visible cases, to keep the scroll position when rows go."""
        first, last = self._in_sight(self.viewport().rect())
        height, top = theme.px("row.dense"), self.verticalScrollBar().value()
        rows = range(first, last + 1) if top else ()
        self._sight = [(int(self.queue.ids[row]), row * height - top) for row in rows]

    def _restore_sight(self) -> None:
        self.updateGeometries()
        for case, y in self._sight:
            row = self.queue.row_of(case)
            if row >= 0:
                self.verticalScrollBar().setValue(row * theme.px("row.dense") - y)
                break
        self._follow()

    def _in_sight(self, area: QRect) -> tuple[int, int]:
        """First and last row that reach into `area` of the viewport."""
        height, top = theme.px("row.dense"), self.verticalScrollBar().value()
        last = min((area.bottom() + top) // height, len(self.queue.order) - 1)
        return max(0, (area.top() + top) // height), last

    def row_box(self, row: int) -> QRectF:
        """Box of a row in the viewport."""
        height = theme.px("row.dense")
        top = row * height - self.verticalScrollBar().value()
        return QRectF(0, top, self.viewport().width(), height)

    def row_at(self, point: QPoint) -> int:
        row = (point.y() + self.verticalScrollBar().value()) // theme.px("row.dense")
        return row if 0 <= row < len(self.queue.order) else -1

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, last = self._in_sight(event.rect())
        below = QRectF(event.rect())
        if last >= first:
            below.setTop(self.row_box(last).bottom())
        painter.fillRect(below, theme.color("bg.1"))
        if last < first:
            return
        clocks = clocks_of(self.queue, first, last)
        current, focus = self.queue.row_of(self.selection.current), self.hasFocus()
        for row in range(first, last + 1):
            case = int(self.queue.ids[row])
            look = RowState(
                chosen=case in self.selection,
                current=focus and row == current,
                hovered=row == self._hovered,
                fresh=self.pulse.share(case),
                draft=case == self.selection.draft,
            )
            self.images.paint(painter, self.row_box(row), row, look, clocks, row - first)

    def repaint_clocks(self) -> None:
        """Repaints the visible clocks, once a second."""
        x, width = self.rows.columns["clock"]
        self.viewport().update(x, 0, width, self.viewport().height())

    # what is chosen

    def _follow(self) -> None:
        """Follows a change of the shared selection."""
        row = self.queue.row_of(self.selection.current)
        if row >= 0:
            self._last_row = row
        flag = QItemSelectionModel.SelectionFlag.NoUpdate
        index = self.queue.index(row, KEYS.index("number"))
        if index != self.currentIndex():
            self.selectionModel().setCurrentIndex(index, flag)
        self.viewport().update()

    def choose(self, row: int, *, extend: bool = False, keep: bool = False) -> None:
        """Selects a row; `extend` selects from the anchor to it, `keep` toggles it."""
        if not 0 <= row < len(self.queue.order):
            return
        case = int(self.queue.ids[row])
        start = self.queue.row_of(self._anchor)
        if extend and start >= 0:
            low, high = sorted((start, row))
            self.selection.choose(self.queue.ids[low : high + 1].tolist(), case)
        elif keep:
            self.selection.toggle(case)
            self._anchor = case
        else:
            self.selection.choose([case])
            self._anchor = case
        self.show_row(row)

    def choose_all(self) -> None:
        """Selects all cases that the filter shows; the open card stays."""
        self.selection.choose(self.queue.ids.tolist(), self.selection.current)

    def move_on(self, cases: Iterable[int], *, same_street: bool = False) -> None:
        """Selects the row after these cases before they leave; in their street if there is one."""
        gone = set(cases)
        rows = [row for row in map(self.queue.row_of, gone) if row >= 0]
        ids = self.queue.ids.tolist()
        # a case of another list, or one that has left already: the list may be shorter by now
        after = max(rows, default=min(self._last_row, len(ids)))
        left = [row for row in range(after + 1, len(ids)) if ids[row] not in gone]
        left += [row for row in range(after - 1, -1, -1) if ids[row] not in gone]
        if same_street and rows:
            street = self.queue.cell(after, "street")
            near = (row for row in left if self.queue.cell(row, "street") == street)
            left = [next(near, left[0])] if left else []
        if left:
            self.choose(left[0])

    def show_row(self, row: int) -> None:
        """Scrolls to a row by the least distance."""
        box, bar = self.row_box(row), self.verticalScrollBar()
        if box.top() < 0:
            bar.setValue(bar.value() + int(box.top()))
        elif box.bottom() > self.viewport().height():
            bar.setValue(bar.value() + int(box.bottom() - self.viewport().height()))

    def show_current(self) -> None:
        """Scrolls to the case with the open card, or to the top if it is not in this queue."""
        row = self.queue.row_of(self.selection.current)
        if row >= 0:
            self.show_row(row)
        else:
            self.verticalScrollBar().setValue(0)

    def _sort(self, section: int) -> None:
        """Sorts by this column; a second press reverses the order."""
        key = KEYS[section]
        falling = key == self.queue.column and not self.queue.falling
        order = Qt.SortOrder.DescendingOrder if falling else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(section, order)
        self.queue.sort_by(key, falling=falling)
        self.show_current()

    # keys

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        extend = bool(event.modifiers() & Modifier.ShiftModifier)
        row = self._target(Key(event.key()))
        if row is not None:
            self.choose(row, extend=extend)
        elif event.key() == Key.Key_A and event.modifiers() & Modifier.ControlModifier:
            self.choose_all()
        elif event.key() in (Key.Key_Space, Key.Key_Return, Key.Key_Enter):
            if self.selection.current is not None:
                self.opened.emit(self.selection.current)
        else:
            event.ignore()

    def _target(self, key: Qt.Key) -> int | None:
        """The row a key goes to; None for other keys."""
        here, last = self.queue.row_of(self.selection.current), len(self.queue.order) - 1
        page = max(1, self.viewport().height() // theme.px("row.dense") - 1)
        if key in (Key.Key_Home, Key.Key_End):
            return 0 if key == Key.Key_Home else last
        steps = {Key.Key_Down: 1, Key.Key_J: 1, Key.Key_Up: -1, Key.Key_K: -1}
        steps |= {Key.Key_PageDown: page, Key.Key_PageUp: -page}
        if key not in steps:
            return None
        if here < 0:
            return min(self._last_row, last)
        return min(max(0, here + steps[key]), last)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Does nothing: letters are commands here."""

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # pointer

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.queue.hold()
        row = self.row_at(event.position().toPoint())
        self._pressed = event.position().toPoint() if row >= 0 else None
        if row < 0 or event.button() != Qt.MouseButton.LeftButton:
            return
        held = event.modifiers()
        extend, keep = bool(held & Modifier.ShiftModifier), bool(held & Modifier.ControlModifier)
        if extend or keep or int(self.queue.ids[row]) not in self.selection:
            self.choose(row, extend=extend, keep=keep)
        else:  # one of several: they may be dragged together
            self.selection.choose(self.selection.ids, int(self.queue.ids[row]))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        left = bool(event.buttons() & Qt.MouseButton.LeftButton)
        if not left:
            self._hover(self.row_at(point))
        elif (
            self._pressed is not None
            and self.selection.ids
            and (point - self._pressed).manhattanLength() > DRAG_PX
        ):
            self._pressed = None
            self.dragged.emit(self.selection.ids)
            self.queue.release()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position().toPoint())
        plain = event.modifiers() == Modifier.NoModifier
        plain = plain and event.button() == Qt.MouseButton.LeftButton
        if self._pressed is not None and plain and len(self.selection) > 1 and row >= 0:
            self.choose(row)
        self._pressed = None
        self.queue.release()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)
        if self.selection.current is not None:
            self.opened.emit(self.selection.current)

    @override
    def leaveEvent(self, event: object) -> None:
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        point = event.pos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            row = self.queue.row_of(self.selection.current)
            point = self.row_box(max(row, 0)).center().toPoint()
        row = self.row_at(point)
        if row >= 0 and int(self.queue.ids[row]) not in self.selection:
            self.choose(row)
        if self.selection.ids:
            self.menu_wanted.emit(self.viewport().mapToGlobal(point))
