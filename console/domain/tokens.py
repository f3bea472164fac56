"""Search tokens of a case: its numbers, pairs of Han characters, words, and pinyin initials.

Search is equality of these tokens, which no row security can slow. The guard's `case_tokens` makes
the same ones; the contract suite holds the two together.
"""

import re
from collections.abc import Iterable, Mapping
from string import ascii_lowercase, ascii_uppercase
from typing import Any, Final

from console.domain.initials import letter

COLUMNS: Final = ("number", "day_number", "address", "description")
"""Columns of a case that tokens come from."""
LONGEST: Final = 40
DESCRIBED: Final = 200
"""Characters of a description that are searched."""
INITIALS: Final = range(2, 7)
"""Most initials of a name in one token."""
PART: Final = re.compile("[0-9a-z]+(?:-[0-9a-z]+)*|[\u4e00-\u9fff]+")
SMALL: Final = str.maketrans(ascii_uppercase, ascii_lowercase)
"""Only ASCII: what other letters are small ones of depends on a server's locale."""


def of_case(row: Mapping[str, Any]) -> set[str]:
    """The tokens of a row of `case_`."""
    number, day, address, told = (str(row[name] or "") for name in COLUMNS)
    found = {number.translate(SMALL), day.translate(SMALL)}
    found.update(of_text(address), initials(address), of_text(told[:DESCRIBED]))
    return found


def of_text(text: str) -> set[str]:
    """Words whole and in their parts; of a run of Han characters every two neighbours."""
    found: set[str] = set()
    for part in PART.findall(text.translate(SMALL)):
        if part[0] >= "\u4e00":
            found.update(part[i : i + 2] for i in range(len(part) - 1))
        else:
            found.add(part[:LONGEST])
            found.update(piece[:LONGEST] for piece in part.split("-"))
    return found


def initials(address: str) -> set[str]:
    """The first two to six initials of every run of Han characters."""
    found: set[str] = set()
    for part in PART.findall(address.translate(SMALL)):
        if part[0] < "\u4e00":
            continue
        letters = ""
        for character in part[: INITIALS[-1]]:
            one = letter(character)
            if not one:
                break
            letters += one
        found.update(letters[:count] for count in INITIALS if count <= len(letters))
    return found


def wanted(words: str) -> Iterable[str]:
    """Tokens of a search: a case must have all of them.

    A single Han character is no token and narrows nothing down.
    """
    found: dict[str, None] = {}
    for part in PART.findall(words.translate(SMALL)):
        if part[0] >= "\u4e00":
            found.update(dict.fromkeys(part[i : i + 2] for i in range(len(part) - 1)))
        else:
            found[part[:LONGEST]] = None
    return list(found)
