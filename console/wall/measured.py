"""A technician's two measurements of a wall, typed on its test picture: a line's width and the distance."""

from dataclasses import dataclass, replace
from typing import Final

FIELDS: Final = ("width", "distance")
LONGEST: Final = 8
MOST: Final = {"width": 99_999.0, "distance": 999.0}
LEAST_PITCH: Final = 0.05
"""mm from pixel to pixel: finer than any screen on a wall."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What has been typed: `width` in mm of a line of `line_px` device px, `distance` in m."""

    line_px: int
    width: str = ""
    distance: str = ""
    field: str = FIELDS[0]

    def typed(self, letter: str) -> "Measured":
        """With one more digit or point in the field in use; what makes no number changes nothing."""
        text = getattr(self, self.field) + ("." if letter in ".,。" else letter)
        if len(text) > LONGEST or not _may_begin_number(text) or _number(text) > MOST[self.field]:
            return self
        return replace(self, **{self.field: text})

    def erased(self) -> "Measured":
        """Without the last digit of the field in use."""
        return replace(self, **{self.field: getattr(self, self.field)[:-1]})

    def other(self) -> "Measured":
        """With the other field in use."""
        return replace(self, field=FIELDS[1 - FIELDS.index(self.field)])

    @property
    def pitch(self) -> float | None:
        """mm from pixel to pixel; None until a width was typed that a screen may have."""
        pitch = round(_number(self.width) / self.line_px, 4)
        return pitch if pitch >= LEAST_PITCH else None

    @property
    def metres(self) -> float | None:
        """The viewing distance; None until it was typed."""
        return _number(self.distance) or None

    def settings(self) -> dict[str, str]:
        """As settings of this machine; empty unless both are there."""
        if self.pitch is None or self.metres is None:
            return {}
        return {"wall_pitch": f"{self.pitch:g}", "wall_distance": f"{self.metres:g}"}


def _may_begin_number(text: str) -> bool:
    whole, _point, part = text.partition(".")
    return (whole + part).isascii() and (whole + part or "0").isdigit() and len(part) <= 3


def _number(text: str) -> float:
    return float(text) if text.strip(".") else 0.0
