"""A keyboard that counts: keys and decisions, and the seconds they take a practised hand.

Reckoned by the keystroke-level model: 0.28 s a key (a typist of 40 words a minute) and 1.35 s for each
decision: what to type next, which line to take. A Han character counts as three keys of an input method.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from qtpy.QtCore import Qt
from qtpy.QtGui import QInputMethodEvent
from qtpy.QtTest import QTest
from qtpy.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from widgets.frame.window import Window

KEY_S: Final = 0.28
DECISION_S: Final = 1.35
HAN_KEYS: Final = 3


@dataclass
class Typist:
    """Types into whatever has the keyboard of one window."""

    window: Window
    keys: int = 0
    decisions: int = 0
    steps: list[str] = field(default_factory=list)

    def decide(self, what: str) -> "Typist":
        """A thought before the next keys."""
        self.decisions += 1
        self.steps.append(what)
        return self

    def press(
        self,
        *keys: Qt.Key,
        held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> "Typist":
        handle = self.window.windowHandle()
        assert handle is not None
        if not self.window.isActiveWindow():  # whoever types sits before this window
            self.window.activateWindow()
            assert QTest.qWaitForWindowActive(self.window, 5000)
        for key in keys:
            self.keys += 1 if held == Qt.KeyboardModifier.NoModifier else 2
            QTest.keyClick(handle, key, held)
        return self

    def type(self, words: str) -> "Typist":
        """Letters and digits go through the window, Han characters come from an input method."""
        for character in words:
            if character.isascii():
                self.press(Qt.Key(ord(character.upper())))
            else:
                self.keys += HAN_KEYS
                _compose(character)
        return self

    @property
    def seconds(self) -> float:
        return self.keys * KEY_S + self.decisions * DECISION_S

    def told(self) -> Sequence[str]:
        """Its steps with the reckoning, for a test that fails."""
        return (*self.steps, f"{self.keys} keys, {self.decisions} decisions, {self.seconds:.1f} s")


def _compose(character: str) -> None:
    at = QApplication.focusWidget()
    assert isinstance(at, QLineEdit | QPlainTextEdit), at
    event = QInputMethodEvent()
    event.setCommitString(character)
    QApplication.sendEvent(at, event)
