"""Commands of an operator from any gesture, with undo and retries.

Drag, right-click, hotkey and typed command all end in `Operations.send`.
"""

import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from qtpy.QtCore import QObject, QTimer, Signal

from console.desk import foresight, recommendation
from console.desk.command_words import cases_words
from console.desk.desk import Desk
from console.domain.intent import Answer, Intent
from console.domain.refusal import Refused
from console.domain.verdict import Verdict
from console.live.follower import LinkState
from console.seat.seat import Seat
from console.seat.unsent_notes import LATE_SAFE, UnsentNotes
from console.words import _
from widgets.session.jobs import Jobs
from widgets.session.sent_command import CommandStatus, SentCommand
from widgets.session.undo_history import UndoHistory

UNKNOWN_AFTER_MS = 2_000
RETRY_S = 1.0
REPEATS = 20
"""Number of last commands that a new one is compared with, as it may be a double click."""
RETRYABLE = frozenset({"database_unreachable", "server_full", "database_locked", "database_full"})
"""Refusals that may pass by themselves; others would be repeated however often it is asked."""


def _submit(desk: Desk, sent: SentCommand) -> list[Answer]:
    """Blocks: for worker threads."""
    answers = desk.submit(sent.intents)
    if sent.then is not None:
        sent.words = sent.then(answers) or sent.words
    return answers


