"""Colours of one code are told apart by every kind of sight; the figures are those of the design."""

import pytest

from tests.widgets.theme.vision import SIGHT, distance, nearest
from widgets.theme.tokens import tokens

SLACK = 0.2  # rounding of the design's figures
SEVERITY, CLOCK = ("alarm", "warn", "info", "calm"), ("calm", "warn", "alarm")
GRADES = tuple(f"grade.{letter}" for letter in "abcde")
LEGAL = tuple(f"legal.{level}" for level in range(1, 5))

FIGURES = [
    ("dark", SEVERITY, (19.9, 19.8, 18.3, 18.5)),
    ("light", SEVERITY, (19.8, 20.5, 22.8, 15.9)),
    ("dark", CLOCK, (34.9, 29.1, 18.3, 25.9)),
    ("light", CLOCK, (35.2, 32.3, 26.1, 28.0)),
    ("dark", GRADES, (32.5, 27.7, 29.1, 23.0)),
    ("dark", LEGAL, (31.6, 24.3, 18.0, 20.8)),
]


@pytest.mark.parametrize(("mode", "code", "least"), FIGURES)
def test_a_codes_colours_are_told_apart(
    mode: str, code: tuple[str, ...], least: tuple[float, ...]
) -> None:
    colours = [tokens().colours[mode][name] for name in code]
    for sight, figure in zip(SIGHT, least, strict=True):
        assert nearest(colours, sight) >= figure - SLACK, sight


def test_the_distance_is_the_published_one() -> None:
    # pairs 1, 7 and 17 of Sharma, Wu, Dalal 2005
    assert distance((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert distance((50, 0, 0), (50, -1, 2)) == pytest.approx(2.3669, abs=1e-4)
    assert distance((50, 2.5, 0), (73, 25, -18)) == pytest.approx(27.1492, abs=1e-4)
