"""Input of the map: columns of cases and crews, outlines, verdicts. numpy only, no Qt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]
Single = NDArray[np.float32]
Byte = NDArray[np.uint8]
Natural = NDArray[np.uint32]
Whole = NDArray[np.int64]

CREW, COLLECTOR = 0, 1
FREE, UNDER_WAY, HANDLING, OFF = 0, 1, 2, 3
ALLOWED, CONFIRM, REFUSED = 1, 2, 3


class _Columns:
    """Arrays of one length, one row per slot."""

    def __len__(self) -> int:
        first: NDArray[Any] = getattr(self, self.names()[0])
        return len(first)

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The columns' names, in the order they cross to the page."""
        return tuple(f.name for f in fields(cls))  # type: ignore[arg-type]

    def columns(self) -> dict[str, Any]:
        """Name → column."""
        return {name: getattr(self, name) for name in self.names()}


@dataclass(slots=True)
class CaseArrays(_Columns):
    """Open cases, row = slot: WGS-84 degrees, id, share of the clock used, codes.

    `severity` 1 E 急, 2 H 高, 3 M 中, 4 L 低 · `filled` 1 = a move is waited for from this centre ·
    `used` 1.0 = deadline reached · `alive` 0 = the slot is empty · `street` id of the 街道 it lies
    in, 0 = none.
    """

    lon: Float
    lat: Float
    id: Float
    used: Single
    severity: Byte
    filled: Byte
    alive: Byte
    street: Natural

    def __post_init__(self) -> None:
        for name, kind in CASE_COLUMNS.items():
            setattr(self, name, np.ascontiguousarray(getattr(self, name), dtype=kind))

    @classmethod
    def empty(cls, rows: int = 0) -> Self:
        """`rows` empty slots."""
        return cls(**{name: np.zeros(rows, kind) for name, kind in CASE_COLUMNS.items()})

    def take(self, slots: Whole) -> "CaseArrays":
        """Copies of the rows at `slots`."""
        return CaseArrays(**{name: column[slots] for name, column in self.columns().items()})


CASE_COLUMNS: Final[Mapping[str, type[Any]]] = {
    "lon": np.float64,
    "lat": np.float64,
    "id": np.float64,
    "used": np.float32,
    "severity": np.uint8,
    "filled": np.uint8,
    "alive": np.uint8,
    "street": np.uint32,
}


@dataclass(slots=True)
class CrewArrays(_Columns):
    """Crews and collectors, row = slot: degrees, id, heading ° from north (NaN none), age s, codes.

    `status` FREE, UNDER_WAY, HANDLING, OFF · `kind` CREW or COLLECTOR · `alive` 0 = empty slot ·
    `label` call sign on the map.
    """

    lon: Float
    lat: Float
    id: Float
    heading: Single
    age: Single
    status: Byte
    kind: Byte
    alive: Byte
    label: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name, kind in CREW_COLUMNS.items():
            setattr(self, name, np.ascontiguousarray(getattr(self, name), dtype=kind))
        if len(self.label) != len(self.lon):
            raise ValueError("one label per row")

    @classmethod
    def empty(cls, rows: int = 0) -> Self:
        """`rows` empty slots."""
        columns = {name: np.zeros(rows, kind) for name, kind in CREW_COLUMNS.items()}
        return cls(**columns, label=[""] * rows)

    def numbers(self) -> dict[str, NDArray[Any]]:
        """The columns that are numbers."""
        return {name: getattr(self, name) for name in CREW_COLUMNS}

    def take(self, slots: Whole) -> "CrewArrays":
        """Copies of the rows at `slots`."""
        rows = {name: column[slots] for name, column in self.numbers().items()}
        return CrewArrays(**rows, label=[self.label[i] for i in slots])


CREW_COLUMNS: Final[Mapping[str, type[Any]]] = {
    "lon": np.float64,
    "lat": np.float64,
    "id": np.float64,
    "heading": np.float32,
    "age": np.float32,
    "status": np.uint8,
    "kind": np.uint8,
    "alive": np.uint8,
}


@dataclass(frozen=True, slots=True)
class Outlines:
    """Lines or rings in degrees: `points` (n, 2) lon/lat; part i is `points[starts[i]:starts[i+1]]`
    and belongs to shape `owner[i]`, whose id and names are `ids`, `zh`, `en` at that place."""

    ids: Whole
    zh: tuple[str, ...]
    en: tuple[str, ...]
    points: Float
    starts: Whole
    owner: Whole

    @classmethod
    def of(cls, shapes: Iterable[tuple[int, str, str, Sequence[Any]]]) -> "Outlines":
        """From (id, Chinese name, English name, parts); a part is an (n, 2) array of lon/lat."""
        rows = list(shapes)
        parts = [np.asarray(part, np.float64).reshape(-1, 2) for row in rows for part in row[3]]
        owner = [at for at, row in enumerate(rows) for _ in row[3]]
        starts = np.cumsum([0, *(len(part) for part in parts)])
        return cls(
            np.array([row[0] for row in rows], np.int64),
            tuple(row[1] for row in rows),
            tuple(row[2] for row in rows),
            np.concatenate(parts) if parts else np.zeros((0, 2)),
            starts.astype(np.int64),
            np.array(owner, np.int64),
        )

    def parts(self, shape: int) -> list[Float]:
        """The rings or lines of the shape at place `shape`."""
        return [
            self.points[self.starts[i] : self.starts[i + 1]]
            for i in np.flatnonzero(self.owner == shape)
        ]


Ground = Mapping[str, Outlines]
"""Layer name → outlines. Layers known to the page: city, park, water (rings), river,
road.minor, road, road.major, rail (lines)."""


@dataclass(frozen=True, slots=True)
class VerdictMap:
    """Verdicts on drops during a drag: id → ALLOWED, CONFIRM or REFUSED."""

    crews: Mapping[int, int]
    regions: Mapping[int, int]
