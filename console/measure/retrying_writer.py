"""Writer at a steady rate that retries each command under its id until it is answered."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from console.domain.intent import Answer, Intent, new_command_id
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.store.door.opening import open_door
from console.store.engine import now_ms, open_store

AGAIN_S: Final = 0.05
GIVE_UP_S: Final = 60.0


@dataclass
class RetryingWriter:
    """Adds notes to cases in turn, `rate` a second. `answered`: command id → the door's answer."""

    url: str
    login: str
    cases: Sequence[int]
    rate: float
    answered: dict[str, Answer] = field(default_factory=dict)
    silences: int = 0

    def __post_init__(self) -> None:
        self._over = threading.Event()
        self._until = 0.0
        self.store = open_store(self.url, self.login)
        self._thread = threading.Thread(target=self._work, name="asking-hand")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """After the command under way has been answered, or a server that is gone has not for long."""
        self._until = time.monotonic() + GIVE_UP_S
        self._over.set()
        self._thread.join()
        self.store.close()

    def _given_up(self) -> bool:
        return self._over.is_set() and time.monotonic() > self._until

    def _work(self) -> None:
        door, number, due = open_door(self.store), 0, time.monotonic()
        while not self._over.is_set():
            due = max(
                due + 1 / self.rate, time.monotonic() - 1
            )  # what a fault held up stays undone
            case = self.cases[number % len(self.cases)]
            note = Intent(new_command_id(now_ms()), "note", case, Post.DISPATCHER, reason="soak")
            while note.command_id not in self.answered and not self._given_up():
                try:
                    (self.answered[note.command_id],) = door.submit([note])
                except Refused:
                    self.silences += 1
                    time.sleep(AGAIN_S)
            number += 1
            self._over.wait(max(0.0, due - time.monotonic()))
