from itertools import product

import pytest

from console import words
from console.desk.cases import STEPS, StoryEntry, effective, moves, spent, step_of
from console.desk.command_words import TITLES, cases_words
from console.domain.stage import Post, Stage
from console.domain.workflow import COMMANDS
from console.domain.workflow import moves as table

MINUTE = 60_000


def told(at: int, command: str, stage: Stage | None) -> StoryEntry:
    return StoryEntry(
        at, command, 1, "", "dispatcher", "", None, None, stage, at if stage else None
    )


def test_every_command_has_a_title() -> None:
    assert set(TITLES) == set(COMMANDS)


def test_every_stage_belongs_to_one_of_seven_steps() -> None:
    assert len(STEPS) == 7
    assert sorted(stage for _title, stages in STEPS for stage in stages) == sorted(Stage)
    assert step_of(Stage.CLOSE) == step_of(Stage.CHECK) == 5


def test_a_step_lasts_until_the_case_goes_on_and_adds_up_when_it_comes_back() -> None:
    story = [
        told(0, "register", Stage.INTAKE),
        told(11 * MINUTE, "accept", Stage.FILE),
        told(17 * MINUTE, "file", Stage.DISPATCH),
        told(20 * MINUTE, "note", None),
        told(27 * MINUTE, "send-back", Stage.FILE),
        told(30 * MINUTE, "file", Stage.DISPATCH),
    ]
    found = [None if ms is None else ms // MINUTE for ms in spent(story, 40 * MINUTE)]
    assert found == [11, 9, 20, None, None, None, None]


def test_an_undone_step_is_counted_once() -> None:
    dispatched = told(10 * MINUTE, "dispatch", Stage.HANDLE)
    back = StoryEntry(
        12 * MINUTE, "undo", 1, "", "dispatcher", "", None, None, Stage.DISPATCH, 2 * MINUTE
    )
    story = [told(0, "register", Stage.INTAKE), told(2 * MINUTE, "file", Stage.DISPATCH)]
    found = spent([*story, dispatched, back], 50 * MINUTE)
    assert found == [2 * MINUTE, None, 48 * MINUTE, None, None, None, None]
    assert effective([*story, dispatched, back]) == story


def test_a_case_found_as_it_stands_knows_only_its_present_step() -> None:
    story = [StoryEntry(0, "register", None, "", "", "", 3, None, Stage.HANDLE, 100 * MINUTE)]
    found = spent(story, 160 * MINUTE)
    assert found[3] == 60 * MINUTE
    assert [ms for ms in found if ms is not None] == [60 * MINUTE]


def test_the_usual_move_of_a_post_comes_first() -> None:
    assert moves(Stage.DISPATCH, Post.DISPATCHER)[0].command == "dispatch"
    assert moves(Stage.FORWARD, Post.DISPATCHER)[0].command == "forward"
    assert moves(Stage.HANDLE, Post.DEPARTMENT)[0].command == "acknowledge"


def test_only_a_merged_case_is_closed_before_its_time_and_without_its_condition() -> None:
    for post in (Post.CALL_TAKER, Post.SUPERVISION_LEAD):
        assert "close" not in {move.command for move in moves(Stage.HANDLE, post)}
        merged = {move.command: move for move in moves(Stage.HANDLE, post, merged=True)}
        assert merged["close"].fields == ()


def test_the_card_gives_every_command_of_a_post() -> None:
    elsewhere = {"undo", "decide"}  # the status bar and the card's own two buttons
    for stage, post in product([stage for stage in Stage if not stage.ended], Post):
        given = {move.command for held in (False, True) for move in moves(stage, post, merged=held)}
        assert given == set(table(stage, post)) - elsewhere, (stage, post)


def test_a_count_of_one_has_its_own_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_chosen", ["en"])
    assert [cases_words(count) for count in (0, 1, 2)] == ["0 cases", "1 case", "2 cases"]
