"""What somebody types who looks for a case, key by key."""

from collections.abc import Sequence
from random import Random
from typing import Final

from qtpy.QtCore import QEvent, Qt
from qtpy.QtGui import QKeyEvent
from qtpy.QtWidgets import QApplication, QWidget

from widgets.queue.model import QueueModel

WORDS: Final = 12


def some_words(model: QueueModel, dice: Random) -> Sequence[str]:
    """A number, a place, a category, a street with a door, in turn; of cases that are shown."""
    found = []
    for turn in range(WORDS):
        row = dice.randrange(len(model.order))
        number, address, category, street = (
            model.cell(row, key) for key in ("number", "address", "category", "street")
        )
        found.append((number, address, category, f"{street} {address[-5:]}")[turn % 4])
    return found


def keys_of(words: str) -> Sequence[str]:
    """Its letters, then as many backspaces ("")."""
    return [*words, *[""] * len(words)]


def type_key(field: QWidget, letter: str) -> None:
    """One press and release; "" is the backspace."""
    key = Qt.Key.Key_unknown if letter else Qt.Key.Key_Backspace
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        pressed = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter or "\b")
        QApplication.sendEvent(field, pressed)
