"""Coming on duty: which posts, what waits, what happened; wrong passwords are counted and locked."""

import argparse
from pathlib import Path

import pytest

from console.domain.refusal import Refused
from console.domain.stage import Post
from console.seat import arrival, opening
from console.seat.attempts import LOCKED_MS, MOST, SETTING, WITHIN_MS, Attempts
from console.seat.seat import take_seat
from console.store import secrets
from console.store.city import loader
from console.store.log import embedded as log
from console.store.log import traces
from tests.store import town
from tests.store.attacks import dispatched, filed
from tests.store.world import World


@pytest.fixture
def attempts(tmp_path: Path) -> Attempts:
    return Attempts(tmp_path / "sign-on.json")


def test_who_arrives_sees_his_posts_and_what_waits_in_each(
    town_world: World, attempts: Attempts
) -> None:
    filed(town_world)
    filed(town_world, region_id=town.WEST)
    dispatched(town_world)
    found = arrival.arrive(town_world.url, "both", attempts=attempts)
    assert [(c.held.post, c.waiting) for c in found.choices] == [
        (Post.CALL_TAKER, 0),
        (Post.SUPERVISION_LEAD, 0),
        (Post.DISPATCHER, 2),
    ]
    assert found.choices[0].zh == f"区{town.CITY}"
    (east,) = arrival.arrive(town_world.url, "eastdisp", attempts=attempts).choices
    assert (east.held.region_id, east.waiting) == (town.EAST, 1)
    (body,) = arrival.arrive(town_world.url, "dept", attempts=attempts).choices
    assert (body.zh, body.waiting) == (f"部{town.SANITATION}", 1)


def test_a_post_held_in_several_places_is_one_choice_and_counts_each_case_once(
    town_world: World, attempts: Attempts
) -> None:
    filed(town_world)
    filed(town_world, region_id=town.WEST)
    hold(town_world, "eastdisp", town.WEST)
    (both,) = arrival.arrive(town_world.url, "eastdisp", attempts=attempts).choices
    assert (both.zh, both.waiting) == (f"区{town.EAST}、区{town.WEST}", 2)
    assert both.en == f"Region {town.EAST}, Region {town.WEST}"
    hold(town_world, "eastdisp", town.CITY)
    (whole,) = arrival.arrive(town_world.url, "eastdisp", attempts=attempts).choices
    assert (whole.zh, whole.waiting) == (f"区{town.CITY}", 2)


def hold(world: World, login: str, region: int) -> None:
    """Somebody is a dispatcher in a further region."""
    who = next(o["id"] for o in world.rows("operator") if o["login"] == login)
    held = {"operator_id": who, "post": "dispatcher", "region_id": region, "active": True}
    with world.store.write() as connection:
        loader.load(connection, "operator_post", [{**held, "department_id": None}])


def test_since_the_last_shift_counts_what_he_may_see(
    town_world: World, attempts: Attempts, monkeypatch: pytest.MonkeyPatch
) -> None:
    # an embedded database's clock is this machine's; the town has one of its own
    monkeypatch.setattr(log, "now_ms", lambda: town_world.now)
    seat = take_seat(town_world.url, "eastdisp", name="席位07")
    first = arrival.arrive(town_world.url, "eastdisp", attempts=attempts)
    assert (first.left_at, first.since) == (None, {})
    seat.sign_on(failed=2)
    filed(town_world)
    seat.close()
    town_world.later(60)
    filed(town_world)
    filed(town_world, region_id=town.WEST)
    found = arrival.arrive(town_world.url, "eastdisp", attempts=attempts)
    assert found.left_at is not None
    assert (found.since["register"], found.since["file"], found.since["close"]) == (1, 1, 0)
    events = [e for e in town_world.rows("event") if e["kind"] == "operator"]
    assert [e["command"] for e in events] == ["sign-on", "sign-off"]
    assert events[0]["after"] == {"post": "dispatcher", "seat": "席位07", "failed": 2}


def test_nobody_without_a_post_and_nobody_unknown(town_world: World, attempts: Attempts) -> None:
    with pytest.raises(Refused) as no:
        arrival.arrive(town_world.url, "stranger_of_nowhere", attempts=attempts)
    assert no.value.key == "operator_unknown"


def test_a_few_failures_lock_the_login_here_for_a_while(attempts: Attempts) -> None:
    for second in range(MOST):
        attempts.check("server", "li", second)
        attempts.record_failure("server", "li", second)
    with pytest.raises(Refused) as no:
        attempts.check("server", "li", MOST)
    assert no.value.key == "locked_out"
    assert no.value.values["minutes"] == 15
    attempts.check("server", "wang", MOST)
    attempts.check("other", "li", MOST)
    attempts.check("server", "li", MOST + LOCKED_MS)
    again = Attempts(attempts.file)  # another run of the program
    with pytest.raises(Refused):
        again.check("server", "li", MOST)
    assert again.clear_failures("server", "li") == MOST
    again.check("server", "li", MOST)
    assert again.clear_failures("server", "li") == 0


