"""Channel between the page and Python: one signal to the page, one slot for its messages."""

import json
from typing import Any

from qtpy.QtCore import QObject, Qt, Signal, Slot


class Bridge(QObject):
    """The object that the page knows as `bridge`. `received(kind, list)` carries the page's messages.

    Messages are queued: no Python code runs, and no drag starts, inside the channel's own call.
    `sent(JSON)` reaches the page. A script for each message would do so too, but Chromium keeps the
    text of every script: 2.5 MB a minute (docs/decisions/page-memory.md).
    """

    sent = Signal(str)
    received = Signal(str, object)
    _heard = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heard.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def send(self, batch: str) -> None:
        """Sends a batch to the page."""
        self.sent.emit(batch)

    @Slot(str, str)
    def receive(self, kind: str, rest: str) -> None:
        """Takes a message from the page: a kind and a JSON list."""
        arguments: list[Any] = json.loads(rest)
        self._heard.emit(kind, arguments)

    def _pass_on(self, kind: str, arguments: list[Any]) -> None:
        self.received.emit(kind, arguments)
