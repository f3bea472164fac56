"""Dispatch of cases by any gesture: verdict, question if needed, command, next row."""

from collections.abc import Sequence

from qtpy.QtCore import QObject, Signal
from qtpy.QtWidgets import QApplication

from console.desk import command_parser
from console.desk.distribution import Share
from console.desk.foresight import all_in_hand, dispatch_changes
from console.domain.verdict import Verdict, VerdictKind
from console.words import _
from widgets.card.pane import OTHER_FORM, CardPane
from widgets.card.sending import case_name
from widgets.queue.pane import QueuePane
from widgets.session.context import Context
from widgets.targets.pane import TargetsPane


class DispatchSender(QObject):
    """Sends cases to departments and crews. `message(words, hue)`: why a case was not sent."""

    message = Signal(str, str)

    def __init__(
        self,
        context: Context,
        queue: QueuePane,
        card: CardPane,
        targets: TargetsPane,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.context, self.queue, self.card, self.targets = context, queue, card, targets
        self._asked: tuple[tuple[int, ...], int, int | None] | None = None
        queue.confirm.confirmed.connect(self._confirmed)
        queue.confirm.dismissed.connect(self._dismissed)
        context.selection.changed.connect(self._choice)

    def request_dispatch(
        self,
        department: int,
        crew: int | None,
        cases: Sequence[int] | None = None,
        *,
        ask: bool = False,
    ) -> None:
        """Sends cases (None: the selected ones) to a department or crew; `ask` always asks first."""
        chosen = tuple(cases) if cases is not None else tuple(self.context.selection.ids)
        if not chosen:
            self.message.emit(_("Choose a case first."), "text.2")
            return
        if not self.queue.takes_commands():
            self.message.emit(self.queue.state.text, "alarm.text")
            return
        verdict = self.context.operations.foresee_dispatch(chosen, department, crew)
        if verdict.allowed is VerdictKind.NO:
            self.message.emit(_("Not sent: {reason}").format(reason=verdict.text), "alarm.text")
        elif all_in_hand(self.context.seat.desk, chosen):
            self._again(chosen[0], department, crew)
        elif ask or verdict.allowed is VerdictKind.CONFIRM:
            self._question(chosen, department, crew, verdict)
        else:
            self._send(chosen, department, crew)

    def _again(self, case: int, department: int, crew: int | None) -> None:
        """Opens the card's form for another dispatch of a case in hand, which needs a reason."""
        self.context.selection.choose([case])
        if self.card.case != case:
            self.message.emit(_(OTHER_FORM), "alarm.text")
            return
        crews = None if crew is None else [crew]
        self.card.commands.open_form("redispatch", {"department_id": department, "crews": crews})

    def _question(
        self, cases: tuple[int, ...], department: int, crew: int | None, verdict: Verdict
    ) -> None:
        self._asked = (cases, department, crew)
        target = self.target_name(department, crew)
        if len(cases) == 1:
            held = self.context.seat.room.cases
            number = held.texts["day_number"][held.slot_of[cases[0]]]
            what = _("Dispatch {number} → {target}?").format(number=number, target=target)
        else:
            what = _("Dispatch {count} → {target}?").format(count=len(cases), target=target)
        self.queue.confirm.ask(what, verdict.text, _("Dispatch"))

    def _confirmed(self) -> None:
        if self._asked is not None:
            asked, self._asked = self._asked, None
            self._send(*asked)
            self._answered()

    def _dismissed(self) -> None:
        self._asked = None
        self._answered()

    def _answered(self) -> None:
        if self.queue.confirm.had_focus:
            self.queue.take_focus()

    def _choice(self) -> None:
        """Withdraws the question when other cases are selected."""
        if self._asked is not None and set(self._asked[0]) != set(self.context.selection.ids):
            self.queue.confirm.withdraw()

    def _send(self, cases: tuple[int, ...], department: int, crew: int | None) -> None:
        name = self.target_name(department, crew)
        self.queue.move_on(cases)
        writing = QApplication.focusWidget()
        if writing is not None and self.targets.isAncestorOf(writing):
            self.queue.take_focus()
        self.context.operations.dispatch(
            cases, department, crew, words=name, what=case_name(self.context.seat.desk, cases)
        )

    def send_each(self, shares: Sequence[Share]) -> None:
        """Sends each case to its own target, as the preview has shown."""
        self.queue.take_focus()
        if not self.queue.takes_commands():
            self.message.emit(self.queue.state.text, "alarm.text")
            return
        going = {
            s.case: dispatch_changes(s.target.department, s.target.crew) for s in shares if s.target
        }
        self.queue.move_on(going)
        self.context.operations.dispatch_each(going)

    def target_name(self, department: int, crew: int | None) -> str:
        """Department and crew in words: "环卫一所 · 环卫21"."""
        return command_parser.name(self.context.seat.desk, department, crew)
