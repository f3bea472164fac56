"""Reasons of the program's own acts: stored as a word, shown in the reader's language.

The log must read the same for everybody and for ever, so it holds `@silent 监督004`.
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
    """Builds the stored reason from one of the words above and its subject."""
    return f"{SIGN}{word} {what}"


def escape_reason(reason: str | None) -> str | None:
    """Escapes a person's reason, so that it is never taken for one of the program's."""
    return f" {reason}" if reason and reason.startswith(SIGN) else reason


def reader_text(reason: str) -> str:
    """Translates a stored reason for the reader; a person's reason stays as it is."""
    word, _space, what = reason.removeprefix(SIGN).partition(" ")
    if not reason.startswith(SIGN) or word not in SENTENCES or not what:
        return reason
    return _(SENTENCES[word]).format(what=what)
