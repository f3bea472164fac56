"""Suggestions below a text field: the arrow keys step through them, Enter or Tab accepts."""

from collections.abc import Sequence
from typing import Any, Final

from qtpy.QtCore import QObject, Qt, Signal
from qtpy.QtGui import QFocusEvent, QKeyEvent
from qtpy.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override

from console.desk.command_parser import Offer, OfferAction
from widgets.controls.offer_list import OfferList

ACCEPT_KEYS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
ENTER_KEYS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
STEP_KEYS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
Line = tuple[str, str, Any]
"""Words, a remark at the end of the line, and the value they stand for."""


class Suggestions(QObject):
    """The suggestions of one field. `taken(value)`."""

    taken = Signal(object)

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self.field = field
        self.list: OfferList | None = None
        self._values: dict[int, Any] = {}

    def show(self, lines: Sequence[Line]) -> None:
        """Replaces the suggestions; hides them if there are none or the field has no focus."""
        if not self.field.hasFocus():
            lines = ()
        if self.list is None:
            if not lines:
                return
            self.list = OfferList(self.field, self.field.window())
            self.list.taken.connect(self._pressed)
        offers = [Offer(OfferAction.SHOW, words, does) for words, does, _value in lines]
        self._values = {id(o): line[2] for o, line in zip(offers, lines, strict=True)}
        self.list.show_offers(offers)

    def hide(self) -> None:
        self.show(())

    @property
    def shown(self) -> Sequence[str]:
        """Words of the lines on display."""
        visible = self.list is not None and self.list.isVisible()
        return [offer.title for offer in self.list.offers] if self.list and visible else []

    def key(self, event: QKeyEvent) -> bool:
        """Handles a key and returns whether it was used."""
        key, held = Qt.Key(event.key()), event.modifiers()
        if self.list is None or not self.shown or held & Qt.KeyboardModifier.ControlModifier:
            return False
        if key in STEP_KEYS:
            self.list.step(STEP_KEYS[key])
        elif key == Qt.Key.Key_Escape:
            self.hide()
        elif key in ACCEPT_KEYS and self.list.chosen is not None:
            self._pressed(self.list.chosen)
        else:
            return False
        return True

    def _pressed(self, offer: Offer) -> None:
        value = self._values[id(offer)]
        self.hide()
        self.taken.emit(value)


class TypedField(QLineEdit):
    """One line whose text is looked up while it is typed.

    Signals: `entered()` on Enter without suggestions, `typed(str)` by hand only, `left()` on loss of focus.
    """

    entered = Signal()
    typed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.suggestions = Suggestions(self)
        self.textEdited.connect(self.typed)

    @override
    def event(self, event: Any) -> bool:
        """Lets the suggestions use Tab before it moves the focus."""
        tab = isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress
        if tab and event.key() == Qt.Key.Key_Tab and self.suggestions.key(event):
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if self.suggestions.key(event):
            return
        if Qt.Key(event.key()) in ENTER_KEYS and plain:
            self.entered.emit()
            return
        if event.key() in (Qt.Key.Key_Escape, *ENTER_KEYS):
            event.ignore()  # the form's
            return
        super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.suggestions.hide()
        self.left.emit()


class PersonalField(TypedField):
    """A field with personal data: masked while the seat is locked, shown again on focus."""

    def mask_personal_data(self) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Password)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal)
        super().focusInEvent(event)


class WordsField(QPlainTextEdit):
    """A few lines. `entered()` on Enter; Shift+Enter adds a line; offers phrases while it is empty."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.suggestions = Suggestions(self)
        self.phrases: Sequence[str] = ()
        self.setTabChangesFocus(True)
        self.textChanged.connect(self.offer)
        self.suggestions.taken.connect(self.setPlainText)

    def offer(self) -> None:
        """Offers phrases while nothing is written."""
        wanted = () if self.toPlainText() else self.phrases
        self.suggestions.show([(phrase, "", phrase) for phrase in wanted])

    @override
    def event(self, event: Any) -> bool:
        pressed = isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress
        if pressed and event.key() == Qt.Key.Key_Tab:  # it goes on, and takes nothing along
            self.suggestions.hide()
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers()
        if self.suggestions.key(event):
            return
        if key in ENTER_KEYS and not held & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        ):
            self.entered.emit()
        elif key == Qt.Key.Key_Escape or (
            key in ENTER_KEYS and held & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.offer()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.suggestions.hide()
