"""Frequency of problems in cities: a few subclasses make up most cases."""

from bisect import bisect_right
from itertools import accumulate
from random import Random
from typing import Final

from console.city.tables import categories_of, rows
from console.domain.category import Key, national
from console.domain.condition import Condition, default_conditions

RARE: Final = 0.045
"""Weight of a subclass outside the table."""
SOURCES: Final = {
    "collector": 62.0,
    "hotline": 21.0,
    "app": 8.0,
    "video": 4.0,
    "web": 2.0,
    "department": 1.5,
    "leader": 1.0,
    "device": 0.5,
}


def weights() -> dict[Key, float]:
    """The weight of every category of the standard of 2007."""
    found = {category.key: RARE for category in national()}
    for row in rows("mix.tsv"):
        for category in categories_of(row["kind"], row["code"]):
            found[category.key] = float(row["weight"])
    return found


class Mix:
    """Draws a category with one of its filing conditions, milder ones more often."""

    def __init__(self) -> None:
        table = weights()
        self._keys = list(table)
        self._reached = list(accumulate(table.values()))
        self._conditions: dict[Key, list[Condition]] = {key: [] for key in self._keys}
        for condition in default_conditions():
            self._conditions[condition.category].append(condition)

    def draw(self, rng: Random) -> Condition:
        key = self._keys[bisect_right(self._reached, rng.random() * self._reached[-1])]
        conditions = self._conditions[key]
        chances = [condition.severity.value**2 for condition in conditions]
        return rng.choices(conditions, chances)[0]


def source(rng: Random) -> str:
    """The channel a report came through."""
    return rng.choices(list(SOURCES), list(SOURCES.values()))[0]
