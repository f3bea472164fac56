"""What an import needs of the tables: known records, names found or made, history written."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from console.store.city import embedded, loader, server
from console.store.dialect import pick
from console.store.engine import now_ms
from console.store.reading import tokens
from console.store.schema import (
    Case,
    Category,
    Department,
    DepartmentUnder,
    ExternalRef,
    Region,
    RegionUnder,
    SchemaInfo,
)


def known(connection: Connection, system: str) -> dict[str, tuple[int, str]]:
    """Key → (case, digest) of the records of a system that were imported before."""
    found = connection.execute(
        select(ExternalRef.key, ExternalRef.case_id, ExternalRef.digest).where(
            ExternalRef.system == system
        )
    )
    return {key: (case, digest) for key, case, digest in found}


def region_codes(connection: Connection) -> set[str]:
    """The code of every region."""
    return set(connection.scalars(select(Region.code)))


def region(
    connection: Connection, parent: int | None, tier: str, code: str, zh: str, en: str
) -> int:
    """The region of this name under `parent`, made where it is missing."""
    found = connection.scalar(select(Region.id).where(Region.zh == zh, Region.parent_id == parent))
    if found is not None:
        return int(found)
    values = {"parent_id": parent, "tier": tier, "code": code, "zh": zh, "en": en}
    made = connection.execute(insert(Region).values(values).returning(Region.id)).scalar_one()
    above = connection.scalars(
        select(RegionUnder.ancestor_id).where(RegionUnder.region_id == parent)
    ).all()
    connection.execute(
        insert(RegionUnder), [{"region_id": made, "ancestor_id": a} for a in (made, *above)]
    )
    return int(made)


def department(connection: Connection, region_id: int, name: str, initials: str) -> int:
    """The department of this name, made where it is missing."""
    found = connection.scalar(
        select(Department.id).where(Department.zh == name, Department.region_id == region_id)
    )
    if found is not None:
        return int(found)
    values = {"tier": "city", "kind": "agency", "region_id": region_id, "zh": name, "en": name}
    made = connection.execute(
        insert(Department).values(**values, initials=initials.lower()).returning(Department.id)
    ).scalar_one()
    connection.execute(insert(DepartmentUnder).values(department_id=made, ancestor_id=made))
    return int(made)


def category(connection: Connection, scheme: str, class_name: str, subclass: str) -> int:
    """The category of this class and subclass in a foreign scheme, made where it is missing."""
    code = f"{class_name}/{subclass}"[:80]
    found = connection.scalar(
        select(Category.id).where(
            Category.scheme == scheme, Category.kind == "event", Category.code == code
        )
    )
    if found is not None:
        return int(found)
    values = {"scheme": scheme, "kind": "event", "code": code, "zh": subclass, "en": subclass}
    return int(
        connection.execute(
            insert(Category)
            .values(**values, class_zh=class_name, class_en=class_name)
            .returning(Category.id)
        ).scalar_one()
    )


def update_case(
    connection: Connection, system: str, key: str, new: Mapping[str, Any], digest: str
) -> list[dict[str, Any]]:
    """Takes a changed record over; answers the event that tells so (none where nothing differs)."""
    old = connection.execute(select(Case.__table__).where(Case.id == new["id"])).mappings().one()
    own = {"id", "number", "day_number", "version"}
    after = {k: v for k, v in new.items() if k not in own and old[k] != v}
    connection.execute(
        update(ExternalRef)
        .where(ExternalRef.system == system, ExternalRef.key == key)
        .values(digest=digest)
    )
    if not after:
        return []
    version = old["version"] + 1
    connection.execute(update(Case).where(Case.id == new["id"]).values(**after, version=version))
    if after.keys() & {"address", "description"}:
        held = dict(old)
        tokens.write(connection, new["id"], held, held | after)
    return [
        {
            "subject": new["id"],
            "subject_version": version,
            "command": "import",
            "command_id": f"{system}-{key}"[:30] + f"-{version}",
            "occurred_at": new["closed_at"] or new["registered_at"],
            "before": {k: old[k] for k in after},
            "after": after,
            "region_id": new["region_id"],
            "department_id": new["department_id"],
            "reason": f"import {system}",
        }
    ]


def write_events(connection: Connection, events: Sequence[dict[str, Any]]) -> None:
    """Events of the owner: no actor, moments as claimed, scope from region and department."""
    era = connection.scalar(select(SchemaInfo.era))
    regions = _paths(connection, RegionUnder.region_id, RegionUnder.ancestor_id)
    departments = _paths(connection, DepartmentUnder.department_id, DepartmentUnder.ancestor_id)
    now = now_ms()
    rows = []
    for event in events:
        made = dict(event)
        scope = set(regions.get(made.pop("region_id"), ()))
        scope |= {-d for d in departments.get(made.pop("department_id"), ())}
        made |= {"era": era, "kind": "case", "case_id": made["subject"], "ordinal": 0}
        made |= {"recorded_at": now, "scope": sorted(scope), "crossed": False}
        rows.append(made)
    pick(connection, embedded.number_entries, server.number_entries)(connection, rows)
    loader.load(connection, "event", rows)


def _paths(connection: Connection, child: Any, ancestor: Any) -> dict[int | None, set[int]]:
    found: dict[int | None, set[int]] = {}
    for one, above in connection.execute(select(child, ancestor)):
        found.setdefault(one, set()).add(above)
    return found
