"""One road from every gesture to the door: sent, answered, doubted, undone."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from qtpy.QtCore import QObject

from console.domain.intent import Answer, Intent
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.domain.verdict import VerdictKind
from console.seat.unsent_notes import UnsentNotes
from tests.store import town
from tests.widgets.desk import LiveDesk, desk, town_file
from widgets.session import operations
from widgets.session.jobs import Jobs
from widgets.session.selection import Selection
from widgets.session.sent_command import CommandStatus, SentCommand

__all__ = ["desk", "town_file"]


class FlakyDoor:
    """A door that does not answer the first few times, though the first command arrives."""

    def __init__(self, sound: object, silent: int, key: str) -> None:
        self.sound, self.silent, self.key = sound, silent, key
        self.asked: list[str] = []

    def submit(self, intents: Sequence[Intent]) -> list[Answer]:
        self.asked.append(intents[0].command_id)
        answers: list[Answer] = self.sound.submit(intents)  # type: ignore[attr-defined]
        if len(self.asked) <= self.silent:
            raise Refused(self.key, path="x", detail="cut")
        return answers


def settled(desk: LiveDesk, sent: SentCommand) -> None:
    desk.qtbot.waitUntil(
        lambda: sent.status in (CommandStatus.CONFIRMED, CommandStatus.REFUSED), timeout=8000
    )


def test_a_dispatch_is_confirmed_and_comes_back_by_the_feed(desk: LiveDesk) -> None:
    case = desk.to_dispatch()
    sent = desk.context.operations.dispatch([case], town.SANITATION, town.CREW, words="环卫")
    assert sent.status is CommandStatus.SENDING
    settled(desk, sent)
    assert sent.done == [case]
    desk.sees(case)
    assert desk.cases.row(case)["department_id"] == town.SANITATION
    assert [crew for crew, _state in desk.cases.crews[case].values()] == [town.CREW]


def test_an_undo_brings_the_case_back_and_cannot_be_had_twice(desk: LiveDesk) -> None:
    case = desk.to_dispatch()
    settled(desk, desk.context.operations.dispatch([case], town.SANITATION, words="环卫"))
    undone = desk.context.operations.undo()
    assert undone is not None
    settled(desk, undone)
    assert undone.status is CommandStatus.CONFIRMED
    assert desk.world.case(case)["stage"] == 4
    assert desk.context.operations.undo() is None


def test_a_refusal_says_why_and_offers_no_undo(desk: LiveDesk) -> None:
    case = desk.to_dispatch()
    sent = desk.context.operations.dispatch([case], town.CLOSED_DOWN, words="停用部门")
    settled(desk, sent)
    assert sent.status is CommandStatus.REFUSED
    assert sent.refusals[0].text == "该部门不存在或已停用。"
    assert not desk.context.operations.can_undo


def test_without_an_answer_the_same_command_is_asked_again_and_done_once(desk: LiveDesk) -> None:
    case = desk.to_dispatch()
    seat = desk.context.seat
    moody = FlakyDoor(seat.desk.door, 2, "database_unreachable")
    seat.desk.door = moody
    sent = desk.context.operations.dispatch([case], town.SANITATION, words="环卫")
    desk.qtbot.waitUntil(lambda: sent.status is CommandStatus.UNKNOWN, timeout=5000)
    settled(desk, sent)
    assert sent.status is CommandStatus.CONFIRMED
    assert sent.request_words != sent.words  # nothing is called done before it is
    assert len(moody.asked) == 3
    assert len(set(moody.asked)) == 1
    commands = [event["command"] for event in desk.world.rows("event")]
    assert commands.count("dispatch") == 1


def test_what_will_never_pass_is_not_asked_again(desk: LiveDesk) -> None:
    case = desk.to_dispatch()
    seat = desk.context.seat
    moody = FlakyDoor(seat.desk.door, 99, "operator_unknown")
    seat.desk.door = moody
    sent = desk.context.operations.dispatch([case], town.SANITATION, words="环卫")
    settled(desk, sent)
    assert (sent.status, len(moody.asked)) == (CommandStatus.REFUSED, 1)
    assert sent.failure


def test_the_verdict_before_the_drop_is_the_doors(desk: LiveDesk) -> None:
    case = desk.to_dispatch()
    foresee = desk.context.operations.foresee_dispatch
    assert foresee([case], town.SANITATION).allowed is VerdictKind.YES
    assert foresee([case], town.SANITATION, town.OFF_DUTY_CREW).key == "crews"
    assert foresee([case], town.CLOSED_DOWN).key == "department"
    desk.act("cmdlead", "dispatch", case, changes={"department_id": town.OTHER})
    desk.sees(case)
    assert foresee([case], town.SANITATION).key == "redispatch_reason"


def test_somebody_elses_change_is_told_as_a_conflict(desk: LiveDesk) -> None:
    case = desk.to_dispatch()
    intents = desk.context.seat.desk.intents("dispatch", [case], {"department_id": town.OTHER})
    desk.act("cmdlead", "dispatch", case, changes={"department_id": town.SANITATION})
    answer = desk.context.seat.desk.submit(intents)[0]
    assert answer.outcome == "changed"


def test_work_is_settled_on_the_gui_thread_and_silent_without_its_owner(desk: LiveDesk) -> None:
    jobs, owner, gone = desk.context.jobs, QObject(), QObject()
    seen: list[object] = []
    jobs.run(owner, lambda: 41 + 1, seen.append, seen.append)
    jobs.run(owner, _refuse, seen.append, seen.append)
    went = Event()
    gone.destroyed.connect(went.set)
    jobs.run(gone, partial(went.wait, 5), seen.append, seen.append)
    gone.deleteLater()
    desk.qtbot.waitUntil(lambda: not jobs.busy, timeout=5000)
    assert sorted(map(str, seen)) == sorted(["42", str(Refused("server_full"))])


def _refuse() -> None:
    raise Refused("server_full")


def test_a_bug_of_the_work_is_raised_and_not_handed_on_as_a_refusal(desk: LiveDesk) -> None:
    jobs, owner = desk.context.jobs, QObject()
    failed: list[object] = []
    tidied: list[object] = []
    with desk.qtbot.captureExceptions() as raised:
        jobs.run(owner, lambda: 1 // 0, failed.append, failed.append, tidied.append)
        desk.qtbot.waitUntil(lambda: not jobs.busy, timeout=5000)
    assert [kind for kind, _error, _trace in raised] == [ZeroDivisionError]
    assert [type(error) for error in tidied] == [ZeroDivisionError]
    assert failed == []


def test_a_command_that_a_bug_ended_is_not_under_way_for_ever(
    desk: LiveDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = desk.to_dispatch()
    monkeypatch.setattr(desk.context.seat.desk, "door", None)  # no such object has `submit`
    with desk.qtbot.captureExceptions() as raised:
        sent = desk.context.operations.dispatch([case], town.SANITATION, words="环卫")
        settled(desk, sent)
    assert [kind for kind, _error, _trace in raised] == [AttributeError]
    assert sent.status is CommandStatus.REFUSED
    assert not desk.context.operations.pending(case)


def test_jobs_that_are_closed_wait_for_what_runs(tmp_path: Path) -> None:
    owner, jobs = QObject(), Jobs()
    jobs.run(owner, lambda: (tmp_path / "done").touch(), print, print)
    jobs.close()
    assert (tmp_path / "done").exists()


def test_one_selection_keeps_order_current_and_forgets_what_is_gone() -> None:
    chosen = Selection()
    told: list[tuple[int, ...]] = []
    chosen.changed.connect(lambda: told.append(tuple(chosen.ids)))
    chosen.choose([3, 1, 2], 1)
    chosen.choose([3, 1, 2], 1)
    chosen.toggle(5)
    chosen.toggle(1)
    chosen.forget([5, 9])
    assert told == [(3, 1, 2), (3, 1, 2, 5), (3, 2, 5), (3, 2)]
    assert (chosen.current, len(chosen), 3 in chosen) == (2, 2, True)


def test_a_note_has_no_way_back_and_leaves_the_dispatch_before_it_its_own(desk: LiveDesk) -> None:
    noted, sent_away = desk.to_dispatch(address="望湖路 1 号"), desk.to_dispatch()
    dispatched = desk.context.operations.dispatch([sent_away], town.SANITATION, words="环卫")
    settled(desk, dispatched)
    note = desk.context.operations.send("note", [noted], words="备注", reason="电话已回")
    settled(desk, note)
    assert note.done == [noted]
    assert not note.undoable
    assert desk.context.operations.last is dispatched


def test_a_note_no_database_has_answered_outlives_the_program(
    desk: LiveDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = desk.to_dispatch()
    seat = desk.context.seat
    box = UnsentNotes(seat.url, "disp", tmp_path / "outbox.json")
    silent = FlakyDoor(DroppingDoor(), 1000, "database_unreachable")
    monkeypatch.setattr(seat.desk, "door", silent)
    written = operations.Operations(seat, Jobs(), unsent_notes=box)
    note = written.send("note", [case], words="备注", reason="路面塌陷已围挡")
    desk.qtbot.waitUntil(lambda: note.status is CommandStatus.UNKNOWN, timeout=8000)
    dispatch = written.dispatch([case], town.SANITATION, words="环卫")
    desk.qtbot.waitUntil(lambda: dispatch.status is CommandStatus.UNKNOWN, timeout=8000)
    ended(written)
    assert [[i.command for i in intents] for intents in box.waiting()] == [["note"]]
    monkeypatch.undo()
    again = operations.Operations(
        seat, Jobs(), unsent_notes=UnsentNotes(seat.url, "disp", box.file)
    )
    again.send_unsent_notes()
    desk.qtbot.waitUntil(lambda: not box.waiting(), timeout=8000)
    ended(again)
    (event,) = (e for e in desk.world.rows("event") if e["command"] == "note")
    assert (event["command_id"], event["reason"]) == (note.intents[0].command_id, "路面塌陷已围挡")
    assert desk.world.case(case)["stage"] == 4  # nobody dispatched behind anybody's back


class DroppingDoor:
    """A door that drops every command."""

    def submit(self, _intents: Sequence[Intent]) -> list[Answer]:
        return []


def ended(one: operations.Operations) -> None:
    """As when its window closes."""
    one._watch.stop()
    one.jobs.close()


def test_another_operator_has_another_outbox(tmp_path: Path) -> None:
    file = tmp_path / "outbox.json"
    note = Intent("1", "note", 7, Post.DISPATCHER, reason="x", occurred_at=5)
    UnsentNotes("postgresql://server/city", "li", file).keep([note])
    assert UnsentNotes("postgresql://server/city", "wang", file).waiting() == []
    assert UnsentNotes("postgresql://other/city", "li", file).waiting() == []
    assert UnsentNotes("postgresql://server/city", "li", file).waiting() == [[note]]
    UnsentNotes("postgresql://server/city", "li", file).forget("1")
    assert UnsentNotes("postgresql://server/city", "li", file).waiting() == []


@pytest.mark.expects_log("cannot be read")
@pytest.mark.parametrize("torn", ["{half", '{"li@postgresql://server:/city": {"1": [{"x": 1}]}}'])
def test_a_torn_outbox_is_empty(tmp_path: Path, torn: str) -> None:
    file = tmp_path / "outbox.json"
    file.write_text(torn, encoding="utf-8")
    assert UnsentNotes("postgresql://server/city", "li", file).waiting() == []


def test_the_same_command_on_the_same_version_is_one_command(desk: LiveDesk) -> None:
    case = desk.to_dispatch()
    send = desk.context.operations.send
    first = send("urge", [case], words="催办")
    assert send("urge", [case], words="催办") is first
    settled(desk, first)
    assert send("urge", [case], words="催办") is first  # answered, and the feed has not come yet
    assert desk.context.operations.pending(case)
    desk.sees(case)
    assert not desk.context.operations.pending(case)
    assert send("urge", [case], words="催办") is not first
    desk.qtbot.waitUntil(lambda: desk.world.case(case)["urges"] == 2, timeout=5000)


def test_undoes_take_back_the_last_commands_newest_first_also_on_one_case(desk: LiveDesk) -> None:
    case, operations = desk.to_dispatch(), desk.context.operations
    settled(desk, operations.dispatch([case], town.SANITATION, words="环卫"))
    desk.sees(case)
    settled(desk, operations.send("urge", [case], words="催办"))
    for _press in range(2):  # the second is pressed before the first has been answered
        assert operations.undo() is not None
    desk.qtbot.waitUntil(lambda: desk.world.case(case)["stage"] == 4, timeout=8000)
    assert desk.world.case(case)["urges"] == 0
    assert operations.undo() is None


def test_an_undo_of_a_command_under_way_waits_for_its_answer(desk: LiveDesk) -> None:
    former, case = desk.to_dispatch(), desk.to_dispatch()
    operations = desk.context.operations
    settled(desk, operations.dispatch([former], town.SANITATION, words="环卫"))
    operations.dispatch([case], town.SANITATION, words="环卫")
    assert operations.undo() is not None
    desk.qtbot.waitUntil(lambda: desk.world.case(case)["version"] == 5, timeout=8000)
    assert desk.world.case(case)["stage"] == 4
    assert desk.world.case(former)["stage"] == 5  # not the command before it


def test_what_was_undone_from_the_story_is_not_undone_again(desk: LiveDesk) -> None:
    one, other = desk.to_dispatch(), desk.to_dispatch()
    operations = desk.context.operations
    settled(desk, operations.send("claim", [one], words="认领"))
    desk.sees(one)
    settled(desk, operations.dispatch([one, other], town.SANITATION, words="环卫"))
    settled(desk, operations.undo_case(one, "派遣"))
    undone = operations.undo()
    assert undone is not None
    settled(desk, undone)
    assert undone.done == [other]
    assert desk.world.case(one)["holder_id"] is not None  # the claim before it stands
