"""What a wall's login may read and call on a server, and what its views show of a case and of the log.

A wall hangs where anybody sees it: it learns where a case is and how it stands, never at which door nor
what people said of it.
"""

from typing import Final

from console.store.schema import Case, Event

HIDDEN: Final = frozenset({"address", "description"})
"""Columns of a case that are empty for a wall."""
TABLES: Final = (
    *("schema_info", "alembic_version", "setting", "noun", "region", "region_under", "unit_grid"),
    *(
        "duty_grid",
        "place",
        "category",
        "filing_condition",
        "stage_limit",
        "work_span",
        "collector",
    ),
    *("department", "department_under", "crew", "crew_position", "responsibility", "operator_post"),
)
"""Tables that hold nothing personal and that a seat reads whole."""
SEAT_COLUMNS: Final = ("post", "seen_at")
"""How many seats of a post show life; a seat's name often is somebody's."""
FUNCTIONS: Final = (
    *("door_now", "my_posts", "my_regions", "my_departments", "my_corners"),
    *("nouns", "noun_digest", "city_state", "wall_life", "wall_pairs"),
)
BLANK: Final = {
    "on_behalf_of": "null::varchar",
    "seat": "null::varchar",
    "reason": "null::varchar",
    "before": "'{}'::jsonb",
}
"""Columns of the log that say nothing to a wall."""
BESIDE: Final = ("requests", "attachments", "detached")
"""Keys of a case's entry in the log, beside those of `HIDDEN`, that a wall does not hear of."""


def case_columns() -> str:
    """What stands after `select` in the view of cases."""
    names = (column.name for column in Case.__table__.columns)
    return ", ".join(f"''::varchar as {name}" if name in HIDDEN else name for name in names)


def event_columns() -> str:
    """What stands after `select` in the view of the log.

    Taking keys away costs a microsecond an entry; picking those that may stay costs thirty, and a wall that
    was away for a day has a hundred thousand to hear.
    """
    keys = ",".join((*sorted(HIDDEN), *BESIDE))
    after = f"case when kind = 'case' then after - '{{{keys}}}'::text[] else after end"
    told = {**BLANK, "after": after}
    names = (column.name for column in Event.__table__.columns)
    return ", ".join(f"{told[name]} as {name}" if name in told else name for name in names)
