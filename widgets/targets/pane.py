"""The right column: recommended targets, the tree of departments, crews nearby."""

import math
from collections.abc import Sequence

from qtpy.QtCore import QTimer, Signal
from qtpy.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from console.desk import foresight
from console.desk.distribution import Share
from console.desk.recommendation import Target, nearest_crews, refusal
from console.domain.verdict import Verdict
from console.live.change import Change
from console.live.crews import busy
from console.words import _, both
from widgets import theme
from widgets.controls import Button, Pane, SearchField, states
from widgets.session.context import Context
from widgets.targets.department_rows import DepartmentRows
from widgets.targets.dragging import DragController
from widgets.targets.hover_open import HoverOpen
from widgets.targets.row import TargetRow, way_words
from widgets.targets.share_preview import SharePreview
from widgets.targets.tree import TargetList

OTHERS = "others"
COUNT_EVERY_MS = 330
"""Interval of counting, out of step with the counters, so that the pauses do not add up."""
NEARBY = 7
MIN_TREE = 2
MAX_NEARBY = 20
"""Limit on a tall screen, where the departments leave space."""


class TargetsPane(QWidget):
    """The targets of the selected cases.

    Signals: `dispatch_requested(department, crew | None, cases | None)` for these cases (None: the selected
    ones); `shared(shares)` for cases with a target each. Keys: 1–3 arm a recommended target, D searches,
    Enter sends to the armed target, E shares the selected cases out.
    """

    dispatch_requested = Signal(object, object, object)
    shared = Signal(object)

    def __init__(
        self, context: Context, dragging: DragController, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context, self.dragging = context, dragging
        self.department_rows = DepartmentRows(context.seat.desk)
        self._case: int | None = None
        self.recommended = TargetList(dragging, "target.recommended", _("Recommended"))
        self.tree = TargetList(dragging, "row", _("Departments"))
        self.nearby = TargetList(dragging, "row", _("Crews nearby"))
        self.search = SearchField(_("Department or crew, initials"))
        self.hover_open = HoverOpen(self.tree), HoverOpen(self.nearby)
        self.preview = SharePreview(context, dragging)
        self.each = Button("", size="strip")
        self._others_shown = False
        self._near: Sequence[Target] = ()
        self._recount = QTimer(self)
        self._recount.setSingleShot(True)
        self._recount.setInterval(COUNT_EVERY_MS)
        self._recount.timeout.connect(self._count)
        self._lay_out()
        dragging.keep_clear(self)
        for held in self._lists():
            held.chosen.connect(self._chosen)
            held.dropped.connect(self.dispatch_requested)
            held.armed.connect(self._armed)
        self.tree.folded.connect(self._fold)
        self.nearby.folded.connect(self._fold_others)
        self.each.clicked.connect(self.share_out)
        self.preview.confirmed.connect(self._share)
        self.preview.left.connect(self._leave_preview)
        self.search.asked.connect(self._search)
        self.search.returnPressed.connect(self._enter_tree)
        context.selection.changed.connect(self._choice)
        dragging.ended.connect(self._follow)  # what was dropped is gone, another case is open
        context.listener.changed.connect(self._changed)
        theme.current().changed.connect(self.restyle)
        self.restyle()

    def _lists(self) -> tuple[TargetList, TargetList, TargetList]:
        return self.recommended, self.tree, self.nearby

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("gap.pane"))
        self.panes = (Pane(), Pane(), Pane())
        tree = QWidget()
        inside = QVBoxLayout(tree)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        field = QVBoxLayout()
        space = theme.px("space.12")
        field.setContentsMargins(space, theme.px("space.8"), space, theme.px("space.4"))
        field.addWidget(self.search)
        inside.addLayout(field)
        inside.addWidget(self.tree, 1)
        for pane, body in zip(self.panes, (self.recommended, tree, self.nearby), strict=True):
            pane.set_body(body)
            column.addWidget(pane, 1 if body is tree else 0)
        for pane in (self.panes[0], self.panes[2]):
            pane.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column.addWidget(self.preview, 1)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # see `_heights`
        self.panes[0].tools.addWidget(self.each)

    @override
    def resizeEvent(self, event: object) -> None:
        self._heights()

    def _heights(self) -> None:
        """Three recommended rows always; nearby crews as many as leave the tree half the column, none
        where there is no room for two."""
        head = theme.px("pane.head")
        first = head + 3 * theme.px("target.recommended")
        room = self.height() - first - 2 * theme.px("gap.pane")
        row = theme.px("row")
        rows = min(NEARBY, max(2, int((room * 0.45 - head) // row)))
        tree = head + theme.px("field") + theme.px("space.12") + len(self.tree.rows) * row
        rows = max(rows, min(MAX_NEARBY, int((room - tree - head) // row)))
        low = head + theme.px("field") + theme.px("space.12") + MIN_TREE * row
        self.panes[2].setVisible(room - low >= head + 2 * row and self.preview.isHidden())
        # the lists ask for their rows, not the panes: a banner in one makes it higher and hides no row
        self.recommended.show_lines(3)
        self.nearby.show_lines(rows)

    def restyle(self) -> None:
        """Follows the language and theme in force."""
        for pane, title in zip(
            self.panes, (_("Recommended"), _("Departments"), _("Crews nearby")), strict=True
        ):
            pane.set_title(title)
        self.each.set_words(_("Each to its own  E"))
        self._offer_each()
        self.search.set_hint(_("Department or crew, initials"))
        self._heights()
        self.refresh()

    def _hint(self) -> str:
        """Words of the hint: how to dispatch, or the posts that may."""
        if self._may_dispatch():
            return _("drop here or press 1–3")
        posts = foresight.posts_allowed("dispatch")
        return _("Only {posts} dispatch").format(posts=foresight.named(posts))

    # what is shown

    def refresh(self) -> None:
        """Rebuilds all three lists from the live columns."""
        self._count()
        self._follow()

    def _count(self) -> None:
        """Counts the open cases of every department."""
        self.department_rows.count(self.context.seat.room.cases)
        self.tree.set_rows(self.department_rows.rows(self.search.text()))

    def _changed(self, change: Change) -> None:
        if change.loaded:
            self._count()
        elif change.applied and not self._recount.isActive():
            self._recount.start()
        if change.loaded:
            self._follow()
        elif change.crews or change.applied:
            self._nearby()

    def _choice(self) -> None:
        """Disarms all targets when other cases are selected."""
        for held in self._lists():
            held.disarm()
        if not self.preview.isHidden():
            self._leave_preview()
        self._offer_each()
        self._follow()

    def _follow(self) -> None:
        """Follows the case with the open card, for which targets are recommended."""
        case = self.context.selection.current
        room = self.context.seat.room
        self._case = case if case is not None and case in room.cases else None
        self._recommend()
        self._nearby()

    def _recommend(self) -> None:
        if self.dragging.session is not None:
            return  # the recommended targets stay put while something is dragged
        pane = self.panes[0]
        if self._case is None:
            self.recommended.set_rows(())
            pane.set_state(states.empty(_("Choose a case to see recommended targets")))
            return
        found = self.context.operations.recommended(self._case)
        rows = [self._row(target, str(n)) for n, target in enumerate(found, 1)]
        self.recommended.set_rows(rows)
        pane.set_state(states.READY if rows else states.empty(self._why_nobody(self._case)))

    def _why_nobody(self, case: int) -> str:
        no = refusal(self.context.seat.desk, case)
        return no.text if no is not None else _("Nobody is responsible here")

    def _nearby(self) -> None:
        if self.dragging.session is not None:
            return
        if self._case is None:
            self.nearby.set_rows(())
            self.panes[2].set_state(states.empty(_("Choose a case to see crews nearby")))
            return
        found = nearest_crews(self.context.seat.desk, self._case)
        self._near = sorted(found, key=_way)  # what the list is called, not what is best
        self._tell_nearby()

    def _tell_nearby(self) -> None:
        """Lists nearby crews: those of the trade first, the others folded below."""
        found = self._near
        rows = [self._row(one, "") for one in found if one.able][:MAX_NEARBY]
        others = [one for one in found if not one.able]
        if others:
            words = _("Of another trade: {count}").format(count=len(others))
            rows.append(TargetRow(words, expanded=self._others_shown, key=OTHERS))
        if self._others_shown:
            rows += [self._row(one, "") for one in others[:MAX_NEARBY]]
        self.nearby.set_rows(rows)
        self.panes[2].set_state(states.READY)

    def _fold_others(self, _key: str) -> None:
        """Shows or hides crews of another trade."""
        self._others_shown = not self._others_shown
        self._tell_nearby()

    def _row(self, target: Target, digit: str) -> TargetRow:
        directory = self.context.seat.desk.directory
        body = directory.departments[target.department]
        name = both(body["zh"], body["en"])
        if target.crew is None:
            facts = _("{count} open").format(count=target.in_hand)
            return TargetRow(name, target.department, None, target.why, facts, digit)
        sign = directory.crews[target.crew]["call_sign"]
        title = f"{sign} · {name}" if digit else sign  # in a narrow column the body gives way
        way = "" if target.metres is None else way_words(target.metres)
        facts = " · ".join(part for part in (self._doing(target.crew), way) if part)
        return TargetRow(title, target.department, target.crew, target.why, facts, digit)

    def _doing(self, crew: int) -> str:
        desk = self.context.seat.desk
        if not desk.sees_department(desk.directory.crews[crew]["department_id"]):
            return ""
        held = busy(self.context.seat.room.cases).get(crew, ())
        if not held:
            return _("free")
        return _("{count} in hand").format(count=len(held))

    # several cases, each to its own

    def _offer_each(self) -> None:
        """Shows the button in place of the hint when several cases are selected."""
        several = len(self.context.selection) > 1 and self._may_dispatch()
        self.each.setVisible(several)
        self.panes[0].set_counts("" if several else self._hint())

    def _may_dispatch(self) -> bool:
        return self.context.seat.desk.post in foresight.posts_allowed("dispatch")

    def share_out(self) -> None:
        """Previews a target for each selected case; nothing is sent before it is confirmed."""
        if self._may_dispatch() and len(self.context.selection):
            for pane in self.panes:
                pane.hide()
            self.preview.show_cases(self.context.selection.ids)

    def _share(self, shares: Sequence[Share]) -> None:
        self._leave_preview()
        self.shared.emit(shares)

    def _leave_preview(self) -> None:
        self.preview.close_preview()
        for pane in self.panes:
            pane.show()
        self._heights()

    # what is meant

    def arm(self, digit: int) -> None:
        """Arms recommended target 1, 2 or 3 and shows its verdict."""
        if digit <= len(self.recommended.rows):
            self.recommended.setFocus()
            self.recommended.press(digit - 1)

    def search_department(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def show_target(self, department: int, crew: int | None) -> None:
        """Scrolls to a target in the tree without arming it."""
        directory = self.context.seat.desk.directory
        body = directory.departments[department]
        sign = directory.crews[crew]["call_sign"] if crew is not None else ""
        self.search.setText(sign or both(body["zh"], body["en"]))
        rows = [(row.department, row.crew) for row in self.tree.rows]
        if (department, crew) in rows:
            self.tree.setFocus()
            self.tree.go_to(rows.index((department, crew)))

    def disarm_all(self) -> None:
        """Disarms all targets and clears the search."""
        self.search.clear()
        for held in self._lists():
            held.disarm()

    def _armed(self, row: TargetRow | None) -> None:
        """Disarms the other lists when a target is armed, and computes its verdict."""
        sender = self.sender()
        for held in self._lists():
            if held is not sender:
                held.disarm()
        if row is None or row.department is None or not isinstance(sender, TargetList):
            return
        if sender.armed_verdict is None:
            sender.armed_verdict = self._verdict(row)
            sender.viewport().update()

    def _verdict(self, row: TargetRow) -> Verdict | None:
        cases = self.context.selection.ids
        if not cases or row.department is None:
            return None
        return self.context.operations.foresee_dispatch(cases, row.department, row.crew)

    def _chosen(self, department: int, crew: int | None) -> None:
        self.dispatch_requested.emit(department, crew, None)

    def _fold(self, key: str) -> None:
        self.department_rows.fold(key)
        self.tree.set_rows(self.department_rows.rows(self.search.text()))

    def _search(self, words: str) -> None:
        rows = self.department_rows.rows(words)
        self.tree.set_rows(rows)
        self.panes[1].set_counts("" if rows else _("no match"))

    def _enter_tree(self) -> None:
        """Arms the first target found, on Enter in the search."""
        first = next((i for i, row in enumerate(self.tree.rows) if row.target), -1)
        if first >= 0:
            self.tree.setFocus()
            self.tree.press(first)


def _way(target: Target) -> float:
    return math.inf if target.metres is None else target.metres
