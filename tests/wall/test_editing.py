"""Panels on the grid: moved, resized, added, and never one on another."""

import pytest

from console.domain.refusal import Refused
from console.wall import editing
from console.wall.scenes import BUILT_IN, COLUMNS, PANELS_MOST, ROWS, Panel

LEFT, RIGHT = Panel(("map",), 0, 0, 20, 24), Panel(("trend",), 30, 4, 10, 8)


def test_a_panel_moves_and_grows_as_far_as_the_grid_goes() -> None:
    assert editing.moved((LEFT, RIGHT), 1, 100, -100)[1] == Panel(("trend",), 38, 0, 10, 8)
    assert editing.resized((LEFT, RIGHT), 1, 100, 100)[1] == Panel(("trend",), 30, 4, 18, 20)
    assert editing.resized((LEFT, RIGHT), 1, -100, -100)[1].w == editing.LEAST_WIDTH


@pytest.mark.parametrize("change", [(-15, 0), (-11, 0)])
def test_a_panel_is_not_put_on_another(change: tuple[int, int]) -> None:
    with pytest.raises(Refused) as no:
        editing.moved((LEFT, RIGHT), 1, *change)
    assert no.value.key == "panel_overlap"
    with pytest.raises(Refused):
        editing.resized((LEFT, RIGHT), 0, 11, 0)
    assert editing.resized((LEFT, RIGHT), 0, 10, 0)[0].w == 30


def test_a_new_panel_takes_free_room_and_none_where_there_is_none() -> None:
    panels = editing.added((LEFT, RIGHT), "flow")
    assert editing.clash(panels) is None
    assert panels[2].kinds == ("flow",)
    at = editing.added((LEFT, RIGHT), "flow", (45, 20))[2]
    assert at.x <= 45 < at.x + at.w
    with pytest.raises(Refused) as no:
        editing.added((Panel(("map",), 0, 0, COLUMNS, ROWS),), "flow")
    assert no.value.key == "panel_no_room"
    with pytest.raises(Refused) as no:
        editing.added((LEFT,) * PANELS_MOST, "flow")
    assert no.value.key == "panels_most"


def test_kinds_take_turns_in_a_panel_and_the_last_one_stays() -> None:
    panels = editing.switched((LEFT,), 0, "flow")
    assert panels[0].kinds == ("map", "flow")
    panels = editing.switched(editing.switched(panels, 0, "map"), 0, "flow")
    assert panels[0].kinds == ("flow",)


def test_no_panel_of_the_programs_own_scenes_lies_on_another() -> None:
    assert [s.name for s in BUILT_IN if editing.clash(s.panels) or editing.clash(s.wide)] == []
