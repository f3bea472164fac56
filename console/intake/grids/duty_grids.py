"""Duty grids 责任网格 and their collectors 监督员, named by the rows of `import grid`.

A duty grid is known by its name, a collector by the call sign. None is ever deleted: cases, and the
collectors' own accounts, refer to them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from console.domain.refusal import Refused
from console.intake.files.records import LONGEST, Record
from console.store.city import tables

BETWEEN: Final = re.compile(r"\s*[、;；,，]\s*")
"""Between the call signs of one field."""
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Duty:
    """Duty grid of a unit grid, its collector, and whether the collector is on duty (None: not
    given).
    """

    duty_grid: str
    collectors: tuple[str, ...] = ()
    on_duty: bool | None = None


class DutyGrids:
    """Known duty grids and collectors, compared with one file."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.grids: dict[str, Row] = {}
        for row in tables.rows(connection, "duty_grid"):
            self.grids.setdefault(row["name"], row)
        self.collectors = {row["call_sign"]: row for row in tables.rows(connection, "collector")}
        self.holder = {code: name for name, row in self.grids.items() for code in row["unit_grids"]}
        regions = tables.rows(connection, "region")
        self.parents: dict[int, int | None] = {row["id"]: row["parent_id"] for row in regions}

    def read(self, record: Record, code: str) -> Duty | None:
        """Duty of a record; None where it names neither duty grid nor collector.

        Raises `Refused` for a collector without a duty grid, and for a text that is no name.
        """
        signs = tuple(dict.fromkeys(filter(None, BETWEEN.split(record["collector"]))))
        if long := next((sign for sign in signs if len(sign) > LONGEST), ""):
            raise Refused("row_too_long", text=f"{long[:LONGEST]}…", most=LONGEST)
        name = record.word("duty_grid") or (self.holder.get(code, "") if signs else "")
        if not name and signs:
            raise Refused("collector_without_grid", collector=signs[0])
        said = record.flag("on_duty", blank=True) if record["on_duty"] else None
        return Duty(name, signs, said) if name else None

    def write(
        self, told: Mapping[str, Duty], ended: Iterable[str], regions: Mapping[str, int]
    ) -> set[str]:
        """Binds unit grids by code and takes `ended` ones out; `regions` are those of all grids.

        A collector whom the file does not name for a duty grid that it gives others goes from it.
        Answers the codes of `told` whose duty grid, or whose collectors, are others than before.
        """
        before, patrolled = dict(self.holder), self._patrols()
        for code, duty in told.items():
            self.holder[code] = duty.duty_grid
        for code in ended:
            self.holder.pop(code, None)
        self._write_grids({duty.duty_grid for duty in told.values()}, regions)
        self._write_collectors(told)
        after = self._patrols()
        return {
            code
            for code, duty in told.items()
            if before.get(code) != duty.duty_grid
            or patrolled.get(duty.duty_grid) != after.get(duty.duty_grid)
        }

    def _patrols(self) -> dict[str, list[tuple[str, bool]]]:
        """Duty grid → call sign and presence of its collectors."""
        names = {row["id"]: name for name, row in self.grids.items()}
        found: dict[str, list[tuple[str, bool]]] = {}
        for sign, row in sorted(self.collectors.items()):
            for number in row["duty_grids"]:
                found.setdefault(names.get(number, ""), []).append((sign, row["on_duty"]))
        return found

    def _write_grids(self, named: set[str], regions: Mapping[str, int]) -> None:
        held: dict[str, list[str]] = {name: [] for name in (*self.grids, *sorted(named))}
        for code, name in sorted(self.holder.items()):
            held[name].append(code)
        changed = []
        for name, codes in held.items():
            old = self.grids.get(name)
            if old is not None and sorted(old["unit_grids"]) == codes:
                continue
            region = self._shared(regions[code] for code in codes if code in regions)
            if old is None:
                row: Row = {"name": name, "region_id": region, "unit_grids": codes}
                row["id"] = tables.add_one(self.connection, "duty_grid", row)
                self.grids[name] = row
            else:
                old |= {"region_id": region or old["region_id"], "unit_grids": codes}
                changed.append(old)
        tables.change(self.connection, "duty_grid", "id", changed)

    def _write_collectors(self, told: Mapping[str, Duty]) -> None:
        bound: dict[str, set[int]] = {}
        said: dict[str, bool] = {}
        # duty grids whose collectors the file settles, and those that hold nothing any more
        given = {row["id"] for row in self.grids.values() if not row["unit_grids"]}
        for duty in told.values():
            number = self.grids[duty.duty_grid]["id"]
            given |= {number} if duty.collectors else set()
            for sign in duty.collectors:
                bound.setdefault(sign, set()).add(number)
                if duty.on_duty is not None:  # one no is enough: he has one presence
                    said[sign] = said.get(sign, True) and duty.on_duty
        fresh, changed = [], []
        for sign in dict.fromkeys((*self.collectors, *sorted(bound))):
            old = self.collectors.get(sign)
            kept = set(old["duty_grids"]) - given if old else set()
            row = self._collector(sign, old, sorted(kept | bound.get(sign, set())))
            row["on_duty"] = said.get(sign, row["on_duty"])
            self.collectors[sign] = row
            if old is None:
                fresh.append(row)
            elif row != old:
                changed.append(row)
        tables.add(self.connection, "collector", fresh)
        tables.change(self.connection, "collector", "call_sign", changed)

    def _collector(self, sign: str, old: Row | None, numbers: list[int]) -> Row:
        """A collector's row with these duty grids: as it was where they are the same."""
        if old is not None and sorted(old["duty_grids"]) == numbers:
            return dict(old)
        home = {row["id"]: row["region_id"] for row in self.grids.values()}
        region = self._shared(home[number] for number in numbers if number in home)
        base = old or {"call_sign": sign, "operator_id": None, "on_duty": True}
        return {**base, "region_id": region or base["region_id"], "duty_grids": numbers}

    def _shared(self, regions: Iterable[int]) -> int | None:
        """The smallest region in which all of them lie, or where nothing holds all, the first's."""
        lines = [self._line(region) for region in dict.fromkeys(regions)]
        if not lines:
            return None
        common = set.intersection(*map(set, lines))
        return next((region for region in lines[0] if region in common), lines[0][0])

    def _line(self, region: int) -> list[int]:
        line: list[int] = []
        above: int | None = region
        while above is not None:
            line.append(above)
            above = self.parents[above]
        return line
