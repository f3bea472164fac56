"""Between the page and Python: one signal to it, one slot for what it tells, split here by kind."""

import json
from typing import Any

from qtpy.QtCore import QObject, Qt, Signal, Slot


class Bridge(QObject):
    """The object the page knows as `bridge`. Signals carry the page's arguments as a list.

    They are queued: nothing of ours runs, and no drag starts, inside the channel's own call.
    `sent(JSON)` reaches the page. A script for each message would do so too, and Chromium keeps the
    text of every script there ever was: 2.5 MB a minute (docs/decisions/page-memory.md).
    """

    sent = Signal(str)
    said = Signal(str, object)
    _heard = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heard.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def send(self, batch: str) -> None:
        """Hands a batch to the page."""
        self.sent.emit(batch)

    @Slot(str, str)
    def told(self, kind: str, rest: str) -> None:
        """Called by the page: a kind and a JSON list."""
        arguments: list[Any] = json.loads(rest)
        self._heard.emit(kind, arguments)

    def _pass_on(self, kind: str, arguments: list[Any]) -> None:
        self.said.emit(kind, arguments)
