"""Search field: a glass in front, a × behind as soon as something stands in it."""

from qtpy.QtCore import QEvent, QSize, Qt, Signal
from qtpy.QtGui import QAction, QFontMetricsF, QKeyEvent
from qtpy.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from console.words import _
from widgets import icons, theme


def is_beyond(event: QEvent) -> bool:
    """Ctrl held with a key: what is not on screen is meant, cases that have ended."""
    held = isinstance(event, QKeyEvent) and event.modifiers()
    return bool(held and held & Qt.KeyboardModifier.ControlModifier)


class SearchField(QLineEdit):
    """`asked` is sent with the text as it stands, once composing in an input method is done.

    `low` fits into a pane's head; else it is as high as every field.
    """

    asked = Signal(str)

    def __init__(self, hint: str, parent: QWidget | None = None, *, low: bool = False) -> None:
        super().__init__(parent)
        self._height_token = "command.height" if low else "field"
        self.setProperty("low", low)
        self.setProperty("search", True)  # the style sheet moves the words closer to the glass
        self._glass, self._wipe = QAction(self), QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.addAction(self._wipe, QLineEdit.ActionPosition.TrailingPosition)
        self._wipe.triggered.connect(self.clear)
        self.textChanged.connect(self._changed)
        theme.current().changed.connect(self.restyle)
        self.set_hint(hint)
        self.restyle()

    def set_hint(self, hint: str) -> None:
        """What can be searched for, in the language in force."""
        self.setPlaceholderText(hint)
        self.updateGeometry()
        self.setAccessibleName(hint)

    @override
    def sizeHint(self) -> QSize:
        words = QFontMetricsF(theme.font("body")).horizontalAdvance(self.placeholderText())
        icons_width = 2 * (theme.px("icon") + theme.px("space.12"))
        return QSize(
            round(words) + icons_width + theme.px("space.16"), theme.px(self._height_token)
        )

    def restyle(self) -> None:
        """Mode, comfort or language changed."""
        self._glass.setIcon(icons.icon("search", "text.3"))
        self._wipe.setIcon(icons.icon("close", "text.2"))
        self._wipe.setToolTip(_("Clear the search"))
        self._changed(self.text())

    def _changed(self, words: str) -> None:
        self._wipe.setVisible(bool(words))
        self.asked.emit(words)
