"""Command of an operator (`Intent`), its result (`Answer`), and the lookups of the rules."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from console.domain.refusal import sentence
from console.domain.stage import Axis, Post
from console.domain.worktime import Calendar

Row = Mapping[str, Any]
"""A row of the store, by column name."""


class Forged(Exception):
    """An intent that no console writes: unknown key, wrong type, reused id, unknown actor."""


def new_command_id(now_ms: int) -> str:
    """UUIDv7: time-ordered, made before the first attempt and kept through every retry."""
    value = (now_ms & (1 << 48) - 1) << 80 | uuid.uuid4().int & ((1 << 80) - 1)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))


INTENTS_MOST = 1_000
"""Intents that a console sends in one transaction."""


@dataclass(frozen=True, slots=True)
class Intent:
    """One row for the door. `subject` is None where the command creates its subject.

    `version_seen` is the version on the screen the operator decided by; None: whatever it is.
    `occurred_at` (ms) is claimed; None means now.
    """

    command_id: str
    command: str
    subject: int | None
    post: Post
    version_seen: int | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None
    on_behalf_of: str | None = None
    occurred_at: int | None = None
    ordinal: int = 0
    kind: str = "case"


@dataclass(frozen=True, slots=True)
class Answer:
    """Result of an intent: `outcome` done | refused | changed; `reason` is a key of the
    sentences.
    """

    subject: int | None
    outcome: str
    reason: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    version: int | None = None

    @property
    def done(self) -> bool:
        return self.outcome == "done"

    @property
    def text(self) -> str:
        """The reason as a sentence in the language in force; "" when done."""
        return sentence(self.reason, self.detail) if self.reason else ""


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post held: in a region (None: everywhere), within a department (None: any)."""

    post: Post
    region_id: int | None
    department_id: int | None


def sees_whole(posts: Sequence[HeldPost], roots: Sequence[int]) -> bool:
    """Whether one of the posts reaches everything: bound to nothing, or to the one region (`roots`
    are those without a parent) that all others lie in."""
    everywhere = (None, *roots) if len(roots) == 1 else (None,)
    return any(post.department_id is None and post.region_id in everywhere for post in posts)


class Lookups(Protocol):
    """Questions of the rules to the store or, for a prediction, to the seat's own copy."""

    def posts(self, actor: int) -> Sequence[HeldPost]: ...
    def region_path(self, region: int) -> Collection[int]: ...
    def department_path(self, department: int) -> Collection[int]: ...
    def condition(self, condition: int) -> Row | None: ...
    def department(self, department: int) -> Row | None: ...
    def crew(self, crew: int) -> Row | None: ...
    def collector(self, collector: int) -> Row | None: ...
    def category_known(self, category: int) -> bool: ...
    def grid_known(self, code: str) -> bool: ...
    def grid_class(self, code: str) -> int | None: ...
    def case(self, case: int) -> Row | None: ...
    def requests(self, case: int) -> Sequence[Row]: ...
    def assignments(self, case: int) -> Sequence[Row]: ...
    def blob_known(self, digest: str) -> bool: ...
    def axes(self, case: int, actor: int) -> Collection[Axis]: ...
    def touched_since(self, case: int, version: int) -> Collection[str]: ...
    def latest_events(self, case: int) -> Sequence[Row]: ...
    def stage_limit(self, stage: int, urgent: bool, grid: str | None) -> Row | None: ...
    def calendar(self, name: str) -> Calendar: ...
    def setting(self, name: str) -> Any: ...


SETTINGS: Mapping[str, Any] = {
    "axis": "strict",
    "photos_for_done": 0,
    "extensions_at_most": 2,
    "extension_hours_at_most": 720,
    "suspension_days_at_most": 365,
    "long_suspension_days": 30,
    "supervision_days_at_most": 365,
    "reopen_days": 30,
    "undo_minutes": 10,
    "due_soon_call_taker": 10,
    "due_soon_supervision_lead": 10,
    "due_soon_dispatcher": 10,
    "due_soon_command_lead": 30,
    "due_soon_department": 60,
    "due_soon_collector": 30,
    "claim_grace_minutes": 10,
    "forward_automatically": False,
    "password_days": 90,
    "wrong_passwords_at_most": 5,
    "reassign_silent": True,
    "close_merged": True,
    "load_metres": 600,
    "next_body_metres": 5000,
    "choose_crew_metres": 4000,
    "skill_metres": 20000,
    "crew_full": 8,
}
"""Defaults of the city's settings, read by the rules, the guard and the consoles."""
