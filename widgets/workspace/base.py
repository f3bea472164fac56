"""What the window asks of a workspace; each workspace answers what applies to it."""

from collections.abc import Sequence
from typing import ClassVar

from qtpy.QtCore import Signal
from qtpy.QtWidgets import QWidget

from console.desk.command_parser import Offer
from widgets.controls import Pane
from widgets.session.actions import Action


class Workspace(QWidget):
    """Base of every workspace.

    `said(words, hue)` is for the status bar · `queue_shown(key)` the queue in force, for the
    counters · `draft_left()` text that would have been lost is not wanted any more ·
    `aimed()` the keyboard has been moved onto an act that the next Enter would give ·
    `painted()` more of it has been painted: see `settled`.
    """

    said = Signal(str, str)
    queue_shown = Signal(str)
    draft_left = Signal()
    aimed = Signal()
    painted = Signal()
    keymap: ClassVar[Sequence[Action]] = ()
    """What its keys do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(1, 1)  # it gives way before the window's own bars do

    def act(self, action: Action) -> None:
        """Does what one of `keymap` says."""

    def take_keyboard(self) -> None:
        """The keyboard goes to where work goes on."""
        self.setFocus()

    def offers(self, words: str) -> Sequence[Offer]:
        """What words of the command bar may mean, the likeliest first."""
        return ()

    def carry_out(self, offer: Offer, words: str) -> None:
        """Does what one of the offers says."""

    def obey(self, words: str) -> bool:
        """Words of the command bar; False where nothing was understood."""
        self.seek(words)
        return False

    def seek(self, words: str) -> None:
        """Looks among ended cases."""

    def show_queue(self, key: str) -> None:
        """The queue that a counter counts; "" for the one to begin with."""

    def conceal(self) -> None:
        """Nobody sits here any more: what was revealed is masked again."""

    def lock(self, locked: bool) -> None:
        """What of it lies in windows of its own cannot be reached while the seat is locked."""

    @property
    def draft(self) -> str:
        """Names text that has been typed and not sent; "" where there is none."""
        return ""

    def ask_about_draft(self) -> None:
        """Asks, in its own place, whether the draft may be lost."""

    @property
    def panes(self) -> Sequence[Pane]:
        """Its panes, each of which has a state of its own."""
        return ()

    @property
    def settled(self) -> bool:
        """Whether everything that was read has been painted."""
        return True

    def pose(self, state: str) -> None:
        """Shows itself for a picture: something chosen; with "form" its longest form open."""

    def close_down(self) -> None:
        """Before the window goes."""
