"""A head start takes the seat and hears the first load before any window is there."""

import time
from pathlib import Path

import pytest

from console.domain.refusal import Refused
from console.seat import head_start
from console.seat.options import parse
from tests.store.world import World


def test_what_came_before_the_hand_over_is_there_after_it(embedded: World) -> None:
    case = embedded.act("caller", "register", changes={"category_id": 2, "region_id": 2}).subject
    assert case is not None
    begun = head_start.HeadStart(embedded.url, "disp")
    woken: list[int] = []
    seat = begun.hand_over(lambda: woken.append(1))
    try:
        over = time.monotonic() + 60
        while case not in seat.room.cases and time.monotonic() < over:
            seat.room.apply_updates()
            time.sleep(0.01)
        assert case in seat.room.cases
        embedded.act("caller", "accept", case)
        while not woken and time.monotonic() < over:
            time.sleep(0.01)
        assert woken
    finally:
        seat.close()


def test_a_refusal_is_told_where_the_seat_is_asked_for(tmp_path: Path) -> None:
    begun = head_start.HeadStart(f"sqlite:///{tmp_path / 'missing.db'}", "li")
    with pytest.raises(Refused) as no:
        begun.hand_over(lambda: None)
    assert no.value.key == "database_missing"


@pytest.mark.parametrize(
    "line", ["dispatch", "dispatch --as li", "dispatch --database sqlite:///x.db", "selftest"]
)
def test_where_somebody_must_still_be_asked_there_is_none(line: str) -> None:
    assert head_start.begin(parse(line.split())) is None
