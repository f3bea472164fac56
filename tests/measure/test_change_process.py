"""Who changes cases beside a measured window: what each hand sends, and that the door takes it."""

from collections import Counter

import pytest

from console.domain.refusal import Refused
from console.domain.stage import Stage
from console.measure import change_process
from console.measure.change_process import ChangeWriter, Plan, step
from tests.measure.test_dispatch_rate import in_hand
from tests.store.attacks import filed
from tests.store.world import World


def test_what_is_sent_is_taken_back_before_another_is_sent() -> None:
    plan = Plan(notes=[1, 2, 3], waiting=[7, 8], department=5)
    assert [step(plan, n) for n in range(8)] == [
        *(("note", 1), ("dispatch", 7), ("note", 2), ("undo", 7)),
        *(("note", 3), ("dispatch", 8), ("note", 1), ("undo", 8)),
    ]


def test_every_case_belongs_to_one_hand() -> None:
    plan = Plan(notes=[1, 2, 3, 4, 5], waiting=[7, 8, 9, 10], department=5)
    shares = [plan.share(place, 3) for place in range(3)]
    held = Counter(case for one in shares for case in (*one.notes, *one.waiting))
    assert sorted(held) == sorted([*plan.notes, *plan.waiting])
    assert set(held.values()) == {1}


def test_the_door_takes_every_step_of_a_hand(embedded: World) -> None:
    in_hand(embedded, 4)
    for _case in range(4):
        filed(embedded)
    plan = change_process.plan(embedded.url)
    writer = ChangeWriter(embedded.url, "disp", plan.share(0, 4))
    marks = [writer.commit(number) for number in range(8)]
    writer.close()
    assert all(mark is not None for mark in marks)
    assert embedded.case(plan.waiting[0])["stage"] == Stage.DISPATCH


def test_too_few_cases_to_change_are_refused(embedded: World) -> None:
    in_hand(embedded, 4)
    with pytest.raises(Refused) as few:
        change_process.plan(embedded.url)
    assert few.value.key == "measure_few_cases"
