"""Values that no case may hold are refused in one sentence, alike on both databases, nothing written."""

from typing import Any, Final

import pytest

from console.domain.intent import Forged
from console.domain.source import SOURCES
from console.domain.workflow import DIGITS
from tests.store import town
from tests.store.attacks import DAY, GRID, dispatched, filed, in_classes, registered
from tests.store.world import World

REFUSED: Final[tuple[tuple[dict[str, Any], str], ...]] = (
    ({"lon": 500, "lat": 31.5}, "place"),
    ({"lon": 116.5, "lat": 95}, "place"),
    ({"lon": -180.5, "lat": 0.0}, "place"),
    ({"lon": 116.5}, "place"),
    ({"lat": 31.5}, "place"),
    ({"grid_code": "110101001001999"}, "grid_unknown"),
    ({"grid_code": ""}, "grid_unknown"),
    ({"source": ""}, "source"),
    ({"source": "banana"}, "source"),
    ({"region_id": 900}, "region"),
    ({"region_id": -1}, "region"),
    ({"severity": 0}, "severity"),
    ({"category_id": 900}, "category"),
    ({"address": "路" * 301}, "too_long"),
    ({"description": "长" * 8001}, "too_long"),
    ({}, "something"),
)
BEYOND: Final = (10**9, 2**31, 2**53, 2**63, 2**64, 10**400, -(2**63) - 1)


def everything(world: World) -> tuple[Any, ...]:
    return tuple(len(world.rows(table)) for table in ("case_", "event", "request", "assignment"))


def test_a_value_that_is_none_is_refused(town_world: World) -> None:
    case = registered(town_world)
    before = everything(town_world)
    for changes, key in REFUSED:
        found = {town_world.act("caller", "change", case, changes=changes).reason}
        if changes:
            whole = {"category_id": town.LITTER, "region_id": town.EAST, **changes}
            found.add(town_world.act("caller", "register", changes=whole).reason)
        assert found == {key}, changes
    assert everything(town_world) == before


def test_a_reason_is_no_book(town_world: World) -> None:
    """One note of 50 MB was polled by every console; an address took a second a thousand signs."""
    case = registered(town_world)
    assert town_world.act("caller", "note", case, reason="注" * 4000).done
    before = everything(town_world)
    for more in ({"reason": "注" * 4001}, {"reason": "x", "on_behalf_of": "某" * 101}):
        found = town_world.act("caller", "note", case, **more)
        assert found.reason == "too_long"
        assert found.text in ("理由不超过 4000 个字。", "代谁办理不超过 100 个字。")
    assert everything(town_world) == before


def test_values_that_there_are_go_through(town_world: World) -> None:
    in_classes(town_world)
    whole = {"grid_code": GRID, "lon": -180, "lat": 90.0, "region_id": town.WEST}
    case = registered(town_world, **whole)
    assert {key: town_world.case(case)[key] for key in whole} == whole
    for source in SOURCES:
        registered(town_world, source=source)


def test_a_number_without_measure_is_a_forgery_in_every_key(town_world: World) -> None:
    case = registered(town_world)
    before = everything(town_world)
    for number in BEYOND:
        large = {key: number for key, digits in DIGITS.items() if abs(number) >= 10**digits}
        for key, value in {**large, "lon": number * 10**6, "crews": [number * 10**6]}.items():
            with pytest.raises(Forged, match=f"changes.{key}$"):
                town_world.act("caller", "change", case, changes={key: value})
    assert everything(town_world) == before


BROKEN: Final[tuple[dict[str, Any], ...]] = (
    {"lon": float("nan"), "lat": 1.0},
    {"lon": 1.0, "lat": float("inf")},
    {"lon": 1e300, "lat": 1.0},
    {"address": "西街\0"},
    {"address": "\udc80"},
    {"photos": ["a\0"]},
    {"photos": [["a"]]},
    {"crews": [float("nan")]},
    {"addr\0": 1},
)
BESIDE: Final[tuple[dict[str, Any], ...]] = (
    {"reason": "因\0"},
    {"on_behalf_of": "\udc80"},
    {"version_seen": 2**63},
    {"occurred_at": 2**63},
)


def test_what_no_database_holds_is_a_forgery(town_world: World) -> None:
    case = registered(town_world)
    before = everything(town_world)
    for changes in BROKEN:
        with pytest.raises(Forged, match=r"changes"):
            town_world.act("caller", "change", case, changes=changes)
    for more in BESIDE:
        with pytest.raises(Forged, match=next(iter(more))):
            town_world.act("caller", "note", case, **{"reason": "因", **more})
    with pytest.raises(Forged, match="subject"):
        town_world.act("caller", "note", 2**63, reason="因")
    assert everything(town_world) == before


def test_a_crew_that_is_no_number_of_one_is_refused(town_world: World) -> None:
    case = filed(town_world)
    crews: list[Any]
    for crews in ([1.0], [2**40], ["1"], [True], [-1]):
        changes = {"department_id": town.SANITATION, "crews": crews}
        answer = town_world.act("disp", "dispatch", case, changes=changes)
        assert (answer.outcome, answer.reason) == ("refused", "crews"), crews


def test_an_order_is_due_within_the_citys_days(town_world: World) -> None:
    case = dispatched(town_world)
    late = {"due": town_world.now + 365 * DAY + 1}
    answer = town_world.act("chief", "supervise", case, reason="急", changes=late)
    assert (answer.reason, answer.detail) == ("due", {"most": 365})
    last = {"due": town_world.now + 365 * DAY}
    assert town_world.act("chief", "supervise", case, reason="急", changes=last).done


def test_the_door_of_the_server_asks_for_itself(server: World) -> None:
    """Whoever writes past the program meets the same."""
    case = registered(server)
    server.door("caller")
    for changes in (
        '{"lon": 1e400, "lat": 1}',
        f'{{"region_id": {2**40}}}',
        f'{{"into": {2**70}}}',
        '{"hours": 1.0}',
    ):
        with pytest.raises(Exception, match=r"changes\."), server.stores["caller"].write() as raw:
            raw.exec_driver_sql(
                "insert into intent (command_id, command, kind, subject, post, changes)"
                " values ('raw', 'change', 'case', %s, 'call_taker', %s::jsonb)",
                (case, changes),
            )
