"""Tallies kept by difference are the recount of the database, whatever happened."""

import dataclasses
import random
from collections import Counter
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from console.domain import evaluation
from console.domain.evaluation import FIGURES, Period
from console.domain.moment import to_ms
from console.live.tallies import HELD_MS, QUARTER_MS, SOURCE, Places, Tallies
from console.store.feed.opening import open_feed
from console.store.feed.port import Feed
from tests.store.attacks import registered
from tests.store.test_equivalence import outcome, some_step
from tests.store.world import World

ZONE = ZoneInfo("Asia/Shanghai")
DAY = 86_400_000
PLACES = Places({1: 0, 2: 20, 3: 30}, {1: 1, 2: 2, 3: 2})


def fresh(feed: Feed, now: int, held_ms: int = HELD_MS) -> tuple[Tallies, str]:
    since = evaluation.day_start(datetime.fromtimestamp(now / 1000 - 40 * 86_400, ZONE), ZONE)
    tallies = Tallies(ZONE, PLACES, since, 120)
    load = feed.load(since)
    for rows in load.counted:
        tallies.add(rows, load.at - held_ms)
    return tallies, load.cursor


def expected(rows: list[dict[str, Any]], tallies: Tallies) -> dict[str, Counter[Any]]:
    """The plain definition over all rows: figure → Counter of (quarter, street, department, …)."""
    made: dict[str, Counter[Any]] = {figure: Counter() for figure in FIGURES}
    for row in rows:
        values = (
            PLACES.street_of.get(row["region_id"], 0),
            row["department_id"] or 0,
            row["category_id"],
            SOURCE[row["source"]] + 1,
            PLACES.kind_of.get(row["category_id"], 0),
        )
        for figure, at in evaluation.moments(row).items():
            made[figure][at, values] += 1
    return made


def agrees(tallies: Tallies, rows: list[dict[str, Any]], now: int) -> None:
    wanted = expected(rows, tallies)
    for place, figure in enumerate(FIGURES):
        by_quarter = Counter[int]()
        by_day: dict[str, Counter[tuple[int, int]]] = {}
        for (at, values), count in wanted[figure].items():
            by_quarter[int(tallies._quarter(np.array([at]))[0])] += count
            day = int(np.searchsorted(tallies.starts, at, side="right"))
            for name, value in zip(tallies.values, values, strict=True):
                by_day.setdefault(name, Counter())[day, value] += count
        held = tallies.quarters[place]
        assert {int(q): int(held[q]) for q in np.flatnonzero(held)} == by_quarter, figure
        for name, known in tallies.values.items():
            counts = tallies.by_day[name][place]
            found = {
                (int(day), value): int(counts[day, at])
                for value, at in known.items()
                for day in np.flatnonzero(counts[:, at])
            }
            assert found == by_day.get(name, {}), (figure, name)
    for which, column in (("late", "case_deadline"), ("undone", "department_deadline")):
        late = {row["id"] for row in rows if which in evaluation.moments(row)}
        late = {
            row["id"]
            for row in rows
            if row["id"] in late
            and row[column] < now
            and f"{which}_ended" not in evaluation.moments(row)
        }
        assert set(tallies.open_late_now(which, now)[0].tolist()) == late


@pytest.mark.parametrize("seed", range(2))
def test_any_history_counts_as_a_recount_does(town_world: World, seed: int) -> None:
    """Whatever operators do; some events come twice, as after a change of servers."""
    rng, feed = random.Random(seed), open_feed(town_world.store)
    tallies, cursor = fresh(feed, town_world.now)
    heard: list[Any] = []
    for number in range(480):
        outcome(town_world, some_step(rng, town_world), f"c{number}")
        if rng.random() < 0.15:
            town_world.later(rng.choice([1, 20, 300, 3000]))
        if rng.random() < 0.2:
            batch = feed.poll(cursor)
            cursor = batch.cursor
            again = heard[-rng.randrange(1, 9) :] if heard and rng.random() < 0.5 else []
            heard += batch.events
            for row in feed.cases(sorted(tallies.apply([*again, *batch.events]))):
                tallies.put(row)
            assert not tallies.outdated
        if number % 120 == 119:
            tallies.apply(feed.poll(cursor).events)
            agrees(tallies, town_world.rows("case_"), town_world.now)
            newly, _cursor = fresh(feed, town_world.now)
            agrees(newly, town_world.rows("case_"), town_world.now)
    figures = {name for row in town_world.rows("case_") for name in evaluation.moments(row)}
    assert figures >= {"filed", "handled", "closed", "late", "undone_ended"}, figures
    feed.close()


