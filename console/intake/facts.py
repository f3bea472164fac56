"""One foreign record as facts of ours, by a mapping table that is data."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from console.domain.moment import to_ms
from console.domain.refusal import Refused
from console.intake.tables import Line

BLANK = {"", "n/a", "unspecified", "none", "null"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What a record says. Moments ms UTC, degrees WGS-84; None where it says nothing."""

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


def read(line: Line, form: Mapping[str, Any]) -> Facts:
    """The facts of a record. Raises `Refused` with the reason why it cannot be a case."""
    if line.problem:
        raise Refused(line.problem)

    def word(name: str) -> str:
        text = line.values.get(form.get(name, ""), "").strip()
        return "" if text.lower() in BLANK else text

    key = word("key")
    if not key:
        raise Refused("row_without_key")
    opened = _moment(word("opened"), form)
    if opened is None:
        raise Refused("row_without_date")
    lon, lat = _place(word("lon"), word("lat"))
    closed = _moment(word("closed"), form)
    ended = word("status") in form["ended"]
    on_time = form.get("on_time_words", {}).get(word("on_time"))
    return Facts(
        key=key,
        opened=opened,
        due=_moment(word("due"), form),
        closed=closed,
        ended=ended,
        on_time=on_time,
        class_name=word("class") or "-",
        subclass=word("subclass") or word("class") or "-",
        department=word("department"),
        initials=word("initials"),
        region=word("region").title(),
        address=_address(line, form),
        lon=lon,
        lat=lat,
        description=word("description"),
        source=form["sources"].get(word("source"), "transfer"),
    )


def _moment(text: str, form: Mapping[str, Any]) -> int | None:
    """A moment of the format, in the format's zone; None for an empty field."""
    if not text:
        return None
    try:
        read_in = datetime.strptime(text, form["moment"])  # noqa: DTZ007 - the zone follows
    except ValueError:
        raise Refused("row_moment", text=text) from None
    return to_ms(read_in.replace(tzinfo=ZoneInfo(form["zone"])))


def _place(lon: str, lat: str) -> tuple[float | None, float | None]:
    """Longitude and latitude, both or none. Raises `Refused` for what is no place on earth."""
    if not lon or not lat:
        return None, None
    try:
        x, y = float(lon), float(lat)
    except ValueError:
        raise Refused("row_place", text=f"{lon}, {lat}") from None
    if not (math.isfinite(x) and math.isfinite(y) and abs(x) <= 180 and abs(y) <= 90):
        raise Refused("row_place", text=f"{lon}, {lat}")
    return (None, None) if x == 0 and y == 0 else (x, y)


def _address(line: Line, form: Mapping[str, Any]) -> str:
    """The first parts of the address that say anything: the place, then where it lies."""
    parts = [line.values.get(name, "").strip() for name in form["address"]]
    told = [p for p in dict.fromkeys(parts) if p.lower() not in BLANK]
    return ", ".join(told[:2])
