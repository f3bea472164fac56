"""The demo city in a database: geometry, bodies, people, and a few thousand open cases."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select, update

from console.city import national, plan
from console.city.cases import OpenCase, open_cases
from console.city.facts import City
from console.city.tables import reasons
from console.domain.moment import from_ms
from console.domain.refusal import Refused
from console.domain.severity import Severity
from console.domain.stage import Post, RequestState, Stage
from console.domain.stage_limits import STAGE_LIMITS
from console.domain.worktime import WorkCalendar, WorkSpan
from console.live.clock import wall_ms
from console.store import administration, imports, loader, revisions
from console.store.engine import Store, open_store
from console.store.schema import Operator, SchemaInfo, Setting

GROUND: Final = {"arterial": "road.major", "secondary": "road", "lane": "road.minor"}
"""Layer of the map by class of road."""

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def build(url: str, *, seed: int = 1, cases: int = 3000, now: int | None = None) -> dict[str, int]:
    """Makes the demo city at `url`; answers how many rows of each kind.

    Raises `Refused` where the database holds people already.
    """
    store = open_store(url, create=True)
    try:
        revisions.upgrade(store)
        with store.read() as connection:
            if connection.scalar(select(func.count()).select_from(Operator)):
                raise Refused("demo_not_empty", path=str(store.url.database))
        national.seed(store)
        return _fill(store, plan.build(seed), seed, cases, now or wall_ms())
    finally:
        store.close()


def _fill(store: Store, city: City, seed: int, count: int, now: int) -> dict[str, int]:
    calendars = {name: WorkCalendar(name, spans) for name, spans in _calendars().items()}
    drawn = open_cases(city, count, now, calendars, seed)
    made = loader.load_all(store, {**_places(city), **_bodies(city), **_people(city)})
    asker = next(o.id for o in city.operators if o.posts[0].post == Post.COMMAND_LEAD)
    rows = [_case(number, case, now) for number, case in enumerate(drawn, 1)]
    numbered = [{"day": day, "last": last} for day, last in _number_by_day(rows).items()]
    beside = {"assignment": list(_assignments(drawn)), "request": list(_requests(drawn, asker))}
    made |= loader.load_all(store, {"case_": rows, **beside})
    loader.load_all(store, {"day_counter": numbered})
    with store.write() as connection:
        imports.write_events(
            connection, [_event(row, case) for row, case in zip(rows, drawn, strict=True)]
        )
        top = next(region for region in city.regions if region.parent is None)
        connection.execute(update(SchemaInfo).values(city_zh=top.zh, city_en=top.en))
        connection.execute(insert(Setting).values(name="demo_seed", value=seed))
        administration.make_logins(store, connection)
    return made


def _calendars() -> dict[str, list[WorkSpan]]:
    found: dict[str, list[WorkSpan]] = {}
    for row in national.rows()["work_span"]:
        span = WorkSpan(row["calendar"], row["start"], row["end"], row["before"])
        found.setdefault(span.calendar, []).append(span)
    return found


def _places(city: City) -> Rows:
    return {
        "region": [
            {"id": r.id, "parent_id": r.parent, "tier": r.tier, "code": r.code, "zh": r.zh}
            | {"en": r.en, "ring": r.ring}
            for r in city.regions
        ],
        "region_under": list(_under("region", city.regions)),
        "unit_grid": [
            {"code": g.code, "region_id": g.region, "name": "", "ring": g.ring}
            | {"area_m2": g.area_m2, "area_class": g.area_class, "began_at": 0, "ended_at": None}
            for g in city.grids
        ],
        "place": list(_gazetteer(city)),
    }


def _under(kind: str, nodes: Iterable[Any]) -> Iterator[dict[str, int]]:
    """The closure of a tree, each node under itself too."""
    parents = {node.id: node.parent for node in nodes}
    for node in parents:
        above: int | None = node
        while above is not None:
            yield {f"{kind}_id": node, "ancestor_id": above}
            above = parents[above]


def _gazetteer(city: City) -> Iterator[dict[str, Any]]:
    """Places with a name, and the ground the map draws: roads by class, water, parks."""
    for place in city.places:
        yield _place(place.kind, place.zh, place.en, place.position, place.region, None)
    for shape in city.shapes:
        layer = "park" if shape.kind == "park" else "water"
        yield _place(f"ground.{layer}", shape.zh, shape.en, shape.ring[0], None, [shape.ring])
    for road in city.roads.roads:
        lines = [[city.roads.nodes[node] for node in stretch] for stretch in road.stretches]
        layer = f"ground.{GROUND[road.kind]}"
        yield _place(layer, road.zh, road.en, lines[0][0], None, lines)


def _place(
    kind: str, zh: str, en: str, at: tuple[float, float], region: int | None, shape: Any
) -> dict[str, Any]:
    made = {"kind": kind, "zh": zh, "en": en, "pinyin": en.lower().replace(" ", "")}
    return made | {"lon": at[0], "lat": at[1], "region_id": region, "shape": shape}


def _bodies(city: City) -> Rows:
    ids = national.category_ids()
    return {
        "department": [
            {"id": d.id, "parent_id": d.parent, "tier": d.tier, "kind": d.kind, "active": True}
            | {"region_id": d.region, "zh": d.zh, "en": d.en, "initials": d.initials}
            for d in city.departments
        ],
        "department_under": list(_under("department", city.departments)),
        "crew": [
            {"id": c.id, "call_sign": c.call_sign, "department_id": c.department}
            | {"home_lon": c.home[0], "home_lat": c.home[1], "on_duty": c.on_duty}
            for c in city.crews
        ],
        "responsibility": [
            {"category_id": ids[r.category], "region_id": r.region, "department_id": r.department}
            | {"rank": r.rank, "basis": r.basis}
            for r in city.responsibility
        ],
    }


def _people(city: City) -> Rows:
    return {
        "operator": [
            {"id": o.id, "login": o.login, "zh": o.zh, "en": o.en, "active": True}
            for o in city.operators
        ],
        "operator_post": [
            {"operator_id": o.id, "post": held.post, "region_id": held.region}
            | {"department_id": held.department, "active": True}
            for o in city.operators
            for held in o.posts
        ],
        "duty_grid": [
            {"id": g.id, "name": g.name, "region_id": g.region, "unit_grids": g.grids}
            for g in city.duty_grids
        ],
        "collector": [
            {"id": c.id, "call_sign": c.call_sign, "operator_id": c.operator, "on_duty": c.on_duty}
            | {"region_id": c.region, "duty_grids": c.duty_grids}
            for c in city.collectors
        ],
    }


def _case(number: int, case: OpenCase, now: int) -> dict[str, Any]:
    limit = case.condition.limit
    minutes, calendar = _stage_limit(case)
    running = case.department_since is not None
    row = {
        "id": number,
        "source": case.source,
        "category_id": national.category_ids()[case.condition.category],
        "condition_id": _condition_ids()[case.condition] if case.filed else None,
        "severity": int(case.severity),
        "lon": case.spot.position[0],
        "lat": case.spot.position[1],
        "address": case.spot.address,
        "grid_code": case.spot.grid.code,
        "region_id": case.spot.grid.region,
        "description": case.description,
        "stage": int(case.stage),
        "department_id": case.department,
        "departments": [case.department] if case.department else [],
        "collector_id": case.collector if case.stage in (Stage.VERIFY, Stage.CHECK) else None,
        "registered_at": case.registered_at,
        "stage_since": case.stage_since,
        "stage_limit": minutes,
        "stage_calendar": calendar,
        "stage_deadline": case.stage_since + minutes * 60_000 if minutes is not None else None,
        "suspended_from": case.suspended_from,
        "suspended_until": case.suspended_until,
        "acknowledged_at": case.acknowledged_at,
        "started_at": case.started_at,
        "arrived_at": case.arrived_at,
        "dispatches": 1 if case.department else 0,
        "version": 1,
    }
    reported = case.stage_since if case.stage in (Stage.CHECK, Stage.CLOSE) else None
    for clock, stopped in (("department", case.department_stopped), ("case", reported)):
        row[f"{clock}_since"] = case.department_since
        row[f"{clock}_limit"] = limit.minutes if running else None
        row[f"{clock}_calendar"] = limit.calendar if running else None
        row[f"{clock}_deadline"] = case.department_deadline
        row[f"{clock}_stopped"] = stopped
    return row


def _stage_limit(case: OpenCase) -> tuple[int | None, str | None]:
    limit = STAGE_LIMITS.get((case.stage, case.severity is Severity.E))
    return (limit.minutes, limit.calendar) if limit else (None, None)


def _condition_ids() -> Mapping[Any, int]:
    if not _CONDITIONS:
        _CONDITIONS.update({c: n for n, c in enumerate(national.conditions(), 1)})
    return _CONDITIONS


_CONDITIONS: Final[dict[Any, int]] = {}


def _number_by_day(rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Numbers as the door would have given them; the last of each day, which the door goes on from."""
    counted: dict[str, int] = {}
    for row in rows:
        day = from_ms(row["registered_at"], ZoneInfo(national.ZONE)).strftime("%Y%m%d")
        counted[day] = counted.get(day, 0) + 1
        row["number"] = f"{day}{counted[day]:05d}"
        row["day_number"] = f"{day[4:]}-{counted[day]:04d}"
    return counted


