"""The rule table: each row a move of a case with its post, stages, needs and effects.

One table for everything: prediction, screens, help, tests and the rule rows that the database's
door obeys are made from it. Source: CJ/T 315 / GB/T 30428.8.

Vocabulary, the same in `judgement` and in the guard of PostgreSQL:
needs — `reason`, `given:KEY`, `confirmed:KEY`, `condition`, `department`, `enforcement`, `crews`,
`collector`, `hours`, `until`, `due`, `photos`, `on_behalf`, `not_suspended`, `not_overdue`,
`overdue`, `extensions`, `empty:COLUMN`, `none_open:KIND`, `none_ever:KIND`, `decider`,
`ahead`, `recent_end`, `target`, `merged`, `free`, `something`, `area`,
`main_ended`, `not_own`.
does — `create`, `file`, `dispatch`, `start:CLOCK`, `stop:CLOCK`, `resume:CLOCK`, `now:COLUMN`,
`first:COLUMN`, `inc:COLUMN`, `set:COLUMN`, `unset:COLUMN`, `clear:COLUMN`, `copy:COLUMN:KEY`, `assign`,
`assignment:STATE`, `release:STATE`, `request:KIND`, `settle`, `raise`, `withdraw`, `extend`,
`suspend`, `unassign` (where crews are named), `attach:ROLE`, `claim`, `merge`, `unmerge`, `end`, `undo`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from console.domain.stage import OPEN_STAGES, Axis, Post, Stage

CT, CO, SL = Post.CALL_TAKER, Post.COLLECTOR, Post.SUPERVISION_LEAD
DI, CL, DE = Post.DISPATCHER, Post.COMMAND_LEAD, Post.DEPARTMENT
LE, DL, EC = Post.LEADER, Post.DUTY_LEADER, Post.EMERGENCY_COORDINATOR
EVERYONE: Final = (CT, CO, SL, DI, CL, DE, LE, DL, EC)

PLACE: Final = ("lon", "lat", "address", "grid_code", "region_id")
FACTS: Final = ("category_id", "severity", "description", "source")
CASE_KEYS: Final = (*PLACE, *FACTS, "collector_id")

KEY_TYPES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("lon", "lat"), "number"),
    **dict.fromkeys(("address", "grid_code", "description", "source"), "string"),
    **dict.fromkeys(
        (
            *("region_id", "category_id", "severity", "collector_id", "condition_id"),
            *("department_id", "hours", "until", "request_id", "due", "into"),
        ),
        "integer",
    ),
    **dict.fromkeys(("approve", "answer", "closing_confirmed"), "boolean"),
    **dict.fromkeys(("crews", "photos"), "array"),
}
"""Every key that `changes` may hold, and its JSON type. Any other key is a forgery."""
DIGITS: Final[Mapping[str, int]] = {
    **{key: 9 for key, kind in KEY_TYPES.items() if kind == "integer"},
    **dict.fromkeys(("until", "due", "request_id", "into"), 15),
}
"""Most digits of a whole number: no id, hour or moment (ms) of a city has more."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: `command` in `variant` by `post` from `stage` leads to `to`.

    `variant` tells requests apart ("extension+" grants, "extension-" declines); "onward" is the way
    of a city whose setting `VARIANTS_BY_SETTING` names; others are those of a case that `VARIANTS_BY_COLUMN` names; else "".
    `stage` is None where a case does not exist yet; `to` equals `stage` where it stays.
    `kind` is the case's or a noun's (`domain.nouns`), whose states stand for the stages.
    `axis` is None where the command is no act in the sense of 监管分离 (a note, a claim).
    `touches` are the columns the rule reads or writes by its own words: a concurrent change of one
    of them, or of a key that is given, is a conflict; a change of any other is not.
    """

    command: str
    variant: str
    stage: Stage | int | None
    to: Stage | int
    post: Post
    axis: Axis | None
    may: tuple[str, ...]
    needs: tuple[str, ...]
    does: tuple[str, ...]
    touches: tuple[str, ...]
    undoable: bool
    kind: str = "case"


Row = tuple[str, Stage | Iterable[Stage] | None, Stage | None, Iterable[Post], str, str, str]
"""command[/variant], from, to (None: stays), posts, may, needs, does — words split at blanks."""

ON_BEHALF: Final = "on_behalf "
FRESH: Final = "clear:acknowledged_at clear:started_at clear:arrived_at"
SENT: Final = f"dispatch release:9 {FRESH} start:department start:case assign inc:dispatches"
REWORK: Final = f"inc:reworks {FRESH} resume:department resume:case attach:check"
WORKING: Final = tuple(s for s in OPEN_STAGES if s not in (Stage.INTAKE, Stage.VERIFY))
EARLY: Final = (Stage.INTAKE, Stage.VERIFY, Stage.FILE)
WAITING_STAGES: Final[Mapping[Post, tuple[Stage, ...]]] = {
    CT: (Stage.INTAKE, Stage.VERIFY, Stage.CHECK),
    SL: (Stage.FILE, Stage.CLOSE, Stage.VOID),
    DI: (Stage.DISPATCH, Stage.HANDLE, Stage.FORWARD),
    CL: (Stage.DISPATCH, Stage.HANDLE, Stage.FORWARD),
    DE: (Stage.HANDLE,),
    CO: (Stage.VERIFY, Stage.CHECK),
}
"""Stages whose cases wait for a post's move."""

