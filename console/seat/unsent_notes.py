"""Notes kept on this machine until the database has answered.

Only commands that are safe late are kept: a note has its own moment and moves nothing. Dispatches
and closings are never sent behind an operator's back. Each keeps its command id, so one that had
arrived after all is answered from the ledger.
"""

import json
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from console import paths
from console.domain.intent import Intent
from console.domain.stage import Post
from console.store import secrets

LOG = logging.getLogger(__name__)
LATE_SAFE: Final = frozenset({"note"})
MOST: Final = 200
"""Most notes kept."""


class UnsentNotes:
    """Unsent notes of one operator of one database, in one file."""

    def __init__(self, url: str, login: str, file: Path | None = None) -> None:
        self.whose = f"{login}@{secrets.place(url)}"
        self.file = file or paths.user_data() / "outbox.json"

    def keep(self, intents: Sequence[Intent]) -> None:
        """Stores a command once. A disk that cannot be written is logged."""
        if intents[0].command not in LATE_SAFE:
            return
        held = self._read()
        mine = held.setdefault(self.whose, {})
        mine[intents[0].command_id] = [asdict(intent) for intent in intents]
        while len(mine) > MOST:
            del mine[next(iter(mine))]
        self._write(held)

    def forget(self, command_id: str) -> None:
        """Removes a command that the database has answered."""
        held = self._read()
        if held.get(self.whose, {}).pop(command_id, None) is not None:
            self._write({whose: kept for whose, kept in held.items() if kept})

    def waiting(self) -> list[list[Intent]]:
        """Commands to be sent again, in the order they were written."""
        return list(self._waiting())

    def _waiting(self) -> Iterator[list[Intent]]:
        for rows in self._read().get(self.whose, {}).values():
            try:
                yield [Intent(**{**row, "post": Post(row["post"])}) for row in rows]
            except (TypeError, ValueError, KeyError) as error:
                LOG.warning("a note of the outbox cannot be read: %s", error)

    def _read(self) -> dict[str, dict[str, Any]]:
        try:
            found = json.loads(self.file.read_text(encoding="utf-8")) if self.file.exists() else {}
        except (OSError, ValueError) as error:
            LOG.warning("the outbox %s cannot be read: %s", self.file, error)
            return {}
        return found if isinstance(found, dict) else {}

    def _write(self, held: dict[str, Any]) -> None:
        try:
            half = self.file.with_suffix(f".{os.getpid()}")
            half.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
            half.replace(self.file)
        except OSError as error:
            LOG.warning("the outbox is not kept: %s", error)
