"""Pinyin initials of Han characters, one letter a character, by the commonest reading of each.

One table serves the search of both databases: what Python and PL/pgSQL look up must be the same.
"""

from functools import cache
from typing import Final

from console import paths

FIRST_HAN: Final = 0x4E00
NO_LETTER: Final = "."
"""In the table: a character without a known reading."""


@cache
def table() -> str:
    """The letter of every character from U+4E00 on."""
    return "".join(paths.resource("pinyin", "initials.txt").read_text(encoding="ascii").split())


def letter(character: str) -> str:
    """The initial of one character; "" where it is no Han character or has no reading."""
    place = ord(character) - FIRST_HAN
    if not 0 <= place < len(table()):
        return ""
    found = table()[place]
    return "" if found == NO_LETTER else found


class _Letters(dict[int, str]):
    """Code point → its replacement, cached, as a hundred thousand addresses are read at once."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        kept = character.isascii() and character.isalnum()
        made = self[point] = character if kept else letter(character)
        return made


_LETTERS: Final = _Letters()


def initials(text: str) -> str:
    """Letters of the Han characters, small letters and digits as they are, nothing else: whxx."""
    return text.lower().translate(_LETTERS)
