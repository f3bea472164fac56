"""The window of walls: what it shows, orders, scenes edited and saved, a case on the walls."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import QObject, Qt
from qtpy.QtGui import QAction
from qtpy.QtWidgets import QMenu, QWidget

from console.domain.stage import Post
from console.live.clock import wall_ms
from console.store.people import seats
from console.wall.rotation import known_scenes
from console.wall.scene_files import to_toml
from console.wall.scenes import BUILT_IN, OVERVIEW, Panel, content_of
from tests.widgets.desk import LiveDesk, seated, town_file
from widgets.session import actions
from widgets.session.case_on_wall import CaseOnWall
from widgets.wall_desk.lists import LINE
from widgets.wall_desk.window import WallsWindow

__all__ = ["town_file"]


class Opened:
    """A lead's desk with the window of walls, and what the database holds."""

    def __init__(self, desk: LiveDesk, window: WallsWindow) -> None:
        self.desk, self.window = desk, window

    def until(self, met: Any) -> None:
        self.desk.qtbot.waitUntil(lambda: bool(met()), timeout=5000)

    def scenes(self) -> dict[int, dict[str, Any]]:
        return {row["id"]: row for row in self.desk.world.rows("scene") if row["state"] == 1}

    def scene(self, name: str) -> dict[str, Any] | None:
        return next((row for row in self.scenes().values() if row["name"] == name), None)

    def shown(self) -> list[str]:
        """What the rows of both lists say."""
        lists = (self.window.walls.list, self.window.scenes.list)
        return [one.item(n).data(LINE).spoken for one in lists for n in range(one.count())]


@pytest.fixture
def opened(town_file: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Opened]:
    with seated(town_file, tmp_path, qtbot, "cmdlead") as desk:
        now = wall_ms()
        with desk.world.store.write() as connection:
            told = {"scene": "Overview", "reason": "turn", "painted_at": now, "memory_mb": 812}
            seats.wall_life(connection, "南墙", 1, told)
            seats.wall_life(connection, "北墙", 1, told | {"painted_at": now - 60_000})
        parent = QWidget()
        window = WallsWindow(parent, desk.context)
        window.open()
        qtbot.waitUntil(lambda: window.walls.list.count() == 3, timeout=5000)
        yield Opened(desk, window)
        window.editor.name = ""
        window.close()
        parent.deleteLater()


def choose(menu: QMenu, *words: str) -> None:
    """Triggers the line that these words lead to."""
    for word in words[:-1]:
        within = next(action.menu() for action in menu.actions() if action.text() == word)
        assert isinstance(within, QMenu)
        menu = within
    action = next(one for one in menu.actions() if one.text() == words[-1])
    assert isinstance(action, QAction)
    action.trigger()


def test_walls_are_judged_and_a_scene_is_pinned_and_freed(opened: Opened) -> None:
    walls = opened.window.walls
    assert "画面停止" in next(words for words in opened.shown() if words.startswith("北墙"))
    walls.list.choose("南墙")
    assert not walls.free.isEnabled()
    choose(walls.pins(), "超期", "1 小时")
    opened.until(lambda: "固定：超期，至" in " ".join(opened.shown()))
    (order,) = opened.desk.world.rows("wall_order")
    assert (order["wall"], order["act"], order["scene"]) == ("南墙", "scene", "Overdue")
    opened.until(walls.free.isEnabled)
    walls.free.click()
    opened.until(lambda: "固定：超期" not in " ".join(opened.shown()))
    states = {row["act"]: row["state"] for row in opened.desk.world.rows("wall_order")}
    assert states == {"scene": 2, "free": 1}