ROWS: Final[tuple[Row, ...]] = (
    ("register", None, Stage.INTAKE, (CT, CO), " ".join((*PLACE, *FACTS)), "given:category_id given:region_id", "create"),
    ("accept", Stage.INTAKE, Stage.FILE, (CT,), " ".join((*PLACE, *FACTS)), "", ""),
    ("reject", Stage.INTAKE, Stage.REJECTED, (CT,), "", "reason", "end"),
    ("send-verify", Stage.INTAKE, Stage.VERIFY, (CT,), "collector_id", "collector", "clear:verified now:verify_sent_at"),
    ("send-verify", Stage.VERIFY, None, (CT,), "collector_id", "collector", "now:verify_sent_at"),
    ("answer-verify", Stage.VERIFY, Stage.INTAKE, (CO,), "answer photos", "given:answer", "copy:verified:answer attach:verify"),
    ("answer-verify", Stage.VERIFY, Stage.INTAKE, (CT,), "answer photos", ON_BEHALF + "given:answer", "copy:verified:answer attach:verify"),
    ("file", Stage.FILE, Stage.DISPATCH, (SL,), "condition_id severity", "condition area", "file now:filed_at"),
    ("send-back", Stage.FILE, Stage.INTAKE, (SL,), "", "reason", ""),
    ("send-back", Stage.DISPATCH, Stage.FILE, (DI, CL), "", "reason", "clear:filed_at"),
    ("send-back", Stage.CLOSE, Stage.CHECK, (SL,), "", "reason", ""),
    ("dispatch", Stage.DISPATCH, Stage.HANDLE, (DI, CL), "department_id crews", "department crews", SENT),
    ("transfer", Stage.DISPATCH, Stage.HANDLE, (DI, CL), "department_id", "enforcement reason", f"{SENT} set:transferred"),
    ("redispatch", Stage.HANDLE, None, (DI, CL), "department_id crews", "reason not_suspended department crews", f"withdraw {SENT}"),
    ("redispatch", Stage.FORWARD, Stage.HANDLE, (DI, CL), "department_id crews", "reason department crews", f"{SENT} resume:case"),
    ("acknowledge", Stage.HANDLE, None, (DE,), "", "not_suspended empty:acknowledged_at", "now:acknowledged_at assignment:2"),
    ("start", Stage.HANDLE, None, (DE,), "crews", "not_suspended empty:started_at crews", "first:acknowledged_at now:started_at unassign assignment:3 assign:3"),
    ("arrive", Stage.HANDLE, None, (DE,), "crews", "not_suspended empty:arrived_at crews crew", "first:acknowledged_at first:started_at now:arrived_at unassign assignment:4 assign:4"),
    ("done", Stage.HANDLE, Stage.FORWARD, (DE,), "photos", "not_suspended photos", "withdraw stop:department release:8 attach:after"),
    ("done/onward", Stage.HANDLE, Stage.CHECK, (DE,), "photos", "not_suspended photos", "withdraw stop:department stop:case release:8 attach:after"),
    ("forward", Stage.FORWARD, Stage.CHECK, (DI, CL), "", "", "stop:case"),
    ("ask-extension", Stage.HANDLE, None, (DE,), "hours", "reason hours not_suspended not_overdue extensions none_open:extension", "request:extension"),
    ("ask-return", Stage.HANDLE, None, (DE,), "", "reason not_suspended none_open:return", "request:return"),
    ("ask-suspension", Stage.HANDLE, None, (DE,), "until", "reason until not_suspended none_open:suspension", "request:suspension"),
    ("ask-void", Stage.DISPATCH, Stage.VOID, (DI, CL), "", "reason", "request:void"),
    ("decide/extension+", Stage.HANDLE, None, (DI, CL), "request_id approve", "decider extensions", "settle extend inc:extensions"),
    ("decide/extension-", Stage.HANDLE, None, (DI, CL), "request_id approve", "decider reason", "settle"),
    ("decide/return+", Stage.HANDLE, Stage.DISPATCH, (DI, CL), "request_id approve", "decider", "settle withdraw release:9 inc:returns stop:department clear:department_id"),
    ("decide/return-", Stage.HANDLE, None, (DI, CL), "request_id approve", "decider reason", "settle"),
    ("decide/suspension+", Stage.HANDLE, None, (DI, CL), "request_id approve", "decider ahead", "settle withdraw suspend"),
    ("decide/suspension-", Stage.HANDLE, None, (DI, CL), "request_id approve", "decider reason", "settle"),
    ("decide/void+", Stage.VOID, Stage.VOIDED, (SL,), "request_id approve", "decider", "settle end"),
    ("decide/void-", Stage.VOID, Stage.DISPATCH, (SL,), "request_id approve", "decider reason", "settle"),
    ("send-check", Stage.CHECK, None, (CT,), "collector_id", "collector", "now:check_sent_at"),
    ("pass", Stage.CHECK, Stage.CLOSE, (CO,), "photos", "", "attach:check"),
    ("pass", Stage.CHECK, Stage.CLOSE, (CT,), "photos", ON_BEHALF, "attach:check"),
    ("fail", Stage.CHECK, Stage.HANDLE, (CO,), "photos", "reason", REWORK),
    ("fail", Stage.CHECK, Stage.HANDLE, (CT,), "photos", ON_BEHALF + "reason", REWORK),
    ("close", Stage.CLOSE, Stage.CLOSED, (SL,), "closing_confirmed", "confirmed:closing_confirmed", "end"),
    ("close/merged", OPEN_STAGES, Stage.CLOSED, (SL, CT), "closing_confirmed", "merged main_ended", "end"),
    ("reopen", Stage.CLOSED, Stage.CHECK, (SL,), "", "reason recent_end", "clear:closed_at"),
    ("reopen/self", Stage.CLOSED, Stage.INTAKE, (SL,), "", "reason recent_end", "clear:closed_at unset:self_handled"),
    ("urge", (Stage.DISPATCH, Stage.HANDLE, Stage.FORWARD), None, (DI, CL, SL), "", "", "inc:urges now:urged_at"),
    ("supervise", WORKING, None, (LE, SL, CL, DL), "due", "reason due none_open:supervision", "request:supervision"),
    ("answer", tuple(Stage), None, (DE, DI, CL), "request_id", "reason decider not_own", "settle"),
    ("answer", (Stage.FILE, Stage.CLOSE, Stage.VOID), None, (SL,), "request_id", "reason decider not_own", "settle"),
    ("answer", (Stage.INTAKE, Stage.VERIFY, Stage.CHECK), None, (CT,), "request_id", "reason decider not_own", "settle"),
    ("appeal", Stage.CLOSED, None, (DE,), "", "reason overdue none_ever:appeal", "request:appeal"),
    ("decide-appeal/appeal1+", Stage.CLOSED, None, (DI, CL), "request_id approve", "decider", "raise"),
    ("decide-appeal/appeal1-", Stage.CLOSED, None, (DI, CL), "request_id approve", "decider reason", "settle"),
    ("decide-appeal/appeal2+", Stage.CLOSED, None, (CT,), "request_id approve", "decider", "settle set:overdue_excused"),
    ("decide-appeal/appeal2-", Stage.CLOSED, None, (CT,), "request_id approve", "decider reason", "settle"),
    ("self-handle", Stage.INTAKE, Stage.CLOSED, (CO,), "photos", "", "set:self_handled attach:after end"),
    ("self-handle", Stage.INTAKE, Stage.CLOSED, (CT,), "photos", ON_BEHALF, "set:self_handled attach:after end"),
    ("merge", (*EARLY, Stage.DISPATCH, Stage.HANDLE), None, (CT, SL, DI, CL), "into", "target", "merge"),
    ("unmerge", (*OPEN_STAGES, Stage.CLOSED), None, (CT, SL, DI, CL), "", "merged reason", "unmerge"),
    ("attach", tuple(Stage), None, EVERYONE, "photos", "given:photos", "attach:note"),
    ("note", tuple(Stage), None, EVERYONE, "", "reason", ""),
    ("change", EARLY, None, (CT, SL), " ".join((*PLACE, *FACTS)), "something", ""),
    ("change", (Stage.DISPATCH, Stage.HANDLE), None, (DI, CL), "severity address description lon lat", "something", ""),
    ("claim", OPEN_STAGES, None, (CT, SL, DI, CL, DE), "", "free", "claim"),
    ("undo", tuple(Stage), None, EVERYONE, "", "", "undo"),
)  # fmt: skip

