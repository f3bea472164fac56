"""Names of the commands on screen: for buttons, menus, stories and sent commands."""

from typing import Final

from console.desk.claims import claim_grace
from console.desk.desk import Desk
from console.domain.stage import Stage
from console.words import _, counted, mark

CASE: Final = mark("{count} case")
CASES: Final = mark("{count} cases")


def cases_words(count: int) -> str:
    """ "1 case", "3 cases", in the language in force."""
    return counted(CASE, CASES, count)


TITLES: Final = {
    "register": mark("Register"),
    "accept": mark("Accept"),
    "reject": mark("Reject"),
    "send-verify": mark("Send to verify"),
    "answer-verify": mark("Answer verification"),
    "file": mark("File"),
    "send-back": mark("Send back"),
    "dispatch": mark("Dispatch"),
    "transfer": mark("Hand to enforcement"),
    "redispatch": mark("Dispatch again"),
    "acknowledge": mark("Acknowledge"),
    "start": mark("Set out"),
    "arrive": mark("Arrive"),
    "done": mark("Report done"),
    "forward": mark("Forward to check"),
    "ask-extension": mark("Ask for an extension"),
    "ask-return": mark("Ask to return it"),
    "ask-suspension": mark("Ask for a suspension"),
    "ask-void": mark("Ask to void it"),
    "decide": mark("Decide"),
    "send-check": mark("Send to check"),
    "pass": mark("Check passed"),
    "fail": mark("Check failed"),
    "close": mark("Close"),
    "reopen": mark("Reopen"),
    "urge": mark("Urge"),
    "supervise": mark("Supervise"),
    "answer": mark("Answer an order"),
    "appeal": mark("Appeal"),
    "decide-appeal": mark("Decide an appeal"),
    "self-handle": mark("Handled on the spot"),
    "merge": mark("Merge"),
    "unmerge": mark("Take apart"),
    "attach": mark("Attach pictures"),
    "note": mark("Note"),
    "change": mark("Correct"),
    "claim": mark("Claim"),
    "undo": mark("Undo"),
}

REQUESTS: Final = {
    "extension": mark("Extension asked for"),
    "return": mark("Return asked for"),
    "suspension": mark("Suspension asked for"),
    "void": mark("Voiding asked for"),
    "supervision": mark("Order to be answered"),
    "appeal": mark("Appeal"),
}


EXPLAINED: Final = {
    "claim": mark(
        "Takes the case into your own hands: everybody sees your name and nobody else can claim it."
        " After {minutes} min without a move it turns amber and others may take it over."
    ),
}
"""Descriptions of commands whose name does not suffice."""


def explained(desk: Desk, command: str) -> str:
    """Description of a command by the city's settings; "" where its name suffices."""
    words = EXPLAINED.get(command, "")
    return _(words).format(minutes=claim_grace(desk)) if words else ""


def title(command: str) -> str:
    """Name of a command in the language in force; an unknown one as it is."""
    return _(TITLES.get(command, command))


def entry_title(command: str, stage: int | None) -> str:
    """Title of a story entry; `stage` is the one it led to, None where it stayed."""
    if command == "done" and stage == Stage.CHECK:
        return _("Reported done, forwarded automatically")
    return title(command)


def request_title(kind: str) -> str:
    """Name of a kind of request in the language in force."""
    return _(REQUESTS.get(kind, kind))
