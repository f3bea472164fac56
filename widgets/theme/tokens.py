"""The token file as typed tables. The only reader of `resources/themes/tokens.json`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from console import paths

MODES: Final = ("dark", "light")


@dataclass(frozen=True, slots=True)
class Face:
    """A size of type: px of the face, px of its line, weight 400 or 700."""

    px: int
    line: int
    weight: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every token, by name. Colours are `#RRGGBB` or `#AARRGGBB`, sizes logical px, motion ms."""

    colours: Mapping[str, Mapping[str, str]]  # mode → name → colour
    families: Mapping[str, tuple[str, ...]]
    faces: Mapping[str, Face]
    comfort: tuple[float, ...]
    scaled: Mapping[str, int]
    fixed: Mapping[str, int]
    fractions: Mapping[str, float]
    motion: Mapping[str, int]
    wall: Mapping[str, float]


@cache
def tokens() -> Tokens:
    """The shipped tokens, read once."""
    file = paths.resource("themes", "tokens.json")
    raw: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    shared = raw["colours"]["both"]
    return Tokens(
        colours={mode: shared | raw["colours"][mode] for mode in MODES},
        families={name: tuple(list_) for name, list_ in raw["families"].items()},
        faces={name: Face(*face) for name, face in raw["type"].items()},
        comfort=tuple(raw["comfort"]),
        scaled=raw["sizes"]["scaled"],
        fixed=raw["sizes"]["fixed"],
        fractions=raw["fractions"],
        motion=raw["motion"],
        wall=raw["wall"],
    )
