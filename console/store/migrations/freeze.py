"""Writes the frozen SQL of the foundation from the schema: `python -m console.store.migrations.freeze`.

For use before the first release only; afterwards every change is a revision of its own.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import create_mock_engine

from console.store.schema import Base

NUMBERED = (
    "CREATE SEQUENCE event_seq",
    "ALTER TABLE event ALTER seq SET DEFAULT nextval('event_seq')",
    "ALTER TABLE event ALTER xid SET DEFAULT pg_current_xact_id()",
)
"""SQLite's one writer counts the events itself; it cannot number a composite key."""

DRIVERS = {"sqlite": "sqlite://", "postgresql": "postgresql+psycopg://"}


def append_only() -> list[str]:
    """SQLite's triggers; those of PostgreSQL come with the guard."""
    return [
        f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in ("event", "blob", "command")
        for verb in ("UPDATE", "DELETE")
    ]


def script(dialect: str) -> str:
    """Every table and index of the schema, in order of dependence."""
    lines: list[str] = []
    made: list[Any] = []
    engine = create_mock_engine(DRIVERS[dialect], lambda sql, *_: made.append(sql))
    for table in Base.metadata.sorted_tables:
        made.clear()
        table.create(engine, checkfirst=False)
        first, *others = [str(sql.compile(dialect=engine.dialect)).strip() for sql in made]
        lines += [first, *sorted(others)]
    lines += NUMBERED if dialect == "postgresql" else append_only()
    return ";\n".join(lines) + ";\n"


def main() -> None:
    folder = Path(__file__).parent / "versions"
    for dialect in ("sqlite", "postgresql"):
        path = folder / f"0001_foundation.{dialect}.sql"
        path.write_text(script(dialect), encoding="utf-8")


if __name__ == "__main__":
    main()
