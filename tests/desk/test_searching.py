"""Words among many texts: found as if each text were asked, also after texts have changed."""

import pytest

from console.desk import searching as module
from console.desk.desk import Desk
from console.desk.naming import Naming
from console.desk.searching import Searching
from console.seat import snapshot_desk
from console.store.city import directory
from tests.store.attacks import filed
from tests.store.world import World

WORDS = (
    "和",
    "和湖",
    "和湖大",
    "和湖大道 1",
    "hh",
    "h",
    "0",
    "松堤",
    "道",
    "无此路",
    "和湖 1",
    "𠮷",
    "号 1",
)


@pytest.fixture
def desk(embedded: World, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Eight cases that are looked through as if they were very many."""
    for number in range(8):
        filed(embedded, address=f"{('和湖大道', '松堤街')[number % 2]} {number} 号")
    monkeypatch.setattr(module, "MANY", 1)
    monkeypatch.setattr(module, "FEW_HITS", 2)
    return snapshot_desk.snapshot_desk(embedded.store, directory.read(embedded.store))


def every(searching: Searching, desk: Desk, words: str) -> list[bool]:
    """What asking each text by itself would find."""
    return [
        all(word in searching._texts[slot] for word in words.lower().split())
        for slot in desk.room.cases.slots()
    ]


def agrees(searching: Searching, desk: Desk) -> bool:
    slots = desk.room.cases.slots()
    return all(
        searching.found(words, slots).tolist() == every(searching, desk, words) for words in WORDS
    )


@pytest.mark.parametrize("known", [1, 64])
@pytest.mark.parametrize("fresh", [0, 2000])
@pytest.mark.parametrize("common", [0.01, 100])
def test_a_word_is_found_before_and_after_a_text_changes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, known: int, fresh: int, common: float
) -> None:
    monkeypatch.setattr(module, "KNOWN", known)
    monkeypatch.setattr(module, "FRESH", fresh)
    monkeypatch.setattr(module, "COMMON", common)
    searching, cases = Searching(Naming(desk)), desk.room.cases
    slots = cases.slots()
    searching.read(slots.tolist())
    assert agrees(searching, desk)
    assert searching.found("和湖", slots).sum() == 4
    cases.texts["address"][slots[1]] = "和湖大道\n99 号"
    searching.read([int(slots[1])])
    assert agrees(searching, desk)
    assert searching.found("和湖", slots).sum() == 5
    cases.texts["address"][slots[0]] = "松堤街 99 号"
    searching.read([int(slots[0])])
    assert agrees(searching, desk)
    assert searching.found("和湖", slots).sum() == 4


def test_a_change_of_nothing_that_is_searched_joins_nothing_anew(desk: Desk) -> None:
    searching, slots = Searching(Naming(desk)), desk.room.cases.slots()
    searching.read(slots.tolist())
    searching.found("和湖", slots)
    joined = searching._joined
    desk.room.cases.column("severity")[slots] = 1
    searching.read(slots.tolist())
    searching.found("松堤", slots)
    assert searching._joined is joined
    assert not searching._fresh
