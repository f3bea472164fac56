"""The card of keys, opened by `?`: every key of the workspace and its action."""

from collections.abc import Sequence

from qtpy.QtCore import Qt
from qtpy.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from qtpy.QtWidgets import QApplication, QFrame, QGridLayout, QLabel, QWidget
from typing_extensions import override

from console.words import _
from widgets import theme
from widgets.session.actions import ALWAYS, Action

COLUMNS = 2
"""Columns of keys."""


class KeysCard(QFrame):
    """A card over the workspace; Escape or `?` closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.shown_actions: Sequence[Action] = ()
        self._before: QWidget | None = None
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(*[theme.px("space.24")] * 4)
        self.grid.setHorizontalSpacing(theme.px("space.24"))
        self.labels: list[tuple[QLabel, QLabel]] = []
        theme.current().changed.connect(self.restyle)
        self.show_actions(())
        self.hide()

    def show_actions(self, actions: Sequence[Action]) -> None:
        """Shows the actions of the workspace in front below those of every workspace."""
        self.shown_actions = [one for one in (*ALWAYS, *actions) if one.words]
        for pair in self.labels:
            for label in pair:
                label.deleteLater()
        self.labels = [(QLabel(one.written), QLabel(_(one.words))) for one in self.shown_actions]
        lines = -(-len(self.labels) // COLUMNS)
        for place, pair in enumerate(self.labels):
            for part, label in enumerate(pair):
                self.grid.addWidget(label, place % lines, 2 * (place // lines) + part)
        self.restyle()

    def restyle(self) -> None:
        self.setAccessibleName(_("Keys"))
        for (key, words), action in zip(self.labels, self.shown_actions, strict=True):
            font = QFont(theme.font("body", bold=True))
            key.setFont(font)
            words.setFont(theme.font("body"))
            words.setText(_(action.words))
        self.adjustSize()

    def toggle(self) -> None:
        if self.isVisible():
            self._close()
            return
        self._before = QApplication.focusWidget()
        parent = self.parentWidget()
        self.adjustSize()
        if parent is not None:
            space = parent.rect().center() - self.rect().center()
            self.move(space)
        self.show()
        self.raise_()
        self.setFocus()

    def _close(self) -> None:
        """Hides the card and gives the focus back."""
        self.hide()
        if self._before is not None:
            self._before.setFocus()
        self._before = None

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.2"))
        painter.setPen(theme.color("line.2"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Question):
            self._close()
            return
        super().keyPressEvent(event)
