"""Search of open cases by words in one lower-case text per slot."""

from collections.abc import Iterable
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from console.desk.case_names import CaseNames
from console.desk.city_cache import CityCached
from console.desk.queues import Mask, Slots
from console.domain.initials import initials

MANY: Final = 1000
FRESH: Final = 2000
"""So many texts may differ from the joined one before it is made again."""
KNOWN: Final = 64
"""Words whose slots are cached: each typed letter asks for a similar word."""
FEW_HITS: Final = 16
"""Up to this share of all texts each is searched by itself, which is quicker."""
COMMON: Final = 2
"""Frequency from which a character is too common to narrow a search."""
CODE: Final = "utf-16-le"
Codes = NDArray[np.uint16]


class CaseSearch:
    """Number, address (its pinyin initials with the digits too), category and street (both languages
    and initials), by slot.
    """

    def __init__(self, case_names: CaseNames) -> None:
        self.case_names, self.desk = case_names, case_names.desk
        self._texts: list[str] = []
        self._unread: set[int] = set()
        self._joined: Codes | None = None  # all texts, one after the other
        self._often: NDArray[np.int64] = np.zeros(0, np.int64)  # how often each character is there
        self._starts: NDArray[np.int64] = np.zeros(0, np.int64)
        self._fresh: set[int] = set()  # slots whose text has changed since they were joined
        self._known: dict[str, Mask] = {}  # where words stand in the joined texts

    def read(self, slots: Iterable[int]) -> None:
        """Marks the texts of these slots as changed; they are rebuilt on demand or when idle."""
        self._unread.update(slots)

    def prepare(self) -> None:
        """Builds the names for the search; pinyin takes a second. May run on any thread."""
        len(self._categories), len(self._streets)

    def catch_up(self, most: int | None = None) -> bool:
        """Rebuilds the texts of at most so many slots; answers whether any are left."""
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
            text = f"{short[slot]} {number[slot]} {place} {named}".replace("\n", " ")
            if text != self._texts[slot]:  # most changes of a case change nothing that is searched
                self._texts[slot] = text
                self._fresh.add(slot)

    def found(self, words: str, slots: Slots) -> Mask:
        """Mask of `slots` that hold every one of the words."""
        self.catch_up()
        left = np.arange(len(slots))
        for word in words.lower().split():
            left = left[self._holding(word, slots[left])]
        mask = np.zeros(len(slots), np.bool_)
        mask[left] = True
        return mask

    def _holding(self, word: str, slots: Slots) -> Mask:
        """Mask of the slots that contain a word; many are searched in the joined text."""
        texts = self._texts
        if len(slots) < MANY:
            return np.array([word in texts[slot] for slot in slots.tolist()], np.bool_)
        if self._joined is None or len(self._fresh) > FRESH or len(self._starts) != len(texts):
            self._join()
        mask = self._standing(word)
        if self._fresh:
            mask = mask.copy()
            for slot in self._fresh:
                mask[slot] = word in texts[slot]
        return mask[slots]

    def _join(self) -> None:
        """Joins all texts into one, which is searched at once."""
        self._joined = _codes("\n".join(self._texts))
        ends = np.flatnonzero(self._joined == ord("\n")) + 1
        self._starts = np.concatenate([np.zeros(1, np.int64), ends])
        self._often = np.bincount(self._joined, minlength=2**16)
        self._fresh.clear()
        self._known.clear()

    def _standing(self, word: str) -> Mask:
        """Slots that contained the word when joined; uses the result for its beginning."""
        if word not in self._known:
            if len(self._known) >= KNOWN:
                del self._known[next(iter(self._known))]
            self._known[word] = self._look(word)
        return self._known[word]

    def _look(self, word: str) -> Mask:
        texts, mask = self._texts, np.zeros(len(self._texts), np.bool_)
        shorter = self._known.get(word[:-1])
        if shorter is not None:
            among = np.flatnonzero(shorter)
            if len(among) * FEW_HITS <= len(texts):
                mask[[slot for slot in among.tolist() if word in texts[slot]]] = True
                return mask
        codes = _codes(word)
        rarest = int(self._often[codes].argmin())
        if self._often[codes[rarest]] * COMMON > len(texts):
            return np.array([word in text for text in texts], np.bool_)
        assert self._joined is not None
        hits = _hits(self._joined, codes, rarest)
        mask[np.searchsorted(self._starts, hits, side="right") - 1] = True
        return mask

    @CityCached
    def _categories(self) -> dict[int, str]:
        rows = self.desk.directory.categories
        return {one: names(row["zh"], row["en"]) for one, row in rows.items()}

    @CityCached
    def _streets(self) -> dict[int, str]:
        """Region → the names of its street."""
        rows, street_of = self.desk.directory.regions, self.case_names.street_of
        named = {one: names(row["zh"], row["en"]) for one, row in rows.items()}
        return {one: named.get(int(street_of[one]), named[one]) for one in rows}


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode(CODE, "surrogatepass"), np.uint16)


def _hits(text: Codes, word: Codes, rarest: int) -> NDArray[np.int64]:
    """Positions of `word` in `text`, searched by its rarest character first."""
    found = np.flatnonzero(text == word[rarest]) - rarest
    found = found[(found >= 0) & (found + len(word) <= len(text))]
    for place, code in enumerate(word):
        found = found[text[found + place] == code]
    return found


def names(zh: str, en: str) -> str:
    """Both names and the initials of the Chinese one, in small letters: 望湖街道 → whjd."""
    from pypinyin import Style, lazy_pinyin

    initials = "".join(lazy_pinyin(zh, style=Style.FIRST_LETTER)).lower()
    return f"{zh.lower()} {en.lower()} {initials}"
