"""The case card: commands of this post, facts, story and the seven steps of one case."""

from collections.abc import Sequence
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from qtpy.QtCore import Signal
from qtpy.QtGui import QPainter, QPaintEvent
from qtpy.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from console.desk import cases as card
from console.desk import reporter
from console.desk.case_names import CaseNames
from console.desk.cases import StoryEntry
from console.desk.command_words import request_title, title
from console.desk.desk import Desk
from console.desk.ended_cases import EndedDesk
from console.desk.nearby import duplicates, nearby
from console.desk.reporter import Reporter
from console.domain.refusal import Refused
from console.domain.stage import Stage
from console.live.change import Change
from console.live.follower import LinkState
from console.words import _, mark
from widgets import theme
from widgets.card.archive import Archive, EndedCase
from widgets.card.body import CardBody
from widgets.card.commands import CardCommands
from widgets.card.facts import facts
from widgets.card.form import CardForm
from widgets.card.lists import near_lines, story_lines
from widgets.card.picture_view import PictureView, fetch_whole
from widgets.card.request import CardRequest
from widgets.card.steps import StepStrip
from widgets.card.story import Story, read_story
from widgets.card.title import CardTitle
from widgets.controls import Pane, State, states
from widgets.session.context import Context
from widgets.session.entry_words import entry_words
from widgets.session.operations import RETRYABLE
from widgets.session.pane_state import pane_state
from widgets.session.sent_command import SentCommand

OTHER_FORM: Final = mark("The card's form is open for another case; send or leave it.")


