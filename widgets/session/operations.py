"""What an operator does, from any gesture: one road to the door, one Undo, one voice for refusals.

Drag, right-click, hotkey and typed command all end in `Operations.send`.
"""

import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from qtpy.QtCore import QObject, QTimer, Signal

from console.desk import foresight, recommending
from console.desk.command_words import cases_words
from console.desk.desk import Desk
from console.domain.intent import Answer, Intent
from console.domain.refusal import Refused
from console.domain.verdict import Verdict
from console.live.follower import Hearing
from console.seat.outbox import LATE_SAFE, Outbox
from console.seat.seat import Seat
from console.words import _
from widgets.session.jobs import Jobs
from widgets.session.sent import Fate, Sent
from widgets.session.undo_history import UndoHistory

UNKNOWN_AFTER_MS = 2_000
ASK_AGAIN_S = 1.0
UNDO_S = 15.0
"""So long the status bar offers Undo; the city's `undo_minutes` say how long the door allows it."""
REPEATS = 20
"""So many of the last commands are compared with a new one, which may be a double click's second half."""
WORTH_ASKING_AGAIN = frozenset(
    {"database_unreachable", "server_full", "database_locked", "database_full"}
)
"""What may pass by itself; anything else will be refused again however often it is asked."""


def _submit(desk: Desk, sent: Sent) -> list[Answer]:
    """Blocks: for worker threads."""
    answers = desk.submit(sent.intents)
    if sent.then is not None:
        sent.words = sent.then(answers) or sent.words
    return answers


