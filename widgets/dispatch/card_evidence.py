"""The pictures of a form, into the database, and back as what the command names."""

from collections.abc import Callable
from dataclasses import replace

from console.desk.forms import Given
from console.seat import evidence
from console.seat.seat import Seat


class Evidence:
    """`came(Given)` with the hashes among its changes instead of the files."""

    def __init__(self, seat: Seat, given: Given, came: Callable[[Given], None]) -> None:
        self.seat, self.given, self.came = seat, given, came

    def store(self) -> list[str]:
        """Blocks: for worker threads. Raises `Refused`."""
        return evidence.stored(self.seat.store, self.given.files)

    def stored(self, hashes: list[str]) -> None:
        changes = {**self.given.changes, "photos": hashes}
        self.came(replace(self.given, changes=changes, files=()))
