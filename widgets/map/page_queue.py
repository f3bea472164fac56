"""Queue of messages to the page: by kind, in revisions, one batch at a time, gathered for 100 ms."""

import base64
import json
from collections.abc import Callable
from typing import Final

from qtpy.QtCore import QObject, QTimer

Maker = Callable[[], bytes]

TICK_MS: Final = 100
INLINE: Final = 64_000  # bytes; larger blocks are fetched from our scheme
ORDER: Final = (
    "theme", "words", "tiles", "layers", "view", "lock", "ground", "regions", "grids",
    "cases", "cases_change", "filter", "crews", "crews_change", "selection", "spot", "verdict", "target",
)  # fmt: skip


class PageQueue(QObject):
    """Holds the latest message of each kind until the page has answered the batch before.

    `send` takes a batch in JSON to the page; `blocks` serves large ones by revision.
    """

    def __init__(
        self, send: Callable[[str], None], blocks: dict[int, bytes], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._send = send
        self._blocks = blocks
        self._kept: dict[str, Maker] = {}
        self._waiting: dict[str, Maker] = {}
        self._open = False
        self.revision = 0
        self.answered = 0
        self._sent: dict[str, int] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.flush)

    def keep(self, kind: str, maker: Maker, *, soon: bool = False) -> None:
        """Sends `maker()` now and after each reload of the page; `soon`: caused by hand."""
        self._kept[kind] = maker
        self.once(kind, maker, soon=soon)

    def remember(self, kind: str, maker: Maker) -> None:
        """Sends `maker()` only after a reload; the present page knows it."""
        self._kept[kind] = maker

    def once(self, kind: str, maker: Maker, *, soon: bool = False) -> None:
        """Sends `maker()` to the present page only; a difference, not a state."""
        self._waiting[kind] = maker
        if not self._open:
            return
        wait = 0 if soon else TICK_MS
        if not self._timer.isActive() or self._timer.remainingTime() > wait:
            self._timer.start(wait)

    def pending(self) -> bool:
        """Whether a message waits or is unanswered."""
        return bool(self._waiting) or self.answered != self.revision

    def waits(self, kind: str) -> bool:
        """Whether a message of this kind has not left yet."""
        return kind in self._waiting

    def unanswered(self, kind: str) -> bool:
        """Whether the page has not yet applied the last message of this kind."""
        return kind in self._waiting or self.sent(kind) > self.answered

    def sent(self, kind: str) -> int:
        """Revision of the last message of this kind; 0 for none."""
        return self._sent.get(kind, 0)

    def pause(self) -> None:
        """Sends nothing until `restart`, because the page is gone."""
        self._open = False
        self._timer.stop()
        self._blocks.clear()

    def restart(self) -> None:
        """Sends all states to a new page."""
        self.pause()
        self._open = True
        self.answered = self.revision
        self._waiting = dict(self._kept)
        self.flush()

    def answer(self, revision: int) -> None:
        """Notes that the page has applied everything up to `revision`."""
        self.answered = max(self.answered, revision)
        for old in [r for r in self._blocks if r <= revision]:
            del self._blocks[old]
        if self.answered == self.revision and self._waiting and not self._timer.isActive():
            self._timer.start(TICK_MS)

    def flush(self) -> None:
        """Sends the waiting messages, unless the page still works on the batch before."""
        if not self._open or not self._waiting or self.answered != self.revision:
            return
        batch = [self._message(kind) for kind in ORDER if kind in self._waiting]
        self._waiting.clear()
        self._send(json.dumps(batch))

    def _message(self, kind: str) -> dict[str, int | str | None]:
        block = self._waiting[kind]()
        self.revision += 1
        self._sent[kind] = self.revision
        if len(block) > INLINE:
            self._blocks[self.revision] = block
            return {"rev": self.revision, "kind": kind, "inline": None}
        text = base64.b64encode(block).decode()
        return {"rev": self.revision, "kind": kind, "inline": text}