class Operations(QObject):
    """Sends commands and remembers the last ones for Undo.

    `fate_changed(Sent)` whenever a command's fate changes · `undo_changed()`.
    """

    fate_changed = Signal(object)
    undo_changed = Signal()

    def __init__(
        self, seat: Seat, jobs: Jobs, parent: QObject | None = None, outbox: Outbox | None = None
    ) -> None:
        super().__init__(parent)
        self.seat, self.jobs, self.outbox = seat, jobs, outbox
        self.last: Sent | None = None
        self.history = UndoHistory(self._undo_minutes)
        self._recent: deque[Sent] = deque(maxlen=REPEATS)
        self._versions: dict[int, int] = {}  # by case, as the database last answered
        self._undo_after: list[Sent] = []  # an Undo waits for each of these to be answered
        self.locked = False
        """While nobody sits here nothing is sent, whatever gesture asks for it."""
        self._under_way: list[Sent] = []
        self._watch = QTimer(self)
        self._watch.setInterval(250)
        self._watch.timeout.connect(self._look_after)

    def _undo_minutes(self) -> float:
        return float(self.seat.desk.setting("undo_minutes"))

    def foresee_dispatch(
        self, cases: Sequence[int], department: int, crew: int | None = None
    ) -> Verdict:
        """The verdict on a drop before it happens."""
        return foresight.foresee_dispatch(self.seat.desk, cases, department, crew)

    def recommended(self, case: int) -> list[recommending.Target]:
        return recommending.recommended(self.seat.desk, case)

    def dispatch(
        self,
        cases: Sequence[int],
        department: int,
        crew: int | None = None,
        *,
        words: str,
        what: str = "",
    ) -> Sent:
        """Dispatches cases; `words` say where to ("环卫一所 · 环卫21"), `what` names them."""
        changes = foresight.going_to(department, crew)
        what = what or cases_words(len(cases))
        told = _("Dispatched {what} → {target}").format(what=what, target=words)
        asking = _("Dispatch {what} → {target}").format(what=what, target=words)
        return self.send("dispatch", cases, changes, words=told, asking=asking)

    def dispatch_each(self, going: Mapping[int, Mapping[str, Any]]) -> Sent:
        """Dispatches cases, each with changes of its own (`foresight.going_to`), as one command."""
        told = _("Dispatched {count}, each to its own").format(count=len(going))
        asking = _("Dispatch {count}, each to its own").format(count=len(going))
        return self._launch(
            "dispatch", self.seat.desk.intents_each("dispatch", going), told, asking
        )

    def send(
        self,
        command: str,
        cases: Sequence[int],
        changes: Mapping[str, Any] | None = None,
        *,
        words: str,
        asking: str = "",
        reason: str | None = None,
        on_behalf_of: str | None = None,
        seen: Mapping[int, int] | None = None,
        then: Callable[[Sequence[Answer]], str] | None = None,
    ) -> Sent:
        """Sends one command on some cases; its fate comes by `fate_changed`.

        The same command on the same versions is the one that was sent already.
        """
        intents = self.seat.desk.intents(
            command, cases, changes, reason=reason, on_behalf_of=on_behalf_of, seen=seen
        )
        if command in LATE_SAFE and self.seat.room.hearing() is not Hearing.HEARING:
            now = self.seat.room.clock.now()  # it may arrive much later than it was written
            intents = [replace(intent, occurred_at=now) for intent in intents]
        return self._launch(command, intents, words, asking or words, then)

    def register(
        self, intent: Intent, asking: str, then: Callable[[Sequence[Answer]], str]
    ) -> Sent:
        """Sends a case that is to be made; the same intent is the same case. `then` as in `Sent`."""
        return self._launch(intent.command, [intent], asking, asking, then)

    def _launch(
        self,
        command: str,
        intents: Sequence[Intent],
        words: str,
        asking: str,
        then: Callable[[Sequence[Answer]], str] | None = None,
    ) -> Sent:
        sent = Sent(command, intents, words, asking, then=then)
        if self.locked:
            sent.fate, sent.failure = Fate.REFUSED, _("The seat is locked.")
            self.fate_changed.emit(sent)
            return sent
        repeated = next((one for one in self._recent if one.same_as(sent)), None)
        if repeated is not None and repeated.fate is not Fate.REFUSED:
            return repeated
        self._recent.append(sent)
        if sent.undoable:
            self.history.add(sent)
        self._set_out(sent)
        return sent

    def pending(self, case: int) -> bool:
        """Whether a command on this case is under way, or answered and not yet come by the feed."""
        if any(case in sent.cases for sent in self._under_way):
            return True
        cases = self.seat.room.cases
        answered = self._versions.get(case, 0)
        return case in cases and answered > int(cases.column("version")[cases.slot_of[case]])

    def send_what_waits(self) -> None:
        """Notes of an earlier run that no database has answered, under their own ids."""
        for intents in self.outbox.waiting() if self.outbox is not None else ():
            told = _("Note of {cases}, written earlier").format(cases=cases_words(len(intents)))
            self._set_out(Sent(intents[0].command, intents, told, told))

    def _set_out(self, sent: Sent) -> None:
        self._under_way.append(sent)
        self._watch.start()
        self.fate_changed.emit(sent)
        self._ask(sent)

    def undo(self) -> Sent | None:
        """Takes the newest command back; the door decides. None where there is none.

        One that no database has answered yet is taken back once it has.
        """
        taken = self.history.newest
        if taken is None or self.locked:
            return None
        for sent in self._under_way:
            if set(taken.cases) & set(sent.cases):
                self._undo_after.append(sent)
                return taken
        self.history.remove(taken)
        self.undo_changed.emit()
        # the answer may be here before the feed: undo what was answered, not what is on screen yet
        left = [case for case in taken.done if case not in taken.undone]
        seen = {case: self._versions[case] for case in left}
        words = _("Undone: {what}").format(what=taken.words)
        asking = _("Undo: {what}").format(what=taken.words)
        return self.send("undo", left, words=words, asking=asking, seen=seen)

    def undo_case(self, case: int, what: str) -> Sent:
        """Takes the operator's last command on one case back, however long the bar offers it."""
        words, asking = _("Undone: {what}").format(what=what), _("Undo: {what}").format(what=what)
        seen = {case: self._versions[case]} if case in self._versions else None
        newest = next(iter(self.history.of(case)), None)
        if newest is not None:
            newest.undone.add(case)
            if newest.undone.issuperset(newest.done):
                self.history.remove(newest)
        return self.send("undo", [case], words=words, asking=asking, seen=seen)

    @property
    def can_undo(self) -> bool:
        return self.history.newest is not None and not self.locked

    @property
    def undo_left_s(self) -> float:
        """Seconds for which the status bar still offers to undo."""
        return UNDO_S - (time.monotonic() - self.last.answered_at) if self.last else 0.0

    def _ask(self, sent: Sent) -> None:
        submit = partial(_submit, self.seat.desk, sent)
        done, failed = partial(self.settle, sent), partial(self.unanswered, sent)
        self.jobs.run(self, submit, done, failed, partial(self.give_up, sent))

    def settle(self, sent: Sent, answers: Sequence[Answer]) -> None:
        """The database has answered."""
        if sent in self._under_way:
            self._under_way.remove(sent)
        if self.outbox is not None and sent.command in LATE_SAFE:
            self.outbox.forget(sent.intents[0].command_id)
        sent.answers, sent.answered_at = answers, time.monotonic()
        sent.fate = Fate.CONFIRMED if sent.done else Fate.REFUSED
        self._versions |= {
            a.subject: a.version for a in answers if a.done and a.subject and a.version
        }
        if sent.done and sent.undoable:
            self.last = sent
            self.undo_changed.emit()
        self._ended(sent)

    def _ended(self, sent: Sent) -> None:
        """The fate of a command is known: an Undo that waited for it goes on."""
        if sent.fate is Fate.REFUSED:
            self.history.remove(sent)
        self.fate_changed.emit(sent)
        waited = self._undo_after.count(sent)
        self._undo_after = [other for other in self._undo_after if other is not sent]
        for _time in range(waited if sent.fate is Fate.CONFIRMED else 0):
            self.undo()

    def unanswered(self, sent: Sent, no: Refused) -> None:
        """The database did not answer: unknown, and the same id is asked again."""
        if no.key in WORTH_ASKING_AGAIN:
            self._doubt(sent)
            sent.ask_at = time.monotonic() + ASK_AGAIN_S
        else:
            self.give_up(sent, no)

    def give_up(self, sent: Sent, error: Exception) -> None:
        """The command has failed for good: asked again, it would fail again."""
        self._under_way.remove(sent)
        sent.fate, sent.failure = Fate.REFUSED, str(error)
        self._ended(sent)

    def _doubt(self, sent: Sent) -> None:
        if sent.fate is Fate.SENDING:
            sent.fate = Fate.UNKNOWN
            if self.outbox is not None:
                self.outbox.keep(sent.intents)
            self.fate_changed.emit(sent)

    def _look_after(self) -> None:
        for sent in list(self._under_way):
            now = time.monotonic()
            if now - sent.sent_at > UNKNOWN_AFTER_MS / 1000:
                self._doubt(sent)
            if sent.ask_at is not None and now >= sent.ask_at:
                sent.ask_at = None
                self._ask(sent)
        if not self._under_way:
            self._watch.stop()
