"""Drawn marks, one set of paths for lists, the drag card, the map page and paper.

    marks.draw_severity(painter, box, 1, filled=True)      ▲ ◆ ● ▬
    marks.draw_clock(painter, box, used=1.4)               bar with notches; marks.words_hue(1.4)
    marks.draw_grade(painter, box, "B")                    lettered tile
    marks.draw_warning(painter, box, 2)                    legal plate; marks.plate_size(text, height)
    marks.draw_response(painter, box, 2)                   neutral plate
    marks.draw_outline(painter, box, Verdict.CONFIRM)      around a target; marks.opacity(verdict)
    marks.draw_sign(painter, box, Verdict.CONFIRM)         ✓ ! ⊘
    marks.paths_for_page()                                 path data for the map's canvas

`box` is a QRectF in logical px. Everything takes `tones` (name → colour): `theme.color` on screen,
`theme.tones("light")` on paper.
"""

from widgets.marks.clock import draw_clock, hue, notches, words_hue
from widgets.marks.severity import draw_severity
from widgets.marks.shapes import paths_for_page
from widgets.marks.tile import (
    draw_grade,
    draw_response,
    draw_warning,
    plate_size,
    response_text,
    warning_text,
)
from widgets.marks.verdict import Verdict, draw_outline, draw_sign, opacity

__all__ = [
    "Verdict",
    "draw_clock",
    "draw_grade",
    "draw_outline",
    "draw_response",
    "draw_severity",
    "draw_sign",
    "draw_warning",
    "hue",
    "notches",
    "opacity",
    "paths_for_page",
    "plate_size",
    "response_text",
    "warning_text",
    "words_hue",
]
