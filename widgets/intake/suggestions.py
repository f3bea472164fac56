"""What a typed field may mean, in a list below it: the arrows walk through it, Enter or Tab takes."""

from collections.abc import Sequence
from typing import Any, Final

from qtpy.QtCore import QObject, Qt, Signal
from qtpy.QtGui import QFocusEvent, QKeyEvent
from qtpy.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override

from console.desk.command_parser import Act, Offer
from widgets.frame.offer_list import OfferList

TAKES: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
SENDS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
Line = tuple[str, str, Any]
"""Words, a remark at the end of the line, the value it stands for."""


class Suggestions(QObject):
    """The list of one field. `taken(value)`."""

    taken = Signal(object)

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self.field = field
        self.list: OfferList | None = None
        self._values: dict[int, Any] = {}

    def show(self, lines: Sequence[Line]) -> None:
        """Other lines; none, or a field without the keyboard, puts the list away."""
        if not self.field.hasFocus():
            lines = ()
        if self.list is None:
            if not lines:
                return
            self.list = OfferList(self.field, self.field.window())
            self.list.taken.connect(self._pressed)
        offers = [Offer(Act.SHOW, words, does) for words, does, _value in lines]
        self._values = {id(o): line[2] for o, line in zip(offers, lines, strict=True)}
        self.list.show_offers(offers)

    def hide(self) -> None:
        self.show(())

    @property
    def shown(self) -> Sequence[str]:
        """The words of its lines; none while it is put away."""
        visible = self.list is not None and self.list.isVisible()
        return [offer.title for offer in self.list.offers] if self.list and visible else []

    def key(self, event: QKeyEvent) -> bool:
        """Whether the list has used the key."""
        key, held = Qt.Key(event.key()), event.modifiers()
        if self.list is None or not self.shown or held & Qt.KeyboardModifier.ControlModifier:
            return False
        if key in STEPS:
            self.list.step(STEPS[key])
        elif key == Qt.Key.Key_Escape:
            self.hide()
        elif key in TAKES and self.list.chosen is not None:
            self._pressed(self.list.chosen)
        else:
            return False
        return True

    def _pressed(self, offer: Offer) -> None:
        value = self._values[id(offer)]
        self.hide()
        self.taken.emit(value)


class TypedField(QLineEdit):
    """One line that is looked up while it is typed. `entered()` on Enter without a list; `typed(str)`
    by hand alone; `left()` the keyboard has gone elsewhere."""

    entered = Signal()
    typed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.suggestions = Suggestions(self)
        self.textEdited.connect(self.typed)

    @override
    def event(self, event: Any) -> bool:
        """Tab is asked about before it moves the keyboard on."""
        tab = isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress
        if tab and event.key() == Qt.Key.Key_Tab and self.suggestions.key(event):
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if self.suggestions.key(event):
            return
        if Qt.Key(event.key()) in SENDS and plain:
            self.entered.emit()
            return
        if event.key() in (Qt.Key.Key_Escape, *SENDS):
            event.ignore()  # the form's
            return
        super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.suggestions.hide()
        self.left.emit()


class PersonalField(TypedField):
    """Who called: hidden while nobody sits here, shown again to whoever comes back to it."""

    def conceal(self) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Password)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal)
        super().focusInEvent(event)


class WordsField(QPlainTextEdit):
    """A few lines. Enter is `entered()`, Shift+Enter a new line; while it is empty phrases are offered."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.suggestions = Suggestions(self)
        self.phrases: Sequence[str] = ()
        self.setTabChangesFocus(True)
        self.textChanged.connect(self.offer)
        self.suggestions.taken.connect(self.setPlainText)

    def offer(self) -> None:
        """Phrases, as long as nothing is written."""
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
        if key in SENDS and not held & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        ):
            self.entered.emit()
        elif key == Qt.Key.Key_Escape or (
            key in SENDS and held & Qt.KeyboardModifier.ControlModifier
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
