"""What a seat knows of the walls, and one case shown on them."""

import time
from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest

from console.domain.intent import Answer, HeldPost
from console.domain.stage import Post
from console.live.clock import wall_ms
from console.seat import case_on_wall, wall_desk, wall_words
from console.seat.seat import Seat, take_seat
from console.seat.wall_desk import Painting
from console.store.engine import open_store
from console.store.people import administration, seats
from console.wall.scenes import BUILT_IN, OVERVIEW
from tests.store import town
from tests.store.world import World

NOW = 1_000_000_000


def told(**more: Any) -> dict[str, Any]:
    good = {"scene": "Overview", "scene_version": 2, "reason": "turn", "painted_at": NOW - 500}
    good |= {
        "memory_mb": 812,
        "server": "primary",
        "behind_ms": 40,
        "age_ms": 900,
        "size": [3840, 1080],
    }
    return {"name": "南墙", "seen_at": NOW - 1000, "told": good | more}


@pytest.mark.parametrize(
    ("row", "painting"),
    [
        pytest.param(told(), Painting.PAINTING, id="well"),
        pytest.param(told(age_ms=8000), Painting.LATE, id="old data"),
        pytest.param(told(behind_ms=8000), Painting.LATE, id="a standby behind"),
        pytest.param(told(painted_at=NOW - 30_000), Painting.STOPPED, id="no frame"),
        pytest.param(told(painted_at=None), Painting.STOPPED, id="never a frame"),
        pytest.param(told() | {"seen_at": NOW - 30_000}, Painting.STOPPED, id="no row"),
        pytest.param(told() | {"told": []}, Painting.STOPPED, id="no document"),
    ],
)
def test_a_wall_is_judged_by_what_it_told_last(row: dict[str, Any], painting: Painting) -> None:
    assert wall_desk.judged(row, {}, NOW).painting is painting


def test_what_a_wall_tells_amiss_is_not_shown() -> None:
    odd = told(
        scene=7, memory_mb=float("nan"), size=["x"], problems="screen_sleeps", screens=[1, "A"]
    )
    view = wall_desk.judged(odd, {}, NOW)
    assert (view.scene, view.memory_mb, view.size, view.problems) == ("", None, None, ())
    view = wall_desk.judged(told(problems=["screen_sleeps", "odd"]), {}, NOW)
    assert wall_words.problems(view) == "屏幕休眠 · odd"
    assert wall_words.scene(view) == "总览 · v2 · 轮播"


def test_walls_are_read_with_scenes_and_orders(town_world: World) -> None:
    answer = town_world.act(
        "cmdlead", "order-wall", kind="wall_order", changes={"wall": "*", "act": "visitors"}
    )
    assert answer.done, answer
    town_world.act("lead", "save-scene", kind="scene", changes={"name": "西城", "content": {}})
    found = wall_desk.read(town_world.door("disp").store)  # type: ignore[attr-defined]
    assert [row["name"] for row in found.scenes.values()] == ["西城"]
    assert list(found.orders) == [answer.subject]
    assert [scene.name for scene, _v in found.known.values()] == [one.name for one in BUILT_IN]


@pytest.fixture
def at(embedded: World) -> Iterator[Any]:
    """Seats by login, each following the feed."""
    embedded.now = wall_ms()
    held: dict[str, Seat] = {}

    def seat(login: str) -> Seat:
        if login not in held:
            held[login] = take_seat(embedded.url, login)
            held[login].start()
        hears(held[login], lambda: held[login].room.loaded)
        return held[login]

    yield seat
    for one in held.values():
        one.close()


def hears(seat: Seat, met: Any) -> None:
    pause, end = Event(), time.monotonic() + 30
    while not met():
        assert time.monotonic() < end
        seat.room.apply_updates()
        pause.wait(0.02)


def case_in(world: World) -> int:
    made = {"category_id": town.LITTER, "region_id": town.EAST, "address": "望湖路 12 号 501 室"}
    made |= {"lon": 116.9, "lat": 31.7, "source": "hotline"}
    case = world.act("caller", "register", changes=made).subject
    assert case is not None
    return case


def sent(seat: Seat, intent: Any, *, gone: bool = False) -> Answer:
    """Sends a command; this seat has heard of it."""
    (answer,) = seat.desk.submit([intent])
    assert answer.done, answer
    version = None if gone else answer.version
    hears(seat, lambda: _version(seat, answer.subject) == version)
    return answer


