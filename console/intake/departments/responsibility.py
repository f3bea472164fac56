"""`import responsibility`: which department answers for a category in a region, in which order."""

from typing import Any, Final

from console.domain.category_codes import CategoryCodes
from console.domain.refusal import Refused
from console.intake.departments.names import Departments
from console.intake.files import records
from console.intake.files.records import Record
from console.intake.grids.regions import plain_code
from console.intake.import_trace import importing
from console.intake.report import Report
from console.intake.row_writer import Row, RowWriter
from console.store.city import tables
from console.store.engine import Store

BASES: Final = ("owner", "territory")
"""条 the line that owns it, 块 the block it lies in."""
MOST: Final = 99
DIGITS: Final = 4
"""Of a category's code: class and subclass."""

Key = tuple[int, int | None, int]
"""category, region (None: everywhere), department."""


def import_responsibility(store: Store, file: str) -> dict[str, Any]:
    """Imports responsibilities in one transaction; answers its report (`intake.report`).

    Without a rank the owner leads for components and the territory for events. Raises
    `Refused` for a file that cannot be read at all.
    """
    report = Report()
    found = records.usable(records.read(file, "responsibility", report), report)
    with importing(store, "responsibility", file, report) as connection:
        _Import(connection, report).run(found)
    return report.document()


class _Import:
    def __init__(self, connection: Any, report: Report) -> None:
        self.entering = RowWriter(connection, report, "responsibility", "category", _key)
        self.departments = Departments(connection)
        self.regions = {row["code"]: row["id"] for row in tables.rows(connection, "region")}
        self.categories = CategoryCodes(tables.rows(connection, "category"))

    def run(self, found: list[Record]) -> None:
        self.entering.enter(found, self._row)

    def _row(self, record: Record) -> dict[str, Any]:
        code = record.needed("category", "row_without_key")
        if len(code) == DIGITS - 1 and code.isdigit():
            code = f"0{code}"  # a spreadsheet took it for a number
        category = self.categories.resolve(code, record["kind"], record["scheme"])
        region = plain_code(record["region"])
        if region and region not in self.regions:
            raise Refused("region_unknown", code=region)
        department = self.departments.named(record["department"])
        if department is None:
            raise Refused("row_without_department")
        leads = "owner" if category["kind"] == "component" else "territory"
        basis = record["basis"] or leads
        if basis not in BASES:
            raise Refused("responsibility_basis", text=basis)
        return {
            "category_id": category["id"],
            "region_id": self.regions[region] if region else None,
            "department_id": department,
            "rank": _rank(record["rank"]) or (1 if basis == leads else 2),
            "basis": basis,
        }


def _rank(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= MOST):
        raise Refused("responsibility_rank", text=text, most=MOST)
    return int(text)


def _key(row: Row) -> Key:
    return row["category_id"], row["region_id"], row["department_id"]
