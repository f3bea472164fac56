from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.wall.cuts import Box, Seams, shares
from console.wall.layout import FULL, HALF, Layout, arrange
from console.wall.scenes import BUILT_IN, OVERVIEW, Panel, Scene

LARGE_UNIT = 62  # 55-inch screens seen from six metres


def kinds(layout: Layout) -> list[str]:
    return [place.kinds[0] for place in layout.places]


def boxes(layout: Layout) -> list[Box]:
    """All that must not overlap; the header is one of them, its parts lie inside."""
    strip = [box for box in (layout.newest, layout.ages) if box is not None]
    return [layout.header, *layout.headlines, *(place.box for place in layout.places), *strip]


def texts(layout: Layout) -> list[Box]:
    """All that no seam may cross."""
    panels = [place.box for place in layout.places if place.kinds != ("map",)]
    strip = [box for box in (layout.newest, layout.ages) if box is not None]
    return [layout.name, layout.mode, layout.clock, *layout.headlines, *panels, *strip]


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.right
        and other.x < one.right
        and one.y < other.bottom
        and other.y < one.bottom
    )


def crossed(box: Box, seams: Seams) -> bool:
    return any(box.x < x < box.right for x in seams.x) or any(
        box.y < y < box.bottom for y in seams.y
    )


@st.composite
def walls(draw: st.DrawFn) -> tuple[tuple[int, int], int, Seams]:
    """Walls of one to four by three screens, near and far."""
    across, down = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    width, height = draw(st.sampled_from([(1920, 1080), (1366, 768), (1080, 1920), (1152, 648)]))
    size = width * across, height * down
    u = draw(st.integers(28, max(28, min(size[0] // 24, size[1] // 14))))
    seams = Seams(
        tuple(width * at for at in range(1, across)), tuple(height * at for at in range(1, down))
    )
    return size, u, seams


@given(walls(), st.sampled_from(BUILT_IN), st.integers(0, 9))
def test_nothing_overlaps_leaves_the_picture_or_is_crossed_by_a_seam(
    wall: tuple[tuple[int, int], int, Seams], scene: Scene, page: int
) -> None:
    size, u, seams = wall
    layout = arrange(size, u, scene, page, seams=seams)
    assert layout.places
    assert not any(overlap(one, other) for one, other in combinations(boxes(layout), 2))
    for box in [*boxes(layout), layout.name, layout.mode, layout.clock]:
        assert min(box.w, box.h) > 0
        assert box.x >= 0
        assert box.y >= 0
        assert box.right <= size[0]
        assert box.bottom <= size[1]
    assert not any(crossed(box, seams) for box in texts(layout))


@pytest.mark.parametrize("scene", BUILT_IN, ids=lambda scene: scene.name)
@pytest.mark.parametrize("unit", [28, 43, LARGE_UNIT])
def test_the_pages_of_a_scene_show_every_panel_of_it(scene: Scene, unit: int) -> None:
    count = arrange((1920, 1080), unit, scene).pages
    shown = {
        kind for page in range(count) for kind in kinds(arrange((1920, 1080), unit, scene, page))
    }
    assert shown == {panel.kinds[0] for panel in scene.panels}


def test_a_near_wall_shows_all_panels_with_six_headlines_and_the_map_as_the_scene_has_it() -> None:
    layout = arrange((1920, 1080), 28, OVERVIEW)
    assert kinds(layout) == ["map", "trend", "ladder", "streets"]
    assert len(layout.headlines) == 6
    map_, trend = layout.places[0].box, layout.places[1].box
    assert (map_.w / trend.w) == pytest.approx(28 / 20, rel=0.02)
    assert layout.newest is not None


def test_a_far_wall_shows_three_headlines_map_and_ladder_first() -> None:
    layout = arrange((1920, 1080), LARGE_UNIT, OVERVIEW)
    assert kinds(layout) == ["map", "ladder"]
    assert len(layout.headlines) == 3
    assert layout.newest is None
    assert layout.pages == 3


def test_half_the_panels_stand_on_a_page_between() -> None:
    first, second = (arrange((3840, 1080), 43, OVERVIEW, page) for page in (0, 1))
    assert HALF <= 1080 / 43 < FULL
    assert first.pages == 2
    assert set(kinds(first)) & set(kinds(second)) == {"map"}
    assert len(kinds(first)) + len(kinds(second)) == len(OVERVIEW.wide) + 1


def test_the_seam_of_a_wide_wall_runs_between_headlines_and_through_the_map_alone() -> None:
    layout = arrange((3840, 1080), 28, OVERVIEW, seams=Seams((1920,)))
    assert len(kinds(layout)) == len(OVERVIEW.wide)
    assert len(layout.headlines) == 8
    assert layout.headlines[3].right < 1920 < layout.headlines[4].x
    assert [place.kinds for place in layout.places if crossed(place.box, Seams((1920,)))] == [
        ("map",)
    ]


def test_a_panel_over_the_whole_wall_stands_in_a_part_on_each_screen() -> None:
    whole = Scene("", (Panel(("pairs",), 0, 0, 48, 24),), head=False)
    layout = arrange((3840, 1080), 28, whole, seams=Seams((1920,)))
    assert [(place.part, place.parts) for place in layout.places] == [(0, 2), (1, 2)]


def test_an_upright_wall_stacks_the_map_first_and_largest() -> None:
    layout = arrange((1080, 1920), 28, OVERVIEW)
    map_, *others = [place.box for place in layout.places]
    assert kinds(layout)[0] == "map"
    assert all(map_.h > box.h and map_.y < box.y and box.w == map_.w for box in others)
    assert len({box.y for box in layout.headlines}) == 2


def test_an_odd_led_wall_takes_the_wide_arrangement() -> None:
    layout = arrange((4608, 1296), 34, OVERVIEW)
    assert len(layout.places) == len(OVERVIEW.wide)


def test_shares_fill_their_length_with_gaps_and_reach_for_a_seam() -> None:
    assert shares(0, 100, (1, 1), 10) == [(0, 45), (55, 100)]
    assert shares(0, 100, (1, 1), 10, (60,)) == [(0, 55), (65, 100)]
