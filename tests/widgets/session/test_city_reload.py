"""A window that stays open for weeks shows departments, crews and people who came meanwhile."""

import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from console.domain.intent import HeldPost
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.intake.departments.departments import import_departments
from console.live.change import Change
from console.seat.seat import City, Seat
from console.store.engine import Store, open_store
from console.store.people import administration
from tests.intake.shapes import csv
from tests.store import town
from tests.widgets.desk import desk_of, town_file, window
from widgets.frame.window import Window
from widgets.queue.model import COLUMNS
from widgets.session import city_reload
from widgets.targets.dragging import DragCard

__all__ = ["town_file", "window"]


def tree(window: Window) -> set[str]:
    return {row.title for row in desk_of(window).targets.tree.rows}


def owner(window: Window) -> "closing[Store]":
    """Whoever keeps the city, at another workstation."""
    return closing(open_store(window.seat.url))


def test_a_department_that_is_imported_appears_without_a_restart(
    window: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    with owner(window) as store:
        import_departments(store, csv(tmp_path, "code,name,tier", "D9,新设局,市级"))
    assert "新设局" not in tree(window)
    window.seat.heartbeat.turn(0)
    qtbot.waitUntil(lambda: "新设局" in tree(window), timeout=10_000)
    assert not window.seat.city_outdated


def test_a_colleague_who_is_not_known_yet_breaks_nothing_and_has_a_name_soon(
    window: Window, qtbot: QtBot
) -> None:
    queue, seat = desk_of(window).queue, window.seat
    case = next(iter(seat.room.cases.slot_of))
    model = queue.model
    model.sort_by("holder", falling=False)
    held = HeldPost(Post.DISPATCHER, town.EAST, None)
    with owner(window) as store:
        who = administration.add_operator(store, "newcomer", "新同事", "New", [held])
    holder = seat.room.cases.column("holder_id")
    holder[seat.room.cases.slot_of[case]] = who
    model.refresh()  # known by number alone
    assert model.case_names.holder(seat.room.cases.slot_of[case]) == ""
    seat.heartbeat.turn(0)
    qtbot.waitUntil(
        lambda: model.case_names.holder(seat.room.cases.slot_of[case]) == "新同事", timeout=10_000
    )


def test_a_case_of_which_nothing_is_known_yet_is_shown_all_the_same(
    window: Window, qtbot: QtBot
) -> None:
    """Its category, region and crews came in by a file that this seat is about to hear of."""
    desk, targets = window.seat.desk, desk_of(window).targets
    nothing: dict[int, Any] = {}
    desk.directory = replace(
        desk.directory,
        categories=nothing,
        regions=nothing,
        region_paths=nothing,
        conditions=nothing,
    )
    case = next(iter(window.seat.room.cases.slot_of))
    window.city_reload.listener.changed.emit(Change(0, loaded=True))
    model = desk_of(window).queue.model
    for column, _title in COLUMNS:
        model.sort_by(column, falling=False)
    model.set_filter("望湖")
    window.selection.choose([case])
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=5000)
    desk_of(window).card.restyle()
    assert desk_of(window).card.case == case
    targets.refresh()
    card = DragCard()
    qtbot.addWidget(card)
    card.show_cases(window.context, [case])
    assert card.second == ""


@pytest.mark.expects_log("the city's own data were not read")
def test_one_reading_at_a_time_and_none_at_once_after_a_failure(
    window: Window, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(city_reload, "PAUSE_MS", 2500)
    asked: list[float] = []
    gate = threading.Event()

    def slow(seat: Seat) -> City:
        asked.append(time.monotonic())
        gate.wait(5)
        if len(asked) == 1:
            raise Refused("database_gone")
        return City("second word", seat.desk.directory)

    monkeypatch.setattr(Seat, "read_city", slow)
    window.seat.heartbeat.stop()
    window.seat.heartbeat.city_version = "first word"
    qtbot.waitUntil(lambda: len(asked) == 1, timeout=10_000)
    window.seat.heartbeat.city_version = "second word"
    qtbot.wait(1500)
    assert len(asked) == 1  # the first has not come back
    gate.set()
    came = time.monotonic()
    qtbot.waitUntil(lambda: len(asked) == 2, timeout=10_000)
    assert asked[1] - came >= 2.0
    qtbot.waitUntil(lambda: not window.seat.city_outdated, timeout=5000)
    qtbot.wait(1500)
    assert len(asked) == 2
