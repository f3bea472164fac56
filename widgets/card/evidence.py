"""The pictures of a form, into the database, and back as what the command names."""

from dataclasses import replace
from typing import TYPE_CHECKING

from console.desk.forms import FormValues
from console.domain.refusal import Refused
from console.seat import evidence

if TYPE_CHECKING:
    from widgets.card.pane import CardPane


class Evidence:
    """The form waits; then it is sent with the hashes among its changes instead of the files."""

    def __init__(self, pane: "CardPane", given: FormValues) -> None:
        self.pane, self.given, self._db = pane, given, pane.context.seat.store
        self._asked = (pane.case, pane.form.command)

    def store(self) -> list[str]:
        """Blocks: for worker threads. Raises `Refused`."""
        return evidence.stored(self._db, self.given.files)

    def stored(self, hashes: list[str]) -> None:
        if (self.pane.case, self.pane.form.command) != self._asked:
            return  # the form was left meanwhile: nothing is sent behind anybody's back
        changes = {**self.given.changes, "photos": hashes}
        self.pane.form.setEnabled(True)
        given = replace(self.given, changes=changes, files=())
        self.pane.commands.hand_in(self.pane.form.command, given)

    def failed(self, error: Exception) -> None:
        """They could not be stored: the form stays as it was."""
        if (self.pane.case, self.pane.form.command) == self._asked:
            self.pane.form.go_on()
        if not isinstance(error, Refused):
            raise error
        self.pane.said.emit(str(error))