def _assignments(drawn: Sequence[OpenCase]) -> Iterator[dict[str, Any]]:
    for number, case in enumerate(drawn, 1):
        if case.crew is not None and case.crew_state is not None:
            yield {
                "case_id": number,
                "crew_id": case.crew,
                "state": int(case.crew_state),
                "sent_at": case.department_since or case.stage_since,
                "ended_at": None if case.crew_state.live else case.stage_since,
                "version": 1,
            }


def _requests(drawn: Sequence[OpenCase], asker: int) -> Iterator[dict[str, Any]]:
    """Whoever sent a case to be voided asked for it; without that nobody could decide."""
    for number, case in enumerate(drawn, 1):
        if case.stage is Stage.VOID:
            yield {
                "case_id": number,
                "kind": "void",
                "level": 1,
                "state": int(RequestState.OPEN),
                "asked_by": asker,
                "asked_at": case.stage_since,
                "department_id": case.department,
                "hours": None,
                "until": None,
                "reason": reasons()["void"][0],
                "version": 1,
            }


def _event(row: Mapping[str, Any], case: OpenCase) -> dict[str, Any]:
    """One event that holds the whole case as it was found: the log's first word on it."""
    after = {k: v for k, v in row.items() if k not in ("id", "version") and v not in (None, "", [])}
    return {
        "subject": row["id"],
        "subject_version": 1,
        "command": "register",
        "command_id": f"demo-{row['id']}",
        "occurred_at": case.registered_at,
        "before": {},
        "after": after,
        "region_id": row["region_id"],
        "department_id": row["department_id"],
        "reason": "demo",
    }