VARIANTS_BY_SETTING: Final[Mapping[str, str]] = {"done": "forward_automatically"}
"""Command → the city's setting that makes it "onward": the next step is taken in the same act."""
VARIANTS_BY_COLUMN: Final[Mapping[str, tuple[str, str]]] = {
    "reopen": ("self", "self_handled"),
    "close": ("merged", "duplicate_of"),
}
"""Command → its variant for a case in which the column is set. Nobody was ever sent to a case
that a collector handled on the spot, so reopening begins anew; a merged case ends with its
main case wherever it is.
"""
MERGED_TOO: Final = ("note", "undo", "answer")
"""Commands that a merged case accepts beside those that need it merged."""
NO_ACT: Final = frozenset({"attach", "note", "claim", "undo"})
NOT_UNDOABLE: Final = frozenset({"register", "undo", "attach", "note", "merge", "unmerge"})
ALWAYS_READ: Final = ("stage", "duplicate_of")
READS: Final[Mapping[str, tuple[str, ...]]] = {
    "condition": ("category_id", "condition_id"),
    "area": ("grid_code",),
    "crews": ("department_id",),
    "not_overdue": ("department_deadline", "suspended_until"),
    "not_suspended": ("suspended_until",),
    "overdue": ("department_deadline", "overdue_excused"),
    "extensions": ("extensions",),
    "hours": ("department_deadline",),
    "free": ("holder_id",),
    "target": ("duplicate_of",),
    "recent_end": ("closed_at",),
    "dispatch": ("department_id",),
    "assign": ("department_id", "assignments"),
    "release": ("assignments",),
    "unassign": ("assignments",),
    "crew": ("assignments",),
    "assignment": ("assignments",),
    "settle": ("requests",),
    "raise": ("requests",),
    "withdraw": ("requests",),
    "request": ("requests",),
    "decider": ("requests",),
    "not_own": ("requests",),
    "extend": ("department_deadline", "case_deadline"),
    "suspend": ("department_deadline", "case_deadline", "suspended_until"),
    "claim": ("holder_id",),
    "file": ("condition_id", "severity"),
}


