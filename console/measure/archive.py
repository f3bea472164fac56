"""Measures the screens' queries over very many closed cases, as an operator under the guard."""

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, closing
from random import Random
from typing import Any, Final

import numpy as np
from sqlalchemy import text
from sqlalchemy.engine import Connection, make_url

from console.domain.refusal import Refused
from console.live.clock import wall_ms
from console.measure.latency import dispatcher, own_city
from console.measure.report import Figures
from console.store.engine import Store, open_store
from console.store.reading import archive

TIMES: Final = 200
"""Repetitions of each query, each about another subject."""
WARM: Final = 5
DAY_MS: Final = 86_400_000
MONTH_MS: Final = 30 * DAY_MS

Question = Callable[[Connection], object]


def measure(closed: int, url: str | None = None) -> Figures:
    """`overdue_ms_p95 search_ms_p95 card_ms_p95 region_ms_p95 disk_gb evaluation_month_s` and more.

    `narrow_search_ms_p95` is the search of somebody who sees the cases of one department alone.

    `bare_ms_p95` is a transaction that asks nothing: what this machine takes for that, busy as it is.
    Without `url` a PostgreSQL of its own is started and loaded, which takes minutes for millions
    and gives `load_s`. Raises `Refused` for a database that is no PostgreSQL or holds fewer.
    """
    with ExitStack() as stack:
        loaded: dict[str, float] = {}
        if url is None:
            begun = time.perf_counter()
            url = stack.enter_context(own_city(closed=closed))
            loaded["load_s"] = round(time.perf_counter() - begun, 1)
        if make_url(url).get_backend_name() != "postgresql":
            raise Refused("measure_needs_server")
        owner = stack.enter_context(closing(open_store(url)))
        held = _closed(owner)
        if held < closed:
            raise Refused("measure_few_closed", wanted=closed, count=held)
        asked = _questions(owner, Random(closed))
        seat = stack.enter_context(closing(open_store(url, dispatcher(url))))
        figures = {f"{name}_ms_p95": _p95(seat, each) for name, each in asked.items()}
        figures["bare_ms_p95"] = _p95(seat, [_nothing] * TIMES)
        if narrow := _narrow(owner):
            other = stack.enter_context(closing(open_store(url, narrow)))
            figures["narrow_search_ms_p95"] = _p95(other, asked["search"])
        return {**figures, "disk_gb": _disk(owner), **_month(seat), **loaded}


def _closed(owner: Store) -> int:
    with owner.read() as connection:
        found = connection.execute(text("select count(*) from case_ where stage >= 20"))
        return int(found.scalar_one())


def _narrow(owner: Store) -> str | None:
    """A login that sees one department's cases only, for which a search skips most cases."""
    with owner.read() as connection:
        found = connection.execute(
            text(
                "select o.login from operator o join operator_post p on p.operator_id = o.id"
                " where p.active and p.department_id is not null order by o.id limit 1"
            )
        )
        return found.scalar_one_or_none()


def _questions(owner: Store, rng: Random) -> dict[str, Sequence[Question]]:
    """Every question about another region, other words, another case."""
    with owner.read() as connection:
        rows = connection.execute(
            text(
                "select id, number, day_number, address, description from case_"
                " where id = any(:ids) and stage >= 20"
            ),
            {"ids": _some_ids(connection, rng)},
        ).all()
        regions = connection.execute(
            text("select id from region where tier in ('district', 'street') order by id")
        ).scalars()
        places = list(regions)
    now = wall_ms()
    return {
        "overdue": [_overdue(now, rng.choice(places)) for _time in range(TIMES)],
        "search": [_search(_typed(rng, row)) for row in rows[:TIMES]],
        "card": [_card(row.id) for row in rows[:TIMES]],
        "region": [_counters(now) for _time in range(TIMES)],
    }


def _some_ids(connection: Connection, rng: Random) -> list[int]:
    top = int(connection.execute(text("select max(id) from case_")).scalar_one())
    return [rng.randint(1, top) for _time in range(2 * TIMES + 50)]


def _typed(rng: Random, row: Any) -> str:
    """Typical search words for this case: a number, a place, its subject, or both."""
    road, _blank, door = row.address.partition(" ")
    about = row.description[: rng.randint(2, 5)]
    words = (
        row.number,
        row.day_number,
        row.address,
        road,
        about,
        f"{road} {about}",
        f"{door} {about}",
    )
    return str(rng.choice(words))


def _nothing(connection: Connection) -> object:
    return connection.execute(text("select 1")).scalar_one()


def _overdue(now: int, region: int) -> Question:
    return lambda connection: archive.overdue(connection, now, region=region)


def _search(words: str) -> Question:
    return lambda connection: archive.search(connection, words)


def _card(case: int) -> Question:
    return lambda connection: archive.card(connection, case)


def _counters(now: int) -> Question:
    return lambda connection: archive.counters(connection, now, now - DAY_MS)


def _p95(seat: Store, asked: Iterable[Question]) -> float:
    """ms of a whole question as a seat waits for it, transaction and round trips included."""
    took = []
    for number, question in enumerate(asked):
        begun = time.perf_counter()
        with seat.read() as connection:
            question(connection)
        if number >= WARM:
            took.append((time.perf_counter() - begun) * 1000)
    return round(float(np.percentile(took, 95)), 2)


def _disk(owner: Store) -> float:
    with owner.read() as connection:
        size = connection.execute(text("select pg_database_size(current_database())")).scalar_one()
    return round(int(size) / 1e9, 3)


def _month(seat: Store) -> dict[str, float]:
    """Seconds of the evaluation of a whole month, the middle one of three."""
    now, took = wall_ms(), []
    for back in (2, 3, 4):
        since = now - back * MONTH_MS
        begun = time.perf_counter()
        with seat.read() as connection:
            archive.evaluation(connection, since, since + MONTH_MS)
        took.append(time.perf_counter() - begun)
    return {"evaluation_month_s": round(sorted(took)[1], 3)}
