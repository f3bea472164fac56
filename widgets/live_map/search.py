"""Search for a place by words: unit grid code, street, road, park, or address of an open case.

Blanks are ignored and pinyin initials match: whl99 finds 望湖路 99 号.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import numpy as np

from console.desk.desk import Desk
from console.domain.initials import initials
from console.domain.outline import largest
from console.words import both

MAX_FOUND: Final = 8
MIN_WORDS: Final = 2
CLOSE, NEAR, WIDE = 17.0, 16.0, 14.5
"""Zooms for a grid or address, a road or park, a street's area."""


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place found: name, position, zoom; `case` if it is a case's address."""

    name: str
    lon: float
    lat: float
    zoom: float
    case: int | None = None


class Gazetteer:
    """Index of the city's places; `find` returns up to eight, the most exact kind first."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.named: Iterable[Mapping[str, Any]] = ()
        self._keys: dict[str, str] = {}

    def asks(self, words: str) -> bool:
        """Whether the words are long enough for a search."""
        return len(_close(words)) >= MIN_WORDS

    def find(self, words: str) -> list[FoundPlace]:
        wanted = _close(words)
        if not self.asks(words):
            return []
        found: dict[str, FoundPlace] = {}
        for spot in self._all(wanted):
            found.setdefault(spot.name, spot)
            if len(found) == MAX_FOUND:
                break
        return list(found.values())

    def _all(self, wanted: str) -> Iterator[FoundPlace]:
        yield from self._cases(wanted, "day_number")
        if wanted.isdigit():
            yield from self._grids(wanted)
        yield from self._regions(wanted)
        yield from self._ground(wanted)
        yield from self._cases(wanted, "address")

    def _grids(self, wanted: str) -> Iterator[FoundPlace]:
        for row in self.desk.directory.grids:
            if row["code"].startswith(wanted) or row["code"].endswith(wanted):
                yield FoundPlace(row["code"], *_middle(largest(row["outline"])), CLOSE)

    def _regions(self, wanted: str) -> Iterator[FoundPlace]:
        for row in self.desk.directory.regions.values():
            if row["outline"] and self._means(row, wanted):
                middle = _middle(largest(row["outline"]))
                yield FoundPlace(both(row["zh"], row["en"]), *middle, WIDE)

    def _ground(self, wanted: str) -> Iterator[FoundPlace]:
        for row in self.named:
            if row["shape"] and self._means(row, wanted):
                line = max(row["shape"], key=len)
                road = row["layer"].startswith("road")
                at = tuple(line[len(line) // 2]) if road else _middle(line)
                yield FoundPlace(both(row["zh"], row["en"]), at[0], at[1], NEAR)

    def _cases(self, wanted: str, column: str) -> Iterator[FoundPlace]:
        cases = self.desk.room.cases
        texts = cases.texts[column]
        hits = (slot for slot in cases.slots().tolist() if self._in(texts[slot], wanted))
        for slot in islice(hits, 3 * MAX_FOUND):
            lon, lat = float(cases.column("lon")[slot]), float(cases.column("lat")[slot])
            if not np.isnan(lon):
                yield FoundPlace(texts[slot], lon, lat, CLOSE, int(cases.column("id")[slot]))

    def _means(self, row: Mapping[str, Any], wanted: str) -> bool:
        return self._in(row["zh"], wanted) or wanted in _close(row["en"] or "")

    def _in(self, text: str, wanted: str) -> bool:
        """Whether a text or its initials contain the words; keys are cached."""
        key = self._keys.get(text)
        if key is None:
            key = self._keys[text] = f"{_close(text)} {initials(text)}"
        return wanted in key


def _close(words: str) -> str:
    """Lower case without blanks."""
    return "".join(words.lower().split())


def _middle(ring: Any) -> tuple[float, float]:
    points = np.asarray(ring, np.float64)
    low, high = points.min(axis=0), points.max(axis=0)
    return float((low[0] + high[0]) / 2), float((low[1] + high[1]) / 2)
