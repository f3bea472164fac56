"""List of possible duplicates of the draft and of earlier calls from its number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from qtpy.QtCore import QRectF, QSize, Signal
from qtpy.QtGui import QFontMetricsF, QPainter, QPaintEvent
from qtpy.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from console.words import _
from widgets import theme
from widgets.controls import Button, PaintedWidget, text

WITH_KEYS: Final = 4
"""Number of lines with keys of their own."""


@dataclass(frozen=True, slots=True)
class DuplicateLine:
    """One line: words, the case it opens (None: a call without one), whether that case is open."""

    words: str
    case: int | None = None
    open: bool = True


class ElidedLabel(PaintedWidget):
    """One line of text, elided; the tooltip has the whole text."""

    def __init__(self, token: str, face: str = "dense", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.token, self.face, self.words = token, face, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_words(self, words: str, token: str = "") -> None:
        self.words, self.token = words, token or self.token
        self.setToolTip(text.tooltip(words))
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(theme.font(self.face))
        return QSize(round(metrics.horizontalAdvance(self.words) + 1), round(metrics.height() + 1))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(1, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font(self.face))
        painter.setPen(theme.color(self.token))
        text.draw(painter, QRectF(self.rect()), self.words, may_elide=True)


class _Row(QWidget):
    """One line with its buttons."""

    def __init__(self, number: int, owner: "DuplicateList") -> None:
        super().__init__(owner)
        self.number, self.owner = number, owner
        self.words = ElidedLabel("text.1")
        self.go, self.same = Button("", size="chip"), Button("", size="chip")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space.8"))
        row.addWidget(self.words, 1)
        row.addWidget(self.go)
        row.addWidget(self.same)
        self.go.clicked.connect(self._open)
        self.same.clicked.connect(self._same)

    def show_line(self, line: DuplicateLine) -> None:
        keyed = self.number <= WITH_KEYS
        self.words.set_words(line.words)
        self.go.setVisible(line.case is not None)
        self.same.setVisible(line.case is not None and line.open and self.owner.takes_same)
        self.go.set_words(_("Open  Ctrl+{n}").format(n=self.number) if keyed else _("Open"))
        self.same.set_words(
            _("The same  Alt+{n}").format(n=self.number) if keyed else _("The same")
        )
        for button, what in ((self.go, _("Open")), (self.same, _("The same"))):
            button.setAccessibleName(f"{what}: {line.words}")

    def _open(self) -> None:
        self.owner.press(self.number, same=False)

    def _same(self) -> None:
        self.owner.press(self.number, same=True)


class DuplicateList(QWidget):
    """Lines under one heading each. `opened(case, still open)`, `same(case)`.

    `takes_same`: whether this post may record a call on an existing case.
    """

    opened = Signal(object, bool)
    same = Signal(object)

    def __init__(self, takes_same: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.takes_same = takes_same
        self.lines: Sequence[DuplicateLine] = ()
        self._parts: tuple[Sequence[DuplicateLine], Sequence[DuplicateLine]] = ((), ())
        self._rows: list[_Row] = []
        self.alike = ElidedLabel("warn.text", "pane", self)
        self.calls = ElidedLabel("text.2", "pane", self)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px("space.4"))
        self.show_parts((), ())

    def show_parts(self, alike: Sequence[DuplicateLine], calls: Sequence[DuplicateLine]) -> None:
        """Shows possible duplicates and earlier calls."""
        self._parts, self.lines = (alike, calls), (*alike, *calls)
        while len(self._rows) < len(self.lines):
            self._rows.append(_Row(len(self._rows) + 1, self))
        for part in (self.alike, self.calls, *self._rows):
            self.column.removeWidget(part)
            part.setVisible(False)
        for heading, lines, first in (
            (self.alike, alike, 0),
            (self.calls, calls, len(alike)),
        ):
            if lines:
                self._add(heading)
            for row, line in zip(self._rows[first:], lines, strict=False):
                row.show_line(line)
                self._add(row)
        self.alike.set_words(_("Possibly the same · {count}").format(count=len(alike)))
        self.calls.set_words(_("This number before · {count}").format(count=len(calls)))
        self.setVisible(bool(self.lines))

    def _add(self, part: QWidget) -> None:
        self.column.addWidget(part)
        part.setVisible(True)

    def press(self, number: int, *, same: bool) -> bool:
        """Opens or merges the line with this number, from 1; False if it has no case."""
        line = self.lines[number - 1] if number <= len(self.lines) else None
        if line is None or line.case is None or (same and not (line.open and self.takes_same)):
            return False
        if same:
            self.same.emit(line.case)
        else:
            self.opened.emit(line.case, line.open)
        return True

    def restyle(self) -> None:
        self.show_parts(*self._parts)
