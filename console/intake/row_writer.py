"""Writes records as rows of one table: made, updated, left as they are or rejected, one by one."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from console.domain.refusal import Refused
from console.intake.files.records import Record
from console.intake.report import Report
from console.store.city import tables

Row = Mapping[str, Any]


@dataclass(slots=True)
class RowWriter:
    """Known rows of `table`, by the key that tells its rows apart in a file.

    `called` is the column of a record that names a row that comes twice.
    """

    connection: Any
    report: Report
    table: str
    called: str
    key: Callable[[Row], Hashable]
    known: dict[Hashable, Row] = field(init=False)

    def __post_init__(self) -> None:
        rows = tables.rows(self.connection, self.table)
        self.known = {self.key(row): row for row in rows}

    def enter(
        self, found: Iterable[Record], row_of: Callable[[Record], Row]
    ) -> list[tuple[Record, Row]]:
        """What stands in the table now, record by record; what no record names stays as it was.

        A record is rejected where `row_of` raises `Refused`, and where one before it has its key.
        """
        entered: dict[Hashable, tuple[Record, Row]] = {}
        fresh, changed = [], []
        for record in found:
            try:
                row = row_of(record)
                key = self.key(row)
                if key in entered:
                    raise Refused("row_twice", number=record[self.called])
            except Refused as no:
                self.report.reject(record.number, no)
                continue
            entered[key] = record, row
            old = self.known.get(key)
            if old is None:
                fresh.append(row)
            elif differs := {**old, **row} != old:
                changed.append({**row, "id": old["id"]})
            self.report.count(changed=old is None or differs)
        tables.add(self.connection, self.table, fresh)
        tables.change(self.connection, self.table, "id", changed)
        return list(entered.values())
