"""The city's own data as one seat holds it: names, trees, posts, limits. Kept until they change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.engine import Connection

from console.domain.stage import Post
from console.domain.worktime import WorkSpan
from console.store.city import embedded, server
from console.store.dialect import pick
from console.store.engine import Store
from console.store.schema import (
    Category,
    Collector,
    Crew,
    Department,
    DepartmentUnder,
    DutyGrid,
    FilingCondition,
    Operator,
    OperatorPost,
    Region,
    RegionUnder,
    Responsibility,
    SchemaInfo,
    Setting,
    StageLimit,
    UnitGrid,
)
from console.store.schema import (
    WorkSpan as WorkSpanRow,
)

Named = Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Directory:
    """Rows by id. `*_paths` give a region's or department's ancestors, itself included.

    `staff` are the (region, department) of everybody who works for a department; None is any.
    `grids` and their area classes by code are there where they were asked for.
    """

    city: Mapping[str, Any]
    regions: Named
    departments: Named
    categories: Named
    conditions: Named
    crews: Named
    collectors: Named
    duty_grids: Named
    operators: Named
    region_paths: Mapping[int, frozenset[int]]
    department_paths: Mapping[int, frozenset[int]]
    responsibilities: Sequence[Mapping[str, Any]]
    stage_limits: Mapping[tuple[int, bool, int], Mapping[str, Any]]
    spans: Mapping[str, list[WorkSpan]]
    settings: Mapping[str, Any]
    staff: frozenset[tuple[int | None, int | None]] = frozenset()
    grids: Sequence[Mapping[str, Any]] = field(default=())
    grid_classes: Mapping[str, int] = field(default_factory=dict)

    def choices(self, category: int, grid_code: str | None = None) -> list[Mapping[str, Any]]:
        """The conditions a case of this category may be filed under, in order of id.

        In a unit grid whose area class is known none that is for another class.
        """
        found = self.grid_classes.get(grid_code or "")
        fitting = (None, found) if found is not None else None
        return [
            row
            for _number, row in sorted(self.conditions.items())
            if row["category_id"] == category
            and row["ended_at"] is None
            and (fitting is None or row["area_class"] in fitting)
        ]


BY_ID: Final = {
    "regions": Region,
    "departments": Department,
    "categories": Category,
    "conditions": FilingCondition,
    "crews": Crew,
    "collectors": Collector,
    "duty_grids": DutyGrid,
    "operators": Operator,
}


def read(store: Store, *, with_grids: bool = False) -> Directory:
    """Everything as it was at one moment. Raises `Refused`."""
    with store.read() as connection:
        pick(connection, embedded.one_moment, server.one_moment)(connection)
        named = {name: _by_id(connection, table) for name, table in BY_ID.items()}
        limits = _rows(connection, StageLimit)
        grids = _rows(connection, UnitGrid) if with_grids else ()
        return Directory(
            city=_rows(connection, SchemaInfo)[0],
            **named,
            region_paths=_paths(connection, RegionUnder.region_id, RegionUnder.ancestor_id),
            department_paths=_paths(
                connection, DepartmentUnder.department_id, DepartmentUnder.ancestor_id
            ),
            responsibilities=_rows(connection, Responsibility),
            stage_limits={(r["stage"], bool(r["urgent"]), r["area_class"]): r for r in limits},
            spans=_spans(connection),
            settings={row["name"]: row["value"] for row in _rows(connection, Setting)},
            staff=_staff(connection),
            grids=grids,
            grid_classes={row["code"]: row["area_class"] for row in grids},
        )


def _rows(connection: Connection, table: Any) -> list[Mapping[str, Any]]:
    return [dict(row) for row in connection.execute(select(table.__table__)).mappings()]


def _staff(connection: Connection) -> frozenset[tuple[int | None, int | None]]:
    found = connection.execute(
        select(OperatorPost.region_id, OperatorPost.department_id)
        .join(Operator, Operator.id == OperatorPost.operator_id)
        .where(OperatorPost.post == str(Post.DEPARTMENT), OperatorPost.active, Operator.active)
    )
    return frozenset((region, department) for region, department in found)


def _by_id(connection: Connection, table: Any) -> Named:
    return {row["id"]: row for row in _rows(connection, table)}


def _paths(connection: Connection, child: Any, ancestor: Any) -> Mapping[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for one, above in connection.execute(select(child, ancestor)):
        found.setdefault(one, set()).add(above)
    return {one: frozenset(above) for one, above in found.items()}


def _spans(connection: Connection) -> Mapping[str, list[WorkSpan]]:
    found: dict[str, list[WorkSpan]] = {}
    rows = connection.execute(
        select(
            WorkSpanRow.calendar, WorkSpanRow.start, WorkSpanRow.end, WorkSpanRow.before
        ).order_by(WorkSpanRow.calendar, WorkSpanRow.start)
    )
    for calendar, start, end, before in rows:
        found.setdefault(calendar, []).append(WorkSpan(calendar, start, end, before))
    return found
