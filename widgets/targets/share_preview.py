"""Preview of several cases, each with its first recommended target, and one key that sends them."""

from collections.abc import Sequence

from qtpy.QtCore import QElapsedTimer, Qt, QTimer, Signal
from qtpy.QtGui import QKeyEvent
from qtpy.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from console.desk.case_names import CaseNames
from console.desk.command_words import cases_words
from console.desk.distribution import Distribution, Share
from console.words import _, both
from widgets import theme
from widgets.controls import Button, ButtonKind, Pane, states
from widgets.session.context import Context
from widgets.targets.dragging import DragController
from widgets.targets.row import TargetRow, way_words
from widgets.targets.tree import TargetList

SLICE_MS = 8
LEFT_OUT = "left-out"


class SharePreview(Pane):
    """`confirmed(shares)` to send them, `left()` to cancel. Computed in slices between events."""

    confirmed = Signal(object)
    left = Signal()

    def __init__(
        self, context: Context, dragging: DragController, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.context, self.case_names = context, CaseNames(context.seat.desk)
        self.distribution = Distribution(context.seat.desk, ())
        self.rows = TargetList(dragging, "row", _("Each to its own"))
        self.rows.setAcceptDrops(False)
        self.rows.viewport().setAcceptDrops(False)
        self.rows.folded.connect(self._fold)
        self._open: set[str] = set()
        self._slice = QTimer(self)
        self._slice.setInterval(0)
        self._slice.timeout.connect(self._go_on)
        self.question = QLabel()
        self.question.setWordWrap(True)
        self.leave, self.go = Button(""), Button("", ButtonKind.PRIMARY)
        self.leave.clicked.connect(self.left)
        self.go.clicked.connect(self._mean)
        self._lay_out_body()
        theme.current().changed.connect(self.restyle)
        self.restyle()
        self.hide()

    def _lay_out_body(self) -> None:
        body, buttons = QWidget(), QHBoxLayout()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        space = theme.px("space.12")
        self.question.setContentsMargins(space, theme.px("space.8"), space, theme.px("space.8"))
        buttons.setContentsMargins(space, theme.px("space.8"), space, theme.px("space.8"))
        buttons.setSpacing(theme.px("space.8"))
        buttons.addWidget(self.leave)
        buttons.addWidget(self.go, 1)
        column.addWidget(self.question)
        column.addWidget(self.rows, 1)
        column.addLayout(buttons)
        self.set_body(body)

    def show_cases(self, cases: Sequence[int]) -> None:
        """Computes the shares of these cases and asks."""
        self.distribution = Distribution(self.context.seat.desk, cases)
        self._open = {LEFT_OUT}
        self.set_state(states.LOADING)
        self.show()
        self._slice.start()

    def close_preview(self) -> None:
        self._slice.stop()
        self.hide()

    def _go_on(self) -> None:
        spent = QElapsedTimer()
        spent.start()
        while not self.distribution.done and spent.elapsed() < SLICE_MS:
            self.distribution.step()
        if self.distribution.done:
            self._slice.stop()
            self._tell()
            self._ask()

    def _ask(self) -> None:
        """Focuses the button that sends or, with nothing to send, the one that cancels."""
        (self.go if self.distribution.sent else self.leave).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.leave if self.leave.hasFocus() else self.go).click()
        else:
            super().keyPressEvent(event)

    def _mean(self) -> None:
        self.confirmed.emit(self.distribution.sent)

    # what is shown

    @override
    def restyle(self) -> None:
        super().restyle()
        self.set_title(_("Each to its own"))
        if not self.isHidden() and self.distribution.done:
            self._tell()

    def _tell(self) -> None:
        """Shows the question and the rows: cases left out first, then the cases by target."""
        sent = self.distribution.sent
        targets = {(one.target.department, one.target.crew) for one in sent if one.target}
        words = _("{cases}, each to its own first recommendation; targets: {targets}")
        none = _("None of these can be dispatched without a decision.")
        told = words.format(cases=cases_words(len(sent)), targets=len(targets))
        self.question.setText(told if sent else none)
        self.leave.set_words(_("Cancel"))
        self.go.set_words(_("Dispatch {count}").format(count=len(sent)))
        self.go.setVisible(bool(sent))
        held = self.context.seat.room.cases
        groups: dict[str, list[Share]] = {}
        for share in self.distribution.shares:
            key = LEFT_OUT if share.target is None else self._name(share)
            groups.setdefault(key, []).append(share)
        rows: list[TargetRow] = []
        for key in sorted(groups, key=lambda one: (one != LEFT_OUT, -len(groups[one]))):
            shares, opened = groups[key], key in self._open
            title = _("Left out") if key == LEFT_OUT else key
            facts = cases_words(len(shares))
            rows.append(TargetRow(title, facts=facts, expanded=opened, key=key))
            rows += [self._row(s) for s in shares if opened and s.case in held]
        self.rows.set_rows(rows)
        self.set_state(states.READY)

    def _name(self, share: Share) -> str:
        assert share.target is not None
        directory = self.context.seat.desk.directory
        body = directory.departments[share.target.department]
        name = both(body["zh"], body["en"])
        crew = share.target.crew
        return name if crew is None else f"{directory.crews[crew]['call_sign']} · {name}"

    def _row(self, share: Share) -> TargetRow:
        slot = self.context.seat.room.cases.slot_of[share.case]
        title = f"{self.case_names.number(slot)} {self.case_names.category(slot)}"
        metres = share.target.metres if share.target is not None else None
        facts = share.why or ("" if metres is None else way_words(metres))
        return TargetRow(title, facts=facts, depth=1, key=f"case-{share.case}")

    def _fold(self, key: str) -> None:
        if not key.startswith("case-"):
            self._open ^= {key}
            self._tell()