def _touches(words: Iterable[str]) -> tuple[str, ...]:
    """Columns a rule reads or writes, from its own words."""
    found = set(ALWAYS_READ)
    for word in words:
        name, _sep, argument = word.partition(":")
        found.update(READS.get(name, ()))
        if name in ("empty", "now", "first", "inc", "set", "unset", "clear", "copy"):
            found.add(argument.partition(":")[0])
        if name in ("start", "stop", "resume"):
            found.add(f"{argument}_deadline")
    return tuple(sorted(found))


def _expand(row: Row) -> Iterable[Rule]:
    name, stages, to, posts, may_text, needs_text, does_text = row
    command, _sep, variant = name.partition("/")
    may, needs, does = (tuple(text.split()) for text in (may_text, needs_text, does_text))
    touches = _touches((*needs, *does))
    for stage in (stages,) if stages is None or isinstance(stages, Stage) else stages:
        for post in posts:
            axis = None if command in NO_ACT else post.axis
            target = to or stage
            assert target is not None, row
            undoable = command not in NOT_UNDOABLE
            yield Rule(
                command, variant, stage, target, post, axis, may, needs, does, touches, undoable
            )


RULES: Final[tuple[Rule, ...]] = tuple(rule for row in ROWS for rule in _expand(row))
COMMANDS: Final[tuple[str, ...]] = tuple(dict.fromkeys(rule.command for rule in RULES))
POSTS_OF: Final = {
    command: frozenset(rule.post for rule in RULES if rule.command == command)
    for command in COMMANDS
}
"""Posts that may give a command at any stage."""
BY_KEY: Final = {(rule.command, rule.variant, rule.stage, rule.post): rule for rule in RULES}
assert len(BY_KEY) == len(RULES), "two rules for one move"


def find(command: str, variant: str, stage: Stage | None, post: Post) -> Rule | None:
    """The rule for this move, or None where there is none."""
    return BY_KEY.get((command, variant, stage, post))


def moves(stage: Stage, post: Post) -> tuple[str, ...]:
    """Commands that `post` may try on a case at `stage`, in the table's order."""
    held = {rule.command for rule in RULES if rule.stage is stage and rule.post is post}
    return tuple(command for command in COMMANDS if command in held)
