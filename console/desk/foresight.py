"""Prediction of the door's answer from the live columns, before anything is sent.

The same `domain.judgement` runs here. The database decides; this explains.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from console.desk import trades
from console.desk.desk import Desk
from console.domain import judgement
from console.domain.intent import Forged, HeldPost, Intent, Row
from console.domain.judgement import Declined
from console.domain.refusal import Refused
from console.domain.stage import Axis, Post
from console.domain.stage_limits import ANYWHERE
from console.domain.verdict import YES, Verdict, VerdictKind
from console.domain.workflow import RULES
from console.domain.worktime import Calendar
from console.live.crews import busy
from console.words import _, both

AGAIN: Final = Verdict(VerdictKind.YES, "redispatch_reason")
"""Verdict on a case that moves from one department to another: the card's form asks why."""
AGAIN_FROM: Final = frozenset(int(r.stage) for r in RULES if r.command == "redispatch" and r.stage)


class SeatLookups:
    """`Lookups` over the seat's columns and directory. Checks of unknown facts pass."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def posts(self, actor: int) -> Sequence[HeldPost]:
        return self.desk.posts

    def region_path(self, region: int) -> Collection[int]:
        return self.desk.directory.region_paths.get(region, frozenset())

    def department_path(self, department: int) -> Collection[int]:
        return self.desk.directory.department_paths.get(department, frozenset())

    def condition(self, condition: int) -> Row | None:
        return self.desk.directory.conditions.get(condition)

    def department(self, department: int) -> Row | None:
        return self.desk.directory.departments.get(department)

    def crew(self, crew: int) -> Row | None:
        return self.desk.directory.crews.get(crew)

    def collector(self, collector: int) -> Row | None:
        return self.desk.directory.collectors.get(collector)

    def category_known(self, category: int) -> bool:
        return category in self.desk.directory.categories

    def grid_known(self, code: str) -> bool:
        known = self.desk.directory.grid_classes
        return not known or code in known

    def grid_class(self, code: str) -> int | None:
        return self.desk.directory.grid_classes.get(code)

    def case(self, case: int) -> Row | None:
        cases = self.desk.room.cases
        return {**cases.row(case), "departments": []} if case in cases else None

    def requests(self, case: int) -> Sequence[Row]:
        return self.desk.requests(case)

    def assignments(self, case: int) -> Sequence[Row]:
        held = self.desk.room.cases.crews.get(case, {})
        return [
            {"id": a, "crew_id": crew, "state": state, "ended_at": None}
            for a, (crew, state) in held.items()
        ]

    def blob_known(self, digest: str) -> bool:
        return True

    def axes(self, case: int, actor: int) -> Collection[Axis]:
        return ()

    def touched_since(self, case: int, version: int) -> Collection[str]:
        return ()

    def latest_events(self, case: int) -> Sequence[Row]:
        return ()

    def stage_limit(self, stage: int, urgent: bool, grid: str | None) -> Row | None:
        limits = self.desk.directory.stage_limits
        own = self.grid_class(grid) if grid else None
        anywhere = limits.get((stage, urgent, ANYWHERE))
        return anywhere if own is None else limits.get((stage, urgent, own), anywhere)

    def calendar(self, name: str) -> Calendar:
        return self.desk.room.cases.calendars.calendar(name)

    def setting(self, name: str) -> Any:
        return self.desk.setting(name)


def posts_allowed(command: str) -> list[Post]:
    """Posts that may give a command, in the order of posts."""
    held = {rule.post for rule in RULES if rule.command == command}
    return [post for post in Post if post in held]


def named(posts: Sequence[Post]) -> str:
    """ "派遣员、指挥值班长" """
    return _(", ").join(post.label for post in posts)


def foresee(
    desk: Desk,
    command: str,
    case: int,
    changes: Mapping[str, Any] | None = None,
    reason: str | None = None,
    on_behalf_of: str | None = None,
) -> Verdict:
    """The verdict on one command for one case of this screen."""
    ask = SeatLookups(desk)
    row = ask.case(case)
    intent = Intent(
        "",
        command,
        case,
        desk.post,
        changes=dict(changes or {}),
        reason=reason,
        on_behalf_of=on_behalf_of,
    )
    try:
        judgement.judge(intent, row, desk.actor, desk.room.clock.now(), ask)
    except Declined as no:
        return Verdict(VerdictKind.NO, no.key, no.detail)
    except Refused as no:
        return Verdict(VerdictKind.NO, no.key, no.values)
    except Forged as forged:
        return Verdict(VerdictKind.NO, "forged", {"what": str(forged)})
    return YES


def foresee_dispatch(
    desk: Desk, cases: Sequence[int], department: int, crew: int | None = None
) -> Verdict:
    """The verdict on dropping cases onto a department or crew: the worst of all of them.

    `AGAIN` for a case that a department has already and to which nothing else objects: it goes on
    with a reason.
    """
    changes = dispatch_changes(department, crew)
    if all_in_hand(desk, cases):
        verdict = _foresee_again(desk, cases, changes)
        if verdict.allowed is VerdictKind.NO:
            return verdict
        objection = _worth_confirming(desk, cases[0], department, crew)
        return verdict if objection is YES else objection
    worst = YES
    for case in cases:
        verdict = foresee(desk, "dispatch", case, changes)
        if verdict.allowed is VerdictKind.NO:
            return verdict
        if worst is YES:
            worst = _worth_confirming(desk, case, department, crew)
    return worst


def dispatch_changes(department: int, crew: int | None) -> dict[str, Any]:
    """The `changes` of a dispatch to this department or crew."""
    return {"department_id": department} | ({} if crew is None else {"crews": [crew]})


def all_in_hand(desk: Desk, cases: Sequence[int]) -> bool:
    """Whether all of these have a department already, so that sending them on needs a reason."""
    return all(_in_hand(desk, case) for case in cases)


def _in_hand(desk: Desk, case: int) -> bool:
    cases = desk.room.cases
    return case in cases and int(cases.column("stage")[cases.slot_of[case]]) in AGAIN_FROM


def _foresee_again(desk: Desk, cases: Sequence[int], changes: Mapping[str, Any]) -> Verdict:
    if len(cases) != 1:
        return Verdict(VerdictKind.NO, "redispatch_one")
    verdict = foresee(desk, "redispatch", cases[0], changes, reason="…")
    return verdict if verdict.allowed is VerdictKind.NO else AGAIN


def _worth_confirming(desk: Desk, case: int, department: int, crew: int | None) -> Verdict:
    """The objection that the rules allow but a dispatcher should confirm."""
    slot = desk.room.cases.slot_of[case]
    category = int(desk.room.cases.column("category_id")[slot])
    region = int(desk.room.cases.column("region_id")[slot])
    path = desk.directory.region_paths.get(region, frozenset())
    skill = trades.of(desk.directory)
    owners = {
        row["department_id"]
        for row in skill.claims(category)
        if row["region_id"] is None or row["region_id"] in path
    }
    paths = desk.directory.department_paths
    above = paths.get(department, frozenset()) | {department}
    people = [place for place, body in desk.directory.staff if body is None or body in above]
    if people and not any(place is None or place in path for place in people):
        body = desk.directory.departments[department]
        named = {"department": both(body["zh"], body["en"])}
        return Verdict(VerdictKind.CONFIRM, "nobody_here", named)
    below = (one for one in owners if department in paths.get(one, ()))
    if owners and not owners & above and not any(below):
        return Verdict(VerdictKind.CONFIRM, "not_responsible")
    if crew is None:
        return YES
    row = desk.directory.crews.get(crew)
    if row is not None and not skill.able(row["department_id"], category):
        return Verdict(VerdictKind.CONFIRM, "crew_not_able")
    held = len(busy(desk.room.cases).get(crew, ()))
    if held >= desk.setting("crew_full"):
        return Verdict(VerdictKind.CONFIRM, "crew_busy", {"count": held})
    return YES
