"""Questions that screens and scripts ask of the tables."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from console.store.engine import Store
from console.store.schema import Case, Event


def cases(
    store: Store, *, stage: int | None = None, ended: bool = False, limit: int | None = None
) -> list[Mapping[str, Any]]:
    """Rows of `case_` in order of number; open ones unless `ended`."""
    wanted = select(Case.__table__).order_by(Case.id)
    if not ended:
        wanted = wanted.where(Case.stage < 20)
    if stage is not None:
        wanted = wanted.where(Case.stage == stage)
    if limit is not None:
        wanted = wanted.limit(limit)
    with store.read() as connection:
        return [dict(row) for row in connection.execute(wanted).mappings()]


def story(store: Store, case: int) -> Sequence[Mapping[str, Any]]:
    """Everything the log says of a case, oldest first."""
    wanted = select(Event.__table__).where(Event.case_id == case).order_by(Event.subject_version)
    with store.read() as connection:
        return [dict(row) for row in connection.execute(wanted).mappings()]
