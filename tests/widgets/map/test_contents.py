import json
from typing import Any

import numpy as np

from widgets.map import trial_city
from widgets.map.arrays import CaseArrays
from widgets.map.contents import Contents


def _read(block: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    length = int(np.frombuffer(block[:4], np.uint32)[0])
    head = json.loads(block[4 : 4 + length])
    kinds = {"f64": np.float64, "f32": np.float32, "u32": np.uint32, "u8": np.uint8}
    arrays = {
        name: np.frombuffer(block, kinds[kind], count, 4 + length + offset)
        for name, kind, count, offset in head["arrays"]
    }
    return head["meta"], arrays


def test_changes_of_one_slot_leave_as_one_row_with_the_last_values() -> None:
    held = Contents()
    held.cases = trial_city.cases(10)
    for seed in (5, 6):
        held.change("cases", np.array([2, 4]), trial_city.cases(2, seed=seed))
    _, rows = _read(held.cases_change_block())
    assert list(rows["slots"]) == [2, 4]
    assert np.array_equal(rows["lon"], trial_city.cases(2, seed=6).lon)
    _, again = _read(held.cases_change_block())
    assert len(again["slots"]) == 0


def test_a_slot_beyond_the_end_makes_the_columns_longer_with_empty_slots_between() -> None:
    held = Contents()
    held.cases = trial_city.cases(3)
    held.change("cases", np.array([6]), trial_city.cases(1))
    assert len(held.cases) == 7
    assert list(held.cases.alive) == [1, 1, 1, 0, 0, 0, 1]


def test_new_slots_are_shown_whatever_the_filter_of_the_old_ones() -> None:
    held = Contents()
    held.cases = trial_city.cases(3)
    held.shown = np.array([0, 1, 0], np.uint8)
    held.change("cases", np.array([0, 5]), trial_city.cases(2))
    _, rows = _read(held.cases_change_block())
    assert list(rows["shown"]) == [0, 1]


def test_the_map_keeps_its_own_copy() -> None:
    given = trial_city.cases(3)
    taken = given.take(np.arange(3))
    given.lon[0] = 0.0
    assert taken.lon[0] != 0.0


def test_crews_bring_their_labels() -> None:
    held = Contents()
    held.crews = trial_city.crews(5)
    held.change("crews", np.array([1]), trial_city.crews(1))
    meta, rows = _read(held.crews_change_block())
    assert meta["labels"] == [held.crews.label[1]]
    assert list(rows["slots"]) == [1]


def test_no_case_at_all_is_a_block_too() -> None:
    held = Contents()
    held.cases = CaseArrays.empty()
    _, rows = _read(held.cases_block())
    assert len(rows["id"]) == 0
