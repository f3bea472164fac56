"""Following the feed under every kind of bad luck: one seed, one story."""

import random
from dataclasses import dataclass, field

import pytest

from console.live.follower import (
    BACKOFF_MS,
    DISCONNECTED_MS,
    LATE_MS,
    Follower,
    LinkState,
    NextAction,
    interval_ms,
    positions_every_ms,
)


@dataclass
class World:
    """A log that commits out of order, a line that breaks, a database that starts another life."""

    rng: random.Random
    era: int = 1
    committed: list[int] = field(default_factory=list)
    written: int = 0
    open: list[int] = field(default_factory=list)
    cut_until: int = 0

    def live(self, now: int) -> None:
        """Something happens: a transaction begins, ends, the line breaks, the era changes."""
        luck = self.rng.random()
        if luck < 0.3:
            self.written += 1
            self.open.append(self.written)
        elif luck < 0.7 and self.open:
            self.committed.append(self.open.pop(self.rng.randrange(len(self.open))))
        elif luck < 0.72:
            self.cut_until = now + self.rng.randint(50, 20_000)
        elif luck < 0.725:
            self.era += 1


@dataclass
class Screen:
    """What one console shows, by the follower's own steps."""

    world: World
    follower: Follower
    seen: list[int] = field(default_factory=list)
    loads: int = 0

    def step(self, now: int) -> None:
        step = self.follower.next(now)
        if step.action is NextAction.WAIT:
            return
        if now < self.world.cut_until:
            self.follower.failed(now, "cut")
            return
        if step.action is NextAction.LOAD:
            self.seen = list(self.world.committed)
            self.loads += 1
            self.follower.loaded(now, f"{self.world.era}:{len(self.seen)}")
            return
        era, count = map(int, step.cursor.split(":"))
        if era != self.world.era:
            self.follower.lost(now)
            return
        self.seen += self.world.committed[count:]
        cursor = f"{era}:{len(self.world.committed)}"
        if step.action is NextAction.DIGEST:
            assert self.seen == self.world.committed
            self.follower.compared(now, cursor)
        else:
            self.follower.polled(now, cursor)


@pytest.mark.parametrize("seed", range(60))
def test_after_any_story_every_screen_shows_what_was_committed(seed: int) -> None:
    rng = random.Random(seed)
    world = World(rng)
    screens = [Screen(world, Follower(0, random.Random(seed * 7 + n))) for n in range(3)]
    now = 0
    for _ in range(3_000):
        now += rng.randint(1, 60)
        world.live(now)
        for screen in screens:
            screen.step(now)
    world.committed += world.open
    for _ in range(2_000):
        now += 20
        for screen in screens:
            screen.step(now)
    for screen in screens:
        assert screen.seen == world.committed
        assert screen.follower.link_state(now) is LinkState.LIVE


def test_without_an_answer_the_link_is_late_then_disconnected_until_the_next_answer() -> None:
    follower = Follower(0, random.Random(1))
    assert follower.link_state(0) is LinkState.STARTING
    follower.loaded(0, "c")
    assert follower.link_state(LATE_MS - 1) is LinkState.LIVE
    assert follower.link_state(LATE_MS) is LinkState.LATE
    assert follower.link_state(DISCONNECTED_MS) is LinkState.DISCONNECTED
    assert follower.age_ms(DISCONNECTED_MS) == DISCONNECTED_MS
    follower.polled(DISCONNECTED_MS, "d")
    assert follower.link_state(DISCONNECTED_MS) is LinkState.LIVE


def test_after_a_silence_the_screen_proves_itself_first() -> None:
    follower = Follower(0, random.Random(1))
    follower.loaded(0, "c")
    follower.failed(50, "cut")
    at = 50 + BACKOFF_MS[1]
    assert follower.next(at).action is NextAction.POLL
    follower.polled(at, "d")
    assert follower.next(at + 100).action is NextAction.DIGEST


def test_failures_wait_longer_each_time_but_never_over_five_seconds() -> None:
    follower = Follower(0, random.Random(3))
    now, waits = 0, []
    for _ in range(12):
        follower.failed(now, "cut")
        wait = follower.next(now).wait_ms
        waits.append(wait)
        now += wait
    assert max(waits) <= BACKOFF_MS[1]
    assert min(waits) >= BACKOFF_MS[0] // 2
    assert sum(waits[6:]) > sum(waits[:6])


def test_a_wrong_schema_is_never_polled() -> None:
    follower = Follower(0, random.Random(1))
    follower.refused_schema("newer")
    assert follower.next(10**9).action is NextAction.WAIT
    assert follower.link_state(0) is LinkState.WRONG_SCHEMA


def test_a_poll_on_its_way_does_not_take_the_reason_of_a_wrong_schema() -> None:
    follower = Follower(0, random.Random(1))
    follower.loaded(0, "c")
    follower.refused_schema("newer")
    follower.polled(1, "c")
    assert follower.reason == "newer"
    follower.failed(2, "silent")
    assert (follower.link_state(2), follower.reason) == (LinkState.WRONG_SCHEMA, "newer")


def test_many_seats_poll_less_often() -> None:
    intervals = [interval_ms(seats) for seats in (1, 20, 50, 200, 500)]
    assert intervals == sorted(intervals)
    assert intervals[0] < intervals[-1]


def test_where_many_seats_poll_slowly_crews_are_asked_for_less_often() -> None:
    asked = [positions_every_ms(interval_ms(seats)) for seats in (1, 50, 200, 500)]
    assert asked == [500, 500, 1000, 2500]
