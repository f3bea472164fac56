"""Scenes as TOML: what is written is read back, and what is wrong is told in one sentence."""

import pytest

from console.domain.refusal import Refused
from console.wall.scene_files import from_toml, to_toml
from console.wall.scenes import BUILT_IN, Panel, Scene

ODD = Scene(
    '引号 " 与 \\ 与\t\x7f', (Panel(("map", "one"), 0, 0, 48, 24),), period="year", head=False
)


@pytest.mark.parametrize("scene", [*BUILT_IN, ODD], ids=lambda scene: scene.name)
def test_a_scene_is_read_back_as_it_was_written(scene: Scene) -> None:
    assert from_toml(to_toml(scene).encode()) == scene
    assert from_toml(b"\xef\xbb\xbf" + to_toml(scene).replace("\n", "\r\n").encode()) == scene


GOOD = to_toml(BUILT_IN[0])
PANEL = "[[panels]]\nkinds = ['map']\nx = 0\ny = 0\nw = 10\nh = 10\n"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        pytest.param("name = = 1\n", "scene_file", id="no value"),
        pytest.param('name = "', "scene_file_end", id="not closed"),
        pytest.param("name = 'x'", "scene_panels", id="no panels"),
        pytest.param(GOOD.replace('name = "Overview"', ""), "scene_file_name", id="no name"),
        pytest.param(GOOD.replace("Overview", "x" * 61), "scene_file_name", id="a long name"),
        pytest.param(GOOD.replace('"today"', '"ever"'), "scene_period", id="no such period"),
        pytest.param(GOOD.replace('"today"', "[1]"), "scene_period", id="a list as period"),
        pytest.param(GOOD.replace('["map"]', "[['map']]"), "scene_panel", id="a list as kind"),
        pytest.param(GOOD.replace('["map"]', "'map'"), "scene_panel", id="a word as kinds"),
        pytest.param(GOOD.replace("x = 0", "x = 40", 1), "scene_place", id="off the grid"),
        pytest.param(GOOD.replace("x = 0", "x = 1.5", 1), "scene_place", id="half a column"),
        pytest.param(f"name = 'x'\n{PANEL}{PANEL}", "panel_overlap", id="one on another"),
    ],
)
def test_a_file_that_is_no_scene_is_refused(text: str, key: str) -> None:
    with pytest.raises(Refused) as no:
        from_toml(text.encode())
    assert no.value.key == key
    assert "<" not in str(no.value)


def test_a_file_of_another_encoding_is_refused() -> None:
    with pytest.raises(Refused) as no:
        from_toml("name = '画面'".encode("gbk"))
    assert no.value.key == "scene_file_text"
