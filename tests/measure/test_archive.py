"""The archive's and the resync's figures come from real questions of an operator."""

from collections.abc import Iterator

import pytest

from console.city import demo
from console.domain.refusal import Refused
from console.measure import archive, resync
from tests.store import world
from tests.store.world import World


@pytest.fixture(scope="module")
def past(server_uri: str) -> Iterator[str]:
    world.administer(server_uri, "create database measured")
    url = world.database_uri(server_uri, "measured")
    demo.build(url, cases=120, history=300, components=50, places=50)
    yield url
    world.administer(server_uri, "drop database measured with (force)")


def test_every_question_is_asked_as_a_dispatcher(
    past: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "TIMES", 12)
    found = archive.measure(280, past)
    assert set(found) == {
        *("overdue_ms_p95", "search_ms_p95", "card_ms_p95", "region_ms_p95"),
        *("disk_gb", "evaluation_month_s", "bare_ms_p95", "narrow_search_ms_p95"),
    }
    assert all(value >= 0 for value in found.values())
    assert found["disk_gb"] > 0
    assert found["card_ms_p95"] > 0


def test_a_screen_is_spoilt_and_mends_itself(past: str) -> None:
    found = resync.measure(120, past)
    assert set(found) == {"digest_ms", "repair_ms", "full_load_s", "numpy_ms"}
    assert found["repair_ms"] > found["digest_ms"] > found["numpy_ms"] > 0


def test_too_few_cases_and_another_database_are_refused(past: str, embedded: World) -> None:
    for way, key in ((archive, "measure_few_closed"), (resync, "measure_few_open")):
        with pytest.raises(Refused) as few:
            way.measure(5000, past)
        assert few.value.key == key
        with pytest.raises(Refused) as file:
            way.measure(1, embedded.url)
        assert file.value.key == "measure_needs_server"
