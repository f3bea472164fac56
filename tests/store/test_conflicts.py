"""Two people at one case: who changes different fields wins beside the other, who the same does not."""

from typing import Any

import pytest

from tests.store import town
from tests.store.attacks import filed, registered
from tests.store.world import World

CORRECTIONS = ({"severity": 2}, {"address": "西街 2 号"}, {"lon": 116.5, "lat": 31.5})


@pytest.mark.parametrize("first", CORRECTIONS)
@pytest.mark.parametrize("second", CORRECTIONS)
def test_only_the_same_field_is_a_conflict(
    town_world: World, first: dict[str, Any], second: dict[str, Any]
) -> None:
    case = registered(town_world)
    seen = town_world.case(case)["version"]
    assert town_world.act("caller", "change", case, changes=first, version_seen=seen).done
    other = {key: value + 1 if key == "severity" else value for key, value in second.items()}
    answer = town_world.act("lead", "change", case, changes=other, version_seen=seen)
    assert answer.outcome == ("changed" if first == second else "done")
    stored = town_world.case(case)
    held = first if first == second else {**first, **other}
    assert {key: stored[key] for key in held} == held


def test_what_a_rule_reads_is_a_conflict_whatever_is_given(town_world: World) -> None:
    case = registered(town_world)
    assert town_world.act("caller", "accept", case).done
    seen = town_world.case(case)["version"]
    assert town_world.act("caller", "change", case, changes={"category_id": town.COVER}).done
    late = town_world.act(
        "lead", "file", case, changes={"condition_id": town.SLOW}, version_seen=seen
    )
    assert late.outcome == "changed"


def test_a_dispatch_goes_beside_a_corrected_address(town_world: World) -> None:
    case = filed(town_world)
    seen = town_world.case(case)["version"]
    assert town_world.act("cmdlead", "change", case, changes={"address": "西街"}).done
    changes = {"department_id": town.SANITATION}
    assert town_world.act("disp", "dispatch", case, changes=changes, version_seen=seen).done
