"""Refusals: a key, its values, and the sentence of `domain.refusal_sentences` that they fill."""

import errno
from collections.abc import Mapping
from typing import Any, Final

from console.domain.field_words import field_label
from console.domain.refusal_sentences import SENTENCES
from console.words import _


class Refused(Exception):
    """A refusal with its reason in one sentence.

    `key` names a row of `SENTENCES`, `values` fill its placeholders.
    """

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        return sentence(self.key, self.values)


def sentence(key: str, values: Mapping[str, Any]) -> str:
    """The sentence for `key` in the language in force. An unknown key is its own sentence."""
    if key in ("needs", "too_long") and "what" in values:
        values = {**values, "what": field_label(values["what"])}
    if key == "database_unreachable" and values.get("host"):
        key = "server_unreachable"
    if key == "file_unreadable":
        key = UNREADABLE.get(str(values.get("why")), key)
    return _(SENTENCES.get(key, key)).format_map(_Blank(values))


def unreadable(path: object, number: int | None) -> Refused:
    """Builds the refusal of a file from the system's error number, whose own words are English."""
    return Refused("file_unreadable", path=str(path), why=errno.errorcode.get(number or 0, ""))


class _Blank(dict[str, Any]):
    """Shows a missing value as its name, never as an error inside an error message."""

    def __missing__(self, key: str) -> str:
        return f"<{key}>"


UNREADABLE: Final = {
    **dict.fromkeys(("ENOENT", "ENOTDIR"), "file_missing"),
    "EISDIR": "file_folder",
    **dict.fromkeys(("EACCES", "EPERM"), "file_forbidden"),
}
"""The system's error name → key of our sentence."""
