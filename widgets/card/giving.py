"""A command of the card on its way to the door, in the words in which the status bar tells it."""

from collections.abc import Sequence

from console.desk.command_words import cases_words, title
from console.desk.desk import Desk
from console.desk.form_choices import implied
from console.desk.forms import FormValues
from console.words import _
from widgets.session.context import Context


def give(
    context: Context,
    command: str,
    cases: Sequence[int],
    given: FormValues,
    desk: Desk | None = None,
) -> None:
    """Sends what was filled in, and what nobody has to be asked for.

    `desk` is the one the cases lie on, where it is another than the operator's live one.
    """
    desk = desk or context.seat.desk
    changes = {**implied(desk, command, cases[0]), **given.changes}
    what = named(desk, cases)
    context.operations.send(
        command,
        cases,
        changes,
        words=_("{command}: {what}").format(command=title(command), what=what),
        reason=given.reason or None,
        on_behalf_of=given.on_behalf_of or None,
        seen=desk.versions(cases),
    )


def named(desk: Desk, cases: Sequence[int]) -> str:
    """One case by its number, several by how many they are."""
    held = desk.room.cases
    if len(cases) == 1 and cases[0] in held:
        return held.texts["day_number"][held.slot_of[cases[0]]]
    return cases_words(len(cases))
