"""Both doors write the tokens of a case, the same ones, and keep them right."""

import pytest

from console.domain import tokens
from tests.store import town
from tests.store.world import World

TEXTS = (
    "望湖路 12-3 号",
    "ÄÖß İ Ｗ１２ ＡＢ-c",
    "龥鿿㐀𠀀的，。！",
    "a-b--c -d- " + "x" * 60 + "-y",
    "长重行 银行\t路\n街",
    "'; drop table token; -- \\ % _ {}",
    "",
)


def found(world: World, case: int) -> list[str]:
    return sorted(row["token"] for row in world.rows("token") if row["case_id"] == case)


def registered(world: World, address: str, description: str = "") -> int:
    changes = {"category_id": town.LITTER, "region_id": town.EAST, "address": address}
    answer = world.act("caller", "register", changes={**changes, "description": description})
    assert answer.subject is not None
    return answer.subject


def test_a_new_case_has_the_tokens_of_its_texts(town_world: World) -> None:
    for text in TEXTS:
        case = registered(town_world, text, text[::-1] + "井盖" * 150)
        assert found(town_world, case) == sorted(tokens.of_case(town_world.case(case)))


@pytest.mark.parametrize("text", TEXTS)
def test_a_changed_case_has_those_of_its_new_texts_and_undone_its_old_ones(
    town_world: World, text: str
) -> None:
    case = registered(town_world, "西街 2 号")
    before = found(town_world, case)
    assert town_world.act("caller", "change", case, changes={"address": text}).done
    assert found(town_world, case) == sorted(tokens.of_case(town_world.case(case)))
    if text:
        assert town_world.act("caller", "undo", case).done
        assert found(town_world, case) == before


def test_a_step_without_a_new_text_leaves_the_tokens_alone(town_world: World) -> None:
    case = registered(town_world, "西街 2 号")
    before = found(town_world, case)
    assert town_world.act("caller", "accept", case).done
    assert found(town_world, case) == before
