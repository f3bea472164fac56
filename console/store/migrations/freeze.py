"""Writes the frozen SQL of the foundation from the schema: `python -m console.store.migrations.freeze`.

For use before the first release only; afterwards every change is a revision of its own.
"""

from pathlib import Path

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from console.store.schema import Base

NUMBERED = (
    "CREATE SEQUENCE event_seq",
    "ALTER TABLE event ALTER seq SET DEFAULT nextval('event_seq')",
    "ALTER TABLE event ALTER xid SET DEFAULT pg_current_xact_id()",
)
"""SQLite's one writer counts the events itself; it cannot number a composite key."""


def append_only() -> list[str]:
    """SQLite's triggers; those of PostgreSQL come with the guard."""
    return [
        f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in ("event", "blob", "command")
        for verb in ("UPDATE", "DELETE")
    ]


def script(dialect: Dialect) -> str:
    """Every table and index of the schema, in order of dependence."""
    lines: list[str] = []
    for table in Base.metadata.sorted_tables:
        lines.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        lines += [
            str(CreateIndex(index).compile(dialect=dialect)).strip()
            for index in sorted(table.indexes, key=lambda index: str(index.name))
        ]
    lines += NUMBERED if dialect.name == "postgresql" else append_only()
    return ";\n".join(lines) + ";\n"


def main() -> None:
    folder = Path(__file__).parent / "versions"
    for dialect in (sqlite.dialect(), postgresql.dialect()):  # type: ignore[no-untyped-call]
        text = script(dialect)
        (folder / f"0001_foundation.{dialect.name}.sql").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
