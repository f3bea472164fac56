"""Each panel's painter: there is one for every kind, none writes smaller than the distance asks for."""

import itertools
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from console.wall.figures import Figures, Rank, Trend
from console.wall.layout import FULL, HALF
from console.wall.scenes import PANELS
from tests.wall import samples
from widgets import theme
from widgets.controls import text
from widgets.theme.tokens import tokens
from widgets.wall import painting
from widgets.wall.panels import PAINTERS
from widgets.wall.panels.base import WallPanel
from widgets.wall.panels.heat import ramp
from widgets.wall.panels.newest import NewestPanel
from widgets.wall.panels.ranking import StreetsPanel
from widgets.wall.panels.trend import TrendPanel, steps_to

U = 28
SILENT = {"map", "free"}


def panel(
    qtbot: QtBot, kind: str, figures: Figures, size: tuple[int, int] = (780, 360)
) -> WallPanel:
    made = PAINTERS[kind]()
    qtbot.addWidget(made)
    made.set_unit(U)
    made.resize(*size)
    made.show_figures(figures)
    return made


def words_of(made: WallPanel) -> list[str]:
    with text.reading() as drawn:
        made.grab()
    return [words.text for words in drawn]


def test_every_kind_of_panel_has_its_painter() -> None:
    assert PAINTERS.keys() == PANELS.keys()


@pytest.mark.parametrize("kind", sorted(PANELS.keys() - SILENT))
def test_without_data_a_panel_says_so_and_shows_no_zero(qtbot: QtBot, kind: str) -> None:
    said = words_of(panel(qtbot, kind, samples.empty()))
    assert "无数据" in said
    assert "0" not in said


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(500, 180), (700, 360), (1400, 760)], ids=str)
@pytest.mark.parametrize("kind", sorted(PANELS.keys() - SILENT))
def test_no_panel_cuts_a_word_at_any_size(
    qtbot: QtBot, kind: str, size: tuple[int, int], language: str
) -> None:
    theme.current().choose(language=language)
    figures = samples.city(overfull=True, pairs=(("", ""),) * 3)
    made = panel(qtbot, kind, figures, size)
    with text.watching() as cuts, text.reading() as drawn:
        made.grab()
    assert cuts == []
    assert all(words.box.left() > -1 and words.box.right() < size[0] + 1 for words in drawn)


@pytest.mark.parametrize("pitch", [0.63, 0.9, 1.25])
@pytest.mark.parametrize("distance", [6000, 10000])
def test_the_smallest_face_is_large_enough_for_the_distance(pitch: float, distance: int) -> None:
    u = theme.wall.unit(1080, pitch, distance)
    wall = tokens().wall
    least = distance * wall["face"] / pitch
    faces = [painting.face(name, u).pixelSize() for name in painting.FACES]
    assert min(faces) * wall["em"] >= least


def test_the_layout_counts_rows_as_the_tokens_do() -> None:
    assert (tokens().wall["full"], tokens().wall["half"]) == (FULL, HALF)


def test_a_low_panel_shows_whole_rows_and_the_others_on_further_pages(qtbot: QtBot) -> None:
    made = panel(qtbot, "streets", samples.city(overfull=True), (780, 247))
    assert isinstance(made, StreetsPanel)
    rows: list[Rank] = []
    for page in range(made.pages()):
        made.turn_to(page)
        assert len(made.page_rows()) * made.row_px() <= made.box().height()
        rows += made.page_rows()
    assert len(rows) == 17
    assert [rank.value for rank in rows] == sorted((r.value for r in rows), reverse=True)


def test_parts_of_a_panel_show_pages_of_their_own(qtbot: QtBot) -> None:
    both = [panel(qtbot, "streets", samples.city(overfull=True), (780, 247)) for _part in (0, 1)]
    for part, made in enumerate(both):
        made.set_part(part, 2)
    assert [made.shown_page() for made in both] == [0, 1]


def test_a_late_panel_tells_its_age_in_amber(qtbot: QtBot) -> None:
    made = panel(qtbot, "ladder", samples.city())
    made.set_age(2999)
    assert "迟 2 秒" not in words_of(made)
    made.set_age(8000)
    assert "迟 8 秒" in words_of(made)


def test_gaps_of_a_trend_stay_gaps_and_its_range_begins_at_zero(qtbot: QtBot) -> None:
    made = panel(qtbot, "trend", samples.city())
    assert isinstance(made, TrendPanel)
    before = made.chart.curves[1].yData
    assert before[3] != before[3]
    assert made.chart.field.viewRange()[1][0] == 0


def test_the_curves_of_a_trend_are_changed_in_place(qtbot: QtBot) -> None:
    made = panel(qtbot, "trend", samples.city())
    assert isinstance(made, TrendPanel)
    curve = made.chart.curves[0]
    made.show_figures(replace(samples.city(), trend=Trend("hour", ("0", "1"), (1, 2), (), ())))
    assert made.chart.curves[0] is curve
    assert list(curve.yData) == [1, 2]


@pytest.mark.parametrize("top", [0, 1, 3, 4, 7, 46, 81, 999, 123456])
def test_ticks_are_round_from_zero_and_at_most_four(top: int) -> None:
    steps = steps_to(top)
    assert steps[0] == 0
    assert 2 <= len(steps) <= 4
    assert len({b - a for a, b in itertools.pairwise(steps)}) == 1
    assert steps[-1] <= max(1, top)


def test_the_heat_ramp_only_ever_gets_lighter_or_darker() -> None:
    for mode, sign in (("dark", 1), ("light", -1)):
        theme.current().choose(mode=mode)
        lights = [sign * ramp(at / 20).lightnessF() for at in range(21)]
        assert lights == sorted(lights)


def test_a_case_takes_two_lines_where_its_words_would_not_stand_side_by_side(qtbot: QtBot) -> None:
    wide = panel(qtbot, "newest", samples.city(), (1100, 400))
    narrow = panel(qtbot, "newest", samples.city(), (500, 400))
    assert isinstance(wide, NewestPanel)
    assert isinstance(narrow, NewestPanel)
    assert narrow.row_px() > 1.5 * wide.row_px()


def test_only_the_kind_shown_is_compared(qtbot: QtBot) -> None:
    made = panel(qtbot, "ladder", samples.city())
    before = made.content
    made.show_figures(replace(samples.city(), streets=[Rank("x", 1)]))
    assert made.content is before
