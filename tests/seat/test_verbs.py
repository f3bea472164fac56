"""Each verb answers its document, its lines for people, and exit code 0."""

from pathlib import Path
from typing import Any

import pytest

from console.domain.stage import Stage
from console.domain.workflow import COMMANDS
from console.live.clock import wall_ms
from console.store.migrations import revisions
from tests.intake.files import NYC_CLOSED, NYC_HEADER, NYC_OPEN, written
from tests.seat.conftest import Say
from tests.store.world import World

REGISTER = ("act", "register", "--as", "caller", "--set", "category_id=2", "--set", "region_id=2")


def shape(document: Any) -> Any:
    """Keys and types, values left out."""
    if isinstance(document, dict):
        return {key: shape(value) for key, value in document.items()}
    if isinstance(document, list):
        return [shape(document[0])] if document else []
    return type(document)


def registered(say: Say, url: str) -> int:
    case = say(*REGISTER, "--database", url, "--json").document["results"][0]["case"]
    assert isinstance(case, int)
    return case


def test_a_database_is_made_checked_and_made_again_without_harm(say: Say, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    assert say("--database", url, "db", "init", "--json").document == {"revision": revisions.NEWEST}
    assert say("--database", url, "db", "init").code == 0
    assert say("--database", url, "db", "upgrade").code == 0
    checked = say("db", "check", "--json", "--database", url).document
    assert shape(checked) == {"database": str, "revision": str, "era": int, "digest": bool}
    assert checked["digest"] is True


def test_a_new_database_knows_the_national_categories(say: Say, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    say("--database", url, "db", "init")
    file = written(tmp_path, NYC_HEADER, NYC_OPEN)
    assert say("--database", url, "import", "cases", file).code == 0
    assert [
        row["scheme"] for row in say("--database", url, "cases", "list", "--json").document
    ] == ["nyc311"]


def test_import_answers_its_report(say: Say, town_world: World, tmp_path: Path) -> None:
    bad = NYC_OPEN.replace("06/27/2018 09:00:00 AM", "soon")
    file = written(tmp_path, NYC_HEADER, NYC_CLOSED, bad)
    said = say("--database", town_world.url, "import", "cases", file, "--json")
    assert said.code == 0
    assert shape(said.document) == {
        "rows": int,
        "imported": int,
        "unchanged": int,
        "rejected": int,
        "without_place": int,
        "without_place_lines": [],
        "rejections": [{"line": int, "reason": str}],
        "unused": [],
        "remarks": [],
    }
    report = said.document
    assert report["rows"] == report["imported"] + report["unchanged"] + report["rejected"] == 2
    again = say("--database", town_world.url, "import", "cases", file)
    assert "3: “soon”不是本格式的日期。" in again.out.splitlines()


def test_cases_are_listed_in_their_shape(say: Say, town_world: World) -> None:
    case = registered(say, town_world.url)
    said = say("--database", town_world.url, "cases", "list", "--json")
    assert said.code == 0
    (row,) = said.document
    deadline, number, overdue = (row.pop(name) for name in ("deadline", "number", "overdue"))
    assert row == {
        "id": case,
        "stage": "intake",
        "department": None,
        "region": "区2",
        "category": "0101",
        "scheme": "town",
        "severity": "M",
        "version": 1,
    }
    assert isinstance(overdue, int)
    assert number.isdigit()
    assert deadline.endswith("+08:00")
    assert number in say("--database", town_world.url, "cases", "list").out


def test_what_is_overdue_is_so_by_the_clock_of_the_database(say: Say, town_world: World) -> None:
    changes = {"category_id": 2, "region_id": 2}
    town_world.now = wall_ms()
    town_world.later(minutes=-31)
    late = town_world.act("caller", "register", changes=changes).subject
    town_world.later(minutes=31)
    town_world.act("caller", "register", changes=changes)
    words = ("cases", "list", "--overdue", "--as", "caller", "--json")
    found = say("--database", town_world.url, *words).document
    assert [(row["id"], row["overdue"]) for row in found] == [(late, 1)]


def test_ended_cases_are_listed_only_when_asked_for(say: Say, town_world: World) -> None:
    url = town_world.url
    kept, ended = registered(say, url), registered(say, url)
    reject = ("act", "reject", str(ended), "--as", "caller", "--reason", "重复")
    assert say(*reject, "--database", url).code == 0

    def listed(*more: str) -> list[int]:
        return [
            row["id"] for row in say("--database", url, "cases", "list", "--json", *more).document
        ]

    assert listed() == [kept]
    assert listed("--all") == [kept, ended]
    assert listed("--stage", "rejected") == [ended]
    assert listed("--stage", "dispatch") == []
    assert listed("--all", "--limit", "1") == [kept]


def test_every_command_of_the_rule_table_is_told(say: Say) -> None:
    found = say("commands", "--json").document
    assert [row["command"] for row in found if row["kind"] == "case"] == list(COMMANDS)
    keys = ("kind", "command", "from", "to", "posts", "changes", "needs")
    assert {tuple(row) for row in found} == {keys}
    dispatch = next(row for row in found if row["command"] == "dispatch")
    assert dispatch["from"] == ["dispatch"]
    assert dispatch["to"] == ["handle"]
    assert dispatch["posts"] == ["command_lead", "dispatcher"]


def test_acting_answers_the_outcome_of_each_case(say: Say, town_world: World) -> None:
    url = town_world.url
    first, second = registered(say, url), registered(say, url)
    say("act", "accept", str(second), "--as", "caller", "--database", url)
    said = say(
        "--as", "caller", "--database", url, "act", "accept", str(first), str(second), "--json"
    )
    assert said.code == 1
    document = said.document
    assert isinstance(document.pop("command_id"), str)
    assert document == {
        "results": [
            {"case": first, "outcome": "done", "reason": None, "version": 2},
            {"case": second, "outcome": "refused", "reason": "stage", "version": 2},
        ]
    }
    assert town_world.case(first)["stage"] == Stage.FILE


def test_the_same_command_id_is_done_once(say: Say, town_world: World) -> None:
    words = (*REGISTER, "--command-id", "one-and-the-same", "--database", town_world.url, "--json")
    assert say(*words).document == say(*words).document
    assert len(town_world.rows("case_")) == 1


def test_what_changed_meanwhile_is_told(say: Say, town_world: World) -> None:
    case = registered(say, town_world.url)
    accept = ("act", "accept", str(case), "--as", "caller", "--version-seen", "9", "--json")
    (result,) = say(*accept, "--database", town_world.url).document["results"]
    assert (result["outcome"], result["reason"]) == ("changed", "changed")


def test_a_year_without_published_holidays_says_so(say: Say) -> None:
    said = say("deadline", "--from", "2035-03-01 10:00", "--limit", "2天")
    assert said.out.splitlines()[1] == "2035 年节假日尚未公布：仅按周末计算。"
    nights = say("deadline", "--from", "2035-03-01 10:00", "--limit", "2紧急工作时")
    assert len(nights.out.splitlines()) == 1


def test_a_deadline_is_counted_without_a_database(say: Say) -> None:
    said = say("deadline", "--from", "2025-03-14T13:00", "--limit", "1工作时", "--json")
    assert said.code == 0
    assert said.document == {
        "from": "2025-03-14T13:00:00+08:00",
        "limit": "1工作时",
        "minutes": 60,
        "calendar": "working",
        "note": "",
        "deadline": "2025-03-14T15:00:00+08:00",
        "provisional": False,
    }
    assert (
        say("deadline", "--from", "2025-09-30T17:00", "--limit", "2工作时").out
        == "2025-10-09 09:00\n"
    )


def test_a_unit_grid_code_is_taken_apart_and_made(say: Say) -> None:
    assert say("grid", "code", "110101001001007", "--json").document == {
        "code": "110101001001007",
        "county": "110101",
        "street": "001",
        "community": "001",
        "sequence": 7,
    }
    assert say("grid", "code", "--next", "110101001001", "--taken", "1,2,4").out == (
        "110101001001005\n"
    )


def test_the_keeper_tells_how_often_it_held_the_lease(say: Say, town_world: World) -> None:
    said = say("keep", "--for", "0", "--json", "--database", town_world.url)
    assert said.code == 0
    assert shape(said.document) == {"holder": str, "turns": int, "held": int}
    assert (said.document["turns"], said.document["held"]) == (1, 1)


@pytest.mark.parametrize(
    ("language", "sentence"), [("zh", "数据库正常。"), ("en", "The database is in order.")]
)
def test_lines_for_people_are_in_their_language(
    say: Say, embedded: World, language: str, sentence: str
) -> None:
    for words in (
        ("--language", language, "db", "check"),
        ("db", "check", "--language", language),
    ):
        assert say(*words, "--database", embedded.url).out == f"{sentence}\n"
