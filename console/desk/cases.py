"""One case as its card shows it: story, seven steps, available commands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from console.desk import forms
from console.desk.collectors import SENDS
from console.desk.command_words import explained
from console.desk.desk import Desk
from console.desk.forms import Field
from console.domain import automatic
from console.domain.moment import MINUTE_MS
from console.domain.stage import Post, Stage
from console.domain.workflow import NOT_UNDOABLE, RULES, VARIANTS_BY_COLUMN
from console.store.reading import queries
from console.words import mark

STEPS: Final = (
    (mark("Collect"), (Stage.INTAKE, Stage.VERIFY)),
    (mark("Filing"), (Stage.FILE,)),
    (mark("Dispatch"), (Stage.DISPATCH, Stage.VOID)),
    (mark("Handling"), (Stage.HANDLE,)),
    (mark("Report back"), (Stage.FORWARD,)),
    (mark("Check"), (Stage.CHECK, Stage.CLOSE)),
    (mark("Evaluation"), (Stage.CLOSED, Stage.REJECTED, Stage.VOIDED)),
)
"""The seven steps of CJ/T 315 and the stages each is made of."""

TO_A_TARGET: Final = frozenset({"dispatch"})


DECIDES: Final = frozenset({"decide", "decide-appeal"})
ASKS: Final = frozenset({"ask-extension", "ask-return", "ask-suspension", "ask-void"})


@dataclass(frozen=True, slots=True)
class StoryEntry:
    """One entry of a case's story. `at` is the claimed moment, ms."""

    at: int
    command: str
    actor: int | None
    on_behalf_of: str
    post: str
    reason: str
    department: int | None
    collector: int | None
    stage: int | None
    since: int | None
    request: Mapping[str, Any] | None = None
    """What was asked for, or decided, in it: kind, hours, until, state as of then."""
    deadline: int | None = None
    """The department's deadline as it was moved by it, ms."""


@dataclass(frozen=True, slots=True)
class Move:
    """A command a post may give: `fields` are to be filled in, or a target is to be named.

    `refusal` says why the rules would not allow it now, in the language in force; "" where they do.
    `explained` describes the command where its name does not.
    """

    command: str
    fields: tuple[Field, ...] = ()
    needs_target: bool = False
    refusal: str = ""
    explained: str = ""


def story(desk: Desk, case: int) -> Sequence[StoryEntry]:
    """Everything the log has of a case, oldest first. Blocks: for worker threads."""
    return story_from(queries.story(desk.store, case))


def story_from(rows: Iterable[Mapping[str, Any]]) -> Sequence[StoryEntry]:
    """Rows of the log, oldest first; a decision has the figures of what was asked for."""
    asked: dict[str, Mapping[str, Any]] = {}
    found: list[StoryEntry] = []
    for row in rows:
        after = row["after"] or {}
        for request, changed in (after.get("requests") or {}).items():
            asked[request] = {**asked.get(request, {}), **changed}
        entry = entry_from(row)
        mine = [asked[one] for one in after.get("requests") or {} if "kind" in asked[one]]
        if mine and row["command"] in (*DECIDES, *ASKS):
            entry = replace(entry, request=mine[0], deadline=after.get("department_deadline"))
        found.append(entry)
    return found


def entry_from(row: Mapping[str, Any]) -> StoryEntry:
    """Makes a story entry of one row of the log."""
    after = row["after"] or {}
    first = row["command"] == "register"
    return StoryEntry(
        row["occurred_at"],
        row["command"],
        row["actor_id"],
        row["on_behalf_of"] or "",
        row["post"] or "",
        "" if first else automatic.reader_text(row["reason"] or ""),
        after.get("department_id"),
        after.get("collector_id") if row["command"] in SENDS else None,
        after.get("stage"),
        after.get("stage_since"),
    )


def effective(entries: Sequence[StoryEntry]) -> Sequence[StoryEntry]:
    """The story without undone entries and their undoes."""
    kept: list[StoryEntry] = []
    for entry in entries:
        if entry.command != "undo":
            kept.append(entry)
            continue
        mine = (place for place, one in enumerate(kept) if one.actor == entry.actor)
        last = max(mine, default=None)
        if last is not None:
            del kept[last]
    return kept