class CardPane(Pane):
    """Shows the current case of the selection, or an ended one.

    Signals: `command_wanted(command, ids, FormValues)` for the workspace to send, or to ask for a target;
    `message(sentence)` for the status bar; `acted()` before a command is sent; `draft_left()` when typed
    text may be lost.
    """

    command_wanted = Signal(str, object, object)
    message = Signal(str)
    acted = Signal()
    draft_left = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.context, self.case_names = context, CaseNames(context.seat.desk)
        self.case: int | None = None
        self.ended: EndedDesk | None = None
        self.archive = Archive(context, self)
        self.entries: Sequence[StoryEntry] = ()
        self.reporter: Reporter | None = None
        self.head, self.form = CardTitle(), CardForm()
        self.body, self.steps = CardBody(), StepStrip()
        self.zone = ZoneInfo(context.seat.desk.directory.city["zone"])
        self.commands = CardCommands(context, self, self.head, self.form, self)
        self.request = CardRequest(context.jobs, self.zone)
        self._arrange()
        context.selection.changed.connect(self._follow)
        context.listener.changed.connect(self._changed)
        context.listener.ticked.connect(self._ticked)
        context.listener.link_state_changed.connect(self._link_changed)
        context.operations.status_changed.connect(self._command_changed)
        self.archive.loaded.connect(self.show_ended)
        self.archive.message.connect(self.message)
        self.commands.acted.connect(self.acted)
        self.commands.wanted.connect(self.command_wanted)
        self.commands.message.connect(self.message)
        self.form.left.connect(self._follow)
        self.body.duplicates.opened.connect(self._open)
        self.body.near.opened.connect(self._open)
        self.body.story.undo_wanted.connect(self._undo)
        self.body.photos.opened.connect(self._look)
        self.body.photos.wanted.connect(self._fetch)
        self.request.opened.connect(self._look)
        self.retry.connect(self.refresh)
        self.confirm.confirmed.connect(self._leave_draft)
        self.setAccessibleName(_("Case card"))
        self._follow()

    def _arrange(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.request)
        column.addWidget(self.form)
        column.addWidget(self.body, 1)
        column.addWidget(self.steps)
        self.set_body(inside)
        self.title.hide()  # the case's own row is the title; its age stands on the queue above
        self.set_state(self.state)

    @override
    def set_state(self, state: State) -> None:
        super().set_state(state)
        for part in (self.age, self.late):
            part.hide()
        if not self.takes_commands():
            self.head.forbid(state.text)

    # which case

    def _follow(self) -> None:
        """Shows the current case, unless a form for another one has been filled in.

        A form in which nothing has been filled in goes; one that has been stays and names its case.
        """
        case = self.context.selection.current
        away = self.form.busy and case != self.case
        if away and not self.form.typed:
            self.form.dismiss()  # and follows
            return
        self.form.name_case(self.head.heading.number if away else "")
        self.context.selection.set_draft(self.case if away else None)
        if away:
            return
        if case is None and self.ended is not None:
            case = self.ended.case
        elif case is not None:
            self._leave_ended()
        if case != self.case:
            self.case, self.entries, self.reporter = case, (), None
            self.body.count("story", None)
            self.body.story.show_lines(())
            self.body.photos.show_pictures((), self.zone)
        self.refresh()

    def _changed(self, change: Change) -> None:
        if self.ended is not None:
            self._changed_ended(self.ended.case, change)
            return
        if self.case is None or not (change.loaded or change.applied):
            return
        applied = change.applied
        if change.loaded or self.case in applied.changed | applied.gone:
            self.refresh()
        elif self.open:
            self._update_near()

    def _open(self, case: int) -> None:
        self.context.selection.choose([case])

    def _look(self, digest: str) -> None:
        """Shows a picture in the picture view."""
        PictureView(self.context, self.body.photos.shown, digest, self.zone, self).show()

    def _fetch(self, digest: str) -> None:
        """Reads a full picture for a large tile; the thumbnail stays where there is none."""
        show = self.body.photos.show_whole
        fetch_whole(self.context, self, digest, show, self._not_fetched)

    def _not_fetched(self, _digest: str, no: Refused) -> None:
        self.message.emit(str(no))

    @property
    def open(self) -> bool:
        """Whether the shown case lies on the pane's desk."""
        return self.case is not None and self.case in self.desk.room.cases

    @property
    def desk(self) -> Desk:
        """The operator's desk, or the desk of the one ended case that is shown."""
        return self.ended or self.context.seat.desk

    # an ended case

    def show_ended(self, found: EndedCase) -> None:
        """Shows an ended case."""
        case = found.desk.case
        if self.form.busy and case != self.case:
            if self.form.typed:
                self.message.emit(_(OTHER_FORM))
                return
            self.form.dismiss()
        self.context.selection.choose([])
        self.reporter = self.reporter if case == self.case else None
        self.ended, self.case, self.case_names = found.desk, case, CaseNames(found.desk)
        self._update_state()
        self._update_case()
        self._update_near()
        self.show_story(case, Story(found.desk.entries, found.pictures, found.reporter))

    def _changed_ended(self, case: int, change: Change) -> None:
        """Reads the ended case again after a change, or shows it as open once it is reopened."""
        if case in self.context.seat.room.cases:
            self.context.selection.choose([case])
        elif change.loaded or any(e.kind == "case" and e.subject == case for e in change.events):
            self.archive.open(case)

    def _leave_ended(self) -> None:
        self.archive.leave()
        if self.ended is not None:
            self.ended, self.case_names = None, CaseNames(self.context.seat.desk)

    # what is shown

    def refresh(self) -> None:
        """Rebuilds everything and reads the story from the database."""
        self._update_state()
        if not self.open:
            return
        self._update_case()
        self._update_near()
        if self.ended is not None:
            self.archive.open(self.ended.case)
            return
        case = self.case or 0
        read, came = partial(read_story, self.desk, case), partial(self.show_story, case)
        self.context.jobs.run(self, read, came, partial(self.show_story_failure, case))

    @override
    def restyle(self) -> None:
        super().restyle()
        self.setAccessibleName(_("Case card"))
        self.commands.restyle()
        self._update_state()
        if self.open:
            self._update_case()
            self._update_near()
            self._update_story()

    def _ticked(self) -> None:
        if self.open:
            self.body.fields.show_facts(
                facts(self.case_names, self.case or 0, self.zone, self.reporter)
            )
            self._update_steps()

    def _link_changed(self, link_state: LinkState) -> None:
        """Updates commands and story after a change of the link."""
        if link_state is LinkState.LIVE:
            self.refresh()
            return
        self._update_state()
        if self.open:
            self._update_case()

    def _command_changed(self, sent: SentCommand) -> None:
        """Updates the commands when one on this case is sent or settled."""
        if self.open and self.case in sent.cases:
            self._update_case()

    def _update_state(self) -> None:
        """Sets the state of the pane."""
        own = states.READY
        if self.case is None:
            own = states.empty(_("Choose a case to see its card"))
        elif not self.open and not self.form.busy:
            own = states.empty(_("The case is closed or has left your area"))
        state = pane_state(self.context.seat.room, self.zone, own)
        if state != self.state:
            self.set_state(state)

    def _update_case(self) -> None:
        case, desk = self.case or 0, self.desk
        cases = desk.room.cases
        slot = cases.slot_of[case]
        stage = Stage(int(cases.column("stage")[slot]))
        severity = int(cases.column("severity")[slot])
        number, category = self.case_names.number(slot), self.case_names.category(slot)
        asked = card.decidable(desk, case)
        if asked is not None:
            category = f"{category} · {request_title(asked.kind)}"
        self.head.heading.show_case(severity, number, category, stage)
        moves = card.offered(desk, case)
        disconnected = self.context.listener.link_state in (
            LinkState.DISCONNECTED,
            LinkState.WRONG_SCHEMA,
        )
        why = _("No connection: nothing can be sent now.") if disconnected else ""
        if self.context.operations.pending(case):
            why = why or _("The last command on this case is being sent.")
        self.head.show_moves(moves, deciding=asked is not None, reason=why)
        self.form.judge()
        self.request.show_case(desk, case)
        self.body.fields.show_facts(facts(self.case_names, case, self.zone, self.reporter))
        self._update_steps()

    def _update_steps(self) -> None:
        cases = self.desk.room.cases
        stage = Stage(int(cases.column("stage")[cases.slot_of[self.case or 0]]))
        now = self.context.seat.room.clock.now()
        self.steps.show_steps(card.step_of(stage), card.spent(self.entries, now))

    def _update_near(self) -> None:
        desk, case = self.desk, self.case or 0
        for key, part, found in (
            ("duplicates", self.body.duplicates, duplicates(desk, case)),
            ("near", self.body.near, nearby(desk, case)),
        ):
            part.show_lines(near_lines(self.case_names, found))
            self.body.count(key, len(found) if self.ended is None else None)

    def show_story(self, case: int, story: Story) -> None:
        """Shows the story; the story of a case that is no longer shown is dropped."""
        if case == self.case and self.open:
            self.entries = story.entries
            if self.reporter is None or not self.reporter.open:
                self._show_reporter(story.reporter)
            self.body.photos.show_pictures(story.pictures, self.zone)
            self.body.show_photos(bool(story.pictures))
            self.request.show_pictures(story.pictures)
            self._update_story()
            self._update_steps()

    def _update_story(self) -> None:
        undo = card.undoable(self.desk, self.entries)
        self.body.story.show_lines(story_lines(self.case_names, self.entries, self.zone, undo))
        self.body.count("story", len(self.entries))

    def _show_reporter(self, who: Reporter) -> None:
        self.reporter = who
        self.body.fields.show_facts(facts(self.case_names, self.case or 0, self.zone, who))

    def _undo(self) -> None:
        """Takes the operator's own last command on this case back."""
        found = card.undoable(self.desk, self.entries)
        if found is not None and self.case is not None and self.takes_commands():
            what = f"{self.head.heading.number} {entry_words(self.case_names, found)}"
            self.context.operations.undo_case(self.case, what)

    # what was typed and not sent

    @property
    def draft(self) -> str:
        """Command and case number of a filled-in form; "" if there is none."""
        number = self.head.heading.number
        return f"{title(self.form.command)} {number}" if self.form.typed else ""

    def ask_about_draft(self) -> None:
        what = _("Leave without sending “{draft}”?").format(draft=self.draft)
        self.confirm.ask(what, _("What was typed is lost."), _("Leave"), danger=True)

    def _leave_draft(self) -> None:
        self.form.dismiss()
        self.draft_left.emit()

    def reveal(self) -> None:
        """Reads who reported the case, which the log records; masked again with the next case."""
        if self.open and self.reporter is not None and not self.reporter.nobody:
            case = self.case or 0
            read = partial(reporter.reveal, self.context.seat.desk, case)
            self.context.jobs.run(self, read, partial(self.revealed, case), self._not_revealed)

    def mask_personal_data(self) -> None:
        """Masks a revealed reporter, because the operator has left the seat."""
        if self.reporter is not None and self.reporter.open:
            self.reporter = None
            self.refresh()

    def revealed(self, case: int, who: Reporter) -> None:
        if case == self.case and self.open:
            self._show_reporter(who)

    def _not_revealed(self, no: Refused) -> None:
        self.message.emit(str(no))

    def show_story_failure(self, case: int, no: Refused) -> None:
        """Shows in the story's place that the database does not answer."""
        if case == self.case:
            gone = _("No connection; the story comes when the database is back.")
            words = gone if no.key in RETRYABLE else str(no)
            self.body.story.show_lines([(words, 0, None)])
            self.body.count("story", None)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.1"))
