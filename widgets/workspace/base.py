"""Base of all workspaces: the interface that the window uses."""

from collections.abc import Sequence
from typing import ClassVar

from qtpy.QtCore import Signal
from qtpy.QtWidgets import QWidget

from console.desk.command_parser import Offer
from widgets.controls import Pane
from widgets.session.actions import Action


class Workspace(QWidget):
    """Base of every workspace; a subclass overrides what applies to it.

    Signals: `message(words, hue)` for the status bar; `queue_shown(key)` the queue in force, for the
    counters; `draft_left()` a draft has been given up; `focus_moved()` the focus has moved to a button that the
    next Enter would press; `painted()` more has been painted, see `settled`.
    """

    message = Signal(str, str)
    queue_shown = Signal(str)
    draft_left = Signal()
    focus_moved = Signal()
    painted = Signal()
    keymap: ClassVar[Sequence[Action]] = ()
    """Actions of its keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(1, 1)  # it gives way before the window's own bars do

    def act(self, action: Action) -> None:
        """Runs an action of `keymap`."""

    def take_focus(self) -> None:
        """Moves the focus to where work goes on."""
        self.setFocus()

    def offers(self, words: str) -> Sequence[Offer]:
        """Possible meanings of the words in the command bar, the likeliest first."""
        return ()

    def carry_out(self, offer: Offer, words: str) -> None:
        """Executes an offer."""

    def execute(self, words: str) -> bool:
        """Executes the words of the command bar; returns False if they have no meaning."""
        self.seek(words)
        return False

    def seek(self, words: str) -> None:
        """Searches the ended cases."""

    def show_queue(self, key: str) -> None:
        """Shows the queue of a counter; "" for the initial one."""

    def mask_personal_data(self) -> None:
        """Masks revealed personal data, because the operator has left the seat."""

    def lock(self, locked: bool) -> None:
        """Disables its detached windows while the seat is locked."""

    @property
    def draft(self) -> str:
        """Name of text that has been typed and not sent; "" if there is none."""
        return ""

    def ask_about_draft(self) -> None:
        """Asks whether the draft may be lost."""

    @property
    def panes(self) -> Sequence[Pane]:
        """Panes, each with a state of its own."""
        return ()

    @property
    def settled(self) -> bool:
        """Whether everything that was read has been painted."""
        return True

    def pose(self, state: str) -> None:
        """Prepares for a picture: selects a case; with "form" opens its longest form."""

    def close_down(self) -> None:
        """Releases everything before the window closes."""
