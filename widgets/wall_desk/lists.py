"""Lists of walls and of scenes: painted lines, with the keyboard and the choice of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from qtpy.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from qtpy.QtGui import QFontMetricsF, QPainter, QPen
from qtpy.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from console.wall.scenes import COLUMNS, ROWS, Scene
from widgets import theme
from widgets.controls import text
from widgets.controls.text import LEFT, RIGHT

LINE: Final = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
Part = tuple[str, str]
"""Words and the token of their colour."""


@dataclass(frozen=True, slots=True)
class Lines:
    """What a row shows: a bold name, lines of words at the left and right, and maybe a scene in small."""

    key: str
    name: str
    beside: Part = ("", "")
    lines: tuple[tuple[Part, Part], ...] = ()
    scene: Scene | None = None

    @property
    def spoken(self) -> str:
        """Everything in one line."""
        words = [self.name, self.beside[0], *(part[0] for line in self.lines for part in line)]
        return " · ".join(word for word in words if word)


class _Painter(QStyledItemDelegate):
    """Paints `Lines`; a row is as high as it has lines, empty ones too, so that it does not jump."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lines: Lines = index.data(LINE)
        height = (1 + len(lines.lines)) * theme.line_px("dense")
        return QSize(theme.px("drag.width"), height + 2 * theme.px("space.8"))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        lines: Lines = index.data(LINE)
        box = QRectF(option.rect)
        state = option.state
        view = self.parent()
        assert isinstance(view, QWidget)
        chosen = index.row() == _current(view)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "select" if chosen else "bg.2" if hovered else "bg.1"
        painter.fillRect(box, theme.color(ground))
        if chosen:
            bar = QRectF(box.x(), box.y(), theme.px("bar.select"), box.height())
            painter.fillRect(bar, theme.color("accent"))
        edge = theme.px("hairline")
        rule = QRectF(box.x(), box.bottom() - edge, box.width(), edge)
        painter.fillRect(rule, theme.color("line.1"))
        self._words(painter, lines, box)
        painter.restore()

    def _words(self, painter: QPainter, lines: Lines, box: QRectF) -> None:
        pad, line = theme.px("space.12"), theme.line_px("dense")
        inner = box.adjusted(pad, theme.px("space.8"), -pad, -theme.px("space.8"))
        if lines.scene is not None:
            inner.setRight(inner.right() - _thumbnail(painter, lines.scene, inner) - pad)
        row = QRectF(inner.x(), inner.y(), inner.width(), line)
        _both(painter, row, (lines.name, "text.1"), lines.beside, bold=True)
        for left, right in lines.lines:
            row = row.translated(0, line)
            _both(painter, row, left, right)


def _both(painter: QPainter, row: QRectF, left: Part, right: Part, *, bold: bool = False) -> None:
    """Words at both ends; those at the right are whole, those at the left yield."""
    painter.setFont(theme.font("dense"))
    used = 0.0
    if right[0]:
        painter.setPen(theme.color(right[1]))
        used = QFontMetricsF(painter.font()).horizontalAdvance(right[0]) + theme.px("space.12")
        text.draw(painter, row, right[0], RIGHT, may_elide=True)
    if left[0]:
        painter.setFont(theme.font("dense", bold=bold))
        painter.setPen(theme.color(left[1]))
        text.draw(painter, row.adjusted(0, 0, -used, 0), left[0], LEFT, may_elide=True)


def _thumbnail(painter: QPainter, scene: Scene, inner: QRectF) -> float:
    """The arrangement as small boxes at the right end; its width."""
    height = inner.height()
    width = height * 16 / 9
    place = QRectF(inner.right() - width, inner.y(), width, height)
    painter.fillRect(place, theme.color("bg.0"))
    painter.setPen(QPen(theme.color("line.2"), theme.px("hairline")))
    painter.setBrush(theme.color("bg.3"))
    for one in scene.panels:
        x, y = place.x() + one.x * width / COLUMNS, place.y() + one.y * height / ROWS
        painter.drawRect(
            QRectF(x + 1, y + 1, one.w * width / COLUMNS - 2, one.h * height / ROWS - 2)
        )
    return width


class LinesList(QListWidget):
    """Rows of lines; only rows that differ change, so that choice and place stay.

    Signals: `picked()` when another row is chosen, `opened()` by Enter or a double click.
    """

    picked = Signal()
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setItemDelegate(_Painter(self))
        self.currentRowChanged.connect(self._row_changed)
        self.itemActivated.connect(self._activated)
        theme.current().changed.connect(self.restyle)

    def restyle(self) -> None:
        """Follows a change of mode, comfort or language."""
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def show_lines(self, rows: Sequence[Lines]) -> None:
        """Shows these rows; the chosen one stays chosen where it is still there."""
        before = self.key
        self.blockSignals(True)  # nobody is to hear of what lies between
        while self.count() > len(rows):
            self.takeItem(self.count() - 1)
        for place, lines in enumerate(rows):
            if place == self.count():
                self.addItem(QListWidgetItem())
            item = self.item(place)
            if item.data(LINE) != lines:
                item.setData(LINE, lines)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, lines.spoken)
                item.setToolTip(text.tooltip(lines.spoken))
        keys = [lines.key for lines in rows]
        self.setCurrentRow(keys.index(before) if before in keys else min(0, len(rows) - 1))
        self.blockSignals(False)
        if self.key != before:
            self.picked.emit()

    def choose(self, key: str) -> None:
        """Chooses the row of this key, if it is there."""
        for place in range(self.count()):
            if self.item(place).data(LINE).key == key:
                self.setCurrentRow(place)

    @property
    def key(self) -> str:
        """The key of the chosen row; "" for none."""
        row = self.currentRow()
        return str(self.item(row).data(LINE).key) if row >= 0 else ""

    def _row_changed(self, _row: int) -> None:
        self.viewport().update()
        self.picked.emit()

    def _activated(self, _item: QListWidgetItem) -> None:
        self.opened.emit()


def _current(view: QWidget) -> int:
    return view.currentRow() if isinstance(view, QListWidget) else -1
