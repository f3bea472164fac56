"""All open cases as columns, packed by the database into one row.

Row by row Python makes five million objects of a hundred thousand cases, and SQLite's driver hands
the interpreter's lock over once a row, so that a busy window starves it: 2.4 s where this takes 0.5.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from console.store.schema import Case

UNSEEN: Final = frozenset({"departments", "transferred", "self_handled", "overdue_excused"})
LIVE: Final = tuple(c for c in Case.__table__.columns if c.name not in UNSEEN)
"""Columns of an open case that a first load carries: all that a screen or the simulation reads."""
TEXTS: Final = tuple(c.name for c in LIVE if isinstance(c.type, sa.String))
PLACES: Final = tuple(c.name for c in LIVE if isinstance(c.type, sa.Float))
WHOLES: Final = tuple(c.name for c in LIVE if c.name not in (*TEXTS, *PLACES))
NOTHING: Final = -1
"""In place of NULL in a column of whole numbers; none of them holds anything negative."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Rows by column: `numbers` int64 (NULL: −1) or float64 (NULL: NaN), `texts` with None."""

    numbers: Mapping[str, NDArray[Any]]
    texts: Mapping[str, Sequence[str | None]]

    def rows(self) -> list[dict[str, Any]]:
        """The same as rows by name, NULL as None."""
        columns: dict[str, Sequence[Any]] = dict(self.texts)
        for name, column in self.numbers.items():
            empty = np.isnan(column) if name in PLACES else column == NOTHING
            values = column.astype(object)
            values[empty] = None
            columns[name] = values.tolist()
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def packed_embedded_whole(name: str) -> str:
    """SQLite's expression for a column of whole numbers; `parsed_wholes` reads it."""
    return f"group_concat(ifnull({name}, {NOTHING}))"


def _embedded_place(name: str) -> str:
    return f"group_concat(iif({name} is null, 'nan', printf('%!.17g', {name})))"


def _embedded_text(name: str) -> str:
    return f"json_group_array({name})"


def _select(
    whole: Callable[[str], str],
    place: Callable[[str], str],
    text: Callable[[str], str],
    index: str,
) -> str:
    parts = [*map(whole, WHOLES), *map(place, PLACES), *map(text, TEXTS)]
    return f"select {', '.join(parts)} from case_ {index} where stage < 20"  # noqa: S608


def packed_server_whole(name: str) -> str:
    """PostgreSQL's expression for a column of whole numbers; `sent_wholes` reads it."""
    return f"string_agg(int8send(coalesce({name}, {NOTHING})::bigint), '')"


def _server_own(name: str) -> str:
    kind = Case.__table__.columns[name].type
    return packed_server_whole(f"{name}::int" if isinstance(kind, sa.Boolean) else name)


def _server_place(name: str) -> str:
    return f"string_agg(float8send(coalesce({name}, 'nan')), '')"


def _server_text(name: str) -> str:
    return f"json_agg({name})::text"


BY_ID: Final = "indexed by case_open_index"
"""In the order the rows lie on disk; left to itself SQLite takes another index, a third slower."""
EMBEDDED_SQL: Final = _select(packed_embedded_whole, _embedded_place, _embedded_text, BY_ID)
SERVER_SQL: Final = _select(_server_own, _server_place, _server_text, "")


def embedded_rows(sql: str, columns: Sequence[str]) -> str:
    """A statement that gives the rows of `sql` as one text; see `rows_of`."""
    return f"select json_group_array(json_array({', '.join(columns)})) from ({sql})"  # noqa: S608


def server_rows(sql: str, columns: Sequence[str]) -> str:
    """The same for PostgreSQL."""
    return f"select json_agg(json_build_array({', '.join(columns)}))::text from ({sql}) r"  # noqa: S608


def rows_of(text: str | None) -> list[Any]:
    """The rows of `embedded_rows` and `server_rows` as tuples."""
    return [tuple(row) for row in json.loads(text or "[]")]


def unpack_embedded(row: Sequence[str | None]) -> Packed:
    """The one row of `EMBEDDED_SQL`."""
    return _unpack(row, parsed_wholes, _parsed_places)


def unpack_server(row: Sequence[Any]) -> Packed:
    """The one row of `SERVER_SQL`."""
    return _unpack(row, sent_wholes, _sent_places)


def _unpack(
    row: Sequence[Any],
    wholes: Callable[[Any], NDArray[Any]],
    places: Callable[[Any], NDArray[Any]],
) -> Packed:
    packed = dict(zip((*WHOLES, *PLACES, *TEXTS), row, strict=True))
    numbers = {name: wholes(packed[name]) for name in WHOLES}
    numbers.update({name: places(packed[name]) for name in PLACES})
    return Packed(numbers, {name: json.loads(packed[name] or "[]") for name in TEXTS})


def parsed_wholes(text: str | None) -> NDArray[Any]:
    """The column that `packed_embedded_whole` packs."""
    return np.fromstring(text or "", np.int64, sep=",")


def _parsed_places(text: str | None) -> NDArray[Any]:
    return np.fromstring(text or "", np.float64, sep=",")


def sent_wholes(data: bytes | None) -> NDArray[Any]:
    """The column that `packed_server_whole` packs."""
    return np.frombuffer(data or b"", ">i8").astype(np.int64)


def _sent_places(data: bytes | None) -> NDArray[Any]:
    return np.frombuffer(data or b"", ">f8").astype(np.float64)
