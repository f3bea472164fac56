"""Failed sign-ons at this workstation: after a few the login is locked here for a while.

PostgreSQL counts none, so this guards a keyboard in a room, not the server; there a slow hash,
`auth_delay` and the network's own guard stand (see `db server-settings`). Failures are logged with
the next successful sign-on. How many are allowed is the city's setting, as this workstation last
read it: before sign-on nobody can ask.
"""

import json
import logging
import os
from pathlib import Path
from typing import Final

from console import paths
from console.domain.city_settings import KNOWN
from console.domain.refusal import Refused

LOG = logging.getLogger(__name__)
SETTING: Final = "wrong_passwords_at_most"
MOST: Final = int(KNOWN[SETTING].default)
WITHIN_MS: Final = 15 * 60_000
LOCKED_MS: Final = 15 * 60_000


class Attempts:
    """Moments (ms) of failures by server and login, in one small file beside the settings."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file or paths.user_config() / "sign-on.json"

    def check(self, place: str, login: str, now: int) -> None:
        """Raises `Refused` while the login is locked at this workstation."""
        recent = [at for at in self._of(place, login) if now - WITHIN_MS < at <= now]
        if len(recent) >= self._most(place) and now < recent[-1] + LOCKED_MS:
            minutes = -(-(recent[-1] + LOCKED_MS - now) // 60_000)
            raise Refused("locked_out", login=login, minutes=minutes, count=len(recent))

    def record_failure(self, place: str, login: str, now: int) -> None:
        """Records a wrong password."""
        kept = [at for at in self._of(place, login) if at > now - 24 * 3_600_000]
        self._write(place, login, [*kept, now][-100:])

    def clear_failures(self, place: str, login: str) -> int:
        """Clears the failures; answers how many there were in the last day."""
        failures = len(self._of(place, login))
        if failures:
            self._write(place, login, [])
        return failures

    def set_limit(self, place: str, most: int) -> None:
        """Stores how many wrong passwords the city allows, for the next sign-on."""
        if most != self._most(place):
            self._keep({**self._read(), f"most of {place}": most})

    def _most(self, place: str) -> int:
        found = self._read().get(f"most of {place}")
        return found if isinstance(found, int) and KNOWN[SETTING].takes(found) else MOST

    def _of(self, place: str, login: str) -> list[int]:
        found = self._read().get(f"{login}@{place}", [])
        return [at for at in found if isinstance(at, int)] if isinstance(found, list) else []

    def _read(self) -> dict[str, object]:
        try:
            found = json.loads(self.file.read_text(encoding="utf-8")) if self.file.exists() else {}
        except (OSError, ValueError, RecursionError) as error:
            LOG.warning("%s cannot be read: %s", self.file, error)
            return {}
        return found if isinstance(found, dict) else {}

    def _write(self, place: str, login: str, moments: list[int]) -> None:
        held = {**self._read(), f"{login}@{place}": moments}
        if not moments:
            del held[f"{login}@{place}"]
        self._keep(held)

    def _keep(self, held: dict[str, object]) -> None:
        try:
            half = self.file.with_suffix(f".{os.getpid()}")
            half.write_text(json.dumps(held), encoding="utf-8")
            half.replace(self.file)
        except OSError as error:
            LOG.warning("failed sign-ons are not kept: %s", error)
