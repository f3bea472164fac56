"""Sends a command of the card with the words that the status bar shows."""

from collections.abc import Sequence

from console.desk.command_words import cases_words, title
from console.desk.desk import Desk
from console.desk.form_choices import implied
from console.desk.forms import FormValues
from console.words import _
from widgets.session.context import Context


def send_command(
    context: Context,
    command: str,
    cases: Sequence[int],
    given: FormValues,
    desk: Desk | None = None,
) -> None:
    """Sends a filled-in command, completed with the values the rules imply.

    `desk` is the desk of the cases, where it is not the operator's live one.
    """
    desk = desk or context.seat.desk
    changes = {**implied(desk, command, cases[0]), **given.changes}
    what = case_name(desk, cases)
    context.operations.send(
        command,
        cases,
        changes,
        words=_("{command}: {what}").format(command=title(command), what=what),
        reason=given.reason or None,
        on_behalf_of=given.on_behalf_of or None,
        seen=desk.versions(cases),
    )


def case_name(desk: Desk, cases: Sequence[int]) -> str:
    """The number of a single case, or the count of several."""
    held = desk.room.cases
    if len(cases) == 1 and cases[0] in held:
        return held.texts["day_number"][held.slot_of[cases[0]]]
    return cases_words(len(cases))
