"""Place search for a caller's words: addresses, points of the gazetteer, crossings, house numbers.

Blanks do not matter and pinyin initials will do: `whl99` finds 望湖路 99 号, `whl cjl` the crossing of
望湖路 and 长江路.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from console.desk.crossings import Road, crossings
from console.domain.geodesy import LocalPlane
from console.domain.initials import initials
from console.store.engine import Store
from console.store.reading import queries
from console.words import _, both

MOST: Final = 7
HITS: Final = 3000
ROADS: Final = 6
"""Most roads tried for a part of a crossing's words."""
NUMBER: Final = re.compile(r"\s*\d+\s*号?\s*$")
LEAST: Final = 2
READ_OTHERWISE: Final = str.maketrans("长重朝乐厦曾藏解盛车沈单", "昌崇召跃下增葬谢成居陈善")
"""Characters of place names with a second reading → one that is read so: 长江路 is zjl and cjl."""
BESIDE_METRES: Final = 150.0
KINDS: Final = ("road", "zone", "block", "park", "water", "estate", "office", "school", "hospital")
"""Kinds ranked before shops and doors where the words fit alike."""
JOIN: Final = re.compile(r"[\s/／、，,;；&+]+|(?<=[路街道巷])[与和跟同及](?=.)")
END: Final = re.compile(r"(交叉路口|十字路口|丁字路口|交叉口|路口|交口|交汇处|(?<=[路街道巷])口)$")
NUMBERED: Final = re.compile(r"^(\D+?)(\d{1,5})(号|h|hao)?$")
DOOR: Final = re.compile(r"^(.+?)\s*(\d+)\s*号$")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place by name. `about` says how it was derived where the gazetteer does not hold it."""

    zh: str
    en: str
    lon: float
    lat: float
    about: str = ""

    @property
    def name(self) -> str:
        return both(self.zh, self.en or self.zh)


@dataclass(frozen=True, slots=True)
class Door:
    """A house of a road in the gazetteer."""

    number: int
    lon: float
    lat: float


def read(store: Store) -> "Places":
    """The city's places. Blocks: for worker threads. Raises `Refused`."""
    return Places(*queries.gazetteer(store))


