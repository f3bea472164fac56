"""Writes the demo city into a database: geometry, bodies, people, open cases, and a past of any
length.
"""

from collections.abc import Mapping, Sequence, Set
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from random import Random
from typing import Any, Final

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection

from console import progress
from console.city import entries, national, plan
from console.city.callers import caller
from console.city.components import COUNT as COMPONENTS
from console.city.facts import City
from console.city.land import gazetteer
from console.city.past.history import History, Piece
from console.city.past.rows import (
    ASSIGNMENT,
    CASE,
    COMPLAINANT,
    EVENT,
    REQUEST,
)
from console.city.present import pictures as case_pictures
from console.city.present import rows as case_rows
from console.city.present import story
from console.city.present.cases import OpenCase, open_cases
from console.domain.refusal import Refused
from console.domain.worktime import WorkCalendar, WorkSpan
from console.live.clock import wall_ms
from console.store.city import imports, loader
from console.store.engine import Store, open_store
from console.store.log import months
from console.store.migrations import revisions
from console.store.people import administration
from console.store.reading import tokens
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
        # all that takes its time is made before the transaction begins: a server ends an idle one
        city, now = plan.build(seed), now or wall_ms()
        tables = entries.rows(city, components, places)
        past = (
            History(city, history, now, _spans(), seed, brackets=loader.array_brackets(store))
            if history
            else None
        )
        present = _Present(city, seed, cases, now, history, past.last_numbers() if past else {})
        with store.write() as connection:
            made = loader.load_several(connection, tables)
            if past is not None:
                _past(connection, past, made)
            made = present.write(connection, made)
            _sign(store, connection, city, seed)
        if history >= MANY:
            loader.settle(store, HEAVY)
        return made
    finally:
        store.close()


def _past(connection: Connection, past: History, made: Made) -> None:
    """Loads the closed cases piece by piece."""
    own: set[str] = set()
    with ExitStack() as stack:
        if past.count >= MANY:
            stack.enter_context(loader.indexes_later(connection, HEAVY))
            if loader.emptied(connection, "token"):
                own.add("token")
        own |= months.make(connection, past.begins)
        # a piece is told while the database takes in the one before it
        hand = stack.enter_context(ThreadPoolExecutor(1, "past"))
        under_way: Future[None] | None = None
        for piece in past.pieces():
            if under_way is not None:
                under_way.result()
                progress.tell(made["case_"], past.count)
            under_way = hand.submit(_take_in, connection, piece, own, made)
        if under_way is not None:
            under_way.result()
    for table in ("case_", "assignment", "request"):
        loader.number_on(connection, table)
    loader.number_log_on(connection, made.get("event", 0))


def _take_in(connection: Connection, piece: Piece, own: Set[str], made: Made) -> None:
    """Writes one piece; `own` tables are this transaction's."""
    parts: list[tuple[str, str, Sequence[str], Sequence[str]]] = [
        (table, table, names, getattr(piece.rows, table)) for table, names in TABLES.items()
    ]
    parts.append(("token", "token", ("token", "case_id"), piece.tokens))
    for month, told in sorted(piece.rows.event.items()):
        parts.append(("event", *loader.log_lines(connection, month, EVENT, told)))
    for kind, table, names, lines in parts:
        found = loader.load_lines(connection, table, names, lines, frozen=table in own)
        made[kind] = made.get(kind, 0) + found


class _Present:
    """Open cases after `before` closed ones, where the numbers of each day go on: ready to
    write.
    """

    def __init__(
        self, city: City, seed: int, count: int, now: int, before: int, counted: Made
    ) -> None:
        calendars = {name: WorkCalendar(name, spans) for name, spans in _spans().items()}
        drawn: dict[int, OpenCase] = {}
        for number, case in enumerate(open_cases(city, count, now, calendars, seed), before + 1):
            drawn[number] = case
            progress.tell(len(drawn), count)
        rows = [case_rows.row(number, case) for number, case in drawn.items()]
        case_rows.number_by_day(rows, counted)
        pictures = case_pictures.Pictures()
        writer = story.StoryWriter(city, seed, pictures)
        for row in rows:
            writer.tell(row, drawn[row["id"]])
        self.rows_beside = writer.rows_beside
        self.tables: dict[str, list[dict[str, Any]]] = {
            "case_": rows,
            "blob": pictures.rows(now) if self.rows_beside.attachment else [],
            "attachment": self.rows_beside.attachment,
            "assignment": self.rows_beside.assignment,
            "request": self.rows_beside.request,
            "complainant": _callers(rows, seed),
            "token": list(tokens.rows(rows)),
            "day_counter": [{"day": day, "last": last} for day, last in counted.items()],
        }

    def write(self, connection: Connection, made: Made) -> Made:
        """Writes them; answers the rows of each kind, with those `made` before."""
        story.numbered_on(self.rows_beside, made.get("assignment", 0), made.get("request", 0))
        found = loader.load_several(connection, self.tables)
        imports.write_events(connection, self.rows_beside.event)
        found["event"] = len(self.rows_beside.event)
        del found["day_counter"]
        return made | {table: made.get(table, 0) + count for table, count in found.items()}


def _callers(rows: Sequence[Mapping[str, Any]], seed: int) -> list[dict[str, Any]]:
    """Complainants of the open cases that came by a call."""
    rng = Random(f"{seed}/callers")
    said = [(row["id"], caller(rng, row["source"])) for row in rows]
    return [
        {"case_id": case, "name": who[0], "phone": who[1], "address": None, "erased_at": None}
        for case, who in said
        if who is not None
    ]


def _sign(store: Store, connection: Connection, city: City, seed: int) -> None:
    """Writes the city's name, and its operators."""
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
