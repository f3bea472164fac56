"""A room shows what was committed: same rows, same digest, same clock, whoever wrote."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from console.domain.needs import clock_of
from console.live import follower
from console.live import room as room_module
from console.live.columns import OpenCases, differing
from console.live.first_load import LoadedColumns, columns_of
from console.live.room import Room
from console.live.spans import Calendars
from console.store.city import directory
from console.store.feed import packed
from console.store.feed.opening import open_feed
from console.store.feed.port import FirstLoad, Happened
from tests.store import town
from tests.store.attacks import asked, dispatched, filed, registered, suspended
from tests.store.world import World


@pytest.fixture
def calendars(town_world: World) -> Calendars:
    return Calendars(directory.read(town_world.store).spans)


@pytest.fixture
def room(town_world: World, calendars: Calendars) -> Iterator[Room]:
    made = Room(calendars, lambda: open_feed(town_world.store), lambda: None, every_ms=20)
    made.start()
    yield made
    made.stop()


def until(room: Room, holds: Callable[[], bool]) -> None:
    """Takes in until something holds, at most ten seconds."""
    over = time.monotonic() + 60
    while time.monotonic() < over:
        room.apply_updates()
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError("it never held")


def test_a_room_loads_follows_the_feed_and_checks_its_digest(town_world: World, room: Room) -> None:
    first = filed(town_world)
    until(room, lambda: first in room.cases)
    second = dispatched(town_world, crews=[town.CREW])
    until(room, lambda: room.cases.crews.get(second) is not None)
    assert room.cases.row(second)["stage"] == 5
    assert town_world.act("caller", "reject", registered(town_world), reason="重复").done
    until(room, lambda: room.cases.column("version")[room.cases.slot_of[second]] == 4)
    feed = open_feed(town_world.store)
    until(room, lambda: not differing(room.cases.digest(), feed.digest()))
    feed.close()
    assert set(room.cases.slot_of) == {first, second}


def test_a_room_holds_the_nouns_as_they_are_now(town_world: World, room: Room) -> None:
    def scene(command: str, number: int | None = None, **changes: Any) -> int:
        answer = town_world.act("lead", command, number, kind="scene", changes=changes)
        assert answer.done, answer
        assert answer.subject is not None
        return answer.subject

    one = scene("save-scene", name="总览", content={"panels": []})
    until(room, lambda: room.loaded and one in room.nouns.of("scene"))
    other = scene("save-scene", name="街道", content={})
    scene("rename-scene", one, name="全区")
    until(room, lambda: room.nouns.of("scene").get(one, {}).get("name") == "全区")
    assert set(room.nouns.of("scene")) == {one, other}
    scene("remove-scene", other)
    until(room, lambda: other not in room.nouns.of("scene"))
    assert town_world.act("lead", "undo", other, kind="scene").done
    until(room, lambda: other in room.nouns.of("scene"))
    proven = open_feed(town_world.store)
    batch = proven.prove(proven.load().cursor)
    proven.close()
    assert batch.nouns.items() >= room.nouns.digest().items()  # the toy of the suites beside


def test_the_columns_say_what_the_rows_say(town_world: World, calendars: Calendars) -> None:
    cases = [dispatched(town_world, town.URGENT), suspended(town_world), filed(town_world)]
    feed = open_feed(town_world.store)
    live = OpenCases(calendars, capacity=2)
    live.load(columns_of(feed.load(), calendars))
    feed.close()
    for case in cases:
        stored = town_world.case(case)
        row = live.row(case)
        held = {k: v for k, v in stored.items() if k in row and k != "grid_code"}
        assert {k: row[k] for k in held} == held


def test_the_used_share_is_the_one_definition_of_overdue(
    town_world: World, calendars: Calendars
) -> None:
    cases = [dispatched(town_world, town.URGENT), suspended(town_world, days=2)]
    feed = open_feed(town_world.store)
    live = OpenCases(calendars)
    live.load(columns_of(feed.load(), calendars))
    feed.close()
    slots = np.array([live.slot_of[case] for case in cases])
    for hours in (0, 1, 2, 3, 30, 100):
        now = town_world.now + hours * 3_600_000
        shares = live.used("department", now, slots)
        for case, share in zip(cases, shares, strict=True):
            clock = clock_of(town_world.case(case), "department")
            assert clock is not None
            tier = clock.tier(now, calendars.calendar(clock.calendar))
            assert int(np.floor(share + 1e-6)) == tier


def test_a_jump_of_versions_asks_for_the_row_again(calendars: Calendars) -> None:
    live = OpenCases(calendars)
    live.load(loaded_columns(calendars, [row(1, version=3)]))
    assert not live.apply([event(1, 3, {"address": "old"})])
    assert live.apply([event(1, 5, {"address": "new"})]).missing == {1}
    live.put(row(1, version=5, address="new"))
    assert live.row(1)["address"] == "new"


def test_slots_are_stable_and_reused_with_a_new_generation(calendars: Calendars) -> None:
    live = OpenCases(calendars, capacity=2)
    live.load(loaded_columns(calendars, [row(n) for n in (1, 2, 3)]))
    slots = dict(live.slot_of)
    generation = int(live.generation[slots[2]])
    assert live.apply([event(2, 2, {"stage": 20})]).gone == {2}
    assert {case: live.slot_of[case] for case in (1, 3)} == {1: slots[1], 3: slots[3]}
    for new in range(4, 6):
        live.apply([event(new, 1, {"stage": 1, "severity": 2})])
    assert slots[2] in live.slot_of.values()
    assert int(live.generation[slots[2]]) == generation + 1
    assert np.count_nonzero(live.alive) == len(live) == 4


def loaded_columns(calendars: Calendars, rows: list[dict[str, object]]) -> LoadedColumns:
    def column(name: str, nothing: object) -> list[object]:
        return [row.get(name, nothing) for row in rows]

    numbers = {name: np.array(column(name, packed.NOTHING), np.int64) for name in packed.WHOLES}
    numbers |= {name: np.array(column(name, np.nan), np.float64) for name in packed.PLACES}
    texts: Any = {name: column(name, None) for name in packed.TEXTS}
    return columns_of(FirstLoad("c", 0, packed.Packed(numbers, texts)), calendars)


def row(case: int, **more: object) -> dict[str, object]:
    return {"id": case, "version": 1, "stage": 4, "severity": 2, "region_id": 1, **more}


def event(case: int, version: int, after: dict[str, object]) -> Happened:
    return Happened(0, "case", case, version, case, "change", "id", 1, None, 0, after)


def test_a_request_and_its_decision_reach_the_room(town_world: World, room: Room) -> None:
    case, request = asked(town_world, "ask-return", reason="非本部门")
    until(room, lambda: request in room.cases.requests.get(case, {}))
    decision = {"request_id": request, "approve": True}
    assert town_world.act("disp", "decide", case, changes=decision).done
    until(room, lambda: not room.cases.requests.get(case))


def test_a_screen_under_steady_writing_proves_itself_without_a_false_alarm(
    town_world: World, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "DIGEST_EVERY_MS", 30)
    compared: list[Sequence[int]] = []

    def noted(ours: Any, theirs: Any) -> Sequence[int]:
        compared.append(differing(ours, theirs))
        return compared[-1]

    monkeypatch.setattr(room_module, "differing", noted)
    until(room, lambda: room.loaded)
    room.feed_thread._follower._digest_at = 0
    cases = [filed(town_world), filed(town_world)]
    for number in range(60):
        assert town_world.act("disp", "note", cases[number % 2], reason="x").done
        room.apply_updates()
    until(room, lambda: len(compared) > 5)
    assert not any(compared)
    assert room.faults == 0


@pytest.mark.expects_log("digest still differs")
def test_what_a_screen_has_wrong_is_counted_and_mended(
    town_world: World, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case it never heard of, one that is open no more, one that is behind."""
    unknown, behind, ended = filed(town_world), filed(town_world), registered(town_world)
    assert town_world.act("caller", "reject", ended, reason="重复").done
    until(room, lambda: set(room.cases.slot_of) == {unknown, behind})
    monkeypatch.setattr(follower, "DIGEST_EVERY_MS", 30)
    with monkeypatch.context() as nothing_is_fetched:
        nothing_is_fetched.setattr(room.feed_thread, "refetch", lambda ids: None)
        nothing_is_fetched.setattr(room.feed_thread, "refetch_buckets", lambda buckets: None)
        room.cases.put({**room.cases.row(behind), "id": ended, "version": 1})
        room.cases._drop(unknown)
        room.cases.column("version")[room.cases.slot_of[behind]] = 1
        room.feed_thread._follower._digest_at = 0
        until(room, lambda: room.faults > 0)
    wanted = {unknown: 3, behind: 3}
    versions = room.cases.column("version")
    until(room, lambda: {c: int(versions[s]) for c, s in room.cases.slot_of.items()} == wanted)


