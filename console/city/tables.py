"""Hand-written tables of the demo city, `resources/city/*.tsv`, and lists of codes in them."""

import csv
from collections.abc import Iterator, Mapping
from functools import cache

from console import paths
from console.domain.category import CJT214, Category, by_key


def rows(name: str) -> list[dict[str, str]]:
    text = paths.resource("city", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t"))


@cache
def reasons() -> Mapping[str, list[str]]:
    """What people write as a reason, in the city's language, by what they do."""
    found: dict[str, list[str]] = {}
    for row in rows("reasons.tsv"):
        found.setdefault(row["act"], []).append(row["zh"])
    return found


def categories_of(kind: str, codes: str) -> Iterator[Category]:
    """The categories of 2007 in a list such as "0102-0104,0127"."""
    for part in codes.split(","):
        first, _dash, last = part.partition("-")
        for code in range(int(first), int(last or first) + 1):
            found = by_key().get(
                (CJT214, "event" if kind == "event" else "component", f"{code:04d}")
            )
            if found is not None:
                yield found
