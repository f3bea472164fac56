"""Measures a seat's digest, the repair of a few cases, and the whole load."""

import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from typing import Final, TypeVar

import numpy as np
from sqlalchemy.engine import make_url

from console.domain.refusal import Refused
from console.live.columns import OpenCases, differing
from console.live.first_load import columns_of
from console.live.spans import Calendars
from console.measure.latency import dispatcher, own_city
from console.measure.report import Figures
from console.store.city import directory
from console.store.engine import open_store
from console.store.feed.port import BUCKETS
from console.store.feed.server import ServerFeed

TIMES: Final = 7
SPOILT: Final = 5
"""Buckets with a case whose last change this screen has missed."""

T = TypeVar("T")


def measure(wanted: int, url: str | None = None) -> Figures:
    """`digest_ms repair_ms full_load_s numpy_ms`, each the middle one of several.

    The digest is both sides' sums and their comparison; the repair fetches the differing buckets
    and proves the screen again. Without `url` a PostgreSQL of its own is started. Raises `Refused`
    for a database that is no PostgreSQL or holds fewer open cases.
    """
    with ExitStack() as stack:
        if url is None:
            url = stack.enter_context(own_city(wanted))
        if make_url(url).get_backend_name() != "postgresql":
            raise Refused("measure_needs_server")
        store = stack.enter_context(closing(open_store(url, dispatcher(url))))
        calendars = Calendars(directory.read(store).spans)
        feed = stack.enter_context(closing(ServerFeed(store, patience_s=60.0)))

        def load() -> OpenCases:
            cases = OpenCases(calendars)
            cases.load(columns_of(feed.load(), calendars))
            return cases

        loads = [_timed(load) for _time in range(3)]
        cases = loads[-1][1]
        if len(cases) < wanted:
            raise Refused("measure_few_open", wanted=wanted, count=len(cases))
        digests = [_timed(lambda: _compare(cases, feed)) for _time in range(TIMES)]
        own = [_timed(cases.digest) for _time in range(TIMES)]
        repairs = [_timed(_forget_changes(cases, lap, feed)) for lap in range(TIMES)]
        if any(left for _took, left in (*digests, *repairs)):
            raise Refused("measure_nothing", missed=sum(len(left) for _took, left in repairs))
    return {
        "digest_ms": round(_middle(digests) * 1000, 1),
        "repair_ms": round(_middle(repairs) * 1000, 1),
        "full_load_s": round(_middle(loads), 2),
        "numpy_ms": round(_middle(own) * 1000, 1),
    }


def _compare(cases: OpenCases, feed: ServerFeed) -> list[int]:
    """Buckets in which the screen and the database differ."""
    return list(differing(cases.digest(), feed.digest()))


def _forget_changes(cases: OpenCases, lap: int, feed: ServerFeed) -> Callable[[], list[int]]:
    """Reverts the last change of a few cases on the screen; answers how to restore them."""
    ids = cases.column("id")[cases.slots()]
    held, first = np.unique(ids % BUCKETS, return_index=True)
    for place in range(lap * SPOILT, (lap + 1) * SPOILT):
        case = int(ids[first[place % len(held)]])
        cases.column("version")[cases.slot_of[case]] -= 1

    def mend() -> list[int]:
        for row in feed.buckets(_compare(cases, feed)):
            cases.put(row)
        return _compare(cases, feed)

    return mend


def _timed(what: Callable[[], T]) -> tuple[float, T]:
    begun = time.perf_counter()
    found = what()
    return time.perf_counter() - begun, found


def _middle(taken: list[tuple[float, T]]) -> float:
    return sorted(took for took, _found in taken)[len(taken) // 2]
