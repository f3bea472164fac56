"""What an operator who comes on duty asks: what waits in each post, what happened since he left."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from console.domain.intent import HeldPost
from console.domain.stage import Post, Stage
from console.domain.workflow import WAITING_STAGES
from console.store.dialect import pick
from console.store.engine import Store
from console.store.log import embedded, server
from console.store.schema import Case, DepartmentUnder, Event, RegionUnder

TOLD: Final = ("register", "file", "dispatch", "done", "close", "urge", "supervise")
"""Commands whose number since the last shift says how it went."""


def last_left(store: Store, operator: int) -> int | None:
    """When this operator last signed off (ms); None where he never did."""
    wanted = select(func.max(Event.recorded_at)).where(
        Event.kind == "operator", Event.subject == operator, Event.command == "sign-off"
    )
    with store.read() as connection:
        found: int | None = connection.scalar(wanted)
    return found


def since(store: Store, at: int) -> Mapping[str, int]:
    """How often each command of `TOLD` was done in this operator's sight after `at` (ms)."""
    wanted = (
        select(Event.command, func.count())
        .where(Event.recorded_at > at, Event.kind == "case", Event.command.in_(TOLD))
        .group_by(Event.command)
    )
    with store.read() as connection:
        found = {command: int(count) for command, count in connection.execute(wanted)}
    return {command: found.get(command, 0) for command in TOLD}


def waiting(store: Store, posts: Sequence[HeldPost]) -> list[int]:
    """For each post, how many open cases wait for its move where it is held.

    What is being handled waits for its department alone.
    """
    with store.read() as connection:
        return [_waiting(connection, held) for held in posts]


def _waiting(connection: Connection, held: HeldPost) -> int:
    stages = [
        stage
        for stage in WAITING_STAGES.get(held.post, ())
        if stage is not Stage.HANDLE or held.post is Post.DEPARTMENT
    ]
    if not stages:
        return 0
    wanted = select(func.count()).where(
        Case.stage < 20, Case.stage.in_([int(stage) for stage in stages])
    )
    if held.region_id is not None:
        under = select(RegionUnder.region_id).where(RegionUnder.ancestor_id == held.region_id)
        wanted = wanted.where(Case.region_id.in_(under))
    if held.department_id is not None:
        below = select(DepartmentUnder.department_id).where(
            DepartmentUnder.ancestor_id == held.department_id
        )
        wanted = wanted.where(Case.department_id.in_(below))
    return int(connection.execute(wanted).scalar_one())


def password_until(store: Store) -> int | None:
    """When this operator's password ends (ms); None where it does not."""
    return pick(store, embedded.password_until, server.password_until)(store)
