"""Reasons that the program gives when it acts by itself, kept in the log as a word, told in either language.

The log must read the same for everybody and for ever, so it holds `@silent 监督004`; a screen says it in
the reader's language.
"""

from collections.abc import Mapping
from typing import Final

from console.words import _, mark

SIGN: Final = "@"
SILENT: Final = "silent"
MAIN_ENDED: Final = "main-ended"
STANDING: Final = "standing"
SENTENCES: Final[Mapping[str, str]] = {
    SILENT: mark("No answer from {what}: the next is sent automatically"),
    MAIN_ENDED: mark("Ends with its main case {what}"),
    STANDING: mark("By standing rule {what}"),
}


def automatic_reason(word: str, what: str = "") -> str:
    """What the log keeps: one of the words above and whom or what it is about."""
    return f"{SIGN}{word} {what}"


def escape_reason(reason: str | None) -> str | None:
    """What a person wrote, so that it is never taken for the program's own."""
    return f" {reason}" if reason and reason.startswith(SIGN) else reason


def reader_text(reason: str) -> str:
    """A reason of the log as a reader is told it; what a person wrote stays as it is."""
    word, _space, what = reason.removeprefix(SIGN).partition(" ")
    if not reason.startswith(SIGN) or word not in SENTENCES or not what:
        return reason
    return _(SENTENCES[word]).format(what=what)
