import pytest
from pytestqt.qtbot import QtBot

from widgets.map.projection import Viewport
from widgets.map.strip import Strip, scale_bar


@pytest.mark.parametrize(
    ("metres_per_px", "metres"), [(0.5, 20), (1.2, 100), (5.3, 500), (60, 5000), (0.15, 10)]
)
def test_the_scale_is_1_2_or_5_and_at_most_96_px(metres_per_px: float, metres: int) -> None:
    found, px = scale_bar(metres_per_px)
    assert found == metres
    assert px <= 96
    assert px * metres_per_px == pytest.approx(metres, rel=0.05)


def test_coordinates_are_the_pointers_else_the_centres(qtbot: QtBot) -> None:
    strip = Strip()
    qtbot.addWidget(strip)
    strip.set_viewport(Viewport(116.4, 39.9, 12, 100, 100))
    assert strip.coordinates() == "39.90000 N  116.40000 E"
    strip.set_place(-71.06, -42.36)
    assert strip.coordinates() == "42.36000 S  71.06000 W"
