"""Coordinate systems of cities' files, moved to WGS-84: EPSG and WKT, CGCS2000 zones, GCJ-02,
BD-09.

WGS-84 and CGCS2000 differ by centimetres, so degrees of either stay as they are.
"""

import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyproj
from numpy.typing import NDArray
from pyproj.aoi import AreaOfInterest
from pyproj.transformer import TransformerGroup

from console.domain.geodesy import bd09_to_wgs84, gcj02_to_wgs84
from console.domain.refusal import Refused

Points = NDArray[np.float64]
"""n × 2: east or longitude, north or latitude."""
Move = Callable[[Points], Points]

WGS84: Final = "EPSG:4326"
DECIMALS: Final = 9
"""Of a degree kept: a tenth of a millimetre, so that rounding opens no gap of a square metre."""
SAME: Final = re.compile(
    r"china[ _]?2000|cgcs[ _]?2000|wgs[ _]?(19)?84|world geodetic", re.IGNORECASE
)
"""Datums that are WGS-84 to a few centimetres."""
EXACT: Final = 1.0
"""Metres up to which a transformation's inaccuracy is not mentioned."""
SHIFTED: Final = {"GCJ02": gcj02_to_wgs84, "BD09": bd09_to_wgs84}
DEGREES: Final = ("WGS84", "CGCS2000", *SHIFTED)
MOST: Final = 0.5
"""Part of a file's points that must be degrees, so that the others are slips of single rows."""
WIDEST: Final = 3.0
"""Degrees around its area of use in which a system is still believed."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Transformation of a system to WGS-84; `remarks` are keys of sentences with their values."""

    move: Move
    remarks: Sequence[tuple[str, Mapping[str, Any]]] = ()


def frame(crs: str | None, points: Points) -> Frame:
    """The way from a system to WGS-84, checked against the coordinates it is meant for.

    `crs` is an EPSG code, WKT, a PROJ string, or a word of `DEGREES`; None stands for WGS-84 where
    most points are plausible degrees, and leaves the others where they are: nowhere. Raises
    `Refused` for an unknown system, one that cannot be meant, and one whose datum nobody relates
    to WGS-84 there.
    """
    word = (crs or "").strip().upper().replace("-", "").replace(" ", "").replace("_", "")
    points = points[np.isfinite(points).all(axis=1)]
    degrees = _plausible(points)
    if not word:
        if len(points) and degrees.mean() < MOST:
            raise Refused("crs_needed")
        return Frame(_same)
    if word == "CGCS2000" and len(points) and not degrees.any():
        return _projected(_zone(points), points)
    if word in DEGREES:
        if len(points) and not degrees.any():
            raise Refused("crs_not_degrees", crs=crs)
        return Frame(_each(SHIFTED[word]) if word in SHIFTED else _same)
    try:
        system = pyproj.CRS.from_user_input(int(word) if word.isdigit() else (crs or "").strip())
    except (pyproj.exceptions.ProjError, ValueError, TypeError, OverflowError):
        raise Refused("crs_unknown", crs=_short(crs)) from None
    return _projected(system, points)


def _projected(system: Any, points: Points) -> Frame:
    if not (system.is_projected or system.is_geographic):
        raise Refused("crs_unknown", crs=_short(system.name))
    degrees = _plausible(points)
    if len(points) and system.is_projected and degrees.all():
        raise Refused("crs_not_metres", crs=_short(system.name))
    if len(points) and system.is_geographic and not degrees.any():
        raise Refused("crs_not_degrees", crs=_short(system.name))
    try:
        transformer = pyproj.Transformer.from_crs(system, WGS84, always_xy=True)
    except pyproj.exceptions.ProjError:
        raise Refused("crs_unknown", crs=_short(system.name)) from None
    area = system.area_of_use or _registered_area(system)
    plain = _moving(transformer, area)
    if len(points) and not np.isfinite(plain(points)).any():
        raise Refused("crs_elsewhere", crs=_short(system.name))
    if not len(points) or system.is_bound or SAME.search(system.geodetic_crs.datum.name):
        return Frame(plain)
    best = _best(system, plain(points))
    told = {"crs": _short(system.name), "how": _step(best), "metres": round(best.accuracy)}
    remarks = [("told_datum", told)] if best.accuracy > EXACT else []
    return Frame(_moving(best, area), remarks)


def _moving(transformer: Any, area: Any) -> Move:
    def move(points: Points) -> Points:
        """What comes to lie far from where the system is used lies nowhere."""
        moved = np.column_stack(transformer.transform(points[:, 0], points[:, 1]))
        moved[~_believed(area, moved)] = np.inf
        return moved

    return move


def _best(system: Any, moved: Points) -> Any:
    """The best transformation that is published for where the points lie.

    Raises `Refused` where there is none: datums differ by up to a hundred metres.
    """
    there = moved[np.isfinite(moved).all(axis=1)]
    (west, south), (east, north) = there.min(axis=0), there.max(axis=0)
    here: Any = AreaOfInterest(west, south, east, north)  # its stub is another class
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of grids that are not installed: then it is not the best
        group = TransformerGroup(
            system,
            WGS84,
            always_xy=True,
            allow_ballpark=False,
            area_of_interest=here,
        )
    known = [one for one in group.transformers if one.accuracy >= 0]
    if not known:
        raise Refused("crs_ballpark", crs=_short(system.name))
    return min(known, key=lambda one: float(one.accuracy))


def _step(transformer: Any) -> str:
    """The part of a transformation's name that is between datums."""
    steps = str(transformer.description).split(" + ")
    return next((step for step in steps if " to WGS 84" in step), steps[0])


def _believed(area: Any, points: Points) -> NDArray[np.bool_]:
    """Which points lie near the area a system is made for; all where that is not known."""
    if area is None or area.west > area.east:
        return np.ones(len(points), np.bool_)
    lon, lat = points.T
    inside = (lon >= area.west - WIDEST) & (lon <= area.east + WIDEST)
    believed: NDArray[np.bool_] = (
        inside & (lat >= area.south - WIDEST) & (lat <= area.north + WIDEST)
    )
    return believed


def _registered_area(system: Any) -> Any:
    """The area of use of the registered system that a .prj of few words means; None for none."""
    code = system.to_epsg(min_confidence=70)
    return pyproj.CRS.from_epsg(code).area_of_use if code else None


def _zone(points: Points) -> Any:
    """The CGCS2000 zone whose number leads the eastings: 13–23 of 6°, 25–45 of 3°."""
    zones = {int(x // 1_000_000) for x in points[:, 0] if abs(x) < 1e9}
    zone = zones.pop() if len(zones) == 1 else 0
    if 13 <= zone <= 23:
        return pyproj.CRS.from_epsg(4491 + zone - 13)
    if 25 <= zone <= 45:
        return pyproj.CRS.from_epsg(4513 + zone - 25)
    raise Refused("crs_zone")


def _plausible(points: Points) -> NDArray[np.bool_]:
    plausible: NDArray[np.bool_] = (abs(points[:, 0]) <= 180) & (abs(points[:, 1]) <= 90)
    return plausible


def _same(points: Points) -> Points:
    return points


def _each(inverse: Callable[[float, float], tuple[float, float]]) -> Move:
    def move(points: Points) -> Points:
        moved = [
            inverse(x, y) if abs(x) <= 180 and abs(y) <= 90 else (np.inf, np.inf)
            for x, y in points.tolist()
        ]
        return np.array(moved, np.float64).reshape(-1, 2)

    return move


def _short(crs: Any) -> str:
    return str(crs)[:60]
