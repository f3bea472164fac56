"""Two of one command id at the same moment: the second waits for the first and says what it said."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from console.domain.intent import Answer, Forged, Intent
from console.store.door.server import COLUMNS, ROW, _values
from tests.store import town
from tests.store.attacks import filed
from tests.store.world import World


def beside(world: World, first: Intent, second: Intent, *, who: str = "disp") -> tuple[str, Any]:
    """The outcome of `first`, and what `second` gets that is sent while `first` is not committed."""
    world.door(who)
    heard: list[Any] = []

    def send() -> None:
        try:
            heard.append(world.door(who).submit([second])[0])
        except Forged as forged:
            heard.append(forged)

    sent = threading.Thread(target=send)
    sql = f"insert into intent ({COLUMNS}) values {ROW} returning outcome"  # noqa: S608
    with world.stores[who].write() as connection:
        said = connection.exec_driver_sql(sql, tuple(_values(first))).scalar_one()
        sent.start()
        waits_for(world, lambda: not heard)
        assert not heard
    sent.join(10)
    return said, heard[0]


def waits_for(world: World, unheard: Callable[[], bool]) -> None:
    """Until a session stands in the queue for a lock."""
    until = time.monotonic() + 60
    while time.monotonic() < until and unheard():
        with world.store.read() as connection:
            if connection.exec_driver_sql("select 1 from pg_locks where not granted").first():
                return
        time.sleep(0.01)


def intent(world: World, case: int | None, command: str = "dispatch", **more: Any) -> Intent:
    more.setdefault("changes", {"department_id": town.SANITATION})
    return world.intent("disp", command, case, command_id="twin", **more)


def test_a_twin_says_what_the_first_said(server: World) -> None:
    case = filed(server)
    said, answer = beside(server, intent(server, case), intent(server, case))
    assert (said, answer.outcome, answer.subject) == ("done", "done", case)
    assert len([e for e in server.rows("event") if e["command"] == "dispatch"]) == 1


def test_a_refused_twin_of_a_case_that_does_not_exist(server: World) -> None:
    said, answer = beside(server, intent(server, 999), intent(server, 999))
    assert said == "refused"
    assert answer == Answer(999, "refused", "unknown_case")


def test_a_new_case_is_made_once(server: World) -> None:
    given = {"category_id": 1, "region_id": town.WEST}
    one = server.intent("caller", "register", command_id="twin", changes=given)
    said, answer = beside(server, one, one, who="caller")
    assert (said, answer.outcome) == ("done", "done")
    assert [row["id"] for row in server.rows("case_")] == [answer.subject]


def test_an_id_used_for_another_case_meanwhile_is_a_forgery(server: World) -> None:
    one, other = filed(server), filed(server)
    said, answer = beside(server, intent(server, one), intent(server, other))
    assert said == "done"
    assert isinstance(answer, Forged), answer
    stages = {row["id"]: row["stage"] for row in server.rows("case_")}
    assert stages[other] == 4
    with pytest.raises(Forged):
        server.door("disp").submit([intent(server, other)])
