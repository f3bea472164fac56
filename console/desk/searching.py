"""Finding open cases by words: one lower-case text of everything that is searched, by slot."""

from collections.abc import Iterable
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from console.desk.naming import Naming
from console.desk.of_city import OfCity
from console.desk.queues import Mask, Slots
from console.domain.initials import initials

MANY: Final = 1000


class Searching:
    """Number, address (its pinyin initials with the digits too), category and street (both languages
    and initials), by slot.
    """

    def __init__(self, naming: Naming) -> None:
        self.naming, self.desk = naming, naming.desk
        self._texts: list[str] = []
        self._unread: set[int] = set()
        self._joined: str | None = None
        self._starts: NDArray[np.int64] = np.zeros(0, np.int64)

    def read(self, slots: Iterable[int]) -> None:
        """The texts of these slots are others now. They are made when somebody looks or has time."""
        self._unread.update(slots)

    def prepare(self) -> None:
        """Makes the names that are searched; pinyin takes a second. May run on any thread."""
        len(self._categories), len(self._streets)

    def catch_up(self, most: int | None = None) -> bool:
        """Makes the texts of at most so many slots; whether any are left."""
        if self._unread:
            slots = list(islice(self._unread, most))
            self._make(slots)
            self._unread.difference_update(slots)
        return bool(self._unread)

    def _make(self, slots: list[int]) -> None:
        cases = self.desk.room.cases
        self._texts.extend([""] * (len(cases.alive) - len(self._texts)))
        category, region = cases.column("category_id"), cases.column("region_id")
        number, short = cases.texts["number"], cases.texts["day_number"]
        address, kinds, streets = cases.texts["address"], self._categories, self._streets
        for slot in slots:
            named = f"{kinds.get(int(category[slot]), '')} {streets.get(int(region[slot]), '')}"
            place = f"{address[slot].lower()} {initials(address[slot])}"
            self._texts[slot] = f"{short[slot]} {number[slot]} {place} {named}"
        self._joined = None

    def found(self, words: str, slots: Slots) -> Mask:
        """Which of `slots` hold every one of the words."""
        self.catch_up()
        left = np.arange(len(slots))
        for word in words.lower().split():
            left = left[self._holding(word, slots[left])]
        mask = np.zeros(len(slots), np.bool_)
        mask[left] = True
        return mask

    def _holding(self, word: str, slots: Slots) -> Mask:
        """Few hits are quickly found in the joined text, many by asking every text."""
        if len(slots) >= MANY:
            if self._joined is None:
                self._joined = "\n".join(self._texts)
                lengths = np.fromiter(map(len, self._texts), np.int64, len(self._texts)) + 1
                self._starts = np.cumsum(lengths) - lengths
            hits = _hits(self._joined, word, len(slots) // 4)
            if hits is not None:
                mask = np.zeros(len(self._texts), np.bool_)
                places = np.searchsorted(self._starts, np.array(hits, np.int64), side="right")
                mask[places - 1] = True
                return mask[slots]
        texts = self._texts
        if len(slots) * 2 > len(texts):  # in the order they lie in memory
            return np.array([word in text for text in texts], np.bool_)[slots]
        return np.array([word in texts[slot] for slot in slots.tolist()], np.bool_)

    @OfCity
    def _categories(self) -> dict[int, str]:
        rows = self.desk.directory.categories
        return {one: names(row["zh"], row["en"]) for one, row in rows.items()}

    @OfCity
    def _streets(self) -> dict[int, str]:
        """Region → the names of its street."""
        rows, street_of = self.desk.directory.regions, self.naming.street_of
        named = {one: names(row["zh"], row["en"]) for one, row in rows.items()}
        return {one: named.get(int(street_of[one]), named[one]) for one in rows}


def _hits(text: str, word: str, most: int) -> list[int] | None:
    """Where `word` begins in `text`; None where that is so at `most` places and more."""
    found: list[int] = []
    at = text.find(word)
    while at >= 0:
        if len(found) >= most:
            return None
        found.append(at)
        at = text.find(word, at + len(word))
    return found


def names(zh: str, en: str) -> str:
    """Both names and the initials of the Chinese one, in small letters: 望湖街道 → whjd."""
    from pypinyin import Style, lazy_pinyin

    initials = "".join(lazy_pinyin(zh, style=Style.FIRST_LETTER)).lower()
    return f"{zh.lower()} {en.lower()} {initials}"
