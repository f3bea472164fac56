"""The look: one token file for Qt, charts, the map page and paper.

    from widgets import theme
    theme.color("text.1")                 QColor of a token in the mode in force
    theme.px("row.dense")                 logical px, grown with the comfort setting
    theme.font("dense", bold=True)        QFont for the language in force, figures of one width
    theme.ms("undo")                      milliseconds
    theme.fraction("refused.opacity")     a plain number
    theme.colours()                       every colour by name, for the map page and charts
    theme.family()                        font families as the map page wants them
    theme.tones("light")                  name → QColor in a given mode, for paper
    theme.current().changed               sent after mode, comfort or language changed
    theme.current().choose(mode="light", comfort=1.15, language="en", still=True)

Widgets read tokens when they paint or lay out, never at import, and follow `changed`.
"""

from collections.abc import Callable, Mapping
from functools import partial

from qtpy.QtGui import QColor, QFont

from console import words
from widgets.theme import families, wall
from widgets.theme.theme import Theme, colour_of, current
from widgets.theme.tokens import tokens

__all__ = [
    "Theme",
    "Tones",
    "color",
    "colours",
    "current",
    "family",
    "font",
    "fraction",
    "line_px",
    "ms",
    "px",
    "tones",
    "wall",
]

Tones = Callable[[str], QColor]
"""Token name → colour, passed to everything that draws."""


def color(name: str) -> QColor:
    """The colour of a token in the mode in force."""
    return current().color(name)


def colours() -> Mapping[str, str]:
    """Every colour of the mode in force by name."""
    return current().colours()


def tones(mode: str) -> Tones:
    """The colours of a given mode, whatever is in force."""
    return partial(colour_of, mode)


def px(name: str) -> int:
    """Logical px of a size token."""
    return current().px(name)


def line_px(name: str) -> int:
    """Logical px from line to line of a face."""
    return current().line_px(name)


def font(name: str = "body", *, bold: bool = False, code: bool = False) -> QFont:
    """The font of a face: caption, dense, body, title, pane, counter, figure, hero."""
    return current().font(name, bold=bold, code=code)


def family() -> str:
    """Font families for the language in force, as CSS writes them."""
    return families.for_page(words.language())


def ms(name: str) -> int:
    """Milliseconds of a motion or wait."""
    return current().ms(name)


def fraction(name: str) -> float:
    """A plain number: opacity, outline width."""
    return tokens().fractions[name]
