"""One foreign record as facts of ours, by a mapping table that is data."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Final

from console.domain.refusal import Refused
from console.domain.source import SOURCES
from console.intake.cases import moments
from console.intake.cases.formats import Form
from console.intake.files.tables import Line
from console.intake.geometry import positions

BLANK: Final = frozenset({"", "n/a", "unspecified", "none", "null"})
LONGEST: Final = 40
"""Characters of a case's number: the name of the system, a dash and the record's number."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts of a record. Moments ms UTC, degrees WGS-84; None where it has none."""

    key: str
    opened: int
    due: int | None
    closed: int | None
    ended: bool
    on_time: bool | None
    class_name: str
    subclass: str
    department: str
    initials: str
    region: str
    address: str
    lon: float | None
    lat: float | None
    description: str
    source: str

    @property
    def digest(self) -> str:
        """Tells whether a record has changed since it was imported."""
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(slots=True)
class Reader:
    """Reads the records of a file; `noticed` are keys of remarks with their lines."""

    form: Form
    columns: Mapping[str, str]
    parts: Sequence[str]
    noticed: dict[str, list[int]] = field(default_factory=dict)

    def read(self, line: Line) -> Facts:
        """Facts of a record. Raises `Refused` with the reason why it cannot be a case."""
        if line.problem:
            raise Refused(line.problem)

        def word(name: str) -> str:
            return _word(line.values.get(self.columns.get(name, ""), ""))

        key = word("key")
        if not key:
            raise Refused("row_without_key")
        if len(key) > (most := LONGEST - 1 - len(self.form.name)):
            raise Refused("row_too_long", text=f"{key[:most]}…", most=most)
        opened = self._opened(word("opened"), line.number)
        lon, lat = _place(word("lon"), word("lat"))
        department, source = word("department"), self.form.sources.get(word("source"), "")
        return Facts(
            key=key,
            opened=opened,
            due=self._later(word("due"), opened, line.number),
            closed=self._later(word("closed"), opened, line.number),
            ended=word("status") in self.form.ended,
            on_time=self.form.on_time_words.get(word("on_time")),
            class_name=word("class") or "-",
            subclass=word("subclass") or word("class") or "-",
            department=department,
            initials=word("initials") or department,
            region=word("region").title(),
            address=self._address(line),
            lon=lon,
            lat=lat,
            description=word("description"),
            source=source if source in SOURCES else "transfer",
        )

    def _opened(self, text: str, number: int) -> int:
        if not text:
            raise Refused("row_without_date")
        meant = moments.possible_moments(text, self.form)
        if not meant:
            raise Refused("row_never", text=text, zone=self.form.zone)
        if len(meant) > 1:
            self._notice("told_twice", number)
        return meant[0]

    def _later(self, text: str, opened: int, number: int) -> int | None:
        """A moment not before the opening; one that cannot be is left out and noticed."""
        if not text:
            return None
        meant = moments.possible_moments(text, self.form)
        after = [moment for moment in meant if moment >= opened]
        if not meant:
            self._notice("told_never", number)
        elif not after:
            self._notice("told_order", number)
        elif len(after) > 1:
            self._notice("told_twice", number)
        return after[0] if after else None

    def _notice(self, key: str, number: int) -> None:
        lines = self.noticed.setdefault(key, [])
        if number not in lines[-1:]:
            lines.append(number)

    def _address(self, line: Line) -> str:
        """The first parts of the address that say anything: the place, then where it lies."""
        told = dict.fromkeys(_word(line.values.get(name, "")) for name in self.parts)
        return ", ".join([part for part in told if part][:2])


def _word(text: str) -> str:
    text = text.strip()
    return "" if text.lower() in BLANK else text


def _place(lon: str, lat: str) -> tuple[float | None, float | None]:
    """Longitude and latitude, both or none; 0 in either is none.

    Raises `Refused` for what is no place on earth.
    """
    if not lon or not lat:
        return None, None
    try:
        x, y = positions.degrees(lon, lat)
    except Refused as no:
        if no.key == "row_zero":
            return None, None
        if no.key in ("row_shape_nowhere", "row_exchanged"):
            raise Refused("row_place", text=f"{lon}, {lat}") from None
        raise
    if not (abs(x) <= 180 and abs(y) <= 90):
        raise Refused("row_place", text=f"{lon}, {lat}")
    return x, y
