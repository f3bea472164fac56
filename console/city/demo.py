"""The demo city in a database: geometry, bodies, people, open cases, and a past of any length."""

from collections.abc import Mapping, Sequence, Set
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from random import Random
from typing import Any, Final

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection

from console.city import case_rows, entries, gazetteer, national, plan
from console.city.callers import caller
from console.city.cases import open_cases
from console.city.components import COUNT as COMPONENTS
from console.city.facts import City
from console.city.history import History, Piece
from console.city.history_rows import ASSIGNMENT, CASE, COMPLAINANT, EVENT, REQUEST
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.domain.worktime import WorkCalendar, WorkSpan
from console.live.clock import wall_ms
from console.store import administration, imports, loader, months, revisions, tokens
from console.store.engine import Store, open_store
from console.store.schema import Operator, SchemaInfo, Setting

MANY: Final = 20_000
"""From so many cases of the past on, indexes are better made at the end."""
HEAVY: Final = ("case_", "event", "assignment", "token")
TABLES: Final = {
    "case_": CASE,
    "assignment": ASSIGNMENT,
    "request": REQUEST,
    "complainant": COMPLAINANT,
}
TAB: Final = "\t"

Made = dict[str, int]


def build(
    url: str, *, seed: int = 1, cases: int = 3000, history: int = 0, now: int | None = None,
    components: int = COMPONENTS, places: int = gazetteer.COUNT,
) -> Made:  # fmt: skip
    """Makes the demo city at `url`; answers how many rows of each kind.

    `history` closed cases of the last year lie before the `cases` open ones. All or nothing is
    written. Raises `Refused` where the database holds people already.
    """
    if min(cases, history) < 0:
        raise Refused("demo_count", count=min(cases, history))
    store = open_store(url, create=True)
    try:
        revisions.upgrade(store)
        with store.read() as connection:
            if connection.scalar(select(func.count()).select_from(Operator)):
                raise Refused("demo_not_empty", path=str(store.url.database))
        national.seed(store)
        city = plan.build(seed)
        tables = entries.rows(city, components, places)
        now = now or wall_ms()
        with store.write() as connection:
            made = loader.load_several(connection, tables)
            counted: Made = {}
            if history:
                counted = _past(connection, city, seed, history, now, made)
            made |= _present(connection, city, seed, cases, now, counted, made)
            _sign(store, connection, city, seed)
        if history >= MANY:
            loader.settle(store, HEAVY)
        return made
    finally:
        store.close()


def _past(
    connection: Connection, city: City, seed: int, count: int, now: int, made: Made
) -> dict[str, int]:
    """Loads the closed cases piece by piece; answers the last number of each day."""
    embedded = connection.dialect.name == "sqlite"
    past = History(city, count, now, _spans(), seed, embedded=embedded)
    own: set[str] = set()
    with ExitStack() as stack:
        if count >= MANY:
            stack.enter_context(loader.indexes_later(connection, HEAVY))
            if loader.emptied(connection, "token"):
                own.add("token")
        if not embedded:
            own |= months.make(connection, past.begins)
        # a piece is told while the database takes in the one before it
        hand = stack.enter_context(ThreadPoolExecutor(1, "past"))
        under_way: Future[None] | None = None
        for piece in past.pieces():
            if under_way is not None:
                under_way.result()
            under_way = hand.submit(_take_in, connection, piece, own, made)
        if under_way is not None:
            under_way.result()
    for table in ("case_", "assignment", "request"):
        loader.number_on(connection, table)
    loader.number_log_on(connection, made.get("event", 0))
    return past.numbered


def _take_in(connection: Connection, piece: Piece, own: Set[str], made: Made) -> None:
    """Writes one piece; `own` tables are this transaction's."""
    embedded = connection.dialect.name == "sqlite"
    parts = [(table, table, names, getattr(piece.rows, table)) for table, names in TABLES.items()]
    parts.append(("token", "token", ("token", "case_id"), piece.tokens))
    for month, lines in sorted(piece.rows.event.items()):
        if embedded:  # whose one writer numbers its transactions as the entries
            numbered = [f"{line}\t{line.partition(TAB)[0]}" for line in lines]
            parts.append(("event", "event", (*EVENT, "xid"), numbered))
        else:
            parts.append(("event", f"event_{month}", EVENT, lines))
    for kind, table, names, lines in parts:
        found = loader.load_lines(connection, table, names, lines, frozen=table in own)
        made[kind] = made.get(kind, 0) + found


def _present(
    connection: Connection, city: City, seed: int, count: int, now: int,
    counted: dict[str, int], made: Made,
) -> Made:  # fmt: skip
    """The open cases after what is past, and where the numbers of each day go on."""
    calendars = {name: WorkCalendar(name, spans) for name, spans in _spans().items()}
    first = made.get("case_", 0) + 1
    drawn = dict(enumerate(open_cases(city, count, now, calendars, seed), first))
    asker = next(o.id for o in city.operators if o.posts[0].post == Post.COMMAND_LEAD)
    rows = [case_rows.row(number, case) for number, case in drawn.items()]
    case_rows.number_by_day(rows, counted)
    found = loader.load_several(
        connection,
        {
            "case_": rows,
            "assignment": case_rows.assignments(drawn),
            "request": case_rows.requests(drawn, asker),
            "complainant": _callers(rows, seed),
            "token": tokens.rows(rows),
            "day_counter": [{"day": day, "last": last} for day, last in counted.items()],
        },
    )
    events = [case_rows.event(row, drawn[row["id"]]) for row in rows]
    imports.write_events(connection, events)
    found["event"] = len(events)
    del found["day_counter"]
    return {table: made.get(table, 0) + count for table, count in found.items()}


def _callers(rows: Sequence[Mapping[str, Any]], seed: int) -> list[dict[str, Any]]:
    """Who reported the open cases that somebody called about."""
    rng = Random(f"{seed}/callers")
    said = [(row["id"], caller(rng, row["source"])) for row in rows]
    return [
        {"case_id": case, "name": who[0], "phone": who[1], "address": None, "erased_at": None}
        for case, who in said
        if who is not None
    ]


def _sign(store: Store, connection: Connection, city: City, seed: int) -> None:
    """Whose city it is, and who may sign on."""
    top = next(region for region in city.regions if region.parent is None)
    connection.execute(update(SchemaInfo).values(city_zh=top.zh, city_en=top.en))
    connection.execute(insert(Setting).values(name="demo_seed", value=seed))
    administration.make_logins(store, connection)


def _spans() -> Mapping[str, Sequence[WorkSpan]]:
    found: dict[str, list[WorkSpan]] = {}
    for row in national.rows()["work_span"]:
        span = WorkSpan(row["calendar"], row["start"], row["end"], row["before"])
        found.setdefault(span.calendar, []).append(span)
    return found
