"""The pane that registers a call as a case: form, possible duplicates, earlier calls, drafts."""

from functools import partial
from zoneinfo import ZoneInfo

from qtpy.QtCore import Qt, Signal
from qtpy.QtGui import QKeyEvent
from qtpy.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from console.desk.places import Places
from console.desk.registration import Draft, Registration, repeated
from console.domain.calls import QUESTIONS
from console.domain.intent import Answer
from console.domain.refusal import Refused
from console.live.change import Change
from console.words import _
from widgets import theme
from widgets.card.sending import case_name
from widgets.controls import Button, IconButton, Pane
from widgets.intake.draft_submission import DraftSubmission
from widgets.intake.duplicate_search import DuplicateSearch
from widgets.intake.register_form import RegisterForm
from widgets.session.context import Context
from widgets.session.pane_state import pane_state
from widgets.session.sent_command import CommandStatus, SentCommand


class RegisterPane(Pane):
    """Signals: `left()` the focus returns to the rows, `spot_changed()`, `point_wanted()`,
    `ended_wanted(case)`, `made(case)` the case is in the database, `message(words, hue)`, `drafts_changed()`,
    `draft_left()` when typed text may be lost.
    """

    left = Signal()
    spot_changed = Signal()
    point_wanted = Signal()
    ended_wanted = Signal(object)
    made = Signal(object)
    message = Signal(str, str)
    drafts_changed = Signal()
    draft_left = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.context = context
        self.registration = Registration(context.seat.desk)
        self.form = RegisterForm(self.registration)
        self.duplicate_search = DuplicateSearch(self.registration, context, self)
        self.duplicates = self.duplicate_search.list
        self.drafts: list[Draft] = [self.form.draft]
        self.back = IconButton("close", "", size="command.height")
        self._chips: list[Button] = []
        self._attempted = False
        self._places_of: object = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._arrange()
        self._connect()
        self.restyle()

    def _arrange(self) -> None:
        body, inside = QWidget(), QVBoxLayout()
        self.chips = QHBoxLayout()
        self.chips.setSpacing(theme.px("space.8"))
        pad, space = theme.px("space.12"), theme.px("space.12")
        inside.setContentsMargins(pad, pad, pad, pad)
        inside.setSpacing(space)
        inside.addLayout(self.chips)
        inside.addWidget(self.form)
        inside.addWidget(self.duplicates)
        inside.addStretch(1)
        body.setLayout(inside)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        body.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        self.set_body(area)
        self.tools.addWidget(self.back)

    def _connect(self) -> None:
        form, context = self.form, self.context
        self.back.clicked.connect(self.return_to_rows)
        form.changed.connect(self._typed)
        form.phone_left.connect(self._phone_left)
        form.save_wanted.connect(self.save)
        form.point_wanted.connect(self.point_wanted)
        form.answer_wanted.connect(self.toggle_answer)
        self.duplicates.opened.connect(self._open)
        self.duplicates.same.connect(self.note_same)
        context.listener.changed.connect(self._changed)
        context.listener.link_state_changed.connect(self._look)
        context.operations.status_changed.connect(self._draft_status)
        self.confirm.confirmed.connect(self._discard)
        self.confirm.dismissed.connect(self.take_focus)

    # drafts

    @property
    def draft(self) -> Draft:
        return self.form.draft

    @property
    def kept_drafts(self) -> list[Draft]:
        """Drafts with text that has not been saved."""
        return [draft for draft in self.drafts if draft.typed]

    def begin(self) -> None:
        """Opens a new draft beside one with text; beside an empty one, the next draft kept."""
        if self.draft.typed:
            self.show_draft(self.registration.draft())
        elif self.kept_drafts:
            self.show_draft(self.kept_drafts[0])
        self.open()

    def open(self) -> None:
        """Opens the form as it was left."""
        self._read_places()
        self._show_all()
        self._look()
        self.take_focus()

    def show_draft(self, draft: Draft) -> None:
        """Shows a draft; the present one is kept if it has text."""
        others = [one for one in self.drafts if one.typed and one is not draft]
        self.drafts = [*others, draft]
        self._attempted = False
        self.form.show_part(answering=False)
        self.form.show_draft(draft)
        self.duplicate_search.seek(draft)
        self._show_all()
        self.take_focus()

    def _show_chips(self) -> None:
        others = [one for one in self.drafts if one.typed and one is not self.draft]
        while len(self._chips) < len(others):
            chip = Button("", size="chip")
            chip.clicked.connect(self._chip_pressed)
            self._chips.append(chip)
            self.chips.addWidget(chip)
        for place, chip in enumerate(self._chips):
            shown = place < len(others)
            chip.setVisible(shown)
            if shown:
                chip.setProperty("command", others[place].command_id)
                chip.set_words(_("Draft: {title}").format(title=others[place].title[:12]))
        self.drafts_changed.emit()

    def _chip_pressed(self) -> None:
        wanted = self.sender().property("command")
        self.show_draft(next(one for one in self.drafts if one.command_id == wanted))

    def take_focus(self) -> None:
        self.form.go_to("")

    def ask_about_draft(self) -> None:
        """Asks whether the typed text may be lost."""
        what = _("Leave without saving “{draft}”?").format(draft=self.kept_drafts[0].title)
        self.confirm.ask(what, _("What was typed is lost."), _("Leave"), danger=True)

    def _discard(self) -> None:
        self.drafts = []
        self.show_draft(self.registration.draft())
        self.draft_left.emit()

    # what is shown while it is filled in

    def _read_places(self) -> None:
        directory = self.registration.desk.directory
        if self.form.places is None or self._places_of is not directory:
            self._places_of = directory
            read = self.registration.places
            self.context.jobs.run(self, read, self._places_came, self._no_places)

    def _places_came(self, places: Places) -> None:
        self.form.places = places

    def _no_places(self, no: Refused) -> None:
        self._places_of = None
        told = _("The city's places could not be read: {reason} Show the point on the map (F11).")
        self.form.show_message(told.format(reason=no), "warn.text")

    def _typed(self) -> None:
        self._attempted = False
        self.registration.seen(self.draft)
        self._show_all()
        self.duplicate_search.seek_ended(self.draft)
        self.spot_changed.emit()

    def _phone_left(self) -> None:
        self.duplicate_search.seek_calls(self.draft)

    def _changed(self, change: Change) -> None:
        if self.isVisible() and (change.loaded or change.applied):
            self.duplicate_search.show(self.draft)

    def _show_all(self) -> None:
        self.duplicate_search.show(self.draft)
        self._judge()
        self._show_chips()

    def _judge(self) -> None:
        """Shows objections: the plain ones at once, all of them after an attempt to save."""
        draft = self.draft
        if draft.waiting:
            return
        field, words = self.registration.objection(draft)
        plain = (field == "phone" and draft.phone) or (field == "place" and draft.spot is not None)
        plain = plain or (field == "kind" and self._attempted)
        shown = words if self._attempted or plain else ""
        self.form.show_message(shown, "alarm.text" if shown else "text.2")

    def _open(self, case: int, still_open: bool) -> None:
        self.registration.seen(self.draft)
        if still_open and case in self.registration.desk.room.cases:
            self.context.selection.choose([case], case)
        else:
            self.ended_wanted.emit(case)

    def take_point(self, lon: float, lat: float) -> None:
        """Takes a point of the map as the place."""
        places = self.form.places or Places(())
        self.form.take_spot(places.at(lon, lat))
        self.form.go_to("description")

    # saving

    def save(self) -> None:
        """Sends the draft once, or names the missing field and focuses it."""
        draft = self.draft
        if draft.waiting or not self.isVisible():
            return
        if self.form.answering:
            self._keep_answer()
            return
        self._attempted = True
        field, words = self.registration.objection(draft)
        if words:
            self._judge()
            self.form.go_to(field)
            return
        warning = self.registration.new_duplicates(draft)
        if warning:
            self.form.show_message(warning, "warn.text")
            self.duplicate_search.show(self.draft)
            return
        self._send(draft)

    def _send(self, draft: Draft) -> None:
        submission = DraftSubmission(self.registration, draft)
        draft.waiting = True
        self.form.show_draft(draft)
        self.setFocus()  # what is disabled lets go of the keyboard
        self.form.show_message(_("Saving …"))
        self.context.operations.register(
            submission.intent, submission.request_words, submission.then
        )

    def note_same(self, case: int) -> None:
        """Notes the call on an open case and records the call."""
        draft = self.draft
        if draft.waiting:
            return
        if (no := self.registration.objection(draft))[0] == "phone":
            self.form.show_message(no[1], "alarm.text")
            return
        submission = DraftSubmission(self.registration, draft, case)
        draft.waiting = True
        words = repeated(draft)
        told = _("Noted on {case}: {note}").format(
            case=case_name(self.registration.desk, [case]), note=words
        )
        sent = self.context.operations.send(
            "note", [case], words=told, reason=words, then=submission.then
        )
        draft.command_id = sent.intents[0].command_id
        self.context.selection.choose([case], case)
        self._draft_status(sent)

    def _draft_status(self, sent: SentCommand) -> None:
        """Handles the status of a draft that was sent."""
        command = sent.intents[0].command_id
        draft = next((d for d in self.drafts if d.waiting and d.command_id == command), None)
        if draft is None:
            return
        if sent.status is CommandStatus.UNKNOWN and draft is self.draft:
            told = _("Not saved yet: no answer. The text stays here and is sent again.")
            self.form.show_message(told, "warn.text")
        elif sent.status is CommandStatus.REFUSED:
            draft.waiting = False
            fresh = self.registration.draft()  # the ledger keeps what was refused under the old ids
            draft.command_id, draft.call_id = fresh.command_id, fresh.call_id
            if draft is self.draft:
                self.form.show_draft(draft)
                reason = sent.refusals[0].text if sent.refusals else sent.failure
                self.form.show_message(reason, "alarm.text")
        elif sent.status is CommandStatus.CONFIRMED:
            self._saved(draft, sent)

    def _saved(self, draft: Draft, sent: SentCommand) -> None:
        before = self.draft
        self.drafts.remove(draft)
        if draft is before:
            self.show_draft(self.registration.draft())
        self._show_chips()
        if draft is before:
            self.left.emit()
        if sent.command == "register":
            self.made.emit(sent.done[0])

    # answered at once

    def toggle_answer(self) -> None:
        """Switches between a case and a call answered at once (F10)."""
        if not self.registration.takes_callers or self.draft.waiting:
            return
        self.form.show_part(answering=not self.form.answering)
        self.form.show_message("")
        self.duplicates.setVisible(bool(self.duplicates.lines))
        if self.form.answering:
            self.form.question.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.take_focus()

    def _keep_answer(self) -> None:
        form, draft = self.form, self.draft
        question, words = form.question.value(), form.answer.toPlainText()
        field, no = self.registration.unanswered(draft, question, words)
        if no:
            form.show_message(no, "alarm.text")
            form.go_to(field)
        else:
            draft.waiting = True
            form.setEnabled(False)
            keep = partial(self.registration.record_answer, draft, question, words)
            done, failed = partial(self._kept, draft, question), partial(self._answer_failed, draft)
            self.context.jobs.run(self, keep, done, failed)

    def _kept(self, draft: Draft, question: str, answer: Answer) -> None:
        if not answer.done:
            draft.call_id = self.registration.draft().call_id
            self._answer_failed(draft, answer.text)
            return
        self.message.emit(
            _("Answered at once: {kind}").format(kind=_(QUESTIONS[question])), "text.1"
        )
        self.drafts.remove(draft)
        self.context.seat.heartbeat.answer(question)
        if draft is self.draft:
            self.show_draft(self.registration.draft())
            self.left.emit()
        self._show_chips()

    def _answer_failed(self, draft: Draft, why: Refused | str) -> None:
        """Keeps the answered call in the form after a failure."""
        draft.waiting = False
        if draft is self.draft:
            self.form.setEnabled(True)
            self.form.show_message(
                _("Not saved; the text stays here: {reason}").format(reason=why), "alarm.text"
            )
            self.form.answer.setFocus()

    def _look(self) -> None:
        zone = ZoneInfo(self.registration.desk.directory.city["zone"])
        state = pane_state(self.context.seat.room, zone)
        if state != self.state:
            self.set_state(state)

    @override
    def restyle(self) -> None:
        super().restyle()
        self.set_title(_("New case"))
        self.back.set_name(_("Back to the list; typed text stays (Esc)"))
        self.form.restyle()
        self.duplicates.restyle()
        self._show_all()

    def pose(self, *, answering: bool) -> None:
        """Fills the form for a picture, like the newest open case."""
        self.registration.pose(self.draft)
        self.form.show_draft(self.draft)
        self._typed()
        if answering:
            self.toggle_answer()

    def return_to_rows(self) -> None:
        """Returns to the rows without asking; the draft stays for the next F9."""
        self._show_chips()
        self.left.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.return_to_rows()
        else:
            super().keyPressEvent(event)
