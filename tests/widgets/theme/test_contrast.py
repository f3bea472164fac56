"""Every word and mark stands out from every ground it may have, in both themes."""

import pytest

from tests.widgets.theme.vision import contrast
from widgets.theme.tokens import MODES, tokens

GROUNDS = ("bg.0", "bg.1", "bg.2", "bg.3", "select")
WORDS = ("text.1", "text.2", "text.3", "alarm.text", "warn.text", "info.text")
FILLS = ("accent", "alarm", "warn", "info", "calm", "special")
TILES = tuple(f"grade.{letter}" for letter in "abcde") + tuple(f"legal.{n}" for n in range(1, 5))

pytestmark = pytest.mark.parametrize("mode", MODES)


def _lowest(mode: str, fronts: tuple[str, ...], grounds: tuple[str, ...]) -> tuple[float, str]:
    colours = tokens().colours[mode]
    return min(
        (contrast(colours[front], colours[ground]), f"{front} on {ground}")
        for front in fronts
        for ground in grounds
    )


def test_words_are_readable_on_every_ground_and_on_a_selected_row(mode: str) -> None:
    ratio, pair = _lowest(mode, WORDS, GROUNDS)
    assert ratio >= 4.5, pair


def test_words_are_readable_on_every_fill(mode: str) -> None:
    colours = tokens().colours[mode]
    for fill in FILLS + TILES:
        assert contrast(colours[f"on.{fill}"], colours[fill]) >= 4.5, fill


def test_marks_and_borders_stand_out(mode: str) -> None:
    # a light theme's amber does so by its outline, which the next test proves
    marks = tuple(m for m in (*FILLS, "line.2") if not (mode == "light" and m == "warn"))
    ratio, pair = _lowest(mode, marks, GROUNDS)
    assert ratio >= 3, pair


def test_an_amber_mark_stands_out_by_fill_or_outline(mode: str) -> None:
    colours = tokens().colours[mode]
    for ground in GROUNDS:
        by = max(contrast(colours[m], colours[ground]) for m in ("warn", "outline"))
        assert by >= 3, ground


def test_outline_or_halo_stands_out_on_any_ground(mode: str) -> None:
    colours = tokens().colours[mode]
    for level in range(0, 256, 5):
        ground = f"#{level:02X}{level:02X}{level:02X}"
        assert max(contrast(colours[m], ground) for m in ("outline", "halo")) >= 3, ground


def test_a_letter_on_a_legal_plate_and_its_border_are_told_from_the_ground(mode: str) -> None:
    colours = tokens().colours[mode]
    for ground in GROUNDS:
        assert contrast(colours["text.1"], colours[ground]) >= 3, ground
