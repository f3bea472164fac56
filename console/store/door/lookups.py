"""What the rules ask about, answered from inside the embedded door's transaction."""

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy.engine import Connection

from console.domain.intent import SETTINGS, HeldPost, Row
from console.domain.stage import Axis, Post
from console.store.bare import run
from console.store.documents import read_document, rows
from console.store.door.calendars import StoredCalendar


class EmbeddedLookups:
    """`Lookups` over one connection of an embedded database."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def _one(self, table: str, sql: str, *values: Any) -> dict[str, Any] | None:
        found = rows(self.connection, table, sql, *values)
        return found[0] if found else None

    def _column(self, sql: str, *values: Any) -> list[Any]:
        return [row[0] for row in run(self.connection, sql, values)]

    def posts(self, actor: int) -> Sequence[HeldPost]:
        found = run(
            self.connection,
            "SELECT post, region_id, department_id FROM operator_post WHERE operator_id=? AND active",
            (actor,),
        )
        return [HeldPost(Post(post), region, department) for post, region, department in found]

    def region_path(self, region: int) -> Collection[int]:
        return self._column("SELECT ancestor_id FROM region_under WHERE region_id=?", region)

    def department_path(self, department: int) -> Collection[int]:
        return self._column(
            "SELECT ancestor_id FROM department_under WHERE department_id=?", department
        )

    def condition(self, condition: int) -> Row | None:
        return self._one("filing_condition", "SELECT * FROM filing_condition WHERE id=?", condition)

    def department(self, department: int) -> Row | None:
        return self._one("department", "SELECT * FROM department WHERE id=?", department)

    def crew(self, crew: int) -> Row | None:
        return self._one("crew", "SELECT * FROM crew WHERE id=?", crew)

    def collector(self, collector: int) -> Row | None:
        return self._one("collector", "SELECT * FROM collector WHERE id=?", collector)

    def category_known(self, category: int) -> bool:
        return bool(self._column("SELECT 1 FROM category WHERE id=?", category))

    def grid_known(self, code: str) -> bool:
        return self.grid_class(code) is not None

    def grid_class(self, code: str) -> int | None:
        found = self._column("SELECT area_class FROM unit_grid WHERE code=?", code)
        return found[0] if found else None

    def case(self, case: int) -> Row | None:
        return self._one("case_", "SELECT * FROM case_ WHERE id=?", case)

    def requests(self, case: int) -> Sequence[Row]:
        return rows(
            self.connection, "request", "SELECT * FROM request WHERE case_id=? ORDER BY id", case
        )

    def assignments(self, case: int) -> Sequence[Row]:
        return rows(
            self.connection,
            "assignment",
            "SELECT * FROM assignment WHERE case_id=? ORDER BY id",
            case,
        )

    def blob_known(self, digest: str) -> bool:
        return bool(self._column("SELECT 1 FROM blob WHERE hash=?", digest))

    def axes(self, case: int, actor: int) -> Collection[Axis]:
        found = self._column(
            "SELECT axis FROM case_axis WHERE case_id=? AND actor_id=?", case, actor
        )
        return [Axis(axis) for axis in found]

    def touched_since(self, case: int, version: int) -> Collection[str]:
        return self._column(
            "SELECT DISTINCT key FROM event, json_each(event.after)"
            " WHERE case_id=? AND subject_version>? AND kind='case'",
            case,
            version,
        )

    def latest_events(self, case: int) -> Sequence[Row]:
        return rows(
            self.connection,
            "event",
            "SELECT * FROM event WHERE case_id=? AND kind='case'"
            " ORDER BY subject_version DESC LIMIT 100",
            case,
        )

    def stage_limit(self, stage: int, urgent: bool, grid: str | None) -> Row | None:
        return self._one(
            "stage_limit",
            "SELECT * FROM stage_limit WHERE stage=? AND urgent=? AND area_class IN"
            " (0, (SELECT area_class FROM unit_grid WHERE code=?)) ORDER BY area_class DESC LIMIT 1",
            *(stage, urgent, grid),
        )

    def calendar(self, name: str) -> StoredCalendar:
        return StoredCalendar(self.connection, name)

    def setting(self, name: str) -> Any:
        return self._settings.get(name, SETTINGS.get(name))

    @cached_property
    def _settings(self) -> dict[str, Any]:
        found = run(self.connection, "SELECT name, value FROM setting")
        return {name: read_document(value) for name, value in found}
