"""Which scene a wall shows: exclusive, shown, pinned, or the one whose turn it is."""

from typing import Any

import pytest

from console import words
from console.domain.refusal import Refused
from console.wall import scenes
from console.wall.rotation import known_scenes, name_of, showing, unreadable
from console.wall.scenes import BUILT_IN, COLUMNS, OVERVIEW, content_of, of_content

NOW = 1_000_000


def row(name: str, number: int = 1, **more: Any) -> dict[str, Any]:
    content = content_of(OVERVIEW)
    return {"id": number, "name": name, "content": content, "version": 3, "state": 1} | more


def test_scenes_take_turns_and_the_first_stays_where_they_do_not() -> None:
    names = [scene.name for scene in BUILT_IN]
    assert showing({}, NOW).scene.name == names[0]
    turns = [showing({}, NOW + 30_000 * n, every_ms=30_000, since=NOW) for n in range(len(names))]
    assert [one.scene.name for one in turns] == names
    again = showing({}, NOW + 30_000 * len(names), every_ms=30_000, since=NOW)
    assert again.scene.name == names[0]


def test_a_row_takes_the_place_of_the_programs_own_scene_and_others_follow() -> None:
    rows = {1: row("Streets"), 2: row("西城", 2), 3: row("Gone", 3, state=2)}
    known = known_scenes(rows)
    assert known["Streets"][1] == 3
    assert list(known)[-1] == "西城"
    assert "Gone" not in known
    assert showing(rows, NOW, pinned="西城").reason == "pinned"
    assert showing(rows, NOW, pinned="nothing").scene.name == BUILT_IN[0].name


def test_shown_pre_empts_and_exclusive_pre_empts_that_until_they_end() -> None:
    rows = {
        1: row("One", 1, shown_at=5, until=NOW + 10, about={"case": 7}),
        2: row("Later", 2, shown_at=9, until=NOW + 10),
        3: row("Incident", 3, shown_at=1, exclusive=True, until=None),
    }
    assert showing(rows, NOW, pinned="Streets").scene.name == "Incident"
    del rows[3]
    assert (showing(rows, NOW).scene.name, showing(rows, NOW).reason) == ("Later", "shown")
    del rows[2]
    assert showing(rows, NOW).about == {"case": 7}
    assert showing(rows, NOW + 10).reason == "turn"
    assert "One" not in known_scenes(rows), "one thing has no turn"


def test_visitors_see_no_private_panel() -> None:
    turns = {
        showing({}, NOW * n, every_ms=NOW, since=0, visitors=True).scene.name
        for n in range(len(BUILT_IN) + 1)
    }
    assert turns
    assert all(not scene.private for scene in BUILT_IN if scene.name in turns)
    assert "People" not in turns


WRONG: dict[str, Any] = {
    "scene_panels": [{}, {"panels": []}, {"panels": "x"}, {"panels": [1]}],
    "scene_panel": [{"panels": [{"kinds": ["x"], "x": 0, "y": 0, "w": 1, "h": 1}]}],
    "scene_place": [
        {"panels": [{"kinds": ["map"], "x": x, "y": 0, "w": w, "h": 1}]}
        for x, w in ((-1, 2), (0, COLUMNS + 1), (0, 0), (True, 1), ("1", 1))
    ],
    "scene_period": [content_of(OVERVIEW) | {"period": "century"}],
}


@pytest.mark.parametrize("key", WRONG)
def test_a_wrong_scene_is_one_sentence_and_is_not_shown(key: str) -> None:
    for content in WRONG[key]:
        with pytest.raises(Refused) as no:
            of_content("X", content)
        assert no.value.key == key
        rows = {1: row("X", content=content, shown_at=1)}
        assert showing(rows, NOW).scene.name == BUILT_IN[0].name
        assert unreadable(rows) == ["X"]


@pytest.mark.parametrize("scene", BUILT_IN, ids=[scene.name for scene in BUILT_IN])
def test_the_programs_own_scenes_are_sound(scene: scenes.Scene) -> None:
    assert of_content(scene.name, content_of(scene)) == scene
    for panels in (scene.panels, scene.wide):
        taken: set[tuple[int, int]] = set()
        for panel in panels:
            cells = {
                (x, y)
                for x in range(panel.x, panel.x + panel.w)
                for y in range(panel.y, panel.y + panel.h)
            }
            assert not cells & taken
            taken |= cells


def test_a_scene_is_named_in_either_language() -> None:
    rows = {1: row("西城")}
    before = words.language()
    words.use("zh")
    try:
        assert [name_of(rows, one) for one in ("Overview", "总览", "西城", "x")] == [
            "Overview",
            "Overview",
            "西城",
            "",
        ]
    finally:
        words.use(before)
