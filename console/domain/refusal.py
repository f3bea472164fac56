"""Refusals: a rule says no. One key, its values, and one table of sentences."""

from collections.abc import Mapping
from typing import Any, Final

from console.words import _, mark


class Refused(Exception):
    """The program will not do this, and can say why in one sentence.

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
    return _(SENTENCES.get(key, key)).format_map(_Blank(values))


class _Blank(dict[str, Any]):
    """A missing value shows as its name, never as a failure inside a failure message."""

    def __missing__(self, key: str) -> str:
        return f"<{key}>"


SENTENCES: Final[Mapping[str, str]] = {
    "limit_unreadable": mark("The limit “{text}” cannot be read."),
    "grid_code_shape": mark("“{text}” is not a unit-grid code of 15 digits."),
    "community_full": mark("Community {community} already has its last unit grid, 999."),
    "moment_unreadable": mark("“{text}” is not a date and time."),
    "calendar_ends": mark(
        "The calendar “{calendar}” does not reach that far; its days are missing."
    ),
}
