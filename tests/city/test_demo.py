"""The demo city as the database holds it, and everybody in it able to work."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from console.city import demo
from console.domain.intent import Intent, new_command_id
from console.domain.refusal import Refused
from console.domain.stage import Post, RequestState, Stage
from console.live.clock import wall_ms
from console.store.door.opening import open_door
from console.store.engine import open_store
from tests.city.demo_city import CASES, rows
from tests.store import world

PARTS = {"assignments", "requests", "attachments", "detached"}


def folded(events: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Cases as the log alone tells them: every event's `after` over what was before."""
    cases: dict[int, dict[str, Any]] = {}
    for event in events:
        case = cases.setdefault(event["subject"], {})
        case.update({k: v for k, v in event["after"].items() if k not in PARTS})
        case["version"] = event["subject_version"]
    return cases


def agrees(told: dict[str, Any], row: dict[str, Any]) -> bool:
    """What the log leaves out is empty in the table, and everything else is the same."""
    blank: tuple[object, ...] = (None, "", [], 0, False)
    return all(
        told[name] == value if name in told else value in blank
        for name, value in row.items()
        if name != "id"
    )


def test_the_demo_city_has_the_size_it_should(demo_url: str) -> None:
    counted = {
        table: len(rows(demo_url, table))
        for table in ("case_", "event", "department", "crew", "unit_grid", "collector", "place")
    }
    assert counted["case_"] == CASES
    assert counted["event"] > 3 * CASES  # most have come a long way
    assert (counted["department"], counted["crew"]) == (140, 200)
    assert 1500 < counted["unit_grid"] < 2000
    assert counted["collector"] > 80
    assert counted["place"] > 500
    tiers = Counter(row["tier"] for row in rows(demo_url, "region"))
    assert (tiers["city"], tiers["district"], tiers["street"]) == (1, 1, 17)
    assert 150 <= tiers["community"] <= 190


def test_there_is_an_operator_for_every_post(demo_url: str) -> None:
    assert {row["post"] for row in rows(demo_url, "operator_post")} == {str(post) for post in Post}


def test_the_log_alone_tells_every_case(demo_url: str) -> None:
    told = folded(rows(demo_url, "event"))
    for row in rows(demo_url, "case_"):
        assert agrees(told[row["id"]], row), (told[row["id"]], row)


def test_numbers_go_on_where_the_demo_left_off(demo_url: str) -> None:
    store = open_store(demo_url, "wang")
    region = next(r["id"] for r in rows(demo_url, "region") if r["tier"] == "community")
    changes = {"category_id": 1, "region_id": region}
    command = Intent(new_command_id(wall_ms()), "register", None, Post.CALL_TAKER, changes=changes)
    (answer,) = open_door(store).submit([command])
    store.close()
    assert answer.done
    numbers = [row["number"] for row in rows(demo_url, "case_")]
    assert len(set(numbers)) == CASES + 1


WAY = ("accept", "file", "dispatch", "acknowledge", "start", "arrive", "done", "forward", "pass")


def test_every_case_has_the_story_that_leads_to_its_stage(demo_url: str) -> None:
    by_case: dict[int, list[dict[str, Any]]] = {}
    for event in rows(demo_url, "event"):
        by_case.setdefault(event["subject"], []).append(event)
    posts = {(p["operator_id"], p["post"]) for p in rows(demo_url, "operator_post")}
    for row in rows(demo_url, "case_"):
        story = sorted(by_case[row["id"]], key=lambda event: event["subject_version"])
        assert [event["subject_version"] for event in story] == list(range(1, row["version"] + 1))
        moments = [event["occurred_at"] for event in story]
        assert moments == sorted(moments), [(e["command"], e["occurred_at"]) for e in story]
        assert all((event["actor_id"], event["post"]) in posts for event in story)
        told = [event["command"] for event in story if event["command"] in WAY]
        assert told == [command for command in WAY if command in told]
        stage = Stage(row["stage"])
        assert ("dispatch" in told) == (row["department_id"] is not None)
        assert ("done" in told) == (stage in (Stage.FORWARD, Stage.CHECK, Stage.CLOSE))
        assert ("pass" in told) == (stage is Stage.CLOSE)


def test_what_hangs_on_the_cases_is_in_the_log(demo_url: str) -> None:
    told: dict[tuple[str, str], dict[str, Any]] = {}
    seen: list[str] = []
    for event in rows(demo_url, "event"):
        for word in ("assignments", "requests"):
            for number, made in event["after"].get(word, {}).items():
                told.setdefault((word, number), {}).update(made)
        seen += [f"{event['subject']}:{one}" for one in event["after"].get("attachments", ())]
    for table in ("assignment", "request"):
        for row in rows(demo_url, table):
            made = told.pop((f"{table}s", str(row["id"])))
            assert made.items() <= row.items()
    assert told == {}
    hung = [f"{a['case_id']}:{a['blob_hash']}:{a['role']}" for a in rows(demo_url, "attachment")]
    assert sorted(hung) == sorted(seen)
    assert 10 <= len(rows(demo_url, "blob")) <= 20


def test_what_was_done_last_can_be_taken_back(demo_url: str) -> None:
    """Each entry that somebody could undo knows what was there before it."""
    last: dict[int, dict[str, Any]] = {}
    for event in rows(demo_url, "event"):
        if event["subject_version"] > last.get(event["subject"], event)["subject_version"]:
            last[event["subject"]] = event
    for event in last.values():
        assert set(event["after"]) - {"attachments", "assignments", "requests"} <= set(
            event["before"]
        )


def test_what_waits_to_be_voided_can_be_decided(demo_url: str) -> None:
    voiding = [row["id"] for row in rows(demo_url, "case_") if row["stage"] == Stage.VOID]
    asked = [
        row["case_id"]
        for row in rows(demo_url, "request")
        if row["kind"] == "void" and row["state"] == RequestState.OPEN
    ]
    assert voiding == asked


def test_a_city_is_not_built_over_another(demo_url: str) -> None:
    with pytest.raises(Refused) as caught:
        demo.build(demo_url, cases=1)
    assert caught.value.key == "demo_not_empty"
    assert len(rows(demo_url, "case_")) == CASES


def test_the_same_seed_builds_the_same_cases_in_both_databases(
    server_uri: str, tmp_path: Path
) -> None:
    world.administer(server_uri, "create database demo_city")
    urls = world.database_uri(server_uri, "demo_city"), f"sqlite:///{tmp_path / 'demo.db'}"
    now = wall_ms()
    made = [demo.build(url, seed=5, cases=60, now=now) for url in urls]
    assert made[0] == made[1]
    assert rows(urls[0], "case_") == rows(urls[1], "case_")
    world.administer(server_uri, "drop database demo_city")
