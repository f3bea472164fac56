"""Ranks of addresses: mended where a few have changed, the same as made anew."""

import pytest

from console.desk.case_names import CaseNames
from console.desk.case_order import CaseOrder
from console.desk.desk import Desk
from console.seat import snapshot_desk
from console.store.city import directory
from tests.store.attacks import filed
from tests.store.world import World

ADDRESSES = ("望湖路 12 号", "望湖路 9 号", "松堤街 1 号", "望湖路 12 号", "安和里", "")


@pytest.fixture
def desk(embedded: World) -> Desk:
    for address in ADDRESSES:
        filed(embedded, address=address)
    return snapshot_desk.snapshot_desk(embedded.store, directory.read(embedded.store))


@pytest.mark.parametrize("address", ["一号码头", "鼓楼东街", "望湖路 12 号", "望湖路 100 号", ""])
@pytest.mark.parametrize("place", range(len(ADDRESSES)))
def test_a_changed_address_takes_its_place_among_the_others(
    desk: Desk, address: str, place: int
) -> None:
    mended, cases = CaseOrder(CaseNames(desk)), desk.room.cases
    slots = cases.slots()
    mended.keys("address", slots)
    cases.texts["address"][slots[place]] = address
    mended.read_addresses([int(slots[place])])
    found = mended.keys("address", slots).tolist()
    assert found == CaseOrder(CaseNames(desk)).keys("address", slots).tolist()
    texts = [
        cases.texts["address"][slot] for slot in slots[mended.keys("address", slots).argsort()]
    ]
    assert texts == sorted(texts)