def _version(seat: Seat, scene: int | None) -> int | None:
    return seat.room.nouns.of("scene").get(scene or 0, {}).get("version")


def test_a_case_is_shown_longer_and_taken_off_without_a_turn_of_its_own(
    at: Any, embedded: World
) -> None:
    case = case_in(embedded)
    seat = at("disp")
    assert case_on_wall.end(seat.desk, case) is None
    first = sent(seat, case_on_wall.show(seat.desk, case, 5))
    row = case_on_wall.row_of(seat.desk, case)
    assert row is not None
    assert row["about"] | {"title": ""} == {
        "kind": "case",
        "id": case,
        "lon": 116.9,
        "lat": 31.7,
        "title": "",
    }
    assert "望湖路" not in str(row)
    until_first = row["until"]
    again = sent(seat, case_on_wall.show(seat.desk, case, 15))
    assert again.subject == first.subject
    row = case_on_wall.row_of(seat.desk, case)
    assert row is not None
    assert row["until"] > until_first + 9 * 60_000
    assert case_on_wall.on_the_walls(seat.desk, case)
    end = case_on_wall.end(seat.desk, case)
    assert end is not None
    sent(seat, end)
    assert not case_on_wall.on_the_walls(seat.desk, case)
    found = wall_desk.read(seat.store)
    assert list(found.known) == [one.name for one in BUILT_IN]


def test_a_lead_takes_it_away_altogether(at: Any, embedded: World) -> None:
    case = case_in(embedded)
    lead = at("cmdlead")
    sent(lead, case_on_wall.show(lead.desk, case, 1))
    end = case_on_wall.end(lead.desk, case)
    assert end is not None
    sent(lead, end, gone=True)
    assert wall_desk.read(lead.store).scenes == {}


def test_a_scene_edited_by_two_is_refused_to_the_second(at: Any) -> None:
    lead = at("cmdlead")
    sent(lead, wall_desk.save(lead.desk, OVERVIEW, None))
    row = wall_desk.read(lead.store).row_of("Overview")
    sent(lead, wall_desk.save(lead.desk, BUILT_IN[1], row))
    (late,) = lead.desk.submit([wall_desk.save(lead.desk, BUILT_IN[2], row)])
    assert late.reason == "changed"
    assert wall_desk.read(lead.store).known["Overview"][0].panels == BUILT_IN[1].panels


def test_an_order_ends_the_one_it_replaces(at: Any) -> None:
    lead = at("cmdlead")
    with lead.store.write() as connection:
        seats.wall_life(connection, "南墙", 1, told()["told"])
    pin = lead.desk.submit([wall_desk.order(lead.desk, "南墙", "scene", "Streets")])[0]
    assert wall_desk.read(lead.store).walls[0].standing.pinned == "Streets"
    free = lead.desk.submit([wall_desk.order(lead.desk, "南墙", "free")])[0]
    assert free.subject is not None
    (ended,) = wall_desk.end_superseded(lead.desk, free.subject, "南墙", "free")
    assert (ended.subject, ended.done) == (pin.subject, True)
    found = wall_desk.read(lead.store)
    assert list(found.orders) == [free.subject]
    assert found.walls[0].standing.pin is None


def test_the_system_administrator_of_a_server_reads_walls_and_orders_them(server: World) -> None:
    held = [HeldPost(Post.ADMINISTRATOR, None, None)]
    administration.add_operator(server.store, "sysadmin", "系", "Sys", held)
    with server.store.write() as connection:
        connection.exec_driver_sql(
            "insert into wall_status (name, told, seen_at) values ('南墙', '{\"scene\": \"Overview\"}', 1)"
        )
    changes = {"wall": "南墙", "act": "dark", "until": server.now + 1000}
    more: dict[str, Any] = {"post": Post.ADMINISTRATOR, "kind": "wall_order", "changes": changes}
    answer = server.act("sysadmin", "order-wall", **more)
    assert answer.done, answer
    store = open_store(server.url, "sysadmin")
    found = wall_desk.read(store)
    store.close()
    assert [(view.name, view.painting) for view in found.walls] == [("南墙", Painting.STOPPED)]
    assert found.walls[0].standing.dark is not None
