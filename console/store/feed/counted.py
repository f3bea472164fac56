"""Cases as the figures of a period read them: open ones, and those that ended since, month by month.

Packed by the database like a first load; each part is an array of `evaluation.COUNTED` × n, nothing as 0.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from console.domain.evaluation import COUNTED
from console.domain.source import SOURCES
from console.store.feed.packed import (
    packed_embedded_whole,
    packed_server_whole,
    parsed_wholes,
    sent_wholes,
)

PART_MS: Final = 31 * 86_400_000
"""So much of the past is packed at once: what a year holds would fill the memory."""
SOURCE_CODES: Final = " ".join(
    f"when '{source}' then {number}" for number, source in enumerate(SOURCES, 1)
)
OPEN: Final = "stage < 20"
ENDED: Final = "stage >= 20 and closed_at >= {} and closed_at < {}"


def _expression(name: str, boolean: str) -> str:
    if name == "source":
        return f"(case source {SOURCE_CODES} else 0 end)"
    if name in ("self_handled", "overdue_excused"):
        return f"({name}{boolean})"
    return name


def _sql(pack: Callable[[str], str], boolean: str, where: str) -> str:
    columns = ", ".join(pack(_expression(name, boolean)) for name in COUNTED)
    return f"select {columns} from case_ where {where}"  # noqa: S608


def from_file(run: Callable[..., Any], since: int, at: int) -> list[NDArray[np.int64]]:
    """All parts, from an embedded database inside one transaction."""
    return [
        _array(row, parsed_wholes) for row in _rows(run, packed_embedded_whole, "", "?", since, at)
    ]


def from_server(run: Callable[..., Any], since: int, at: int) -> list[NDArray[np.int64]]:
    """All parts, from a server inside one snapshot."""
    return [
        _array(row, sent_wholes)
        for row in _rows(run, packed_server_whole, "::int", "%s", since, at)
    ]


def _rows(
    run: Callable[..., Any],
    pack: Callable[[str], str],
    boolean: str,
    mark: str,
    since: int,
    at: int,
) -> Iterator[Sequence[Any]]:
    yield run(_sql(pack, boolean, OPEN)).one()
    ended = _sql(pack, boolean, ENDED.format(mark, mark))
    while since <= at:
        yield run(ended, (since, since + PART_MS)).one()
        since += PART_MS


def _array(row: Sequence[Any], whole: Callable[[Any], NDArray[Any]]) -> NDArray[np.int64]:
    made: NDArray[np.int64] = np.maximum(np.stack([whole(part) for part in row]), 0)
    return made
