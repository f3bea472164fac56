"""`db seal` and `db verify-audit`: figures for scripts, one sentence and exit 1 for a broken log."""

from tests.seat.conftest import Say
from tests.store.attacks import dispatched
from tests.store.test_audit import seq_of, tamper
from tests.store.world import World


def test_a_sound_log_is_said_to_be_sound(say: Say, town_world: World) -> None:
    dispatched(town_world)
    count = len(town_world.rows("event"))
    sealed = say("--database", town_world.url, "db", "seal", "--json").document
    assert sealed["sealed"] == count
    said = say("--database", town_world.url, "db", "verify-audit", "--json")
    assert (said.code, said.document) == (
        0,
        {"events": count, "seals": 1, "unsealed": 0, "seal": sealed["seal"], "broken": None},
    )


def test_it_is_asked_as_whom_the_command_line_names(say: Say, server: World) -> None:
    """`--as` was passed over: whoever had the address could do it."""
    for verb in (("db", "verify-audit"), ("db", "seal"), ("db", "check"), ("keep", "--for", "0")):
        said = say("--database", server.url, "--as", "ghost", *verb, "--json")
        assert (said.code, said.document["error"]) == (1, "operator_unknown"), verb


def test_a_changed_event_is_named_with_exit_code_one(say: Say, town_world: World) -> None:
    case = dispatched(town_world)
    say("--database", town_world.url, "db", "seal")
    seq = seq_of(town_world, case, 2)
    tamper(town_world, f"update event set post = 'leader' where seq = {seq}")
    said = say("--database", town_world.url, "db", "verify-audit", "--json")
    assert said.code == 1
    assert said.document["broken"] == {
        "seal": 1, "seq": seq, "case": case, "command": "accept",
    }  # fmt: skip
    assert str(seq) in said.err


def test_seals_that_were_taken_away_are_missed_by_one_that_was_written_down(
    say: Say, town_world: World
) -> None:
    dispatched(town_world)
    known = say("--database", town_world.url, "db", "seal", "--json").document["seal"]
    asked = ("--database", town_world.url, "db", "verify-audit", "--known", known)
    assert say(*asked).code == 0
    tamper(town_world, "delete from seal")
    said = say(*asked)
    assert (said.code, said.err.strip() or said.out.strip()) == (
        1,
        f"封存链中没有 {known}：封存被删除或全部重做。",
    )


def test_a_missing_event_is_told(say: Say, town_world: World) -> None:
    case = dispatched(town_world)
    say("--database", town_world.url, "db", "seal")
    tamper(town_world, f"delete from event where seq = {seq_of(town_world, case, 4)}")
    said = say("--database", town_world.url, "db", "verify-audit")
    assert said.code == 1
    assert str(seq_of(town_world, case, 3)) in said.out
