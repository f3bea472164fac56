"""The intake workspace: reports, the card of one, and the map with its surroundings."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Final

from qtpy.QtWidgets import QApplication, QStackedWidget, QWidget
from typing_extensions import override

from console.domain.workflow import POSTS_OF
from console.live.change import Change
from console.words import _, mark
from widgets.controls import Button, Pane
from widgets.intake.point_picker import PointPicker
from widgets.intake.register_pane import RegisterPane
from widgets.session.actions import CASES, Action, KeyScope
from widgets.session.context import Context
from widgets.workspace.columns import CaseColumns, Plan

DUPLICATE_NUMBERS: Final = range(1, 5)


def _same(kind: str, modifier: str, words: str) -> list[Action]:
    """Actions of one kind, one for each possible duplicate; the first has the words."""
    return [
        Action(
            f"{kind}-{place}",
            (f"{modifier}+{place}",),
            words if place == DUPLICATE_NUMBERS[0] else "",
            shown=f"{modifier}+{DUPLICATE_NUMBERS[0]} … {DUPLICATE_NUMBERS[-1]}",
            needs="register",
        )
        for place in DUPLICATE_NUMBERS
    ]


NEW: Final = Action(
    "new",
    ("F9",),
    mark("New case; in a form that is begun another one"),
    KeyScope.WINDOW,  # the telephone rings wherever the keyboard is
    needs="register",
)
REGISTERING: Final = (
    Action(
        "answer", ("F10",), mark("The call is answered at once, without a case"), needs="register"
    ),
    Action("point", ("F11",), mark("Show the place of the new case on the map"), needs="register"),
    *_same("open-same", "Ctrl", mark("Open the case that may be the same")),
    *_same("is-same", "Alt", mark("It is the same: note the call on that case")),
)
"""Keys that work while the form is shown."""
ACTIONS: Final = (
    NEW,
    *REGISTERING,
    Action(
        "on",
        ("A",),
        mark("Accept, file, confirm, pass or close the case"),
        commands=("accept", "file", "answer-verify", "pass", "close"),
    ),
    Action(
        "away",
        ("X",),
        mark("Reject the case or send it back"),
        commands=("reject", "send-back", "fail"),
    ),
    Action(
        "look",
        ("V",),
        mark("Send a collector to verify or to check"),
        commands=("send-verify", "send-check"),
    ),
    *CASES,
)


class IntakeWorkspace(CaseColumns):
    """The workspace of call takers, collectors and the supervision shift lead."""

    keymap: ClassVar[Sequence[Action]] = ACTIONS
    plans: ClassVar[Sequence[Plan]] = (
        Plan(1500, 700, 0.38, 0.44, stacked=True),
        Plan(1100, 0, 0.36, 0.56),
        Plan(0, 0, 0.4, 0.67),
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.register = RegisterPane(context)
        self.picker = PointPicker(self.map, self)
        self.new = Button("", size="command.height")
        self._made: int | None = None  # it is in the database and not yet here
        self.left_part = QStackedWidget()
        self.columns.replaceWidget(0, self.left_part)
        for part in (self.queue, self.register):
            self.left_part.addWidget(part)
        self.queue.tools.insertWidget(0, self.new)
        self.new.setVisible(self.registers)
        self.new.clicked.connect(self.begin)
        self.register.left.connect(self.leave_register)
        self.register.made.connect(self._expect)
        self.register.message.connect(self.message)
        self.register.draft_left.connect(self._draft_left)
        self.register.drafts_changed.connect(self._name_button)
        self.register.spot_changed.connect(self._show_spot)
        self.register.point_wanted.connect(self.pick)
        self.register.ended_wanted.connect(self.card.archive.open)
        self.picker.picked.connect(self.register.take_point)
        self.picker.left.connect(self.take_focus)
        context.listener.changed.connect(self._came)
        self.detached.parts["list"] = (self.left_part, mark("List"))
        self.handlers |= {
            NEW.key: self.begin,
            "answer": self.register.toggle_answer,
            "point": self.pick,
        }
        for place in DUPLICATE_NUMBERS:
            press = self.register.duplicates.press
            self.handlers[f"open-same-{place}"] = partial(press, place, same=False)
            self.handlers[f"is-same-{place}"] = partial(press, place, same=True)
        self._name_button()

    # registering

    @property
    def registers(self) -> bool:
        """Whether this post registers cases."""
        return self.context.seat.desk.post in POSTS_OF["register"]

    @property
    def is_registering(self) -> bool:
        """Whether the form is in front of the rows."""
        return self.left_part.currentWidget() is self.register

    def begin(self) -> None:
        """Shows the form in place of the rows."""
        if not self.registers:
            self.message.emit(_("This is done by another post."), "text.2")
            return
        again = self.is_registering
        self.left_part.setCurrentWidget(self.register)
        if again:
            self.register.begin()
        else:
            self.register.open()
        self._show_spot()

    def leave_register(self) -> None:
        """Returns to the rows; the draft stays."""
        self.picker.stop()
        self.left_part.setCurrentWidget(self.queue)
        self._show_spot()
        self.queue.take_focus()

    def pick(self) -> None:
        """Picks the place on the map, while the form is shown."""
        if self.is_registering:
            self.picker.start()

    def _show_spot(self) -> None:
        spot = self.register.draft.spot if self.is_registering else None
        self.map.view.show_spot((spot.lon, spot.lat) if spot is not None else None)
        if spot is not None:
            self.map.navigator.show_place(spot.lon, spot.lat)

    def _name_button(self) -> None:
        count = len(self.register.kept_drafts)
        drafts = _("New case  F9 · {count} begun").format(count=count)
        self.new.set_words(drafts if count else _("New case  F9"))

    def _draft_left(self) -> None:
        self.leave_register()
        self.draft_left.emit()

    def _expect(self, case: int) -> None:
        self._made = case
        self._choose_made()

    def _came(self, _change: Change) -> None:
        self._choose_made()

    def _choose_made(self) -> None:
        """Selects the saved case in a queue that holds it, unless another draft has text."""
        if self.is_registering:
            self._made = None
        case = self._made
        if case is None or case not in self.context.seat.room.cases:
            return
        self._made = None
        if self.queue.model.row_of(case) < 0:
            self.show_queue("intake")
        if self.queue.model.row_of(case) < 0:
            self.show_queue("all")
        self.context.selection.choose([case], case)

    @override
    def act(self, action: Action) -> None:
        """Runs an action; keys of the form work only while it is shown.

        Bare letters then belong to the form: a letter typed beside a field must not accept or reject the
        case on the card.
        """
        if not self.is_registering:
            if action not in REGISTERING:
                super().act(action)
        elif any(len(key) == 1 for key in action.keys) and not self._at_the_card():
            self.register.take_focus()
        else:
            super().act(action)

    def _at_the_card(self) -> bool:
        held = QApplication.focusWidget()
        return held is not None and self.card.isAncestorOf(held)

    @property
    @override
    def first_part(self) -> QWidget:
        return self.left_part

    # what the window asks

    @override
    def take_focus(self) -> None:
        if self.is_registering:
            self.register.take_focus()
        else:
            super().take_focus()

    @override
    def show_queue(self, key: str) -> None:
        """Shows a counter's queue in front of the form, which stays as it is."""
        if self.is_registering:
            self.leave_register()
        super().show_queue(key)

    @override
    def mask_personal_data(self) -> None:
        super().mask_personal_data()
        self.register.form.mask_personal_data()

    @property
    @override
    def draft(self) -> str:
        kept = self.register.kept_drafts
        return super().draft or (kept[0].title if kept else "")

    @override
    def ask_about_draft(self) -> None:
        if super().draft:
            super().ask_about_draft()
            return
        self.left_part.setCurrentWidget(self.register)
        self.register.ask_about_draft()

    @property
    @override
    def panes(self) -> Sequence[Pane]:
        first = self.register if self.is_registering else self.queue
        return (first, self.card, self.map)

    @override
    def pose(self, state: str) -> None:
        super().pose(state)
        if state in ("register", "answer"):
            self.begin()
            self.register.pose(answering=state == "answer")
