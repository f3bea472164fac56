"""Longitude and latitude from cells, and the common slips: exchanged, with a comma, 0."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

import numpy as np
from shapely.geometry import Point

from console.domain.refusal import Refused
from console.intake.geometry.datum import DECIMALS, frame

COMMA: Final = re.compile(r"[+-]?[0-9]{1,3},[0-9]+")
"""116,4 as half of Europe writes it."""
SERIAL: Final = re.compile(r"[2-7][0-9]{4}(\.[0-9]+)?")
"""Days since the end of 1899, from 1954 to 2119."""
PACKED: Final = re.compile(r"(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])")
"""20250314."""
FIRST: Final = date(1899, 12, 30)


def points(spots: Mapping[int, tuple[str, str]], crs: str | None) -> dict[int, Point | Refused]:
    """A point in WGS-84 for each pair of cells, or the reason for none.

    Raises `Refused` for a system that cannot be meant.
    """
    made: dict[int, Point | Refused] = {}
    read: dict[int, tuple[float, float]] = {}
    for i, (lon, lat) in spots.items():
        try:
            read[i] = degrees(lon, lat) if crs is None else _numbers(lon, lat)
        except Refused as no:
            made[i] = no
    if not read:
        return made
    raw = np.array(list(read.values()), np.float64)
    moved = frame(crs, raw).move(raw).round(DECIMALS)
    for i, (x, y) in zip(read, moved.tolist(), strict=True):
        made[i] = Point(x, y) if abs(x) <= 180 and abs(y) <= 90 else Refused("row_shape_nowhere")
    return made


def degrees(lon: str, lat: str) -> tuple[float, float]:
    """Two cells as numbers. Raises `Refused` for what is plainly a slip: exchanged, 0, a comma."""
    x, y = _numbers(lon, lat)
    if abs(x) <= 90 < abs(y) <= 180:
        raise Refused("row_exchanged", lon=lon, lat=lat)
    return x, y


def _numbers(lon: str, lat: str) -> tuple[float, float]:
    for text in (lon, lat):
        if COMMA.fullmatch(text):
            raise Refused("row_decimal_comma", text=text)
    try:
        x, y = float(lon), float(lat)
    except ValueError:
        raise Refused("row_shape_nowhere") from None
    if x == 0 or y == 0:
        raise Refused("row_zero")
    return x, y


def is_day(text: str) -> bool:
    """Whether a text is a date as a spreadsheet counts days, or as eight digits."""
    return SERIAL.fullmatch(text) is not None or PACKED.fullmatch(text) is not None


def day(text: str) -> str:
    """The same as ISO writes a date."""
    if PACKED.fullmatch(text):
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return (FIRST + timedelta(days=int(text.split(".")[0]))).isoformat()
