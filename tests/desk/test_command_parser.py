"""What the command bar understands, what Enter would do, and that nothing is sent by half a sentence."""

import pytest

from console.desk.case_names import CaseNames
from console.desk.case_search import CaseSearch
from console.desk.command_parser import Offer, OfferAction, offers
from console.desk.desk import Desk
from console.seat import snapshot_desk
from console.store.city import directory
from console.store.schema import Base
from tests.store import town
from tests.store.attacks import filed
from tests.store.world import World

NUMBERS = ("0316-0327", "0316-1327", "0315-0327", "0316-0033")


@pytest.fixture
def desk(embedded: World) -> Desk:
    """Four filed cases with numbers of our choosing, the last the newest, and crew 环卫26."""
    cases = [filed(embedded, address=f"和湖大道 {n} 号") for n in (327, 26, 8, 327)]
    table, crew = Base.metadata.tables["case_"], Base.metadata.tables["crew"]
    with embedded.store.write() as connection:
        for at, (case, number) in enumerate(zip(cases, NUMBERS, strict=True)):
            day, last = number.split("-")
            values = {"day_number": number, "number": f"2026{day}0{last}", "registered_at": at + 1}
            connection.execute(table.update().where(table.c.id == case).values(**values))
        connection.execute(crew.update().where(crew.c.id == town.CREW).values(call_sign="环卫26"))
    return snapshot_desk.snapshot_desk(embedded.store, directory.read(embedded.store))


def found(desk: Desk, words: str) -> list[Offer]:
    case_search = CaseSearch(CaseNames(desk))
    case_search.read(range(len(desk.room.cases.alive)))
    return offers(desk, case_search, words)


def opened(desk: Desk, words: str) -> list[str]:
    """Short numbers of the cases offered one by one, in their order."""
    cases = desk.room.cases
    made = [one.cases[0] for one in found(desk, words) if one.act is OfferAction.OPEN]
    return [cases.texts["day_number"][cases.slot_of[case]] for case in made]


def acts(desk: Desk, words: str) -> list[OfferAction]:
    return [one.act for one in found(desk, words)]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("327", ["0315-0327", "0316-0327", "0316-1327", "0316-0033"]),  # the last by its address
        ("0327", ["0315-0327", "0316-0327"]),
        ("0316-0327", ["0316-0327"]),
        ("0316-327", ["0316-0327"]),
        ("16-0327", ["0316-0327"]),
        ("03160327", ["0316-0327"]),
        ("2026031600327", ["0316-0327"]),
        ("0316-03", ["0316-0327"]),
        ("33", ["0316-0033"]),
    ],
)
def test_digits_mean_numbers_before_anything_else(desk: Desk, words: str, first: list[str]) -> None:
    assert opened(desk, words)[: len(first)] == first


def test_roads_are_found_by_initials_with_the_number_of_the_door(desk: Desk) -> None:
    assert opened(desk, "hhdd26") == ["0316-1327"]
    assert opened(desk, "和湖 8") == ["0315-0327"]


def test_a_crew_is_meant_by_the_initials_of_its_sign_with_the_digits(desk: Desk) -> None:
    (show, *_rest) = found(desk, "hw26")
    assert (show.act, show.department, show.crew) == (OfferAction.SHOW, town.TEAM, town.CREW)
    assert "环卫26" in show.title


@pytest.mark.parametrize("words", ["hw26", "环卫26", "b4", "部4", "Body 4", "/ b4"])
def test_a_target_alone_sends_nothing(desk: Desk, words: str) -> None:
    assert acts(desk, words)[0] is OfferAction.SHOW
    assert OfferAction.DISPATCH not in acts(desk, words)
    assert all(not one.cases for one in found(desk, words) if one.act is OfferAction.SHOW)


def test_what_would_be_sent_names_the_case_and_the_target(desk: Desk) -> None:
    (sent, *_rest) = found(desk, "0316-0327 hw26")
    assert (sent.act, sent.department, sent.crew, sent.ask) == (
        OfferAction.DISPATCH, town.TEAM, town.CREW, False,
    )  # fmt: skip
    assert sent.title == "0316-0327 · 暴露垃圾 · 和湖大道 327 号 → 部2 · 环卫26"
    assert sent.does == "派遣"


@pytest.mark.parametrize(
    "words", ["327 hw26", "0316-0327 hw2", "和湖 hw26", "0316-0327 部", "0316 hw26"]
)
def test_what_is_not_exact_is_asked_about_before_it_is_sent(desk: Desk, words: str) -> None:
    sent = [one for one in found(desk, words) if one.act is OfferAction.DISPATCH]
    assert sent
    assert all(one.ask for one in sent)
    assert all(one.does != "派遣" for one in sent)


def test_several_cases_by_words_are_chosen_together_or_one_by_one(desk: Desk) -> None:
    (all_of_them, *each) = found(desk, "和湖大道")
    assert (all_of_them.act, len(all_of_them.cases)) == (OfferAction.CHOOSE, 4)
    assert [one.act for one in each] == [OfferAction.OPEN] * 4 + [OfferAction.SEEK]


def test_the_last_line_looks_among_ended_cases_whatever_was_typed(desk: Desk) -> None:
    assert acts(desk, "nobody") == [OfferAction.SEEK]
    assert acts(desk, "327")[-1] is OfferAction.SEEK
    assert found(desk, "  ") == []


def test_a_dispatch_that_the_door_would_refuse_says_why(desk: Desk) -> None:
    (sent, *_rest) = found(desk, f"0316-0327 {'部5'}")
    assert sent.act is not OfferAction.DISPATCH  # closed down: no target at all
    held = desk.room.cases
    held.column("stage")[held.slot_of[1]] = 1
    (sent, *_rest) = found(desk, "0316-0327 b4")
    assert (sent.does, sent.refused) == ("不能派遣：案件当前阶段不允许此操作。", True)
