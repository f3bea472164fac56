"""The past's extensions and suspensions: about as many as told, and clocks as the door moves them."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.city import demo, national
from console.city.past import sampling
from console.domain.category import CJT214
from console.domain.condition import default_conditions
from console.domain.stage import Post, RequestState
from console.domain.worktime import WorkCalendar
from console.live.clock import wall_ms
from tests.city.demo_city import rows

CASES = 600
SHANGHAI = ZoneInfo(national.ZONE)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    made = f"sqlite:///{tmp_path_factory.mktemp('pauses') / 'city.db'}"
    demo.build(made, components=60, places=60, cases=1, history=CASES)
    return made


def test_what_departments_ask_for_moves_their_clocks_as_the_door_would(
    url: str, calendars: Mapping[str, WorkCalendar]
) -> None:
    cases = {row["id"]: row for row in rows(url, "case_")}
    asked = {row["id"]: row for row in rows(url, "request") if row["case_id"] <= CASES}
    posts = {e["post"] for e in rows(url, "event") if e["command"] == "decide"}
    assert posts <= {"dispatcher", "command_lead", "supervision_lead"}
    seen = Counter[tuple[str, int]]()
    for event in rows(url, "event"):
        if event["command"] != "decide":
            continue
        ((key, made),) = event["after"]["requests"].items()
        request, case, after = asked[int(key)], cases[event["case_id"]], event["after"]
        before, kind = event["before"], request["kind"]
        seen[kind, made["state"]] += 1
        if kind not in ("extension", "suspension"):
            continue
        clock = calendars[case["department_calendar"]]
        sent = clock.deadline(case["department_since"], before.get("department_limit", 480))
        if made["state"] == RequestState.DECLINED:
            assert after.keys() == before.keys() == {"requests"}
            assert event["reason"] == request["decision"] is not None
            continue
        old = clock.position(before["department_deadline"])
        assert request["asked_at"] < before["department_deadline"] == before["case_deadline"]
        if kind == "extension":
            assert before["department_deadline"] == sent
            assert after["department_deadline"] == clock.moment(old + request["hours"] * 3_600_000)
            assert case["case_limit"] == before["case_limit"] + 60 * request["hours"]
            assert (case["extensions"], after["extensions"]) == (1, 1)
        else:
            since, until = case["suspended_from"], case["suspended_until"]
            assert (since, until) == (event["occurred_at"], request["until"])
            more = clock.position(until) - clock.position(since)
            assert after["department_deadline"] == clock.moment(old + more)
            assert case["department_stopped"] >= until
            long = until - request["asked_at"] > 30 * sampling.DAY_MS
            assert event["post"] == ("command_lead" if long else "dispatcher")
        assert after["case_deadline"] == after["department_deadline"] == case["case_deadline"]
    for kind in ("extension", "return", "void"):
        assert seen[kind, RequestState.GRANTED] > 0, kind


def test_shares_of_a_year_are_those_that_are_told(calendars: Mapping[str, WorkCalendar]) -> None:
    spans = {name: calendar.spans for name, calendar in calendars.items()}
    rng = sampling.DaySampler(default_conditions(CJT214), spans, wall_ms(), 1)
    day = datetime.fromtimestamp(wall_ms() / 1000, SHANGHAI).date() - timedelta(days=200)
    sample = rng.sample(day, 20_000)
    kinds = Counter((p.kind, p.granted) for p in sample.pauses.values())
    assert 0.008 < (kinds["extension", True] + kinds["extension", False]) / 20_000 < 0.025
    assert 0.003 < (kinds["suspension", True] + kinds["suspension", False]) / 20_000 < 0.012
    assert 0.05 < sum(n for (_k, granted), n in kinds.items() if not granted) / kinds.total() < 0.3
    assert {p.by for p in sample.pauses.values()} == {Post.DISPATCHER, Post.COMMAND_LEAD}
    late = [sample.done[i] > p.deadline for i, p in sample.pauses.items() if p.granted]
    assert 0.02 < sum(late) / len(late) < 0.15