class Places:
    """`find` answers up to seven places, the likeliest first."""

    def __init__(
        self, named: Sequence[Mapping[str, Any]], roads: Iterable[Mapping[str, Any]] = ()
    ) -> None:
        self.named = named
        self.roads = [Road(row["zh"], row["en"] or "", row["shape"] or ()) for row in roads]
        self._road_keys = [_key(road.zh, road.en) for road in self.roads]
        self._keys = [_key(row["zh"], row["en"] or "") for row in named]
        self._joined = "\n" + "\n".join(self._keys)
        self._starts = _starts(self._keys)
        self._lon = np.array([row["lon"] for row in named], np.float64)
        self._lat = np.array([row["lat"] for row in named], np.float64)
        self._doors: dict[str, list[Door]] | None = None

    def find(self, words: str, most: int = MOST) -> list[Spot]:
        """Places of these words; none for less than two characters."""
        if len(close(words)) < LEAST:
            return []
        found: dict[tuple[str, float, float], Spot] = {}
        for spot in self._all(words):
            found.setdefault((spot.zh, spot.lon, spot.lat), spot)
            if len(found) >= most:
                break
        if not found and (stem := NUMBER.sub("", words)) != words:
            return self.find(stem, most)  # a number that is on no plate: the road and its doors
        return list(found.values())

    def _all(self, words: str) -> Iterator[Spot]:
        """All matches: a crossing, doors by number, then other entries that hold the words."""
        yield from self._crossings(words)
        wanted = close(words)
        ranked = sorted(self._hits(wanted))
        exact = [spot for rank, _kind, _long, spot in self._spots(ranked) if rank == 0]
        yield from exact
        if not exact:
            yield from self._between(wanted)
        for rank, _kind, _long, spot in self._spots(ranked):
            if rank:
                yield spot

    def _spots(self, ranked: Sequence[tuple[int, int, int, int]]) -> Iterator[Any]:
        for rank, kind, long, at in ranked:
            row = self.named[at]
            yield rank, kind, long, Spot(row["zh"], row["en"] or "", row["lon"], row["lat"])

    def _hits(self, wanted: str) -> Iterator[tuple[int, int, int, int]]:
        """(how well it fits, kind, length, index) of the entries that hold what is wanted."""
        last, at, seen = -1, self._joined.find(wanted), 0
        while at >= 0 and seen < HITS:
            seen += 1
            index = self._index(at)
            if index != last:
                last = index
                yield self._rank(index, wanted)
            at = self._joined.find(wanted, at + 1)

    def _index(self, at: int) -> int:
        return bisect_right(self._starts, at) - 1

    def _rank(self, index: int, wanted: str) -> tuple[int, int, int, int]:
        keys = self._keys[index].split(" ")
        exact = any(key in (wanted, f"{wanted}号", f"{wanted}h") for key in keys)
        begins = any(key.startswith(wanted) for key in keys)
        kind = self.named[index]["kind"]
        order = KINDS.index(kind) if kind in KINDS else len(KINDS)
        return (0 if exact else 1 if begins else 2), order, len(keys[0]), index

    def at(self, lon: float, lat: float) -> Spot:
        """A point on the map, named after the nearest entry."""
        here = f"{lat:.5f}, {lon:.5f}"
        if not self.named:
            return Spot(here, here, lon, lat)
        frame = LocalPlane(lon, lat)
        east, north = frame.to_metres(1.0 + lon, 1.0 + lat)
        way = np.hypot((self._lon - lon) * east, (self._lat - lat) * north)
        nearest = int(way.argmin())
        if way[nearest] > BESIDE_METRES:
            return Spot(here, here, lon, lat)
        row = self.named[nearest]
        return Spot(f"{row['zh']}附近", f"near {row['en'] or row['zh']}", lon, lat)

    # house numbers between those that are known

    def _between(self, wanted: str) -> Iterator[Spot]:
        """`望湖路 99 号` where the gazetteer has 95 and 103: on the way between them."""
        read = NUMBERED.match(wanted)
        if read is None:
            return
        number = int(read[2])
        for road in self._roads_of(read[1]):
            doors = self._doors_of(road.zh)
            below = [door for door in doors if door.number < number]
            above = [door for door in doors if door.number > number]
            if below and above:
                yield _on_the_way(road, number, below[-1], above[0])

    def _doors_of(self, road: str) -> list[Door]:
        if self._doors is None:
            self._doors = {}
            for row in self.named:
                read = DOOR.match(row["zh"])
                if read is not None:
                    door = Door(int(read[2]), row["lon"], row["lat"])
                    self._doors.setdefault(read[1], []).append(door)
            for doors in self._doors.values():
                doors.sort(key=lambda door: door.number)
        return self._doors.get(road, [])

    # crossings

    def _roads_of(self, words: str) -> list[Road]:
        """Roads that the words begin, the shortest names first; those of exactly this name alone."""
        wanted, found = close(words), list[tuple[bool, int, int]]()
        for at, key in enumerate(self._road_keys):
            keys = key.split(" ")
            if any(one.startswith(wanted) for one in keys):
                found.append((wanted not in keys, len(keys[0]), at))
        exact = [one for one in found if not one[0]]
        return [self.roads[at] for _not, _long, at in sorted(exact or found)[:ROADS]]

    def _crossings(self, words: str) -> Iterator[Spot]:
        parts = [close(part) for part in JOIN.split(END.sub("", words.strip())) if part.strip()]
        if len(parts) != 2 or min(map(len, parts)) < LEAST or any(p.isdigit() for p in parts):
            return
        for one in self._roads_of(parts[0]):
            for other in self._roads_of(parts[1]):
                if one is other:
                    continue
                for lon, lat in crossings(one, other):
                    zh = f"{one.zh}与{other.zh}交叉口"
                    yield Spot(zh, f"{one.en} / {other.en}", lon, lat)


def _on_the_way(road: Road, number: int, low: Door, high: Door) -> Spot:
    share = (number - low.number) / (high.number - low.number)
    lon, lat = low.lon + share * (high.lon - low.lon), low.lat + share * (high.lat - low.lat)
    about = _("about, between numbers {low} and {high}").format(low=low.number, high=high.number)
    return Spot(f"{road.zh} {number} 号", f"{number} {road.en}", lon, lat, about)


def close(words: str) -> str:
    """Small letters and plain digits without any blank."""
    wide = {0xFF10 + n: str(n) for n in range(10)}
    return "".join(words.lower().translate(wide).split())


def _key(zh: str, en: str) -> str:
    """Search keys of an entry: its name, its initials in either reading, its English name."""
    letters = initials(zh)
    other = initials(zh.translate(READ_OTHERWISE))
    return " ".join(dict.fromkeys((close(zh), letters, other, close(en))))


def _starts(keys: Sequence[str]) -> list[int]:
    """Start of each key in the joined text."""
    made, at = [], 1
    for key in keys:
        made.append(at)
        at += len(key) + 1
    return made
