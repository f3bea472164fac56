"""Commands a second: figures come out, nothing of the measure stays in the database."""

import pytest

from console.domain.refusal import Refused
from console.measure import dispatch_rate
from tests.store import town
from tests.store.attacks import filed
from tests.store.world import World


def in_hand(world: World, count: int) -> None:
    """Cases of both departments."""
    for number in range(count):
        department = (town.SANITATION, town.OTHER)[number % 2]
        changes = {"department_id": department}
        assert world.act("disp", "dispatch", filed(world), changes=changes).done


def test_the_figures_come_from_the_door_and_beside_it(server: World) -> None:
    in_hand(server, dispatch_rate.LEAST)
    before = len(server.rows("event"))
    found = dispatch_rate.measure(1, 1.0, server.url)
    assert set(found) == {
        *("per_second", "bare_per_second", "unguarded_per_second", "ratio", "guard_ratio"),
        *("five_per_second", "five_ratio", "p50_ms", "p99_ms"),
    }
    assert all(value > 0 for value in found.values())
    made = [row for row in server.rows("event") if row["command"] == "redispatch"]
    assert len(made) == len(server.rows("event")) - before
    assert len(made) == pytest.approx(found["per_second"], rel=0.2)
    with server.store.read() as connection:
        left = connection.exec_driver_sql(
            "select count(*) from pg_class where relname like 'measure%%'"
        ).scalar_one()
    assert left == 0


def test_what_cannot_be_measured_is_refused(server: World, embedded: World) -> None:
    in_hand(server, 2)
    with pytest.raises(Refused) as few:
        dispatch_rate.measure(1, 1.0, server.url)
    assert few.value.key == "measure_few_cases"
    with pytest.raises(Refused) as file:
        dispatch_rate.measure(1, 1.0, embedded.url)
    assert file.value.key == "measure_needs_server"
