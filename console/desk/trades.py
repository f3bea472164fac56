"""Trades of departments: the categories their crews handle, from the table of responsibility."""

from collections.abc import Mapping, Sequence
from typing import Any

from console.store.city.directory import Directory

Row = Mapping[str, Any]


class Trades:
    """Read once from the city's table of responsibility, its tree of departments and its crews."""

    def __init__(self, found: Directory) -> None:
        self.paths = found.department_paths
        self._claims: dict[int, list[Row]] = {}
        self._of_body: dict[int, set[int]] = {}
        self._trades: dict[int, frozenset[int]] = {}
        for row in found.responsibilities:
            self._claims.setdefault(row["category_id"], []).append(row)
            self._of_body.setdefault(row["department_id"], set()).add(row["category_id"])

        self._crews: dict[int, list[int]] = {}
        for crew, row in sorted(found.crews.items()):
            for above in self.paths.get(row["department_id"], ()) if row["on_duty"] else ():
                self._crews.setdefault(above, []).append(crew)

    def crews(self, department: int) -> Sequence[int]:
        """The crews on duty of a department and of all below it."""
        return self._crews.get(department, ())

    def claims(self, category: int) -> Sequence[Row]:
        """All rows that speak of a category."""
        return self._claims.get(category, ())

    def able(self, department: int, category: int) -> bool:
        """Whether a crew of this department does such cases: its own body answers for them
        anywhere, or the nearest above that answers for anything, or one below where none does.

        Where nobody answers for the category, or for anything of theirs, all are able.
        """
        if category not in self._claims:
            return True
        if department not in self._trades:
            self._trades[department] = self._trade(department)
        trade = self._trades[department]
        return not trade or category in trade

    def _trade(self, department: int) -> frozenset[int]:
        above = sorted(self.paths.get(department, ()), key=lambda one: -len(self.paths[one]))
        own = next((self._of_body[one] for one in above if one in self._of_body), None)
        if own is not None:
            return frozenset(own)
        below = [one for one, path in self.paths.items() if department in path]
        return frozenset().union(*(self._of_body.get(one, ()) for one in below))


_read: list[tuple[Directory, Trades]] = []


def of(found: Directory) -> Trades:
    """Trades of this directory; read anew when the city's data change."""
    held = _read[0] if _read else None
    if held is None or held[0] is not found:
        held = found, Trades(found)
        _read[:] = [held]
    return held[1]