def test_texts_that_many_cases_have_alike_are_kept_once(calendars: Calendars) -> None:
    words = ["网格员", "热线"] * 50
    rows = [row(n, source="".join(list(word))) for n, word in enumerate(words, 1)]
    made = loaded_columns(calendars, rows)
    assert made.texts["source"] == words
    assert len({id(word) for word in made.texts["source"]}) == 2


def test_rows_fetched_again_hold_no_more_than_those_of_the_first_load(calendars: Calendars) -> None:
    """Each refetched case had its own copy of what others have alike, and two empty mappings."""
    live = OpenCases(calendars)
    live.load(loaded_columns(calendars, [row(n, source="热线") for n in (1, 2)]))
    for case in (1, 2):
        again = row(case, source="".join(["热", "线"]))
        live.put({**again, "version": 9, "assignments": [], "requests": []})
    assert len({id(word) for word in live.texts["source"][:2]}) == 1
    assert (live.crews, live.requests) == ({}, {})
    sent: dict[str, object] = {"assignments": {"7": {"crew_id": 3, "state": 1, "ended_at": None}}}
    live.apply([event(1, 10, sent)])
    assert live.crews == {1: {7: (3, 1)}}
    live.apply([event(1, 11, {"assignments": {"7": {"ended_at": 5}}})])
    assert live.crews == {}