class Operations(QObject):
    """Sends commands and remembers the last ones for undo.

    `status_changed(SentCommand)` whenever a command's status changes · `undo_changed()`.
    """

    status_changed = Signal(object)
    undo_changed = Signal()

    def __init__(
        self,
        seat: Seat,
        jobs: Jobs,
        parent: QObject | None = None,
        unsent_notes: UnsentNotes | None = None,
    ) -> None:
        super().__init__(parent)
        self.seat, self.jobs, self.unsent_notes = seat, jobs, unsent_notes
        self.last: SentCommand | None = None
        self.history = UndoHistory(self._undo_minutes)
        self._recent: deque[SentCommand] = deque(maxlen=REPEATS)
        self._versions: dict[
            tuple[str, int], int
        ] = {}  # by kind and id, as the database last answered
        self._undo_after: list[SentCommand] = []  # an Undo waits for each of these to be answered
        self.locked = False
        """Nothing is sent while the seat is locked, whatever the gesture."""
        self._under_way: list[SentCommand] = []
        self._watch = QTimer(self)
        self._watch.setInterval(250)
        self._watch.timeout.connect(self._check_pending)

    def _undo_minutes(self) -> float:
        return float(self.seat.desk.setting("undo_minutes"))

    def foresee_dispatch(
        self, cases: Sequence[int], department: int, crew: int | None = None
    ) -> Verdict:
        """Verdict on a dispatch before it is sent."""
        return foresight.foresee_dispatch(self.seat.desk, cases, department, crew)

    def recommended(self, case: int) -> list[recommendation.Target]:
        return recommendation.recommended(self.seat.desk, case)

    def dispatch(
        self,
        cases: Sequence[int],
        department: int,
        crew: int | None = None,
        *,
        words: str,
        what: str = "",
    ) -> SentCommand:
        """Dispatches cases; `words` name the target ("环卫一所 · 环卫21"), `what` the cases."""
        changes = foresight.dispatch_changes(department, crew)
        what = what or cases_words(len(cases))
        told = _("Dispatched {what} → {target}").format(what=what, target=words)
        request_words = _("Dispatch {what} → {target}").format(what=what, target=words)
        return self.send("dispatch", cases, changes, words=told, request_words=request_words)

    def dispatch_each(self, going: Mapping[int, Mapping[str, Any]]) -> SentCommand:
        """Dispatches cases as one command, each with its own changes (`foresight.dispatch_changes`)."""
        told = _("Dispatched {count}, each to its own").format(count=len(going))
        request_words = _("Dispatch {count}, each to its own").format(count=len(going))
        return self._launch(
            "dispatch", self.seat.desk.intents_each("dispatch", going), told, request_words
        )

    def send(
        self,
        command: str,
        cases: Sequence[int],
        changes: Mapping[str, Any] | None = None,
        *,
        words: str,
        request_words: str = "",
        reason: str | None = None,
        on_behalf_of: str | None = None,
        seen: Mapping[int, int] | None = None,
        then: Callable[[Sequence[Answer]], str] | None = None,
    ) -> SentCommand:
        """Sends one command on some cases; `status_changed` reports on it.

        Repeating the same command on the same versions returns the one that was sent already.
        """
        intents = self.seat.desk.intents(
            command, cases, changes, reason=reason, on_behalf_of=on_behalf_of, seen=seen
        )
        if command in LATE_SAFE and self.seat.room.link_state() is not LinkState.LIVE:
            now = self.seat.room.clock.now()  # it may arrive much later than it was written
            intents = [replace(intent, occurred_at=now) for intent in intents]
        return self._launch(command, intents, words, request_words or words, then)

    def register(
        self, intent: Intent, request_words: str, then: Callable[[Sequence[Answer]], str]
    ) -> SentCommand:
        """Sends the creation of a case; the same intent is the same case. `then` as in `SentCommand`."""
        return self._launch(intent.command, [intent], request_words, request_words, then)

    def send_intents(
        self,
        intents: Sequence[Intent],
        words: str,
        request_words: str = "",
        then: Callable[[Sequence[Answer]], str] | None = None,
    ) -> SentCommand:
        """Sends commands on nouns beside the case, all of one kind. `then` as in `SentCommand`."""
        return self._launch(intents[0].command, intents, words, request_words or words, then)

    def _launch(
        self,
        command: str,
        intents: Sequence[Intent],
        words: str,
        request_words: str,
        then: Callable[[Sequence[Answer]], str] | None = None,
    ) -> SentCommand:
        sent = SentCommand(command, intents, words, request_words, then=then)
        if self.locked:
            sent.status, sent.failure = CommandStatus.REFUSED, _("The seat is locked.")
            self.status_changed.emit(sent)
            return sent
        repeated = next((one for one in self._recent if one.same_as(sent)), None)
        if repeated is not None and repeated.status is not CommandStatus.REFUSED:
            return repeated
        self._recent.append(sent)
        if sent.undoable:
            self.history.add(sent)
        self._set_out(sent)
        return sent

    def pending(self, case: int) -> bool:
        """Whether a command on this case is being sent, or answered but not yet in the feed."""
        if any(case in sent.cases for sent in self._under_way):
            return True
        cases = self.seat.room.cases
        answered = self._versions.get(("case", case), 0)
        return case in cases and answered > int(cases.column("version")[cases.slot_of[case]])

    def send_unsent_notes(self) -> None:
        """Sends the notes of an earlier run that no database has answered, with their own ids."""
        for intents in self.unsent_notes.waiting() if self.unsent_notes is not None else ():
            told = _("Note of {cases}, written earlier").format(cases=cases_words(len(intents)))
            self._set_out(SentCommand(intents[0].command, intents, told, told))

    def _set_out(self, sent: SentCommand) -> None:
        self._under_way.append(sent)
        self._watch.start()
        self.status_changed.emit(sent)
        self._ask(sent)

    def undo(self) -> SentCommand | None:
        """Undoes the newest command; the door decides. Returns None if there is none.

        A command without an answer yet is undone once it has one.
        """
        taken = self.history.newest
        if taken is None or self.locked:
            return None
        for sent in self._under_way:
            if sent.kind == taken.kind and set(taken.subjects) & set(sent.subjects):
                self._undo_after.append(sent)
                return taken
        self.history.remove(taken)
        self.undo_changed.emit()
        # the answer may be here before the feed: undo what was answered, not what is on screen yet
        left = [case for case in taken.done if case not in taken.undone]
        seen = {case: self._versions[taken.kind, case] for case in left}
        words = _("Undone: {what}").format(what=taken.words)
        request_words = _("Undo: {what}").format(what=taken.words)
        if taken.kind != "case":
            made = self.seat.desk.intents("undo", left)
            intents = [
                replace(one, kind=taken.kind, version_seen=seen[one.subject or 0]) for one in made
            ]
            return self.send_intents(intents, words, request_words)
        return self.send("undo", left, words=words, request_words=request_words, seen=seen)

    def undo_case(self, case: int, what: str) -> SentCommand:
        """Undoes the operator's last command on one case, also after the status bar's offer."""
        words, request_words = (
            _("Undone: {what}").format(what=what),
            _("Undo: {what}").format(what=what),
        )
        answered = self._versions.get(("case", case))
        seen = None if answered is None else {case: answered}
        newest = next(iter(self.history.of(case)), None)
        if newest is not None:
            newest.undone.add(case)
            if newest.undone.issuperset(newest.done):
                self.history.remove(newest)
        return self.send("undo", [case], words=words, request_words=request_words, seen=seen)

    @property
    def can_undo(self) -> bool:
        return self.history.newest is not None and not self.locked

    def _ask(self, sent: SentCommand) -> None:
        submit = partial(_submit, self.seat.desk, sent)
        done, failed = partial(self.settle, sent), partial(self.unanswered, sent)
        self.jobs.run(self, submit, done, failed, partial(self.give_up, sent))

    def settle(self, sent: SentCommand, answers: Sequence[Answer]) -> None:
        """Takes the database's answers to a command."""
        if sent in self._under_way:
            self._under_way.remove(sent)
        if self.unsent_notes is not None and sent.command in LATE_SAFE:
            self.unsent_notes.forget(sent.intents[0].command_id)
        sent.answers, sent.answered_at = answers, time.monotonic()
        sent.status = CommandStatus.CONFIRMED if sent.done else CommandStatus.REFUSED
        self._versions |= {
            (sent.kind, a.subject): a.version for a in answers if a.done and a.subject and a.version
        }
        if sent.done and sent.undoable:
            self.last = sent
            self.undo_changed.emit()
        self._ended(sent)

    def _ended(self, sent: SentCommand) -> None:
        """Reports the final status of a command and runs the undos that waited for it."""
        if sent.status is CommandStatus.REFUSED:
            self.history.remove(sent)
        self.status_changed.emit(sent)
        waited = self._undo_after.count(sent)
        self._undo_after = [other for other in self._undo_after if other is not sent]
        for _time in range(waited if sent.status is CommandStatus.CONFIRMED else 0):
            self.undo()

    def unanswered(self, sent: SentCommand, no: Refused) -> None:
        """Marks a command as unknown and asks again with the same id, if that may help."""
        if no.key in RETRYABLE:
            self._doubt(sent)
            sent.ask_at = time.monotonic() + RETRY_S
        else:
            self.give_up(sent, no)

    def give_up(self, sent: SentCommand, error: Exception) -> None:
        """Marks a command as refused, because asking again would fail again."""
        self._under_way.remove(sent)
        sent.status, sent.failure = CommandStatus.REFUSED, str(error)
        self._ended(sent)

    def _doubt(self, sent: SentCommand) -> None:
        if sent.status is CommandStatus.SENDING:
            sent.status = CommandStatus.UNKNOWN
            if self.unsent_notes is not None:
                self.unsent_notes.keep(sent.intents)
            self.status_changed.emit(sent)

    def _check_pending(self) -> None:
        for sent in list(self._under_way):
            now = time.monotonic()
            if now - sent.sent_at > UNKNOWN_AFTER_MS / 1000:
                self._doubt(sent)
            if sent.ask_at is not None and now >= sent.ask_at:
                sent.ask_at = None
                self._ask(sent)
        if not self._under_way:
            self._watch.stop()
