"""Two walls and a desk on one server: what happens is on both walls at once, whatever breaks between."""

import os
import signal
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from console.domain.intent import HeldPost
from console.domain.stage import Post
from console.seat.wall_seat import WallStart
from console.store.people import administration, seats
from console.wall.rotation import Showing
from console.wall.scenes import OVERVIEW, content_of
from tests.store.attacks import dispatched, filed
from tests.store.world import World
from widgets.map import scheme
from widgets.program.qapp import clear_away
from widgets.wall import program as wall_program
from widgets.wall.map import WallMap
from widgets.wall.program import WallProgram

scheme.register()  # before the application is made

pytestmark = pytest.mark.timeout(240)
SOON_MS = 2_000
PATIENCE_MS = 60_000


@pytest.fixture
def walls(
    server: World, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[WallProgram]]:
    administration.add_operator(
        server.store, "screen", "墙", "Wall", [HeldPost(Post.WALL, None, None)]
    )
    monkeypatch.setattr(wall_program, "AGAIN_MS", (200, 400))
    made = []
    for name in ("hall", "office"):
        start = WallStart(server.url, login="screen", name=name, still=True, size=(960, 540))
        wall = WallProgram(start)
        wall.begin()
        made.append(wall)
    try:
        for wall in made:
            qtbot.waitUntil(partial(settled, wall), timeout=PATIENCE_MS)
        yield made
    finally:
        for wall in made:
            wall.close()
            wall.deleteLater()
        clear_away()


def map_of(wall: WallProgram) -> WallMap:
    found = wall.windows[0].map
    assert found is not None
    return found


def shown(wall: WallProgram) -> Showing:
    assert wall.showing is not None
    return wall.showing


def settled(wall: WallProgram) -> bool:
    map_ = wall.windows[0].map
    return wall.showing is not None and map_ is not None and map_.settled


def both(
    qtbot: QtBot, walls: list[WallProgram], holds: Callable[[WallProgram], Any], ms: int = SOON_MS
) -> None:
    qtbot.waitUntil(lambda: all(holds(wall) for wall in walls), timeout=ms)


def other_tallies(wall: WallProgram, before: object) -> bool:
    assert wall.seat is not None
    return wall.seat.room.tallies is not before


def figures(wall: WallProgram) -> Any:
    return wall.windows[0].picture.figures


def test_what_happens_is_on_both_walls(
    server: World, walls: list[WallProgram], qtbot: QtBot
) -> None:
    case = filed(server)
    both(qtbot, walls, lambda wall: figures(wall).flow[2].count == 1)
    both(qtbot, walls, lambda wall: [row.step for row in figures(wall).newest] == [3])
    assert server.act("disp", "dispatch", case, changes={"department_id": 1}).done
    both(qtbot, walls, lambda wall: figures(wall).flow[3].count == 1)
    both(qtbot, walls, lambda wall: [row.step for row in figures(wall).newest] == [4])

    # one thing from any seat, which ends; an exclusive scene goes before everything
    about = {"kind": "case", "id": case, "lon": 116.5, "lat": 31.25, "title": "案件"}
    changes = {
        "name": "案件",
        "content": content_of(OVERVIEW),
        "about": about,
        "until": server.now + 10**12,
    }
    thing = server.act("disp", "show-scene", kind="scene", changes=changes)
    assert thing.done, thing
    both(qtbot, walls, lambda wall: shown(wall).reason == "shown" and figures(wall).one is not None)
    assert [map_of(wall).place for wall in walls] == [(116.5, 31.25)] * 2
    saved = {"name": "事件", "content": content_of(OVERVIEW), "exclusive": True}
    scene = server.act("lead", "save-scene", kind="scene", changes=saved)
    assert server.act("lead", "show-scene", scene.subject, kind="scene", changes={}).done
    both(qtbot, walls, lambda wall: shown(wall).reason == "exclusive")
    for subject in (scene.subject, thing.subject):
        assert server.act("lead", "unshow-scene", subject, kind="scene").done
    both(qtbot, walls, lambda wall: shown(wall).reason == "turn")

    # a pin for one of them
    order = {"wall": "hall", "act": "scene", "scene": "Streets", "until": server.now + 10**12}
    assert server.act("lead", "order-wall", kind="wall_order", changes=order).done
    qtbot.waitUntil(lambda: shown(walls[0]).reason == "pinned", timeout=SOON_MS)
    assert shown(walls[0]).scene.name == "Streets"
    assert shown(walls[1]).reason == "turn"

    # the city's own data have changed
    assert walls[0].seat is not None
    before = walls[0].seat.room.tallies
    with qtbot.waitSignal(walls[0].reload.reloaded, timeout=PATIENCE_MS):
        walls[0].seat.heartbeat.city_version = "another"
    qtbot.waitUntil(partial(other_tallies, walls[0], before), timeout=PATIENCE_MS)

    # what walls tell of themselves
    for wall in walls:
        assert wall.seat is not None
        wall.seat.heartbeat.turn(0)
    with server.store.read() as connection:
        told = {row["name"]: row["told"] for row in seats.walls(connection)}
    assert {name: row["scene"] for name, row in told.items()} == {
        "hall": "Streets",
        "office": "Overview",
    }
    assert told["hall"]["scene_version"] == 0
    assert told["hall"]["memory_mb"] > 0


@pytest.mark.expects_log("the map's process ended")
def test_a_wall_goes_on_when_its_page_or_its_server_dies(
    server: World, walls: list[WallProgram], qtbot: QtBot
) -> None:
    case = dispatched(server)
    both(qtbot, walls, lambda wall: figures(wall).flow[3].count == 1)
    renderer, drawn = map_of(walls[0]).renderer(), map_of(walls[0]).drawn
    os.kill(renderer, signal.SIGKILL)
    qtbot.waitUntil(lambda: map_of(walls[0]).renderer() not in (0, renderer), timeout=PATIENCE_MS)
    qtbot.waitUntil(
        lambda: map_of(walls[0]).drawn != drawn and map_of(walls[0]).settled, timeout=PATIENCE_MS
    )

    name = server.url.partition("?")[0].rpartition("/")[2]
    away(server, name, True)
    both(qtbot, walls, lambda wall: wall.windows[0].picture.header.deaf, ms=PATIENCE_MS)
    away(server, name, False)
    assert server.act("dept", "done", case).done
    both(qtbot, walls, lambda wall: not wall.windows[0].picture.header.deaf, ms=PATIENCE_MS)
    both(qtbot, walls, lambda wall: figures(wall).flow[4].count == 1, ms=PATIENCE_MS)


def away(server: World, name: str, gone: bool) -> None:
    """Nobody reaches the database, or everybody does again."""
    from tests.store import world

    uri = server.url.replace(f"/{name}?", "/postgres?")
    allowed = "false" if gone else "true"
    world.administer(uri, f"alter database {name} with allow_connections {allowed}")
    if gone:
        sql = f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"  # noqa: S608
        world.administer(uri, sql)
