"""A window that stays open for weeks shows departments, crews and people who came meanwhile."""

from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.domain.intent import HeldPost
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.intake.departments import import_departments
from console.seat.seat import City, Seat
from console.store import administration
from console.store.engine import Store, open_store
from tests.intake.shapes import csv
from tests.store import town
from tests.widgets.desk import town_file, window
from widgets.window import Window

__all__ = ["town_file", "window"]


def tree(window: Window) -> set[str]:
    return {row.title for row in window.workspace.targets.tree.rows}


def owner(window: Window) -> "closing[Store]":
    """Whoever keeps the city, at another workstation."""
    return closing(open_store(window.seat.url))


def test_a_department_that_is_imported_appears_without_a_restart(
    window: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    with owner(window) as store:
        import_departments(store, csv(tmp_path, "code,name,tier", "D9,新设局,市级"))
    assert "新设局" not in tree(window)
    window.seat.beat.turn(0)
    qtbot.waitUntil(lambda: "新设局" in tree(window), timeout=10_000)
    assert not window.seat.behind


def test_a_colleague_who_is_not_known_yet_breaks_nothing_and_has_a_name_soon(
    window: Window, qtbot: QtBot
) -> None:
    queue, seat = window.workspace.queue, window.seat
    case = next(iter(seat.room.cases.slot_of))
    model = queue.model
    model.sort_by("holder", falling=False)
    held = HeldPost(Post.DISPATCHER, town.EAST, None)
    with owner(window) as store:
        who = administration.add_operator(store, "newcomer", "新同事", "New", [held])
    holder = seat.room.cases.column("holder_id")
    holder[seat.room.cases.slot_of[case]] = who
    model.refresh()  # known by number alone
    assert model.naming.holder(seat.room.cases.slot_of[case]) == ""
    seat.beat.turn(0)
    qtbot.waitUntil(
        lambda: model.naming.holder(seat.room.cases.slot_of[case]) == "新同事", timeout=10_000
    )


@pytest.mark.expects_log("the city's own data were not read")
def test_what_could_not_be_read_is_asked_for_again(
    window: Window, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    asked: list[int] = []
    read = Seat.read_city

    def at_last(seat: Seat) -> City:
        asked.append(1)
        if len(asked) == 1:
            raise Refused("database_gone")
        return read(seat)

    monkeypatch.setattr(Seat, "read_city", at_last)
    window.seat.beat.city = "another word"
    qtbot.waitUntil(lambda: len(asked) == 2, timeout=10_000)
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=5000)
    qtbot.wait(1500)
    assert len(asked) == 2  # once for each word of the beat
