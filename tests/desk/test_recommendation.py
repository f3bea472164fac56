"""Whom a dispatcher of the demo city is recommended, and what a dispatcher of the town is."""

from collections.abc import Iterator

import pytest

from console.desk import foresight, recommendation, trades
from console.desk.desk import Desk
from console.desk.distribution import Distribution
from console.domain.stage import Stage
from console.domain.verdict import VerdictKind
from console.live.crews import busy
from console.seat import snapshot_desk
from console.store.city import directory, loader
from console.store.engine import open_store
from console.store.log import traces
from tests.city import demo_city
from tests.store import patrols, town
from tests.store.attacks import filed
from tests.store.world import World


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path = demo_city.build(tmp_path_factory.mktemp("demo"), cases=1200)
    store = open_store(f"sqlite:///{path}")
    yield snapshot_desk.snapshot_desk(store, directory.read(store))
    store.close()


def waiting(desk: Desk) -> list[int]:
    cases = desk.room.cases
    stages = cases.column("stage")
    return [case for case, slot in cases.slot_of.items() if stages[slot] == Stage.DISPATCH]


def town_desk(world: World) -> Desk:
    return snapshot_desk.snapshot_desk(world.store, directory.read(world.store))


def set_to(world: World, **values: int) -> None:
    for name, value in values.items():
        traces.set_setting(world.store, name, value)


def test_nine_of_ten_first_choices_of_the_demo_need_no_confirmation(demo: Desk) -> None:
    cases = waiting(demo)
    first = [recommendation.recommended(demo, case)[0] for case in cases]
    plain = [one for one in first if one.verdict.allowed is VerdictKind.YES]
    assert len(cases) > 50
    assert len(plain) >= 0.9 * len(cases)


def test_nobody_full_or_of_another_trade_is_recommended_while_others_are_there(demo: Desk) -> None:
    full = recommendation.weights(demo).full
    for case in waiting(demo):
        for one in recommendation.recommended(demo, case):
            assert one.crew is None or (one.in_hand < full and one.able)


def test_a_crew_of_the_responsible_body_that_is_free_and_near_is_first(demo: Desk) -> None:
    with_crew = [case for case in waiting(demo) if recommendation.recommended(demo, case)[0].crew]
    assert len(with_crew) > len(waiting(demo)) / 2


def test_a_case_that_cannot_be_dispatched_has_no_recommendation_but_a_reason(demo: Desk) -> None:
    cases = demo.room.cases
    for stage in (Stage.INTAKE, Stage.CLOSE, Stage.VOID):
        case = next(c for c, s in cases.slot_of.items() if cases.column("stage")[s] == stage)
        assert recommendation.recommended(demo, case) == []
        no = recommendation.refusal(demo, case)
        assert no is not None
        assert no.text == "案件当前阶段不允许此操作。"


def test_a_suspended_case_has_no_recommendation(demo: Desk) -> None:
    cases = demo.room.cases
    until = cases.column("suspended_until")
    case = next(c for c, s in cases.slot_of.items() if until[s] > demo.room.clock.now())
    assert recommendation.recommended(demo, case) == []
    no = recommendation.refusal(demo, case)
    assert no is not None
    assert no.key == "suspended"


def test_who_has_a_case_in_hand_is_not_recommended_again(demo: Desk) -> None:
    cases = demo.room.cases
    held = [
        (case, crew)
        for case, assigned in cases.crews.items()
        for crew, _state in assigned.values()
        if foresight.foresee_dispatch(demo, [case], 1).allowed is not VerdictKind.NO
    ][:50]
    assert held
    for case, crew in held:
        body = int(cases.column("department_id")[cases.slot_of[case]])
        found = [(one.department, one.crew) for one in recommendation.recommended(demo, case)]
        assert found
        assert crew not in [one for _body, one in found]
        assert (body, None) not in found


def test_cases_shared_out_count_for_those_after_them(demo: Desk) -> None:
    """Each goes to the best at its turn: no crew is filled up while others would be asked less."""
    cases = waiting(demo)
    distribution = Distribution(demo, cases)
    while not distribution.done:
        distribution.step()
    assert [share.case for share in distribution.shares] == cases
    assert len(distribution.sent) >= 0.9 * len(cases)
    more: dict[int, int] = {}
    for share in distribution.sent:
        assert share.target is not None
        if share.target.crew is not None:
            more[share.target.crew] = more.get(share.target.crew, 0) + 1
    load, full = busy(demo.room.cases), recommendation.weights(demo).full
    assert max(len(load.get(crew, ())) + count for crew, count in more.items()) <= full


def test_what_a_hand_must_decide_is_left_out_of_the_sharing_with_its_reason(demo: Desk) -> None:
    cases = demo.room.cases
    stages = cases.column("stage")
    unfit = [
        next(c for c, s in cases.slot_of.items() if stages[s] == stage)
        for stage in (Stage.INTAKE, Stage.FORWARD)
    ]
    distribution = Distribution(demo, [*unfit, *waiting(demo)[:3], 10_000_000])
    while not distribution.done:
        distribution.step()
    out = [share for share in distribution.shares if share.target is None]
    assert [share.case for share in out] == unfit
    assert [share.why for share in out] == ["案件当前阶段不允许此操作。", "已在处置中"]


def test_the_weights_are_the_citys(embedded: World) -> None:
    patrols.add(embedded)
    case = filed(embedded, category_id=town.LITTER, region_id=town.EAST, lon=116.9, lat=31.7)
    assert recommendation.recommended(town_desk(embedded), case)[0].crew is not None
    set_to(embedded, choose_crew_metres=0)
    first = recommendation.recommended(town_desk(embedded), case)[0]
    assert (first.department, first.crew) == (town.SANITATION, None)


def test_a_crew_full_by_the_citys_own_count_is_asked_about(embedded: World) -> None:
    case = filed(embedded)
    for _one in range(2):
        held = filed(embedded)
        changes = {"department_id": town.TEAM, "crews": [town.CREW]}
        assert embedded.act("disp", "dispatch", held, changes=changes).done
    desk = town_desk(embedded)
    assert foresight.foresee_dispatch(desk, [case], town.TEAM, town.CREW).allowed is VerdictKind.YES
    set_to(embedded, crew_full=2)
    verdict = foresight.foresee_dispatch(town_desk(embedded), [case], town.TEAM, town.CREW)
    assert (verdict.allowed, verdict.key, verdict.detail) == (
        VerdictKind.CONFIRM, "crew_busy", {"count": 2},
    )  # fmt: skip


def test_a_crew_does_what_its_own_body_answers_for(embedded: World) -> None:
    patrols.add(embedded)
    rows = [{"category_id": town.COVER, "department_id": town.TEAM, "rank": 5, "basis": "owner"}]
    with embedded.store.write() as connection:
        loader.load(connection, "responsibility", [row | {"region_id": town.WEST} for row in rows])
    desk = town_desk(embedded)
    skill = trades.of(desk.directory)
    assert skill.able(town.TEAM, town.COVER)
    assert not skill.able(town.TEAM, town.LITTER)  # though the bureau above answers for it
    assert skill.able(town.SANITATION, town.LITTER)
    case = filed(embedded, category_id=town.LITTER, region_id=town.EAST, lon=116.9, lat=31.7)
    desk = town_desk(embedded)
    near = recommendation.nearest_crews(desk, case)
    assert [one.able for one in near] == sorted((one.able for one in near), reverse=True)
    assert foresight.foresee_dispatch(desk, [case], town.TEAM, town.CREW).key == "crew_not_able"
    assert town.CREW not in [one.crew for one in recommendation.recommended(desk, case)]
