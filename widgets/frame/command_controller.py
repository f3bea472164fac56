"""Control of the command bar: offers below it while words are typed, and their execution."""

from typing import Protocol

from qtpy.QtCore import QEvent, QObject, QTimer
from typing_extensions import override

from console.desk.command_parser import Offer, OfferAction
from widgets.controls.offer_list import OfferList
from widgets.frame.top_bar import CommandBar
from widgets.workspace.base import Workspace


class WorkspaceHolder(Protocol):
    """Holder of the workspaces, of which `current` is in front."""

    @property
    def current(self) -> Workspace: ...


class CommandController(QObject):
    """Connects the command bar, the list below it and the workspace in front."""

    def __init__(self, bar: CommandBar, stack: WorkspaceHolder, window: QObject) -> None:
        super().__init__(window)
        self.bar, self.stack = bar, stack
        self.offers = OfferList(bar, bar.window())
        bar.installEventFilter(self)
        bar.asked.connect(self._typed)
        bar.stepped.connect(self.offers.step)
        bar.commanded.connect(self._commanded)
        bar.sought.connect(self._sought)
        bar.left.connect(self._left)
        self.offers.taken.connect(self._take)

    @property
    def workspace(self) -> Workspace:
        return self.stack.current

    def _typed(self, _words: str) -> None:
        """Shows the offers for the words typed so far."""
        typing = self.bar.hasFocus()
        self.offers.show_offers(self.workspace.offers(self.bar.words()) if typing else ())

    def _commanded(self, words: str) -> None:
        """Executes the current offer or, without one, the likeliest meaning of the words."""
        offer = self.offers.chosen
        if offer is not None:
            self._take(offer)
        elif self.workspace.execute(words):
            self._leave()

    def _take(self, offer: Offer) -> None:
        words = self.bar.words()
        self.offers.show_offers(())
        self.workspace.carry_out(offer, words)
        if offer.act is not OfferAction.SEEK:
            self._leave()

    def _sought(self, words: str) -> None:
        self.offers.show_offers(())
        self.workspace.seek(words)

    def _leave(self) -> None:
        held = self.bar.hasFocus()  # no question took it: on to the digits and Enter
        self.bar.clear()
        if held:
            self.workspace.take_focus()

    def _left(self) -> None:
        self.workspace.take_focus()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hides the list when the bar loses the focus, and shows it again."""
        if event.type() == QEvent.Type.FocusOut:
            self.offers.show_offers(())
        elif event.type() == QEvent.Type.FocusIn:
            QTimer.singleShot(0, self, self._look_again)
        return super().eventFilter(watched, event)

    def _look_again(self) -> None:
        self._typed(self.bar.text())
