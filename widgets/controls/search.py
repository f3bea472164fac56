"""Search field: a magnifier in front, a × at the end once there is text."""

from qtpy.QtCore import QEvent, QSize, Qt, Signal
from qtpy.QtGui import QAction, QFontMetricsF, QKeyEvent
from qtpy.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from console.words import _
from widgets import icons, theme


def is_beyond(event: QEvent) -> bool:
    """Whether Ctrl is held with a key: the search then goes beyond the screen, to ended cases."""
    held = isinstance(event, QKeyEvent) and event.modifiers()
    return bool(held and held & Qt.KeyboardModifier.ControlModifier)


class SearchField(QLineEdit):
    """`asked` is sent with the text as it stands, once an input method has composed it.

    With `low` it fits into a pane's head; else it is as high as every field.
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
        """Sets the placeholder, in the language in force."""
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
        """Follows a change of mode, comfort or language."""
        self._glass.setIcon(icons.icon("search", "text.3"))
        self._wipe.setIcon(icons.icon("close", "text.2"))
        self._wipe.setToolTip(_("Clear the search"))
        self._changed(self.text())

    def _changed(self, words: str) -> None:
        self._wipe.setVisible(bool(words))
        self.asked.emit(words)
