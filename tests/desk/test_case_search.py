"""Words among many texts: found as if each text were asked, also after texts have changed."""

import pytest

from console.desk import case_search as module
from console.desk.case_names import CaseNames
from console.desk.case_search import CaseSearch
from console.desk.desk import Desk
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


def every(case_search: CaseSearch, desk: Desk, words: str) -> list[bool]:
    """What asking each text by itself would find."""
    return [
        all(word in case_search._texts[slot] for word in words.lower().split())
        for slot in desk.room.cases.slots()
    ]


def agrees(case_search: CaseSearch, desk: Desk) -> bool:
    slots = desk.room.cases.slots()
    return all(
        case_search.found(words, slots).tolist() == every(case_search, desk, words)
        for words in WORDS
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
    case_search, cases = CaseSearch(CaseNames(desk)), desk.room.cases
    slots = cases.slots()
    case_search.read(slots.tolist())
    assert agrees(case_search, desk)
    assert case_search.found("和湖", slots).sum() == 4
    cases.texts["address"][slots[1]] = "和湖大道\n99 号"
    case_search.read([int(slots[1])])
    assert agrees(case_search, desk)
    assert case_search.found("和湖", slots).sum() == 5
    cases.texts["address"][slots[0]] = "松堤街 99 号"
    case_search.read([int(slots[0])])
    assert agrees(case_search, desk)
    assert case_search.found("和湖", slots).sum() == 4


def test_a_change_of_nothing_that_is_searched_joins_nothing_anew(desk: Desk) -> None:
    case_search, slots = CaseSearch(CaseNames(desk)), desk.room.cases.slots()
    case_search.read(slots.tolist())
    case_search.found("和湖", slots)
    joined = case_search._joined
    desk.room.cases.column("severity")[slots] = 1
    case_search.read(slots.tolist())
    case_search.found("松堤", slots)
    assert case_search._joined is joined
    assert not case_search._fresh
