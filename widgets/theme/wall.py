"""The video wall's unit `u`: the size that a face needs at the viewing distance."""

import math

from widgets.theme.tokens import tokens


def unit(height_px: int, pitch_mm: float | None = None, distance_mm: float | None = None) -> int:
    """px of a Chinese face of 20′ of arc at `distance_mm` on pixels of `pitch_mm`.

    Pitch and distance are settings of the wall; without them u = max(28, height / 38).
    """
    wall = tokens().wall
    if not pitch_mm or not distance_mm:
        return max(int(wall["least"]), round(height_px / wall["rows"]))
    return math.ceil(distance_mm * wall["face"] / wall["em"] / pitch_mm)


def size(name: str, u: int) -> int:
    """Px of "label", "row", "title", "figure", "hero", "line", "radius" or "shift" at unit `u`."""
    return max(1, round(tokens().wall[name] * u))


def capacity(height_px: int, u: int) -> str:
    """Amount of content that fits: "full" scene, "half" of the panels, or "figures" only."""
    wall, rows = tokens().wall, height_px / u
    if rows >= wall["full"]:
        return "full"
    return "half" if rows >= wall["half"] else "figures"
