"""Columns of a first load, built on the listening thread so that the GUI thread only takes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from console.live.shape import ALIKE, CALENDARS, LIMITS, NUMBERS, PLACE, TEXTS, once
from console.live.spans import Calendars
from console.live.tallies import Tallies
from console.store.feed.packed import Packed
from console.store.feed.port import FirstLoad, Rows


@dataclass(frozen=True, slots=True)
class LoadedColumns:
    """Open cases as arrays by column, texts as lists, with assignments and requests; nouns as rows."""

    ids: list[int]
    numbers: dict[str, NDArray[Any]]
    texts: dict[str, list[str]]
    assignments: Sequence[tuple[int, int, int, int]]
    requests: Sequence[tuple[int, int, str, int]]
    nouns: Mapping[str, Rows]
    tallies: Tallies | None = None


def columns_of(load: FirstLoad, calendars: Calendars) -> LoadedColumns:
    """Turns the columns of a first load into the live ones."""
    numbers = {name: _numbers(name, load.cases, calendars) for name in NUMBERS}
    texts = {name: _texts(name, load.cases.texts[name]) for name in TEXTS}
    ids = load.cases.numbers["id"].tolist()
    return LoadedColumns(ids, numbers, texts, load.assignments, load.requests, load.nouns)


def _texts(name: str, words: Sequence[str | None]) -> list[str]:
    """Replaces None by ""; most columns have none, and looking costs less than copying.

    Equal values of columns with few different ones are kept once.
    """
    if name in ALIKE:
        return [once(word or "") for word in words]
    return [word or "" for word in words] if None in words else list(words)  # type: ignore[arg-type]


def _numbers(name: str, cases: Packed, calendars: Calendars) -> NDArray[Any]:
    """One column; None is NaN in places, −1 in limits, 0 elsewhere."""
    if name in CALENDARS:
        names = cases.texts[name]
        return np.fromiter(map(calendars.code, names), NUMBERS[name], len(names))
    column = cases.numbers[name]
    if name not in PLACE and name not in LIMITS:
        column = np.maximum(column, 0)
    return column.astype(NUMBERS[name])