def test_the_city_says_how_many_are_let_pass(town_world: World, attempts: Attempts) -> None:
    """A workstation knows it from the last sign-on that went well, another one from its own."""
    traces.set_setting(town_world.store, SETTING, 2)
    place = secrets.place(town_world.url)
    attempts.record_failure(place, "disp", 1)
    attempts.record_failure(place, "disp", 2)
    attempts.check(place, "disp", 3)
    arrival.arrive(town_world.url, "eastdisp", attempts=attempts)
    with pytest.raises(Refused) as no:
        Attempts(attempts.file).check(place, "disp", 3)
    assert (no.value.key, no.value.values["count"]) == ("locked_out", 2)
    attempts.record_failure("other", "disp", 1)
    attempts.record_failure("other", "disp", 2)
    attempts.check("other", "disp", 3)
    traces.set_setting(town_world.store, SETTING, MOST)
    arrival.arrive(town_world.url, "eastdisp", attempts=attempts)
    attempts.check(place, "disp", 3)


@pytest.mark.parametrize("kept", ['"2"', "0", "true", "21", "null", "[2]"])
def test_a_number_that_the_city_cannot_have_said_is_passed_over(
    attempts: Attempts, kept: str
) -> None:
    attempts.file.write_text(f'{{"most of server": {kept}}}', encoding="utf-8")
    attempts.record_failure("server", "li", 1)
    attempts.check("server", "li", 2)


def test_a_clock_that_was_wrong_locks_nobody_out_for_a_year(attempts: Attempts) -> None:
    for second in range(MOST):
        attempts.record_failure("server", "li", 10**12 + second)
    attempts.check("server", "li", 10**11)
    with pytest.raises(Refused):
        attempts.check("server", "li", 10**12 + MOST)


@pytest.mark.expects_log("cannot be read")
def test_a_file_that_is_nested_without_end_is_no_file(attempts: Attempts) -> None:
    attempts.file.write_text("[" * 100_000, encoding="utf-8")
    attempts.check("server", "li", 1)


SEVERAL = "postgresql://127.0.0.1:9,localhost:9/city"


def test_one_signs_on_at_an_address_of_several_servers(attempts: Attempts) -> None:
    """It ended in a ValueError: only the command line could use such an address."""
    with pytest.raises(Refused) as no:
        arrival.arrive(SEVERAL, "li", "a password", attempts=attempts)
    assert no.value.key == "database_unreachable"
    with pytest.raises(Refused) as no:
        arrival.unlocks(SEVERAL, "li", "a password", attempts=attempts)
    assert no.value.key == "database_unreachable"


def test_a_lock_is_not_opened_by_another_spelling_of_the_server() -> None:
    spelled = ("localhost", "LOCALHOST:5432", "127.0.0.1", "[::1]:5432")
    assert len({secrets.place(f"postgresql://li@{host}/city") for host in spelled}) == 1
    other = {secrets.place(f"postgresql://{host}/city") for host in ("h1,h2", "h1", "localhost:1")}
    assert len(other) == 3


def test_a_command_line_counts_wrong_passwords_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def wrong(_url: str, actor: str | None = None) -> None:
        raise Refused("password_wrong", login=actor)

    monkeypatch.setattr(opening, "open_store", wrong)
    monkeypatch.setattr(opening, "Attempts", lambda: Attempts(tmp_path / "sign-on.json"))
    options = argparse.Namespace(database="postgresql://h/city")
    keys = []
    for _time in range(MOST + 1):
        with pytest.raises(Refused) as no:
            opening.open_checked(options, "li")
        keys.append(no.value.key)
    assert keys == ["password_wrong"] * MOST + ["locked_out"]


def test_the_password_so_far_is_no_new_one(server: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANGGE_PASSWORD_DISP", "the same for years")
    with pytest.raises(Refused) as no:
        arrival.change_password(server.url, "disp", "the same for years")
    assert no.value.key == "password_same"


def test_old_failures_do_not_count(attempts: Attempts) -> None:
    for minute in range(MOST):
        attempts.record_failure("server", "li", minute * WITHIN_MS)
    attempts.check("server", "li", MOST * WITHIN_MS)


@pytest.mark.expects_log("cannot be read")
def test_a_torn_file_of_failures_locks_nobody(attempts: Attempts) -> None:
    attempts.file.write_text("{half", encoding="utf-8")
    attempts.check("server", "li", 1)


@pytest.mark.expects_log("not kept")
def test_failures_that_cannot_be_kept_are_said_in_the_log(tmp_path: Path) -> None:
    attempts = Attempts(tmp_path / "missing" / "sign-on.json")
    attempts.record_failure("server", "li", 1)
    attempts.check("server", "li", 2)
