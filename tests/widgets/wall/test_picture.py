"""The whole picture: every size, mode and language is drawn, and only what changed is drawn again."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from qtpy.QtCore import QEvent, QObject
from qtpy.QtWidgets import QApplication, QWidget
from typing_extensions import override

from console.wall.figures import Mode, ModeKind
from console.wall.layout import GAP
from console.wall.scenes import BUILT_IN, OVERVIEW, Scene
from tests.wall import samples
from tests.widgets.wall.conftest import Hang
from widgets import theme
from widgets.controls import text
from widgets.program.audit import audit
from widgets.wall.picture import WallPicture

SIZES = ((1920, 1080), (3840, 1080), (3840, 2160), (5760, 2160), (1080, 1920), (4608, 1296))
NAMES = {"zh": "江城区城市管理指挥中心", "en": "Jiangcheng Urban Management"}


class Paintings(QObject):
    """Counts the widgets of a picture that are painted."""

    def __init__(self, picture: WallPicture) -> None:
        super().__init__()
        self.names: list[str] = []
        for child in picture.findChildren(QWidget):
            child.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.names.append(type(watched).__name__)
        return False


def _paint(app: QApplication) -> None:
    """Lets everything be painted; the chart asks for it once more when it knows its size."""
    for _turn in range(3):
        app.processEvents()


@pytest.mark.parametrize(("mode", "language"), [("dark", "zh"), ("light", "en")])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_text_of_a_wall_is_whole_and_stands_out(
    hang: Hang, tmp_path: Path, size: tuple[int, int], mode: str, language: str
) -> None:
    theme.current().choose(mode=mode, language=language)
    picture = hang(*size)
    picture.set_name(NAMES[language])
    picture.show_figures(samples.city(overfull=True), 1000)
    with text.reading() as drawn:
        image = picture.grab().toImage()
    folder = Path(os.environ.get("WANGGE_PICTURES", tmp_path))
    assert image.save(str(folder / f"wall-{size[0]}x{size[1]}-{mode}-{language}.png"))
    found = [one for one in audit(picture, image, drawn) if one["kind"] != "waste"]
    assert found == []
    assert len(drawn) > 25


@pytest.mark.parametrize("scene", BUILT_IN, ids=lambda scene: scene.name)
def test_every_scene_is_whole_near_and_far_and_without_data(hang: Hang, scene: Scene) -> None:
    picture = hang()
    picture.show_scene(scene)
    for figures in (samples.city(), samples.empty()):
        picture.show_figures(figures)
        for u in (28, 43, 62):
            picture.set_unit(u)
            with text.watching() as cuts:
                picture.grab()
            assert cuts == []


def test_what_is_the_same_is_not_painted_again(hang: Hang, qapp: QApplication) -> None:
    picture = hang()
    picture.show_figures(samples.city(), 0)
    picture.show()
    _paint(qapp)
    seen = Paintings(picture)
    picture.show_figures(samples.city(), 0)
    picture.beat()
    _paint(qapp)
    assert seen.names == []


def test_one_figure_that_changed_paints_its_panel_alone(hang: Hang, qapp: QApplication) -> None:
    picture = hang()
    figures = samples.city()
    picture.show_figures(figures, 0)
    picture.show()
    _paint(qapp)
    seen = Paintings(picture)
    picture.show_figures(replace(figures, ladder=figures.ladder[:4]), 0)
    _paint(qapp)
    assert set(seen.names) == {"LadderPanel"}


def test_kinds_take_turns_and_rows_turn_their_pages(hang: Hang) -> None:
    picture = hang()
    picture.show_figures(samples.city(overfull=True))
    _place, panels = picture.stands[-1]
    shown = []
    for _second in range(60):
        shown.append(next(panel.kind for panel in panels if not panel.isHidden()))
        picture.beat()
    assert shown[:19] == ["streets"] * 19
    assert shown[20:39] == ["categories"] * 19
    assert shown[40:59] == ["departments"] * 19
    assert panels[0].page == 6


def test_a_scene_that_gave_way_keeps_its_painters_for_the_next_time(hang: Hang) -> None:
    picture = hang()
    before = {id(panel) for _place, panels in picture.stands for panel in panels}
    picture.show_scene(BUILT_IN[1])
    picture.show_scene(OVERVIEW)
    assert {id(panel) for _place, panels in picture.stands for panel in panels} == before


def test_the_map_fills_its_place_and_outlives_scenes_without_one(hang: Hang) -> None:
    picture, map_ = hang(), QWidget()
    picture.set_map(map_)
    assert map_.size() == picture.map.size()
    picture.show_scene(BUILT_IN[5])
    assert picture.map.isHidden()
    picture.show_scene(OVERVIEW)
    assert not picture.map.isHidden()
    assert map_.parentWidget() is picture.map


def test_the_whole_picture_moves_by_a_step_against_burning_in(hang: Hang) -> None:
    picture = hang()
    before = picture.header.pos()
    picture.shifting = True
    for _second in range(theme.ms("wall.shift") // 1000):
        picture.beat()
    step = theme.wall.size("shift", picture.u)
    assert picture.header.pos().x() - before.x() == step
    assert step <= picture.layout_.header.y  # type: ignore[union-attr]


def test_a_scene_fades_in_unless_motion_is_reduced(hang: Hang) -> None:
    picture = hang()
    picture.show()
    picture.show_scene(BUILT_IN[1])
    assert picture.fade.isHidden()
    picture.reduced = False
    picture.show_scene(OVERVIEW)
    assert not picture.fade.isHidden()


def test_no_news_turns_the_head_vermilion_and_says_since_when(hang: Hang) -> None:
    picture = hang()
    picture.set_deaf(samples.AT)
    with text.reading() as drawn:
        image = picture.header.grab().toImage()
    assert "14:03:06 起无新数据" in [words.text for words in drawn]
    middle = image.pixelColor(image.width() // 2 - 300, 4)
    assert middle.rgb() == theme.color("alarm").rgb()


def test_what_is_not_real_is_framed_and_named(hang: Hang) -> None:
    picture = hang()
    picture.set_mode(Mode(ModeKind.DRILL))
    with text.reading() as drawn:
        image = picture.grab().toImage()
    assert "演练" in [words.text for words in drawn]
    assert image.pixelColor(1, 500).rgb() == theme.color("special").rgb()
    assert not picture.watermark.isHidden()


def test_the_step_against_burning_in_stays_inside_the_gap_of_a_seam() -> None:
    for u in (28, 43, 62, 103):
        assert theme.wall.size("shift", u) <= round(GAP * u) // 2
