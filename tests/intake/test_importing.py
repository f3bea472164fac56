"""Foreign cases come in once, with their history; what cannot come in is named with its line."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from console.domain import tokens
from console.domain.moment import parse
from console.domain.refusal import Refused
from console.domain.stage import Stage
from console.intake.cases.importing import import_cases
from tests.intake.files import (
    BOSTON_HEADER,
    BOSTON_LATE,
    BOSTON_OPEN,
    NYC_CLOSED,
    NYC_HEADER,
    NYC_OPEN,
    NYC_OPEN_SINCE_CLOSED,
    NYC_WITHOUT_PLACE,
    written,
)
from tests.store.world import World

NEW_YORK = ZoneInfo("America/New_York")


def by_number(world: World, number: str) -> dict[str, Any]:
    return next(row for row in world.rows("case_") if row["number"] == number)


def story(world: World, number: str) -> list[dict[str, Any]]:
    case = by_number(world, number)["id"]
    found = [row for row in world.rows("event") if row["case_id"] == case]
    return sorted(found, key=lambda row: int(row["subject_version"]))


def named(world: World, table: str, row_id: int) -> str:
    return next(str(row["en"]) for row in world.rows(table) if row["id"] == row_id)


def test_a_closed_record_keeps_when_it_was_opened_due_and_closed(
    town_world: World, tmp_path: Path
) -> None:
    import_cases(town_world.store, written(tmp_path, NYC_HEADER, NYC_CLOSED))
    case = by_number(town_world, "nyc311-1001")
    assert Stage(case["stage"]) is Stage.CLOSED
    assert case["registered_at"] == parse("2018-06-26T10:58:54", NEW_YORK)
    assert case["department_deadline"] == parse("2018-06-26T18:58:54", NEW_YORK)
    assert case["closed_at"] == parse("2018-06-26T12:50:01", NEW_YORK)
    assert case["description"] == "Came, saw."
    assert (case["lon"], case["lat"]) == (-73.846427, 40.690092)
    assert named(town_world, "department", case["department_id"]) == "Police Department"
    assert named(town_world, "region", case["region_id"]) == "Queens"
    assert named(town_world, "category", case["category_id"]) == "Loud Music"


def test_its_history_says_what_happened_when_and_that_no_operator_did_it(
    town_world: World, tmp_path: Path
) -> None:
    import_cases(town_world.store, written(tmp_path, NYC_HEADER, NYC_CLOSED))
    registered, closed = story(town_world, "nyc311-1001")
    assert registered["command"] == "register"
    assert registered["occurred_at"] == parse("2018-06-26T10:58:54", NEW_YORK)
    assert registered["after"]["stage"] == Stage.HANDLE
    assert closed["command"] == "close"
    assert closed["occurred_at"] == parse("2018-06-26T12:50:01", NEW_YORK)
    assert closed["before"]["stage"] == Stage.HANDLE
    assert closed["after"]["stage"] == Stage.CLOSED
    assert registered["actor_id"] is closed["actor_id"] is None


def test_an_open_record_waits_with_its_department_or_for_dispatch(
    town_world: World, tmp_path: Path
) -> None:
    import_cases(town_world.store, written(tmp_path, NYC_HEADER, NYC_OPEN, NYC_WITHOUT_PLACE))
    assert by_number(town_world, "nyc311-1002")["stage"] == Stage.HANDLE
    waiting = by_number(town_world, "nyc311-1003")
    assert waiting["stage"] == Stage.DISPATCH
    assert waiting["department_id"] is None


def test_a_record_without_a_place_is_kept_and_listed(town_world: World, tmp_path: Path) -> None:
    report = import_cases(
        town_world.store, written(tmp_path, NYC_HEADER, NYC_OPEN, NYC_WITHOUT_PLACE)
    )
    assert (report["imported"], report["without_place"]) == (2, 1)
    assert report["without_place_lines"] == [3]
    assert by_number(town_world, "nyc311-1003")["lon"] is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_utf_8_and_gbk_read_the_same(
    embedded: World, tmp_path: Path, encoding: str, end: str
) -> None:
    file = written(tmp_path, BOSTON_HEADER, BOSTON_LATE, encoding=encoding, end=end)
    assert import_cases(embedded.store, file)["imported"] == 1
    case = by_number(embedded, "boston311-2001")
    assert (case["address"], case["description"]) == ("唐人街 42 号", "已清理")
    assert story(embedded, "boston311-2001")[1]["after"]["on_time"] is False


def test_a_second_import_adds_nothing(town_world: World, tmp_path: Path) -> None:
    file = written(tmp_path, BOSTON_HEADER, BOSTON_LATE, BOSTON_OPEN)
    first = import_cases(town_world.store, file)
    tables = ("case_", "event", "external_ref", "region", "department", "category")
    before = {table: town_world.rows(table) for table in tables}
    second = import_cases(town_world.store, file)
    assert (first["imported"], first["unchanged"]) == (2, 0)
    assert (second["imported"], second["unchanged"], second["rejected"]) == (0, 2, 0)
    assert {table: town_world.rows(table) for table in tables} == before


def test_a_record_that_changed_since_becomes_one_event(town_world: World, tmp_path: Path) -> None:
    import_cases(town_world.store, written(tmp_path, NYC_HEADER, NYC_CLOSED, NYC_OPEN))
    events = len(town_world.rows("event"))
    file = written(tmp_path, NYC_HEADER, NYC_CLOSED, NYC_OPEN_SINCE_CLOSED)
    report = import_cases(town_world.store, file)
    assert (report["imported"], report["unchanged"]) == (1, 1)
    assert len(town_world.rows("event")) == events + 1
    last = story(town_world, "nyc311-1002")[-1]
    case = by_number(town_world, "nyc311-1002")
    assert last["before"]["stage"] == Stage.HANDLE
    assert last["after"]["stage"] == case["stage"] == Stage.CLOSED
    assert last["occurred_at"] == case["closed_at"] == parse("2018-07-02T08:30", NEW_YORK)
    assert last["subject_version"] == case["version"] == 2
    assert import_cases(town_world.store, file)["imported"] == 0


def test_imported_cases_are_found_by_their_texts_also_when_these_changed(
    town_world: World, tmp_path: Path
) -> None:
    import_cases(town_world.store, written(tmp_path, NYC_HEADER, NYC_CLOSED, NYC_OPEN))
    moved = NYC_OPEN.replace("5 BROADWAY", "77 Wall St")
    import_cases(town_world.store, written(tmp_path, NYC_HEADER, NYC_CLOSED, moved))
    held: dict[int, set[str]] = {}
    for row in town_world.rows("token"):
        held.setdefault(row["case_id"], set()).add(row["token"])
    assert held == {row["id"]: tokens.of_case(row) for row in town_world.rows("case_")}
    assert any({"77", "wall", "st", "nyc311-1002"} <= found for found in held.values())


BAD_ROWS = (
    (NYC_OPEN.replace("06/27/2018 09:00:00 AM", "27.6.2018"), "row_moment"),
    (NYC_OPEN.replace("06/27/2018 09:00:00 AM", ""), "row_without_date"),
    (NYC_OPEN.replace("1002", ""), "row_without_key"),
    (NYC_OPEN + ",more", "row_columns"),
    ("1002,only,three", "row_columns"),
    (NYC_OPEN.replace("Pothole", '"Pot"hole'), "row_broken"),
    (NYC_OPEN.replace("40.7051", "140.7051"), "row_place"),
    (NYC_OPEN.replace("40.7051", "north"), "row_place"),
    (NYC_OPEN.replace("40.7051", "nan"), "row_place"),
    (NYC_CLOSED, "row_twice"),
)


@pytest.mark.parametrize(
    ("row", "why"), BAD_ROWS, ids=[f"{w}{i}" for i, (_, w) in enumerate(BAD_ROWS)]
)
def test_a_bad_row_is_named_with_its_line_and_the_others_come_in(
    embedded: World, tmp_path: Path, row: str, why: str
) -> None:
    told = NYC_CLOSED.replace("Came, saw.", "Came,\nsaw,\nleft.")
    file = written(tmp_path, NYC_HEADER, told, row, NYC_WITHOUT_PLACE)
    report = import_cases(embedded.store, file)
    assert (report["rows"], report["imported"], report["rejected"]) == (3, 2, 1)
    assert [entry["line"] for entry in report["rejections"]] == [5]
    values = {"text": "27.6.2018", "number": "1001"}
    if why == "row_place":
        values["text"] = f"-74.0137, {row.split(',')[-2]}"
    assert report["rejections"][0]["reason"] == str(Refused(why, **values))
    assert {row["number"] for row in embedded.rows("case_")} == {"nyc311-1001", "nyc311-1003"}


def test_a_line_separator_of_unicode_inside_a_field_is_no_new_line(
    embedded: World, tmp_path: Path
) -> None:
    file = written(tmp_path, NYC_HEADER, NYC_OPEN.replace("5 BROADWAY", "5\u2028BROADWAY"))
    assert import_cases(embedded.store, file)["imported"] == 1


NO_TABLE = {
    "file_not_text": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)),
    "file_format_unknown": b"name,age\r\nA,3\r\n",
}


@pytest.mark.parametrize("why", NO_TABLE)
def test_a_file_that_is_no_table_of_cases_is_refused_and_nothing_written(
    town_world: World, tmp_path: Path, why: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(NO_TABLE[why])
    with pytest.raises(Refused) as caught:
        import_cases(town_world.store, str(path))
    assert caught.value.key == why
    assert town_world.rows("case_") == town_world.rows("event") == []


def test_undecodable_bytes_and_a_missing_file_are_refused(embedded: World, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(NYC_HEADER.encode() + b"\n\xff\xff\xff\n")
    for file, why in ((path, "file_not_text"), (tmp_path / "none.csv", "file_unreadable")):
        with pytest.raises(Refused) as caught:
            import_cases(embedded.store, str(file))
        assert caught.value.key == why


def test_an_empty_file_is_of_no_known_format(embedded: World, tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        import_cases(embedded.store, written(tmp_path))
    assert caught.value.key == "file_format_unknown"


def test_a_failure_in_the_middle_leaves_nothing(
    town_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_row: object) -> None:
        raise Refused("database_full", path="x")

    monkeypatch.setattr("console.intake.cases.importing.event_rows", broken)
    with pytest.raises(Refused):
        import_cases(town_world.store, written(tmp_path, NYC_HEADER, NYC_CLOSED))
    assert town_world.rows("case_") == town_world.rows("external_ref") == []
