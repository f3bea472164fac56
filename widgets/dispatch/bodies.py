"""The departments as rows: by tier, each with its load, opened to its crews, found by initials."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from console.desk.desk import Desk
from console.live.columns import OpenCases
from console.live.crews import busy
from console.words import _, both, mark
from widgets.dispatch.target_row import TargetRow

TIERS: Final = (
    ("city", mark("City departments")),
    ("district", mark("District departments")),
    ("street", mark("Street offices")),
    ("company", mark("Companies")),
)
CASES_PER_CREW: Final = 4
"""What a crew on duty can have in hand before its department's bar is full."""


class Bodies:
    """Rows for the tree; what is folded is remembered by key."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._open = {"city", "district", "street", "company"}
        self._cases: dict[int, int] = {}
        self._late: dict[int, int] = {}
        self._crews: dict[int, list[int]] = {}
        self._in_hand: Mapping[int, int] = {}
        for crew, row in sorted(desk.directory.crews.items()):
            if row["on_duty"]:
                self._crews.setdefault(row["department_id"], []).append(crew)

    def fold(self, key: str) -> None:
        """Opens what is closed, closes what is open."""
        self._open ^= {key}

    def count(self, cases: OpenCases) -> None:
        """Open and overdue cases of every department as the columns are now."""
        slots = cases.slots()
        departments = cases.column("department_id")[slots]
        with np.errstate(invalid="ignore"):
            late = cases.used("department", self.desk.room.clock.now(), slots) >= 1
        running = cases.column("department_stopped")[slots] == 0
        self._cases = _counts(departments)
        self._late = _counts(departments[late & running])
        self._in_hand = {crew: len(held) for crew, held in busy(cases).items()}

    def rows(self, wanted: str) -> Sequence[TargetRow]:
        """The tree, or where something is searched for the bodies and crews it means."""
        words = wanted.strip().lower()
        return self._found(words) if words else self._tree()

    def _tree(self) -> list[TargetRow]:
        made: list[TargetRow] = []
        for tier, title in TIERS:
            bodies = [d for d in self.desk.directory.departments.values() if d["tier"] == tier]
            if not bodies:
                continue
            made.append(TargetRow(_(title), expanded=tier in self._open, key=tier))
            if tier in self._open:
                for body in bodies:
                    made += self._body(body, depth=1)
        rest = {tier for tier, _title in TIERS}
        for body in self.desk.directory.departments.values():
            if body["tier"] not in rest:
                made += self._body(body, depth=0)
        return made

    def _body(self, body: Mapping[str, Any], depth: int) -> list[TargetRow]:
        department, key = body["id"], f"department-{body['id']}"
        crews = self._crews.get(department, [])
        opened = key in self._open
        capacity = max(1, len(crews)) * CASES_PER_CREW
        count = self._cases.get(department, 0)
        row = TargetRow(
            both(body["zh"], body["en"]),
            department,
            depth=depth,
            share=count / capacity,
            open_cases=count,
            overdue=self._late.get(department, 0),
            expanded=opened if crews else None,
            key=key,
        )
        return [row, *(self._crew(crew, depth + 2) for crew in crews if opened)]

    def _crew(self, crew: int, depth: int) -> TargetRow:
        row = self.desk.directory.crews[crew]
        held = self._in_hand.get(crew, 0)
        facts = _("{count} in hand").format(count=held) if held else _("free")
        return TargetRow(row["call_sign"], row["department_id"], crew, facts=facts, depth=depth)

    def _found(self, words: str) -> list[TargetRow]:
        bodies = [d for d in self.desk.directory.departments.values() if _means(d, words)]
        made = [row for body in bodies for row in self._body(body, depth=0)[:1]]
        crews = [
            crew
            for crew, row in sorted(self.desk.directory.crews.items())
            if words in row["call_sign"].lower() and row["on_duty"]
        ]
        return made + [self._crew(crew, depth=0) for crew in crews[:50]]


def _means(body: Mapping[str, Any], words: str) -> bool:
    """Initials from their beginning, names anywhere."""
    named = words in body["zh"] or words in body["en"].lower()
    return named or body["initials"].lower().startswith(words)


def _counts(values: Any) -> dict[int, int]:
    numbers, counts = np.unique(values, return_counts=True)
    return dict(zip(numbers.tolist(), counts.tolist(), strict=True))
