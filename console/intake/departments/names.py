"""How files of a city name a department: by its code or by its name.

The schema has no column for a department's code: the city's setting `department_codes` holds it.
"""

from collections import defaultdict
from typing import Any

from console.domain.refusal import Refused
from console.store.city import tables
from console.store.city.tables import CODES


class Departments:
    """Departments by code, or by a name that only one of them has."""

    def __init__(self, connection: Any) -> None:
        self.rows = {row["id"]: row for row in tables.rows(connection, "department")}
        self.codes: dict[str, int] = dict(tables.setting(connection, CODES) or {})
        self._names: dict[str, list[int]] = defaultdict(list)
        for row in self.rows.values():
            self._names[row["zh"]].append(row["id"])

    def add(self, row: dict[str, Any]) -> None:
        self.rows[row["id"]] = row
        self._names[row["zh"]].append(row["id"])

    def change(self, row: dict[str, Any], changed: dict[str, Any]) -> None:
        """Writes `changed` into a row that is known; from now on it is found by its new name."""
        self._names[row["zh"]].remove(row["id"])
        row.update(changed)
        self._names[row["zh"]].append(row["id"])

    def named(self, code: str, name: str = "") -> int | None:
        """The department of this code, else of this name; None where both are blank.

        Either column may hold the one or the other. Raises `Refused` for an unknown one and for a
        name of several.
        """
        if not code and not name:
            return None
        for text in (code, name):
            if text in self.codes:
                return self.codes[text]
        return self.called(name, code)

    def called(self, *names: str) -> int:
        """The department of the first of these names that one bears. Raises `Refused` as above."""
        for text in names:
            ids = self._names.get(text, []) if text else []
            if len(ids) > 1:
                raise Refused("department_ambiguous", name=text)
            if ids:
                return ids[0]
        raise Refused("department_unknown", name=next(filter(None, reversed(names)), ""))
