"""One demo city for all the tests that only look at it."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from console.city import national
from console.city.facts import City
from console.city.plan import build
from console.domain.worktime import WorkCalendar, WorkSpan
from tests.city import demo_city


@pytest.fixture(scope="session")
def city() -> City:
    return build(1)


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_city.build(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def demo_url(demo_file: Path, tmp_path: Path) -> str:
    """A demo city of one's own."""
    return demo_city.copied(demo_file, tmp_path)


@pytest.fixture(scope="session")
def calendars() -> Mapping[str, WorkCalendar]:
    found: dict[str, list[WorkSpan]] = {}
    for row in national.rows()["work_span"]:
        span = WorkSpan(row["calendar"], row["start"], row["end"], row["before"])
        found.setdefault(span.calendar, []).append(span)
    return {name: WorkCalendar(name, spans) for name, spans in found.items()}
