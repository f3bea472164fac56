"""`import departments`: the tree of departments 专业部门, and their crews."""

from typing import Any, Final

from console.domain.refusal import Refused
from console.intake.departments.crews import Crews
from console.intake.departments.names import Departments
from console.intake.files import records
from console.intake.files.records import Record
from console.intake.grids.regions import plain_code
from console.intake.import_trace import importing
from console.intake.report import Report
from console.store.city import tables
from console.store.city.tables import CODES
from console.store.engine import Store

TIER: Final = "city"
KIND: Final = "bureau"
"""Of a department of which the file says nothing."""


def import_departments(store: Store, file: str, crs: str | None = None) -> dict[str, Any]:
    """Imports departments in one transaction; answers its report (`intake.report`).

    A row that names a crew is about that crew, whose base is in `crs`; every other one is about a
    department. A blank field
    leaves what is known. Raises `Refused` for a file that cannot be read at all.
    """
    report = Report()
    found = records.usable(records.read(file, "departments", report, crs), report)
    with importing(store, "departments", file, report) as connection:
        made = _Import(connection, report)
        made.run([record for record in found if not record["crew"]])
        crews = Crews(connection, report, made.departments)
        crews.run([record for record in found if record["crew"]])
    return report.document()


class _Import:
    """One file against the departments that are known."""

    def __init__(self, connection: Any, report: Report) -> None:
        self.connection, self.report = connection, report
        self.departments = Departments(connection)
        regions = tables.rows(connection, "region")
        self.regions = {row["code"]: row["id"] for row in regions}
        roots = [row["id"] for row in regions if row["parent_id"] is None]
        self.root = roots[0] if len(roots) == 1 else None

    def run(self, found: list[Record]) -> None:
        codes = dict(self.departments.codes)
        waiting = self._without_twice(found)
        self._reject_cycles(waiting)
        while waiting:
            ready = _without_waiting_names(waiting) or {
                key: record for key, record in waiting.items() if record["parent"] not in waiting
            }
            for key, record in ready.items():
                del waiting[key]
                try:
                    self._enter(key, record)
                except Refused as no:
                    self.report.reject(record.number, no)
        if self.departments.codes != codes:
            tables.set_setting(self.connection, CODES, self.departments.codes)
        tables.close_tree(self.connection, "department")

    def _without_twice(self, found: list[Record]) -> dict[str, Record]:
        """The records by code, or by name where they have none."""
        kept: dict[str, Record] = {}
        for record in found:
            try:
                key = record["code"] or record.needed("zh", "row_without_name")
                if key in kept:
                    raise Refused("row_twice", number=key)
                kept[key] = record
            except Refused as no:
                self.report.reject(record.number, no)
        named = {record["zh"]: key for key, record in kept.items() if record["zh"]}
        return {key: _parent_by_key(record, kept, named) for key, record in kept.items()}

    def _reject_cycles(self, waiting: dict[str, Record]) -> None:
        """Rejects every department that is its own ancestor."""
        for key in list(waiting):
            line = [key]
            while key in waiting and (above := waiting[line[-1]]["parent"]) in waiting:
                if above == key:
                    codes = " → ".join([*line, key])
                    for member in line:
                        no = Refused("department_cycle", codes=codes)
                        self.report.reject(waiting.pop(member).number, no)
                elif above in line:
                    break
                else:
                    line.append(above)

    def _enter(self, key: str, record: Record) -> None:
        old = self._known(record)
        if old is None and not record["zh"]:
            raise Refused("row_without_name")
        row = self._row(record, old or {})
        if old is not None and self._above(row["parent_id"], old["id"]):
            raise Refused("department_cycle", codes=f"{key} → {record['parent']} → {key}")
        fresh = old is None
        if old is None:
            row["id"] = tables.add_one(self.connection, "department", row)
            self.departments.add(row)
        elif changed := old | row != old:
            tables.change(self.connection, "department", "id", [row | {"id": old["id"]}])
            self.departments.change(old, row)
            fresh = changed
        made = row.get("id", old["id"] if old else 0)
        if record["code"] and self.departments.codes.get(record["code"]) != made:
            self.departments.codes[record["code"]] = made
            fresh = True
        self.report.count(changed=fresh)

    def _known(self, record: Record) -> dict[str, Any] | None:
        """The department a record means: by its code, else one of its name that has no code yet."""
        codes = self.departments.codes
        if record["code"] in codes:
            return self.departments.rows[codes[record["code"]]]
        try:
            found = self.departments.called(record["zh"])
        except Refused as no:
            if no.key == "department_ambiguous" and not record["code"]:
                raise
            return None
        taken = record["code"] and found in codes.values()
        return None if taken else self.departments.rows[found]

    def _row(self, record: Record, old: dict[str, Any]) -> dict[str, Any]:
        region = old.get("region_id", self.root)
        if code := plain_code(record["region"]):
            if code not in self.regions:
                raise Refused("region_unknown", code=code)
            region = self.regions[code]
        parent = old.get("parent_id")
        if record["parent"]:
            parent = self.departments.named(record["parent"])
        zh = record["zh"] or old["zh"]
        return {
            "parent_id": parent,
            "tier": record.word("tier") or old.get("tier", TIER),
            "kind": record.word("kind") or old.get("kind", KIND),
            "region_id": region,
            "zh": zh,
            "en": record["en"] or old.get("en", ""),
            "initials": old["initials"] if old.get("zh") == zh else initials(zh),
            "active": old.get("active", True),
        }

    def _above(self, start: int | None, sought: int) -> bool:
        """Whether `sought` is `start` or an ancestor of it."""
        above = start
        while above is not None and above != sought:
            above = self.departments.rows[above]["parent_id"]
        return above == sought


def _without_waiting_names(waiting: dict[str, Record]) -> dict[str, Record]:
    """Records whose parent is neither the key nor the name of another one that has not been entered.

    Of two rows of one name the second may be the one that is entered; a parent of that name is looked
    for once both have been.
    """
    bearers: dict[str, set[str]] = {}
    for key, record in waiting.items():
        for name in (key, record["zh"]):
            bearers.setdefault(name, set()).add(key)
    return {
        key: record
        for key, record in waiting.items()
        if not record["parent"] or not bearers.get(record["parent"], set()) - {key}
    }


def _parent_by_key(record: Record, kept: dict[str, Record], named: dict[str, str]) -> Record:
    """The record with its parent as the key of the same file, where it is in the file."""
    parent = record["parent"]
    if parent in kept or parent not in named:
        return record
    return Record(record.number, {**record.values, "parent": named[parent]}, record.shape)


def initials(zh: str) -> str:
    """First letters of the pinyin, in small letters: 望湖街道 → whjd."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(zh, style=Style.FIRST_LETTER)).lower()
