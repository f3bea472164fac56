"""The tree of departments as rows: by tier, with summed load, their stations and crews below, searchable."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from console.desk.city_cache import CityCached
from console.desk.desk import Desk
from console.domain.stage import Stage
from console.live.columns import OpenCases
from console.live.crews import busy
from console.words import _, both, mark
from widgets.targets.row import TargetRow

TIERS: Final = (
    ("city", mark("City departments")),
    ("district", mark("District departments")),
    ("street", mark("Street offices")),
    ("company", mark("Companies")),
)
CASES_PER_CREW: Final = 4
"""Cases per crew on duty that fill its department's load bar."""


class DepartmentRows:
    """Rows of the tree; folded departments are remembered by key."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._open = {"city", "district", "street", "company"}
        self._cases: dict[int, int] = {}
        self._late: dict[int, int] = {}
        self._in_hand: Mapping[int, int] = {}

    @CityCached
    def _crews(self) -> dict[int, list[int]]:
        """Department → its crews on duty."""
        found: dict[int, list[int]] = {}
        for crew, row in sorted(self.desk.directory.crews.items()):
            if row["on_duty"]:
                found.setdefault(row["department_id"], []).append(crew)
        return found

    @CityCached
    def _below(self) -> dict[int | None, list[Mapping[str, Any]]]:
        """Department (None: the root) → the departments right below it."""
        found: dict[int | None, list[Mapping[str, Any]]] = {}
        for _number, body in sorted(self.desk.directory.departments.items()):
            found.setdefault(body["parent_id"], []).append(body)
        return found

    @CityCached
    def _strength(self) -> dict[int, int]:
        """Department → crews on duty there and below."""
        return self._summed({body: len(held) for body, held in self._crews.items()})

    def fold(self, key: str) -> None:
        """Opens a closed department, or closes an open one."""
        self._open ^= {key}

    def count(self, cases: OpenCases) -> None:
        """Counts open and overdue cases of every department with all below it."""
        slots = cases.slots()
        departments = cases.column("department_id")[slots]
        late = cases.column("stage")[slots] == Stage.HANDLE
        used = cases.queue_used(self.desk.room.clock.now(), slots[late])
        late[late] = np.nan_to_num(used) >= 1
        self._cases = self._summed(_counts(departments))
        self._late = self._summed(_counts(departments[late]))
        self._in_hand = {crew: len(held) for crew, held in busy(cases).items()}

    def _summed(self, counts: Mapping[int, int]) -> dict[int, int]:
        """Counts of departments added to every department above them."""
        found: dict[int, int] = {}
        for body, count in counts.items():
            for above in self.desk.directory.department_paths.get(body, ()):
                found[above] = found.get(above, 0) + count
        return found

    def rows(self, wanted: str) -> Sequence[TargetRow]:
        """Rows of the tree or, for search words, of the departments and crews that match."""
        words = wanted.strip().lower()
        return self._found(words) if words else self._tree()

    def _tree(self) -> list[TargetRow]:
        made: list[TargetRow] = []
        tops = self._below.get(None, [])
        for tier, title in TIERS:
            bodies = [body for body in tops if body["tier"] == tier]
            if not bodies:
                continue
            made.append(TargetRow(_(title), expanded=tier in self._open, key=tier))
            if tier in self._open:
                for body in bodies:
                    made += self._branch(body, depth=1)
        rest = {tier for tier, _title in TIERS}
        for body in tops:
            if body["tier"] not in rest:
                made += self._branch(body, depth=0)
        return made

    def _branch(self, body: Mapping[str, Any], depth: int) -> list[TargetRow]:
        """Rows of a department and, if it is open, of its crews and departments below."""
        row = self._body(body, depth)
        if not row.expanded:
            return [row]
        made = [row, *(self._crew(crew, depth + 2) for crew in self._crews.get(body["id"], ()))]
        for lower in self._below.get(body["id"], ()):
            made += self._branch(lower, depth + 1)
        return made

    def _body(self, body: Mapping[str, Any], depth: int) -> TargetRow:
        department, key = body["id"], f"department-{body['id']}"
        holds = department in self._crews or department in self._below
        capacity = max(1, self._strength.get(department, 0)) * CASES_PER_CREW
        count = self._cases.get(department, 0)
        known = self.desk.sees_department(
            department
        )  # of others a department is told nothing, not 0
        return TargetRow(
            both(body["zh"], body["en"]),
            department,
            depth=depth,
            share=count / capacity if known else -1.0,
            open_cases=count if known else -1,
            overdue=self._late.get(department, 0),
            expanded=key in self._open if holds else None,
            key=key,
        )

    def _crew(self, crew: int, depth: int) -> TargetRow:
        row = self.desk.directory.crews[crew]
        held = self._in_hand.get(crew, 0)
        facts = _("{count} in hand").format(count=held) if held else _("free")
        if not self.desk.sees_department(row["department_id"]):
            facts = ""
        return TargetRow(row["call_sign"], row["department_id"], crew, facts=facts, depth=depth)

    def _found(self, words: str) -> list[TargetRow]:
        bodies = [d for d in self.desk.directory.departments.values() if _means(d, words)]
        bodies.sort(key=lambda body: not body["initials"].lower().startswith(words))
        made = [self._body(body, depth=0) for body in bodies]
        crews = [
            crew
            for crew, row in sorted(self.desk.directory.crews.items())
            if words in row["call_sign"].lower() and row["on_duty"]
        ]
        return made + [self._crew(crew, depth=0) for crew in crews[:50]]


def _means(body: Mapping[str, Any], words: str) -> bool:
    """Whether words match: in the names, or from two letters on in the initials (hwj: 市环卫局)."""
    named = words in body["zh"] or words in body["en"].lower()
    initials = body["initials"].lower()
    return named or initials.startswith(words) or (len(words) > 1 and words in initials)


def _counts(values: Any) -> dict[int, int]:
    counts = np.bincount(values)  # ids of departments are small and dense
    held = np.flatnonzero(counts)
    return dict(zip(held.tolist(), counts[held].tolist(), strict=True))
