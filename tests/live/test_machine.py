"""Any story of operators and screens: log, state, model, every screen and the digest are one.

A few stories in every run; `WANGGE_STORIES=200` tells that many on each database.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from console.domain.intent import Answer, Forged, Intent
from console.domain.stage import Stage
from console.live.columns import OpenCases
from console.live.first_load import columns_of
from console.live.nouns import LiveNouns
from console.live.spans import Calendars
from console.store.city import directory
from console.store.feed.opening import open_feed
from console.store.feed.port import Feed
from tests.store import town, toys, world
from tests.store.test_nouns import KINDS
from tests.store.world import World

STORIES = int(os.environ.get("WANGGE_STORIES", "0"))
NUMBERS = count(1)
Move = tuple[str, Stage, Stage, dict[str, Any]]
MOVES: dict[str, Move] = {
    "accept": ("caller", Stage.INTAKE, Stage.FILE, {}),
    "reject": ("caller", Stage.INTAKE, Stage.REJECTED, {}),
    "file": ("lead", Stage.FILE, Stage.DISPATCH, {"condition_id": town.SLOW}),
    "dispatch": ("disp", Stage.DISPATCH, Stage.HANDLE, {"department_id": town.SANITATION}),
    "done": ("dept", Stage.HANDLE, Stage.FORWARD, {}),
    "forward": ("disp", Stage.FORWARD, Stage.CHECK, {}),
    "pass": ("patrol", Stage.CHECK, Stage.CLOSE, {}),
    "fail": ("patrol", Stage.CHECK, Stage.HANDLE, {}),
    "close": ("lead", Stage.CLOSE, Stage.CLOSED, {"closing_confirmed": True}),
    "reopen": ("lead", Stage.CLOSED, Stage.CHECK, {}),
}
BESIDE = {"assignments", "requests", "attachments", "detached"}
NAMES = st.sampled_from(["望湖路 1 号", "西街 2 号", "", "Ж 3"])


@dataclass
class Screen:
    """A seat's columns and where it is in the feed."""

    world: World
    calendars: Calendars
    feed: Feed = field(init=False)
    cases: OpenCases = field(init=False)
    nouns: LiveNouns = field(init=False)
    cursor: str = field(init=False)

    def __post_init__(self) -> None:
        self.cases = OpenCases(self.calendars, capacity=4)
        self.nouns = LiveNouns()
        self.feed = open_feed(self.world.store)
        self.load()

    def load(self) -> None:
        found = self.feed.load()
        self.cases.load(columns_of(found, self.calendars))
        self.nouns.load(found.nouns)
        self.cursor = found.cursor

    def poll(self) -> None:
        batch = self.feed.poll(self.cursor)
        self.cursor = batch.cursor
        self.apply_updates(batch.events)

    def prove(self) -> None:
        batch, digest, kinds = self.feed.prove(self.cursor)
        self.cursor = batch.cursor
        self.apply_updates(batch.events)
        assert self.cases.digest() == digest
        assert self.nouns.digest() == kinds

    def apply_updates(self, events: Any) -> None:
        applied = self.cases.apply(events)
        if applied.missing:
            for row in self.feed.cases(sorted(applied.missing)):
                self.cases.put(row)
        for kind, number in self.nouns.apply(events).missing:
            self.nouns.put(kind, [number], self.feed.nouns(kind, [number]))

    def reconnect(self) -> None:
        self.feed.close()
        self.feed = open_feed(self.world.store)


