"""The card of keys, shown by `?`: every key of the workspace and what it does."""

from collections.abc import Sequence

from qtpy.QtCore import Qt
from qtpy.QtGui import QFont, QKeyEvent
from qtpy.QtWidgets import QFrame, QGridLayout, QLabel, QWidget
from typing_extensions import override

from console.words import _, mark
from widgets import theme

ALWAYS = (
    ("/", mark("Command bar")),
    ("?", mark("These keys")),
    ("↑ ↓  J K", mark("Next and previous row")),
    ("Space", mark("Card of the case")),
    ("Enter", mark("Send what is armed")),
    ("M", mark("Lock the view of the map")),
)


class KeysCard(QFrame):
    """Floats over the workspace; Escape or `?` puts it away."""

    def __init__(self, keys: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.keys = (*ALWAYS, *keys)
        self.setFrameShape(QFrame.Shape.Box)
        self.setAutoFillBackground(True)
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(*[theme.px("space.24")] * 4)
        self.grid.setHorizontalSpacing(theme.px("space.24"))
        self.labels: list[tuple[QLabel, QLabel]] = []
        for row, (key, words) in enumerate(self.keys):
            pair = QLabel(key), QLabel(_(words))
            for column, label in enumerate(pair):
                self.grid.addWidget(label, row, column)
            self.labels.append(pair)
        theme.current().changed.connect(self.restyle)
        self.restyle()
        self.hide()

    def restyle(self) -> None:
        self.setAccessibleName(_("Keys"))
        for (key, words), (_key, text) in zip(self.labels, self.keys, strict=True):
            font = QFont(theme.font("body", bold=True))
            key.setFont(font)
            words.setFont(theme.font("body"))
            words.setText(_(text))
        self.adjustSize()

    def toggle(self) -> None:
        if self.isVisible():
            self.hide()
            return
        parent = self.parentWidget()
        self.adjustSize()
        if parent is not None:
            space = parent.rect().center() - self.rect().center()
            self.move(space)
        self.show()
        self.raise_()
        self.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Question):
            self.hide()
            return
        super().keyPressEvent(event)
