"""What a technician types on the test picture."""

import argparse

import pytest

from console import machine
from console.machine import SettingInForce
from console.seat import wall_options
from console.seat.options import parse
from console.wall.measured import Measured


def typed(text: str, measured: Measured | None = None) -> Measured:
    found = measured or Measured(1000)
    for letter in text:
        found = found.other() if letter == "\t" else found.typed(letter)
    return found


def test_a_line_and_a_distance_make_the_settings() -> None:
    found = typed("629,5\t6")
    assert (found.pitch, found.metres) == (0.6295, 6.0)
    assert found.settings() == {"wall_pitch": "0.6295", "wall_distance": "6"}
    assert all(machine.fits(name, value) for name, value in found.settings().items())


@pytest.mark.parametrize(("text", "width"), [("6x2..9-", "62.9"), ("1.23456", "1.234"), (".", ".")])
def test_only_numbers_can_be_typed(text: str, width: str) -> None:
    assert typed(text).width == width


def test_half_a_measurement_is_no_setting() -> None:
    assert typed("630").settings() == {}
    assert typed("\t6").settings() == {}
    assert typed("1\t6").settings() == {}, "no screen has pixels of a thousandth of a millimetre"
    assert typed("999\t1000000").distance == "100"
    assert typed("63").erased().width == "6"


def here(**values: str) -> dict[str, SettingInForce]:
    return {
        name: SettingInForce(name, values.get(name, ""), "machine", "") for name in machine.NAMES
    }


def filled(*words: str, **values: str) -> argparse.Namespace:
    options = parse(["wall", *words])
    wall_options.fill(options, here(**values))
    return options


def test_the_command_line_wins_over_the_machine() -> None:
    kept = {"wall_pitch": "0.9", "wall_distance": "6", "wall_screens": "DP-1,DP-2"}
    options = filled("--pitch", "1.25", **kept, wall_seams="1920/1080", wall_rotate="90")
    start = wall_options.start_of(options, "sqlite:///x.db")
    assert (start.pitch, start.distance, start.rotate_s) == (1.25, 6.0, 90)
    assert (start.screens, start.seams_x, start.seams_y) == (("DP-1", "DP-2"), (1920,), (1080,))
    assert filled("--rotate", "0", wall_rotate="90").rotate == 0
    assert filled(wall_pitch="0").pitch is None


def test_the_words_start_the_same_wall_again() -> None:
    words = ["--screen", "DP-1,DP-2", "--pitch", "0.63", "--seams", "1920/1080", "--led"]
    options = parse(["wall", "--seat", "南墙", *words])
    again = parse(["wall", *wall_options.words_of(options)])
    assert vars(again) == vars(options)
    assert list(wall_options.words_of(parse(["wall"]))) == []