def folded(events: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Each case as its events alone tell it."""
    made: dict[int, dict[str, Any]] = {}
    for event in sorted(events, key=lambda e: (e["subject"], e["subject_version"])):
        held = made.setdefault(event["subject"], {"version": 0})
        assert event["subject_version"] == held["version"] + 1
        held.update({k: v for k, v in event["after"].items() if k not in BESIDE})
        held["version"] = event["subject_version"]
    return made


class Town(RuleBasedStateMachine):
    """The model: case → stage, version, address; and every intent with the answer it got."""

    make: Callable[[], Any]

    def __init__(self) -> None:
        super().__init__()
        self.making = type(self).make()
        self.world: World = self.making.__enter__()
        calendars = Calendars(directory.read(self.world.store).spans)
        self.screens = [Screen(self.world, calendars) for _screen in range(2)]
        self.model: dict[int, dict[str, Any]] = {}
        self.asked: list[tuple[str, Intent, Answer]] = []

    def submit(self, who: str, intent: Intent, done: bool) -> Answer:
        (answer,) = self.world.door(who).submit([intent])
        assert answer.done == done, (who, intent, answer)
        self.asked.append((who, intent, answer))
        return answer

    def some_case(self, data: st.DataObject) -> int:
        return data.draw(st.sampled_from(sorted(self.model)))

    def seen(self, data: st.DataObject, case: int) -> int | None:
        version: int = self.model[case]["version"]
        return data.draw(st.sampled_from([None, version]))

    @rule(address=NAMES)
    def register(self, address: str) -> None:
        changes = {"category_id": town.LITTER, "region_id": town.EAST, "address": address}
        answer = self.submit(
            "caller", self.world.intent("caller", "register", changes=changes), True
        )
        assert answer.subject is not None
        self.model[answer.subject] = {"stage": Stage.INTAKE, "version": 1, "address": address}

    @precondition(lambda self: self.model)
    @rule(data=st.data(), forward=st.booleans())
    def move(self, data: st.DataObject, forward: bool) -> None:
        case = self.some_case(data)
        held = self.model[case]
        fitting = sorted(c for c, move in MOVES.items() if move[1] is held["stage"])
        command = data.draw(st.sampled_from(fitting if forward and fitting else sorted(MOVES)))
        who, before, after, changes = MOVES[command]
        intent = self.world.intent(
            who, command, case, changes=changes, reason="x", version_seen=self.seen(data, case)
        )
        lawful = held["stage"] is before
        self.submit(who, intent, lawful)
        if lawful:
            held.update(stage=after, version=held["version"] + 1)

    @precondition(lambda self: self.model)
    @rule(data=st.data(), who=st.sampled_from(["caller", "lead", "disp"]))
    def note(self, data: st.DataObject, who: str) -> None:
        case = self.some_case(data)
        seen = self.seen(data, case)
        self.submit(who, self.world.intent(who, "note", case, reason="y", version_seen=seen), True)
        self.model[case]["version"] += 1

    @precondition(lambda self: self.model)
    @rule(data=st.data(), address=NAMES)
    def change(self, data: st.DataObject, address: str) -> None:
        case = self.some_case(data)
        held = self.model[case]
        early = held["stage"] in (Stage.INTAKE, Stage.VERIFY, Stage.FILE)
        changes = {"address": address}
        self.submit("caller", self.world.intent("caller", "change", case, changes=changes), early)
        if early:
            held.update(address=address, version=held["version"] + 1)

    @precondition(lambda self: len(self.model) > 1)
    @rule(data=st.data())
    def note_on_several(self, data: st.DataObject) -> None:
        cases = data.draw(st.lists(st.sampled_from(sorted(self.model)), min_size=2, unique=True))
        first = self.world.intent("disp", "note", cases[0], reason="z")
        intents = [
            self.world.intent(
                "disp", "note", case, reason="z", command_id=first.command_id, ordinal=number
            )
            for number, case in enumerate(cases)
        ]
        answers = self.world.door("disp").submit(intents)
        for intent, answer in zip(intents, answers, strict=True):
            assert answer.done
            self.model[intent.subject or 0]["version"] += 1
            self.asked.append(("disp", intent, answer))

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def ask_again(self, data: st.DataObject) -> None:
        who, intent, answer = data.draw(st.sampled_from(self.asked))
        assert self.world.door(who).submit([intent]) == [answer]

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def reuse_an_id_for_something_else(self, data: st.DataObject) -> None:
        who, intent, _answer = data.draw(st.sampled_from(self.asked))
        other = self.world.intent(
            who, "note", intent.subject, command_id=intent.command_id, reason="another",
            ordinal=intent.ordinal,
        )  # fmt: skip
        with pytest.raises(Forged):
            self.world.door(who).submit([other])

    @rule(data=st.data(), number=st.integers(0, 3))
    def act_on_a_noun(self, data: st.DataObject, number: int) -> None:
        """Any command of any kind on any row, lawful or not; the tables are judged by the events."""
        noun = data.draw(st.sampled_from(KINDS))
        rule = data.draw(st.sampled_from([r for r in noun.rules() if toys.holder(r)]))
        held = [row["id"] for row in toys.rows(self.world, noun) if row["state"] == rule.stage]
        subject = data.draw(st.sampled_from(held)) if held and rule.stage else None
        if subject is not None or rule.stage is None:
            toys.act(self.world, noun, rule, subject, number=number)

    @rule(minutes=st.integers(1, 600))
    def time_passes(self, minutes: int) -> None:
        self.world.later(minutes)

    @rule(screen=st.integers(0, 1))
    def poll(self, screen: int) -> None:
        self.screens[screen].poll()

    @rule(screen=st.integers(0, 1))
    def throw_the_cursor_away(self, screen: int) -> None:
        self.screens[screen].load()

    @rule(screen=st.integers(0, 1))
    def reconnect(self, screen: int) -> None:
        self.screens[screen].reconnect()

    @rule(screen=st.integers(0, 1))
    def prove(self, screen: int) -> None:
        self.screens[screen].prove()
        self.agrees(self.screens[screen])

    def agrees(self, screen: Screen) -> None:
        for noun in KINDS:
            gone = {noun.state(name) for name in noun.gone}
            there = {r["id"]: r for r in toys.rows(self.world, noun) if r["state"] not in gone}
            assert {
                number: {key: row.get(key) for key in there[number]}
                for number, row in screen.nouns.of(noun.kind).items()
            } == there
        wanted = {case: held for case, held in self.model.items() if not held["stage"].ended}
        assert set(screen.cases.slot_of) == set(wanted)
        for case, held in wanted.items():
            row = screen.cases.row(case)
            assert (row["stage"], row["version"]) == (held["stage"], held["version"])
            assert (row["address"] or "") == held["address"]

    @invariant()
    def log_state_and_model_are_one(self) -> None:
        rows = {row["id"]: row for row in self.world.rows("case_")}
        events = self.world.rows("event")
        told = folded([event for event in events if event["kind"] == "case"])
        for noun in KINDS:
            made = folded([event for event in events if event["kind"] == noun.kind])
            for row in toys.rows(self.world, noun):
                fold = made.pop(row["id"])
                assert {key: fold.get(key) for key in row if key != "id"} == {
                    key: value for key, value in row.items() if key != "id"
                }
            assert not made
        assert set(rows) == set(told) == set(self.model)
        for case, row in rows.items():
            held = self.model[case]
            assert {key: row[key] for key in told[case]} == told[case]
            assert (row["stage"], row["version"]) == (held["stage"], held["version"])
            assert (row["address"] or "") == held["address"]

    def teardown(self) -> None:
        for screen in self.screens:
            screen.poll()
            screen.prove()
            self.agrees(screen)
            screen.feed.close()
        self.making.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _toy() -> Iterator[None]:
    with toys.declared():
        yield


def told(make: Callable[[], Any], stories: int) -> None:
    machine = type("Told", (Town,), {"make": staticmethod(make)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=STORIES or stories,
            stateful_step_count=30,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.timeout(3600 if STORIES else 120)
def test_any_story_in_a_file(embedded_town: Path, tmp_path: Path) -> None:
    @contextmanager
    def make() -> Iterator[World]:
        folder = tmp_path / str(next(NUMBERS))
        folder.mkdir()
        made = world.embedded_world(embedded_town, folder)
        yield made
        made.close()

    told(make, 8)


@pytest.mark.timeout(3600 if STORIES else 120)
def test_any_story_on_a_server(server_uri: str) -> None:
    @contextmanager
    def make() -> Iterator[World]:
        name = f"story{next(NUMBERS)}"
        made = world.server_world(server_uri, name)
        yield made
        made.close()
        world.administer(server_uri, f"drop database {name} with (force)")

    told(make, 3)
