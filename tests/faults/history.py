"""What was asked and answered during a fault, and the proof that the database kept its word."""

import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from console.domain.intent import Answer, Intent, new_command_id
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.live.columns import OpenCases, differing
from console.live.first_load import columns_of
from console.live.spans import Calendars
from console.store.city import directory
from console.store.door.opening import open_door
from console.store.engine import Store, now_ms, open_store
from console.store.feed.opening import open_feed
from tests.store.world import World

PAUSE_S = 0.02


@dataclass
class Hand:
    """Adds notes to cases in turn, each asked again under its own id until it is answered.

    `silences` are the refusals of the world on the way, `longest_s` the longest wait for one.
    """

    url: str
    login: str
    cases: list[int]
    answered: dict[str, Answer] = field(default_factory=dict)
    silences: list[str] = field(default_factory=list)
    longest_s: float = 0.0

    def __post_init__(self) -> None:
        self._over = threading.Event()
        self._store: Store | None = None
        self._thread = threading.Thread(target=self._work, name=f"hand-{self.login}")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """After the command under way has been answered."""
        self._over.set()
        self._thread.join()

    def _work(self) -> None:
        number = 0
        while not self._over.is_set():
            case = self.cases[number % len(self.cases)]
            note = Intent(new_command_id(now_ms()), "note", case, Post.DISPATCHER, reason="fault")
            while note.command_id not in self.answered:
                self._ask(note)
            number += 1
        if self._store is not None:
            self._store.close()

    def _ask(self, note: Intent) -> None:
        begun = time.monotonic()
        try:
            if self._store is None:
                self._store = open_store(self.url, self.login)
            (self.answered[note.command_id],) = open_door(self._store).submit([note])
        except Refused as no:
            self.silences.append(no.key)
            self.longest_s = max(self.longest_s, time.monotonic() - begun)
            time.sleep(PAUSE_S)


def asked_until_answered(store: Store, intent: Intent, seconds: float = 20.0) -> Answer:
    """The same id again and again, as the console does with a command that is unknown."""
    over = time.monotonic() + seconds
    while True:
        try:
            return open_door(store).submit([intent])[0]
        except Refused:
            if time.monotonic() > over:
                raise
            time.sleep(PAUSE_S)


def all_answered(hands: Sequence[Hand]) -> dict[str, int | None]:
    """What the hands were told, each of it done: command id → version."""
    answers = {one: answer for hand in hands for one, answer in hand.answered.items()}
    assert all(answer.done for answer in answers.values())
    return {one: answer.version for one, answer in answers.items()}


def keeps_its_word(world: World, acknowledged: dict[str, int | None]) -> None:
    """Each command id once, nothing acknowledged lost, versions gapless, state as the log says.

    `acknowledged`: command id → the version it was told, None where only "done" was heard.
    """
    events = [row for row in world.rows("event") if row["kind"] == "case"]
    once = Counter((row["command_id"], row["ordinal"]) for row in events)
    assert max(once.values()) == 1
    versions = {row["command_id"]: row["subject_version"] for row in events}
    lost = [one for one in acknowledged if one not in versions]
    assert not lost
    told = {one: version for one, version in acknowledged.items() if version is not None}
    assert {one: versions[one] for one in told} == told
    by_case: dict[int, list[int]] = {}
    for row in events:
        by_case.setdefault(row["subject"], []).append(row["subject_version"])
    for case in world.rows("case_"):
        found = sorted(by_case[case["id"]])
        assert found == list(range(1, case["version"] + 1))
    done = {
        (row["command_id"], row["ordinal"])
        for row in world.rows("command")
        if row["outcome"] == "done"
    }
    assert done == set(once)


def a_new_screen_agrees(world: World) -> None:
    """A first load has the digest of the database."""
    feed = open_feed(world.store)
    calendars = Calendars(directory.read(world.store).spans)
    cases = OpenCases(calendars)
    cases.load(columns_of(feed.load(), calendars))
    assert not differing(cases.digest(), feed.digest())
    feed.close()
