"""A first load as columns: made on the listening thread, so that the GUI thread only takes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from console.live.shape import CALENDARS, LIMITS, NUMBERS, PLACE, TEXTS
from console.live.spans import Calendars
from console.store.feed import FirstLoad


@dataclass(frozen=True, slots=True)
class Picture:
    """Open cases as arrays by column, texts as lists, and what stands beside them."""

    ids: list[int]
    numbers: dict[str, NDArray[Any]]
    texts: dict[str, list[str]]
    assignments: Sequence[tuple[int, int, int, int]]
    requests: Sequence[tuple[int, int, str, int]]


def arrange(load: FirstLoad, calendars: Calendars) -> Picture:
    """Turns the rows of a first load into columns."""
    columns = list(zip(*load.rows, strict=True)) or [() for _name in load.names]
    given = dict(zip(load.names, columns, strict=True))
    count = len(load.rows)
    numbers = {
        name: _numbers(name, given[name], count, calendars) for name in NUMBERS if name in given
    }
    texts: dict[str, list[str]] = {
        str(name): [value or "" for value in given[name]] for name in TEXTS if name in given
    }
    return Picture(list(given["id"]), numbers, texts, load.assignments, load.requests)


def _numbers(name: str, column: Sequence[Any], count: int, calendars: Calendars) -> NDArray[Any]:
    """One column; nothing is NaN in places, −1 in limits, 0 elsewhere."""
    kind = NUMBERS[name]
    if name in CALENDARS:
        return np.fromiter(map(calendars.code, column), kind, count)
    if name in PLACE:
        return np.array(column, np.float64)
    nothing = -1 if name in LIMITS else 0
    return np.fromiter((nothing if v is None else v for v in column), kind, count)
