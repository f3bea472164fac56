"""Statements of a revision, as SQL frozen beside it for either database."""

from pathlib import Path

from alembic import op


def run(revision: str) -> None:
    """Runs `<name of the revision's file>.<database>.sql`, statement by statement."""
    bind, file = op.get_bind(), Path(revision)
    script = file.with_name(f"{file.stem}.{bind.dialect.name}.sql")
    for statement in script.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            bind.exec_driver_sql(statement)