def undoable(desk: Desk, entries: Sequence[StoryEntry]) -> StoryEntry | None:
    """Entry that this operator may undo, as far as the story tells; the door decides."""
    last = next(reversed(effective(entries)), None)
    minutes = desk.setting("undo_minutes")
    if last is None or last.command in NOT_UNDOABLE:
        return None
    mine = last.actor == desk.actor and last.post == str(desk.post)
    late = last.at < desk.room.clock.now() - minutes * MINUTE_MS
    return last if mine and not late else None


def spent(entries: Sequence[StoryEntry], now: int) -> Sequence[int | None]:
    """ms a case has spent in each of the seven steps up to `now`; None where nothing is known."""
    found: list[int | None] = [None] * len(STEPS)
    places = {stage: step for step, (_title, stages) in enumerate(STEPS) for stage in stages}
    stage: Stage | None = None
    since = 0
    for entry in effective(entries):
        if entry.stage is None:
            continue
        begun = entry.since or entry.at
        if stage is not None:
            step = places[stage]
            found[step] = (found[step] or 0) + max(0, begun - since)
        stage, since = Stage(entry.stage), begun
    if stage is not None and not stage.ended:
        found[places[stage]] = (found[places[stage]] or 0) + max(0, now - since)
    return found


def step_of(stage: Stage) -> int:
    """The one of the seven steps that a stage belongs to."""
    return next(step for step, (_title, stages) in enumerate(STEPS) if stage in stages)


def moves(
    stage: Stage, post: Post, photos_needed: bool = False, *, merged: bool = False
) -> Sequence[Move]:
    """Commands of the rule table that the card can give, the usual ones first.

    Requests are decided by the card's own buttons, and undone in the status bar. `photos_needed`:
    the city wants pictures of work done. `merged`: the case is another's duplicate, which may end
    with it.
    """
    found: dict[str, Move] = {}
    for rule in RULES:
        if rule.stage is not stage or rule.post is not post:
            continue
        if rule.variant and not (merged and rule.variant == VARIANTS_BY_COLUMN["close"][0]):
            continue
        if rule.command == "undo":
            continue
        target = rule.command in TO_A_TARGET
        asked = () if target else forms.fields(rule, photos_needed)
        found[rule.command] = Move(rule.command, asked, target)
    return sorted(found.values(), key=_usual)


def offered(desk: Desk, case: int) -> Sequence[Move]:
    """Commands on an open case for the post at this desk, those refused now last."""
    cases = desk.room.cases
    slot = cases.slot_of[case]
    stage, merged = (
        Stage(int(cases.column("stage")[slot])),
        bool(cases.column("duplicate_of")[slot]),
    )
    photos_needed = bool(desk.setting("photos_for_done"))
    found = []
    for move in moves(stage, desk.post, photos_needed, merged=merged):
        if cases.crews.get(case):  # who is on it is not asked again
            move = replace(move, fields=tuple(f for f in move.fields if f.offers != "own_crews"))
        hindered = not move.needs_target
        no = forms.fixed_objection(desk, move.command, case, move.fields) if hindered else ""
        found.append(replace(move, refusal=no, explained=explained(desk, move.command)))
    return sorted(found, key=_refused)


def _refused(move: Move) -> bool:
    return bool(move.refusal)


def _usual(move: Move) -> tuple[int, bool]:
    """Whether a command moves the case forward; such commands come first."""
    return (FIRST.index(move.command) if move.command in FIRST else len(FIRST), bool(move.fields))


FIRST: Final = (
    *("dispatch", "forward", "acknowledge", "start", "arrive", "done"),
    *("accept", "answer-verify", "file", "send-check", "pass", "close", "urge"),
)


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """An open request, and the command that decides it."""

    request: int
    kind: str
    command: str


def decidable(desk: Desk, case: int) -> OpenRequest | None:
    """The open request on a case that this post decides; None where there is none."""
    cases = desk.room.cases
    stage = Stage(int(cases.column("stage")[cases.slot_of[case]]))
    rules = {
        rule.variant.rstrip("+-"): rule.command
        for rule in RULES
        if rule.command in DECIDES and rule.post is desk.post and rule.stage is stage
    }
    for request, (kind, level) in desk.room.cases.requests.get(case, {}).items():
        variant = f"{kind}{level}" if kind == "appeal" else kind
        second = kind == "extension" and level >= 2
        if variant in rules and not (second and desk.post is Post.DISPATCHER):
            return OpenRequest(request, kind, rules[variant])
    return None
