"""Questions that screens and scripts ask of the tables."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from console.domain.stage import Stage
from console.store.engine import Store
from console.store.schema import Case, Category, Event, Operator, OperatorPost, Place, Request

SENT: Final = (
    *(Case.id, Case.version, Case.stage, Case.stage_since, Case.stage_limit, Case.stage_calendar),
    *(Case.verify_sent_at, Case.check_sent_at, Case.collector_id),
    *(Case.grid_code, Case.region_id, Case.lon, Case.lat),
)


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


def case(store: Store, case: int) -> Mapping[str, Any] | None:
    """One row of `case_`, open or not; None for no such case."""
    with store.read() as connection:
        found = connection.execute(select(Case.__table__).where(Case.id == case)).mappings()
        row = found.one_or_none()
    return dict(row) if row is not None else None


def story(store: Store, case: int) -> Sequence[Mapping[str, Any]]:
    """Everything the log says of a case, oldest first."""
    wanted = select(Event.__table__).where(Event.case_id == case).order_by(Event.subject_version)
    with store.read() as connection:
        return [dict(row) for row in connection.execute(wanted).mappings()]


def requests(store: Store, case: int) -> Sequence[Mapping[str, Any]]:
    """Everything that was asked for on a case, decided or not, oldest first."""
    wanted = select(Request.__table__).where(Request.case_id == case).order_by(Request.id)
    with store.read() as connection:
        return [dict(row) for row in connection.execute(wanted).mappings()]


def sent_and_late(
    store: Store, stages: Sequence[int], now: int, free_at: int
) -> Sequence[Mapping[str, Any]]:
    """Open cases in `stages` whose stage is past its deadline at `now` (ms) with a collector on them.

    Of each what tells who is silent and who is near. Without those that were merged, or that somebody
    has claimed since `free_at` (ms): a person has them.
    """
    wanted = (
        select(*SENT)
        .where(Case.stage.in_(stages), Case.stage < 20, Case.stage_deadline <= now)
        .where(Case.collector_id.is_not(None), Case.duplicate_of.is_(None), _free(free_at))
        .order_by(Case.stage_deadline)
    )
    with store.read() as connection:
        return [dict(row) for row in connection.execute(wanted).mappings()]


def merged_into_closed(store: Store, closed_at: int, free_at: int) -> Sequence[Mapping[str, Any]]:
    """`id`, `version`, `main_number` of open cases merged into one that was closed before `closed_at`.

    Where that was merged itself, its own main case is the one that counts; a longer chain is a
    person's, and so is what somebody has claimed since `free_at` (both ms).
    """
    main, root = aliased(Case), aliased(Case)
    closed = int(Stage.CLOSED)
    wanted = (
        select(Case.id, Case.version, func.coalesce(root.number, main.number).label("main_number"))
        .join(main, main.id == Case.duplicate_of)
        .outerjoin(root, root.id == main.duplicate_of)
        .where(Case.stage < 20, _free(free_at), main.stage == closed, main.closed_at < closed_at)
        .where(
            or_(
                root.id.is_(None),
                and_(root.duplicate_of.is_(None), root.stage == closed, root.closed_at < closed_at),
            )
        )
        .order_by(Case.id)
    )
    with store.read() as connection:
        return [dict(row) for row in connection.execute(wanted).mappings()]


def _free(free_at: int) -> Any:
    """Claimed by nobody, or so long ago that anybody may (need `free` of the rule table)."""
    return or_(Case.holder_id.is_(None), Case.held_at < free_at)


def categories(store: Store) -> Sequence[Mapping[str, Any]]:
    """Every category of every scheme, in order of id."""
    wanted = select(Category.__table__).order_by(Category.id)
    with store.read() as connection:
        return [dict(row) for row in connection.execute(wanted).mappings()]


def ground(store: Store) -> list[Mapping[str, Any]]:
    """Places with a shape: `layer` (road, park, water …), id, names and lists of (lon, lat)."""
    wanted = select(Place.__table__).where(Place.kind.like("ground.%")).order_by(Place.id)
    with store.read() as connection:
        return [
            {**row, "layer": row["kind"].removeprefix("ground.")}
            for row in connection.execute(wanted).mappings()
        ]


def gazetteer(
    store: Store,
) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Named places, and the drawn roads with their shapes."""
    columns = (Place.kind, Place.zh, Place.en, Place.lon, Place.lat)
    named = select(*columns).where(Place.kind.not_like("ground.%")).order_by(Place.id)
    roads = select(Place.zh, Place.en, Place.shape).where(Place.kind.like("ground.road%"))
    with store.read() as connection:
        return (
            [dict(row) for row in connection.execute(named).mappings()],
            [dict(row) for row in connection.execute(roads.order_by(Place.id)).mappings()],
        )


def ended_near(
    store: Store, category: int, since: int, box: tuple[float, float, float, float]
) -> Sequence[Mapping[str, Any]]:
    """Cases of a category that ended since a moment (ms) within west, south, east, north."""
    west, south, east, north = box
    wanted = (
        select(Case.id, Case.day_number, Case.lon, Case.lat, Case.registered_at, Case.stage)
        .where(Case.stage >= 20, Case.closed_at >= since, Case.category_id == category)
        .where(Case.lon.between(west, east), Case.lat.between(south, north))
        .order_by(Case.id.desc())
        .limit(20)
    )
    with store.read() as connection:
        return [dict(row) for row in connection.execute(wanted).mappings()]


def people(store: Store) -> list[Mapping[str, Any]]:
    """Active operators with their posts, by id."""
    with store.read() as connection:
        held: dict[int, list[str]] = {}
        posts = select(OperatorPost.operator_id, OperatorPost.post).where(OperatorPost.active)
        for operator, post in connection.execute(posts.order_by(OperatorPost.id)):
            if post not in held.setdefault(operator, []):
                held[operator].append(post)
        found = select(Operator.__table__).where(Operator.active).order_by(Operator.id)
        return [
            {**row, "posts": held.get(row["id"], [])}
            for row in connection.execute(found).mappings()
        ]


def log_of_cases(store: Store) -> Iterator[tuple[str, int, int, int]]:
    """(command id, ordinal, case, version) of every event of a case, in the log's order."""
    wanted = select(Event.command_id, Event.ordinal, Event.subject, Event.subject_version)
    with store.read() as connection:
        found = connection.execute(wanted.where(Event.kind == "case").order_by(Event.seq))
        yield from map(tuple, found)


def versions(store: Store) -> dict[int, int]:
    """The version of every case."""
    with store.read() as connection:
        found = connection.execute(select(Case.id, Case.version)).all()
        return {int(row.id): int(row.version) for row in found}
