"""Typing of search words, key by key."""

from collections.abc import Sequence
from random import Random
from typing import Final

from qtpy.QtCore import QEvent, Qt
from qtpy.QtGui import QKeyEvent
from qtpy.QtWidgets import QApplication, QWidget

from widgets.queue.model import QueueModel

WORDS: Final = 12


def some_words(model: QueueModel, rng: Random) -> Sequence[str]:
    """Cycles through a number, a place, a category and an address of shown cases."""
    found = []
    for turn in range(WORDS):
        row = rng.randrange(len(model.order))
        number, address, category, street = (
            model.cell(row, key) for key in ("number", "address", "category", "street")
        )
        found.append((number, address, category, f"{street} {address[-5:]}")[turn % 4])
    return found


def keys_of(words: str) -> Sequence[str]:
    """The letters, then as many backspaces ("")."""
    return [*words, *[""] * len(words)]


def type_key(field: QWidget, letter: str) -> None:
    """Sends one press and release; "" is the backspace."""
    key = Qt.Key.Key_unknown if letter else Qt.Key.Key_Backspace
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        pressed = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter or "\b")
        QApplication.sendEvent(field, pressed)
