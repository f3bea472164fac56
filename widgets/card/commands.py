"""What the card's buttons and its form ask for: filled in where the rules ask for more, and sent."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from qtpy.QtCore import QObject

from console.desk import cases as card
from console.desk import forms
from console.desk.command_words import request_title
from console.desk.form_choices import crews_of, options
from console.desk.forms import KNOWN, REASON, Field, FieldKind, FormValues
from console.words import _
from widgets.card import form_inputs
from widgets.card.evidence import Evidence

if TYPE_CHECKING:
    from widgets.card.pane import CardPane


class CardCommands(QObject):
    """The commands of the case on `pane`, each by the one form of the card."""

    def __init__(self, pane: "CardPane") -> None:
        super().__init__(pane)
        self.pane, self.form, self.head = pane, pane.form, pane.head
        self.head.wanted.connect(self._wanted)
        self.form.given.connect(self._filled_in)
        self.form.body_chosen.connect(self._offer_crews)

    @property
    def case(self) -> int:
        return self.pane.case or 0

    def write(self, command: str, given: Mapping[str, Any] | None = None) -> None:
        """Opens a command's form, where the case on top offers it; `given` is filled in already."""
        offered = [move for move in self.head.moves if move.command == command]
        if self.pane.open and self.pane.takes_commands() and offered and not offered[0].refusal:
            self._fill_in(command, offered[0].fields, given)

    def to_decision(self) -> None:
        """The keyboard goes to the buttons of an open request."""
        if self.pane.open and card.decidable(self.pane.desk, self.case) is not None:
            self.head.first.setFocus()

    def hand_in(self, command: str, given: FormValues) -> None:
        """The form is complete: it is sent and put away."""
        self._give(command, given)
        self.form.dismiss()

    def restyle(self) -> None:
        """What can be chosen from, in the language in force."""
        for one in self.form.fields:
            if one.kind is FieldKind.CHOICE and one.key != "crews":  # which follow the department
                self.form.offer(one.key, options(self.pane.desk, self.case, one.offers))
        self._offer_crews()

    def give(self, command: str) -> None:
        """As if its button had been pressed."""
        if self.pane.open and self.pane.takes_commands():
            self._wanted(command)

    def _wanted(self, command: str) -> None:
        asked = self._asked_by(command)
        if asked:
            self._fill_in(command, asked)
        else:
            self._give(command, FormValues())

    def _asked_by(self, command: str) -> Sequence[Field]:
        if command == "decide-":
            return (KNOWN[REASON],)
        found = [move for move in self.head.moves if move.command == command]
        return found[0].fields if found else ()

    def _fill_in(
        self, command: str, asked: Sequence[Field], given: Mapping[str, Any] | None = None
    ) -> None:
        desk, zone = self.pane.desk, self.pane.zone
        inputs = [(one, form_inputs.make(desk, self.case, one, zone)) for one in asked]
        self.form.ask(command, inputs, self._objection, given)

    def _offer_crews(self) -> None:
        """The crews of the department that the form names now."""
        body = self.form.inputs.get("department_id")
        if body is not None and "crews" in self.form.inputs:
            self.form.offer("crews", crews_of(self.pane.context.seat.desk, body.value()))

    def _objection(self, given: FormValues) -> str:
        """Why the form cannot be sent as it is filled in."""
        asked = self.form.fields
        return forms.objection(self.pane.desk, self.form.command, self.case, asked, given)

    def _filled_in(self, command: str, given: FormValues) -> None:
        """Pictures go into the database first; the form waits for them."""
        if not given.files:
            self.hand_in(command, given)
            return
        self.form.wait()
        errand = Evidence(self.pane, given)
        self.pane.context.jobs.run(self.pane, errand.store, errand.stored, errand.failed)

    def _give(self, command: str, given: FormValues) -> None:
        if self.pane.case is None:
            return
        self.pane.acted.emit()
        if command.startswith("decide"):
            self._decide(approve=command == "decide+", reason=given.reason)
        else:
            self.pane.command_wanted.emit(command, (self.case,), given)

    def _decide(self, *, approve: bool, reason: str) -> None:
        """Grants or declines the open request on the case."""
        asked = card.decidable(self.pane.desk, self.case)
        if asked is None:
            return
        changes: dict[str, Any] = {"request_id": asked.request, "approve": approve}
        said = _("Approved: {what}") if approve else _("Declined: {what}")
        words = said.format(what=f"{self.head.heading.number} {request_title(asked.kind)}")
        seen = self.pane.desk.versions([self.case])
        self.pane.context.operations.send(
            asked.command, [self.case], changes, words=words, reason=reason or None, seen=seen
        )
