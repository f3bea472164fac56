"""Commands of the card: filled in by its form where the rules need more, then sent."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from qtpy.QtCore import QObject, Signal

from console.desk import cases as card
from console.desk import forms
from console.desk.command_words import request_title
from console.desk.desk import Desk
from console.desk.form_choices import crews_of, options
from console.desk.forms import KNOWN, REASON, Field, FieldKind, FormValues
from console.domain.refusal import Refused
from console.seat import evidence
from console.words import _
from widgets.card import form_inputs
from widgets.card.form import CardForm
from widgets.card.title import CardTitle
from widgets.session.context import Context


class ShownCase(Protocol):
    """The case on top of the card, as its commands need it."""

    case: int | None
    zone: ZoneInfo

    @property
    def open(self) -> bool:
        """Whether the case can be shown."""

    @property
    def desk(self) -> Desk:
        """The desk on which the case lies."""

    def takes_commands(self) -> bool:
        """Whether the pane's state lets a command be given."""


class CardCommands(QObject):
    """Commands of the case that the card shows, all filled in by the card's one form.

    Signals: `acted()` before a command is sent, `wanted(command, ids, FormValues)` for a complete command, and
    `message(sentence)` with the reason why it cannot be sent.
    """

    acted = Signal()
    wanted = Signal(str, object, object)
    message = Signal(str)

    def __init__(
        self, context: Context, shown: ShownCase, head: CardTitle, form: CardForm, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.context, self.shown, self.head, self.form = context, shown, head, form
        self.head.wanted.connect(self._pressed)
        self.form.given.connect(self._filled_in)
        self.form.body_chosen.connect(self._offer_crews)

    @property
    def case(self) -> int:
        return self.shown.case or 0

    def open_form(self, command: str, given: Mapping[str, Any] | None = None) -> None:
        """Opens a command's form if the shown case offers the command; `given` fills it in."""
        offered = [move for move in self.head.moves if move.command == command]
        if self.shown.open and self.shown.takes_commands() and offered and not offered[0].refusal:
            self._fill_in(command, offered[0].fields, given)

    def focus_decision(self) -> None:
        """Moves the focus to the buttons of an open request."""
        if self.shown.open and card.decidable(self.shown.desk, self.case) is not None:
            self.head.first.setFocus()

    def submit(self, command: str, given: FormValues) -> None:
        """Sends the complete form and closes it."""
        self._give(command, given)
        self.form.dismiss()

    def restyle(self) -> None:
        """Refills the choices in the language in force."""
        for one in self.form.fields:
            if one.kind is FieldKind.CHOICE and one.key != "crews":  # which follow the department
                self.form.offer(one.key, options(self.shown.desk, self.case, one.offers))
        self._offer_crews()

    def press(self, command: str) -> None:
        """Does the same as a press of the command's button."""
        if self.shown.open and self.shown.takes_commands():
            self._pressed(command)

    def _pressed(self, command: str) -> None:
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
        desk, zone = self.shown.desk, self.shown.zone
        inputs = [(one, form_inputs.make(desk, self.case, one, zone)) for one in asked]
        self.form.ask(command, inputs, self._objection, given)

    def _offer_crews(self) -> None:
        """The crews of the department that the form names now."""
        body = self.form.inputs.get("department_id")
        if body is not None and "crews" in self.form.inputs:
            self.form.offer("crews", crews_of(self.context.seat.desk, body.value()))

    def _objection(self, given: FormValues) -> str:
        """Why the form cannot be sent as it is filled in."""
        asked = self.form.fields
        return forms.objection(self.shown.desk, self.form.command, self.case, asked, given)

    def _filled_in(self, command: str, given: FormValues) -> None:
        """Stores the pictures first; the form waits for them."""
        if not given.files:
            self.submit(command, given)
            return
        self.form.wait()
        asked = (self.case, command)
        store = partial(evidence.stored, self.context.seat.store, given.files)
        done, failed = partial(self._stored, asked, given), partial(self._not_stored, asked)
        self.context.jobs.run(self, store, done, failed, partial(self._go_on, asked))

    def _stored(self, asked: tuple[int, str], given: FormValues, hashes: list[str]) -> None:
        """Sends the form with the hashes of its pictures in place of the files."""
        if self._asks(asked):  # else the form was left meanwhile: nothing is sent unseen
            self.form.setEnabled(True)
            changes = {**given.changes, "photos": hashes}
            self.submit(self.form.command, replace(given, changes=changes, files=()))

    def _not_stored(self, asked: tuple[int, str], no: Refused) -> None:
        self._go_on(asked, no)
        self.message.emit(str(no))

    def _go_on(self, asked: tuple[int, str], _error: Exception) -> None:
        """Enables the form again, unchanged."""
        if self._asks(asked):
            self.form.go_on()

    def _asks(self, asked: tuple[int, str]) -> bool:
        """Whether the form is still open for this command on this case."""
        return (self.case, self.form.command) == asked

    def _give(self, command: str, given: FormValues) -> None:
        if self.shown.case is None:
            return
        self.acted.emit()
        if command.startswith("decide"):
            self._decide(approve=command == "decide+", reason=given.reason)
        else:
            self.wanted.emit(command, (self.case,), given)

    def _decide(self, *, approve: bool, reason: str) -> None:
        """Grants or declines the open request on the case."""
        asked = card.decidable(self.shown.desk, self.case)
        if asked is None:
            return
        changes: dict[str, Any] = {"request_id": asked.request, "approve": approve}
        said = _("Approved: {what}") if approve else _("Declined: {what}")
        words = said.format(what=f"{self.head.heading.number} {request_title(asked.kind)}")
        seen = self.shown.desk.versions([self.case])
        self.context.operations.send(
            asked.command, [self.case], changes, words=words, reason=reason or None, seen=seen
        )
