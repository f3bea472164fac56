"""Targets of a drag under a point of the map: a crew, else a region."""

from typing import Final, Literal

import numpy as np

from widgets.map.arrays import CREW, CrewArrays, Float, Outlines
from widgets.map.projection import Viewport

Target = tuple[Literal["crew", "region"], int]
LABEL_ZOOM: Final = 16
_REACH: Final = 16  # px around a crew's dot: a drop target of 32
_LABEL: Final = (36, 28)  # half of a crew's label, which may lie above or below its dot, px


def crew_at(crews: CrewArrays, viewport: Viewport, x: float, y: float) -> int | None:
    """Id of the crew nearest to (x, y) px within reach, or None. Collectors take no cases."""
    if not len(crews):
        return None
    px, py = viewport.to_screen(crews.lon, crews.lat)
    dx, dy = np.abs(px - x), np.abs(py - y)
    reach = _LABEL if viewport.zoom >= LABEL_ZOOM else (_REACH, _REACH)
    near = (dx <= reach[0]) & (dy <= reach[1]) & (crews.alive == 1) & (crews.kind == CREW)
    at = np.flatnonzero(near)
    if not len(at):
        return None
    return int(crews.id[at[np.argmin(np.hypot(dx[at], dy[at]))]])


def region_at(regions: Outlines, lon: float, lat: float) -> int | None:
    """Id of the region that holds the point, or None; of nested ones the last given."""
    found = None
    for shape, id_ in enumerate(regions.ids):
        if sum(_inside(ring, lon, lat) for ring in regions.parts(shape)) % 2:
            found = int(id_)
    return found


def _inside(ring: Float, lon: float, lat: float) -> bool:
    """Even-odd rule: a ray to the east crosses the ring's edges an odd number of times."""
    if len(ring) < 3:
        return False
    x, y = ring[:, 0], ring[:, 1]
    x2, y2 = np.roll(x, -1), np.roll(y, -1)
    spans = (y > lat) != (y2 > lat)
    rise = np.where(spans, y2 - y, 1.0)
    return bool(np.count_nonzero(spans & (lon < (x2 - x) * (lat - y) / rise + x)) % 2)


def target_at(
    crews: CrewArrays,
    regions: Outlines,
    viewport: Viewport,
    x: float,
    y: float,
    *,
    afar: bool = False,
) -> Target | None:
    """Returns the crew or, if none is near, the region at (x, y) px; `afar`: crews are not drawn."""
    crew = None if afar else crew_at(crews, viewport, x, y)
    if crew is not None:
        return "crew", crew
    region = region_at(regions, *viewport.to_degrees(x, y))
    return None if region is None else ("region", region)
