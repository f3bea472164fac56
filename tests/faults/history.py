"""What was asked and answered during a fault, and the proof that the database kept its word."""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from console.domain.intent import Answer, Intent, new_command_id
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.live.columns import OpenCases, differing
from console.live.picture import arrange
from console.live.spans import Calendars
from console.store import directory
from console.store.door import open_door
from console.store.engine import now_ms, open_store
from console.store.feed import open_feed
from tests.store.world import World

PAUSE_S = 0.02


@dataclass
class Hand:
    """Adds notes to cases in turn, each asked again under its own id until it is answered."""

    url: str
    login: str
    cases: list[int]
    answered: dict[str, Answer] = field(default_factory=dict)
    silences: int = 0

    def __post_init__(self) -> None:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, name=f"hand-{self.login}")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """After the command under way has been answered."""
        self._over.set()
        self._thread.join()

    def _work(self) -> None:
        store = open_store(self.url, self.login)
        door = open_door(store)
        number = 0
        while not self._over.is_set():
            case = self.cases[number % len(self.cases)]
            note = Intent(new_command_id(now_ms()), "note", case, Post.DISPATCHER, reason="fault")
            while note.command_id not in self.answered:
                try:
                    (self.answered[note.command_id],) = door.submit([note])
                except Refused:
                    self.silences += 1
                    time.sleep(PAUSE_S)
            number += 1
        store.close()


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
    cases.load(arrange(feed.load(), calendars))
    assert not differing(cases.digest(), feed.digest())
    feed.close()
