"""Which collector goes, and when one who was sent counts as silent."""

from typing import Any

from console.domain.collectors import Patrol, proposed, sent_at, silent, silent_from
from console.domain.stage import Stage
from console.domain.worktime import END_OF_TIME, WorkCalendar, WorkSpan

MINUTE = 60_000
ALWAYS = WorkCalendar("continuous", [WorkSpan("continuous", 0, END_OF_TIME, 0)])


def case(stage: Stage, **more: Any) -> dict[str, Any]:
    row = {"stage": int(stage), "stage_since": 100 * MINUTE, "collector_id": 1}
    return row | {"stage_limit": 60, "stage_calendar": "continuous"} | more


def order(*patrols: Patrol, silent: tuple[int, ...] = ()) -> list[int]:
    return [one.collector for one in proposed(patrols, silent)]


def test_the_duty_grids_own_collector_comes_before_a_nearer_one() -> None:
    assert order(Patrol(1, False, 3, 10.0), Patrol(2, True, 1, 900.0)) == [2, 1]


def test_the_nearer_region_comes_before_the_shorter_way_and_the_way_before_nothing_known() -> None:
    far, near = Patrol(1, False, 2, 10.0), Patrol(2, False, 3, 800.0)
    assert order(far, near, Patrol(3, False, 3, None), Patrol(4, False, 3, 700.0)) == [4, 2, 3, 1]


def test_who_was_silent_is_left_out() -> None:
    assert order(Patrol(1, True, 3, 1.0), Patrol(2, False, 1, None), silent=(1,)) == [2]


def test_a_collector_is_silent_once_the_stages_limit_has_passed_since_he_was_sent() -> None:
    verify = case(Stage.VERIFY)
    assert silent_from(verify, lambda _name: ALWAYS) == 160 * MINUTE
    assert not silent(verify, 160 * MINUTE - 1, lambda _name: ALWAYS)
    assert silent(verify, 160 * MINUTE, lambda _name: ALWAYS)


def test_another_who_was_sent_later_has_his_own_time() -> None:
    again = case(Stage.VERIFY, verify_sent_at=150 * MINUTE)
    assert not silent(again, 200 * MINUTE, lambda _name: ALWAYS)
    assert silent(again, 210 * MINUTE, lambda _name: ALWAYS)


def test_only_a_sending_of_this_check_counts() -> None:
    assert sent_at(case(Stage.CHECK)) is None
    assert sent_at(case(Stage.CHECK, check_sent_at=50 * MINUTE)) is None  # of the check before
    assert sent_at(case(Stage.CHECK, check_sent_at=110 * MINUTE)) == 110 * MINUTE
    assert sent_at(case(Stage.HANDLE, check_sent_at=110 * MINUTE)) is None


def test_nobody_sent_or_no_limit_is_no_silence() -> None:
    for row in (case(Stage.VERIFY, collector_id=None), case(Stage.VERIFY, stage_limit=None)):
        assert not silent(row, 10**12, lambda _name: ALWAYS)
