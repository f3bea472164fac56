"""Filing conditions 立案条件: handling limit and closing condition of each subclass.

A subclass has several (CJ/T 315, GB/T 30428.8). The national default is data that a city replaces.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from console import paths
from console.domain.category import CJT214, Category, Key, by_key, counterpart, national
from console.domain.limit import Limit, parse_limit
from console.domain.severity import Severity, from_limit


@dataclass(frozen=True, slots=True)
class Condition:
    """One filing condition of a category, in both languages."""

    category: Key
    zh: str
    en: str
    closing_zh: str
    closing_en: str
    limit: Limit

    @property
    def severity(self) -> Severity:
        """The default that follows from the handling limit."""
        return from_limit(self.limit)


@cache
def default_conditions(scheme: str = CJT214) -> tuple[Condition, ...]:
    """At least one condition for every category of a national scheme, in order of category."""
    found: dict[Key, list[Condition]] = {category.key: [] for category in national(scheme)}
    text = paths.resource("standards", "filing_conditions.tsv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines(), delimiter="\t"):
        limit = parse_limit(row["limit"])
        words = row["zh"], row["en"], row["closing_zh"], row["closing_en"]
        for category in _meant(row["kind"], row["codes"]):
            there = counterpart(category, scheme)
            if there is not None:
                found[there.key].append(Condition(there.key, *words, limit))
    return tuple(condition for conditions in found.values() for condition in conditions)


def _meant(kind: str, codes: str) -> Iterator[Category]:
    """Yields the categories of 2007 in a list such as "0101-0112,0114"."""
    for part in codes.split(","):
        first, _dash, last = part.partition("-")
        for code in range(int(first), int(last or first) + 1):
            yield by_key()[CJT214, "event" if kind == "event" else "component", f"{code:04d}"]
