"""The rows of closed cases as the lines a COPY takes, by table; of the log by month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from console.domain.moment import to_ms

CASE: Final = (
    "id", "number", "day_number", "source", "category_id", "condition_id", "severity", "lon", "lat",
    "address", "grid_code", "region_id", "description", "stage", "department_id", "departments",
    "collector_id", "registered_at", "filed_at", "stage_since",
    "department_since", "department_limit", "department_calendar", "department_deadline",
    "department_stopped", "case_since", "case_limit", "case_calendar", "case_deadline",
    "case_stopped", "closed_at", "self_handled", "dispatches", "returns", "reworks",
    "extensions", "suspended_from", "suspended_until", "version",
)  # fmt: skip
EVENT: Final = (
    "seq", "subject", "case_id", "subject_version", "kind", "command", "command_id", "ordinal", "actor_id",
    "on_behalf_of", "post", "recorded_at", "occurred_at", "before", "after", "scope", "crossed",
    "reason", "era",
)  # fmt: skip
ASSIGNMENT: Final = ("id", "case_id", "crew_id", "state", "sent_at", "ended_at", "version")
REQUEST: Final = (
    "id", "case_id", "kind", "level", "state", "asked_by", "asked_at", "department_id", "hours",
    "until", "reason", "decided_by", "decided_at", "decision", "version",
)  # fmt: skip
COMPLAINANT: Final = ("case_id", "name", "phone", "address")
NULL: Final = "\\N"
"""Nothing, in a line."""


@dataclass(slots=True)
class Rows:
    """Lines by table with the columns above; of the log by the month of its entries."""

    case_: list[str] = field(default_factory=list)
    event: dict[str, list[str]] = field(default_factory=dict)
    assignment: list[str] = field(default_factory=list)
    request: list[str] = field(default_factory=list)
    complainant: list[str] = field(default_factory=list)


def month_of(at: int) -> tuple[str, int, int]:
    """The month of the log's table that an entry belongs to: (YYYYMM, from, until), ms, UTC."""
    moment = datetime.fromtimestamp(at / 1000, UTC)
    begins = moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    ends = (begins + timedelta(days=31)).replace(day=1)
    return begins.strftime("%Y%m"), to_ms(begins), to_ms(ends)


def line(*values: Any) -> str:
    """One row as a COPY takes it; no text of ours holds a backslash, tab or line break."""
    return "\t".join([NULL if v is None else v if v.__class__ is str else str(v) for v in values])


class Scopes:
    """The scope of an entry as its column takes it, by region and department (0: none)."""

    def __init__(
        self, regions: Mapping[int, Sequence[int]], departments: Mapping[int, Sequence[int]],
        brackets: str,
    ) -> None:  # fmt: skip
        self._regions, self._departments, self._brackets = regions, departments, brackets
        self._known: dict[tuple[int, int], str] = {}

    def of(self, region: int, department: int) -> str:
        key = region, department
        if key not in self._known:
            held = {*self._regions[region], *(-d for d in self._departments.get(department, ()))}
            inside = ",".join(map(str, sorted(held)))
            self._known[key] = f"{self._brackets[0]}{inside}{self._brackets[1]}"
        return self._known[key]