def test_a_scene_is_edited_by_keys_saved_and_undone(opened: Opened, qtbot: QtBot) -> None:
    window, editor = opened.window, opened.window.editor
    window.scenes.list.choose("Overview")
    window.scenes.edit.click()
    qtbot.keyClick(editor.grid, Qt.Key.Key_Right)
    assert "会压住" in window.status.sentence
    assert editor.draft == ""
    qtbot.keyClick(editor.grid, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert editor.draft == "总览"
    window.close()
    assert window.isVisible()
    editor.confirm.leave.click()
    editor.go.click()
    opened.until(lambda: opened.scene("Overview"))
    row = opened.scene("Overview")
    assert row is not None
    assert row["content"]["panels"][0]["w"] == OVERVIEW.panels[0].w - 1
    opened.until(lambda: window.pages.currentWidget() is window.split)
    opened.until(lambda: window.scenes.row is not None)
    window.scenes.edit.click()
    qtbot.keyClick(editor.grid, Qt.Key.Key_Delete)
    editor.go.click()
    opened.until(lambda: (opened.scene("Overview") or {})["version"] == 2)
    opened.until(lambda: window.status.button.isVisible())
    window.status.button.click()
    opened.until(lambda: (opened.scene("Overview") or {})["version"] == 3)
    assert (opened.scene("Overview") or {})["content"] == row["content"]


def test_who_saves_second_loses_nothing(opened: Opened, qtbot: QtBot) -> None:
    window, editor, world = opened.window, opened.window.editor, opened.desk.world
    changes = {"name": "汛期", "content": content_of(OVERVIEW)}
    made = opened.desk.act("lead", "save-scene", kind="scene", changes=changes)
    window.read()
    opened.until(lambda: "汛期" in " ".join(opened.shown()))
    window.scenes.list.choose("汛期")
    window.scenes.edit.click()
    qtbot.keyClick(editor.grid, Qt.Key.Key_Delete)
    drawn = editor.scene.panels
    other = {"content": content_of(BUILT_IN[1])}
    assert world.act("lead", "save-scene", made.subject, kind="scene", changes=other).done
    editor.go.click()
    opened.until(editor.conflict.isVisible)
    assert (opened.scene("汛期") or {})["content"] == other["content"]
    assert editor.scene.panels == drawn
    editor.conflict.acted.emit()
    editor.strip.field.setText("汛期 2")
    editor.strip.go.click()
    opened.until(lambda: opened.scene("汛期 2"))
    assert known_scenes(opened.scenes())["汛期 2"][0].panels == drawn


def test_a_bad_file_is_one_sentence_and_a_good_one_opens(opened: Opened, tmp_path: Path) -> None:
    window, file = opened.window, tmp_path / "scene.toml"
    file.write_text("name = = 1", encoding="utf-8")
    window.scenes.load(str(file))
    assert "第 1 行" in window.status.sentence
    assert window.pages.currentWidget() is window.split
    window.scenes.list.choose("Streets")
    window.scenes.write(str(file))
    assert file.read_text(encoding="utf-8") == to_toml(BUILT_IN[1])
    changed = to_toml(BUILT_IN[1]).replace("Streets", "西城")
    file.write_text(changed, encoding="utf-8")
    window.scenes.load(str(file))
    assert window.editor.scene.name == "西城"
    assert opened.scenes() == {}


def test_a_case_goes_on_the_walls_and_comes_off(opened: Opened) -> None:
    case = opened.desk.to_dispatch()
    owner = QObject()
    on_wall = CaseOnWall(opened.desk.context.operations, owner)
    menu = QMenu()
    on_wall.add_to(menu, case)
    choose(menu, "上大屏", "5 分钟")
    opened.until(lambda: "正在上屏" in " ".join(opened.shown()))
    (row,) = opened.scenes().values()
    assert row["about"]["id"] == case
    assert row["content"]["panels"][0] == {"kinds": ["one"], "x": 0, "y": 0, "w": 20, "h": 24}
    rows = opened.desk.context.seat.room.nouns
    opened.until(lambda: rows.of("scene"))
    menu.clear()
    on_wall.add_to(menu, case)
    choose(menu, "从大屏撤下")
    opened.until(lambda: opened.scenes() == {})


def test_a_scene_shown_exclusively_takes_turns_again_once_it_is_taken_off(opened: Opened) -> None:
    scenes = opened.window.scenes
    scenes.list.choose("Streets")
    choose(scenes.show_menu(), "独占：不显示其他画面", "5 分钟")
    opened.until(lambda: (opened.scene("Streets") or {}).get("shown_at"))
    assert (opened.scene("Streets") or {})["exclusive"]
    opened.until(scenes.off.isEnabled)
    scenes.off.click()
    opened.until(lambda: not (opened.scene("Streets") or {})["exclusive"])
    assert "Streets" in known_scenes(opened.scenes())


def test_what_was_shown_and_is_over_is_removed_at_once(opened: Opened) -> None:
    window, world = opened.window, opened.desk.world
    for name in ("A", "B"):
        changes = {
            "name": name,
            "content": content_of(OVERVIEW),
            "about": {},
            "until": wall_ms() + 9_000,
        }
        made = opened.desk.act("disp", "show-scene", kind="scene", changes=changes)
        ended = {"until": wall_ms() - 1}
        assert world.act("disp", "show-scene", made.subject, kind="scene", changes=ended).done
    window.read()
    opened.until(lambda: "B · 已下屏" in " ".join(opened.shown()))
    window.scenes.list.choose("B")
    window.scenes.remove.click()
    window.scenes.confirm.go.click()
    opened.until(lambda: opened.scenes() == {})
    opened.until(lambda: window.status.button.isVisible())
    window.status.button.click()
    opened.until(lambda: len(opened.scenes()) == 2)


def test_the_posts_that_order_walls_have_the_window_in_their_menu() -> None:
    posts = {post for post in Post if actions.WALLS.for_post(post)}
    leads = {Post.SUPERVISION_LEAD, Post.COMMAND_LEAD, Post.DUTY_LEADER}
    assert posts == {*leads, Post.ADMINISTRATOR}


def test_panels_are_dragged_and_resized_by_the_pointer(opened: Opened, qtbot: QtBot) -> None:
    grid = opened.window.editor.grid
    opened.window.edit(OVERVIEW, None)
    grid.show_panels((Panel(("map",), 0, 0, 20, 12), Panel(("flow",), 20, 0, 20, 12)))
    cell = grid.box_of(Panel(("map",), 0, 0, 1, 1))

    def drag(start: Any, columns: int, rows: int) -> None:
        end = start.toPoint()
        end.setX(end.x() + round(columns * cell.width()))
        end.setY(end.y() + round(rows * cell.height()))
        qtbot.mousePress(grid, Qt.MouseButton.LeftButton, pos=start.toPoint())
        qtbot.mouseMove(grid, end)
        qtbot.mouseRelease(grid, Qt.MouseButton.LeftButton, pos=end)

    drag(grid.box_of(grid.panels[0]).center(), 0, 12)
    assert (grid.panels[0].x, grid.panels[0].y) == (0, 12)
    drag(grid.box_of(grid.panels[0]).bottomRight(), 10, -2)
    assert (grid.panels[0].w, grid.panels[0].h) == (30, 10)
    drag(grid.box_of(grid.panels[0]).center(), 0, -12)
    assert (grid.panels[0].x, grid.panels[0].y) == (0, 12)
    assert "会压住" in opened.window.status.sentence