def test_a_case_that_ended_long_ago_and_changes_after_all_asks_for_a_new_load(
    embedded: World,
) -> None:
    feed, case = open_feed(embedded.store), registered(embedded)
    assert embedded.act("patrol", "self-handle", case).done
    tallies, cursor = fresh(feed, embedded.now, held_ms=-DAY)
    assert embedded.act("lead", "note", case, reason="x").done
    batch = feed.poll(cursor)
    assert not tallies.apply(batch.events), "a note changes no figure"
    assert embedded.act("lead", "reopen", case, reason="x").done
    batch = feed.poll(batch.cursor)
    (missing,) = tallies.apply(batch.events)
    tallies.put(feed.cases([missing])[0])
    assert tallies.outdated
    feed.close()


MOMENTS = {
    "today": ("2026-03-14T10:20", "2026-03-13T00:00 2026-03-13T10:20", "2025-03-14T00:00 2025-03-14T10:20"),
    "week": ("2026-03-14T10:20", "2026-03-02T00:00 2026-03-07T10:20", "2025-03-10T00:00 2025-03-15T10:20"),
    "month": ("2026-03-31T10:20", "2026-02-01T00:00 2026-03-01T00:00", "2025-03-01T00:00 2025-03-31T10:20"),
    "year": ("2024-02-29T10:20", "2023-01-01T00:00 2023-03-01T10:20", "2023-01-01T00:00 2023-03-01T10:20"),
}  # fmt: skip


@pytest.mark.parametrize("name", MOMENTS)
def test_periods_compared_are_alike(name: str) -> None:
    cut, *wanted = MOMENTS[name]
    now = to_ms(datetime.fromisoformat(cut).replace(tzinfo=ZONE))
    found = [evaluation.before(name, now, ZONE), evaluation.year_ago(name, now, ZONE)]
    assert [
        " ".join(datetime.fromtimestamp(at / 1000, ZONE).isoformat()[:16] for at in period)
        for period in found
    ] == wanted
    assert evaluation.running(name, now, ZONE).until == now


def test_a_period_of_a_zone_with_summer_time_has_its_hours() -> None:
    zone = ZoneInfo("Europe/Berlin")
    now = to_ms(datetime(2026, 3, 29, 12, tzinfo=zone))
    today = evaluation.running("today", now, zone)
    assert (now - today.since) // 3_600_000 == 11
    assert evaluation.before("today", now, zone).since == today.since - DAY
    assert evaluation.whole("today", now, zone).until - today.since == 23 * 3_600_000


def test_figures_in_a_period() -> None:
    """Bounds of quarter-hours, values by day, series between bounds."""
    since = to_ms(datetime(2026, 3, 1, tzinfo=ZONE))
    tallies = Tallies(ZONE, PLACES, since, 30)
    at = [since - 1, since, since + QUARTER_MS - 1, since + DAY, since + 40 * DAY]
    rows = np.zeros((len(evaluation.COUNTED), len(at)), np.int64)
    rows[0], rows[2] = np.arange(len(at)) + 1, at
    tallies.add(rows, 0)
    assert tallies.count("reported", Period(since, since + QUARTER_MS)) == 2
    assert tallies.count("reported", Period(since, since + 2 * DAY)) == 3
    assert tallies.series("reported", [since, since + DAY, since + 2 * DAY]) == [2, 1]
    assert tallies.by_value("reported", "category", Period(since, since + DAY)) == {0: 2}
    assert dataclasses.asdict(PLACES)["street_of"][2] == 20
