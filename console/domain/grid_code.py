"""Unit-grid codes (CJ/T 213, GB/T 30428.1): 15 digits, and how grids are numbered.

6 county (GB/T 2260) + 3 street (GB/T 10114) + 3 community + 3 sequence, 001 to 999.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final, Self

from console.domain.geodesy import LocalPlane
from console.domain.refusal import Refused

LAST: Final = 999
SHAPE: Final = re.compile(r"([0-9]{6})([0-9]{3})([0-9]{3})([0-9]{3})")


@dataclass(frozen=True, slots=True, order=True)
class GridCode:
    """The code of one unit grid; codes sort as their text does."""

    county: str
    street: str
    community: str
    sequence: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads 15 digits. Raises Refused "grid_code_shape" for anything else, sequence 000 too."""
        match = SHAPE.fullmatch(text.strip())
        if match is None or match[4] == "000":
            raise Refused("grid_code_shape", text=text)
        return cls(match[1], match[2], match[3], int(match[4]))

    @classmethod
    def make(cls, county: str, street: str, community: str, sequence: int) -> Self:
        """A code from its parts, each with all its digits. Raises Refused "grid_code_shape"."""
        parts = (county, street, community)
        if [len(part) for part in parts] != [6, 3, 3]:
            raise Refused("grid_code_shape", text=" ".join((*parts, str(sequence))))
        return cls.parse(f"{''.join(parts)}{sequence:03d}")

    @property
    def community_code(self) -> str:
        """The 12 digits of the community this grid lies in."""
        return f"{self.county}{self.street}{self.community}"

    def __str__(self) -> str:
        return f"{self.community_code}{self.sequence:03d}"


def next_in(community: str, taken: Iterable[int]) -> GridCode:
    """The code for a new grid of `community` (12 digits), `taken` being every sequence ever used.

    It follows the highest one; when 999 is in use, the lowest gap. Raises Refused
    "community_full" when there is none, "grid_code_shape" for a bad community.
    """
    used = set(taken)
    sequence = max(used, default=0) + 1
    if sequence > LAST:
        sequence = next(number for number in count(1) if number not in used)
    if sequence > LAST:
        raise Refused("community_full", community=community)
    return GridCode.make(community[:6], community[6:9], community[9:], sequence)


def numbering(centres: Sequence[tuple[float, float]], row_m: float = 60.0) -> list[int]:
    """Sequence numbers 1… for grids with these centres (lon, lat), in the order given.

    West to east within a row, rows from north to south (CJ/T 213). A row is every centre less
    than `row_m` metres south of its northernmost one.
    """
    if not centres:
        return []
    frame = LocalPlane(*centres[0])
    points = [frame.to_metres(*centre) for centre in centres]
    southward = sorted(range(len(points)), key=lambda i: (-points[i][1], points[i][0]))
    rows: list[list[int]] = []
    top = 0.0
    for i in southward:
        if not rows or top - points[i][1] >= row_m:
            rows.append([])
            top = points[i][1]
        rows[-1].append(i)
    order = (i for row in rows for i in sorted(row, key=lambda i: points[i][0]))
    numbers = [0] * len(points)
    for number, i in enumerate(order, start=1):
        numbers[i] = number
    return numbers
