"""Worlds in either database, for every test that asks for `town_world`, `embedded` or `server`."""

import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.store import world

NUMBERS = count(1)


@pytest.fixture(scope="session")
def server_uri() -> Iterator[str]:
    """A PostgreSQL of our own for the length of the run, with the town as template."""
    from console.measure import own_server

    # not below pytest's own folder: another run would sweep it away under the server's feet
    with tempfile.TemporaryDirectory(prefix="wangge-pg-") as folder:
        server = own_server.started(folder)
        uri = server.get_uri()
        world.server_template(uri)
        yield uri
        server.cleanup()


@pytest.fixture(scope="session")
def embedded_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return world.embedded_template(tmp_path_factory.mktemp("town"))


@pytest.fixture
def embedded(embedded_town: Path, tmp_path: Path) -> Iterator[world.World]:
    made = world.embedded_world(embedded_town, tmp_path)
    yield made
    made.close()


@pytest.fixture
def server(server_uri: str) -> Iterator[world.World]:
    name = f"world{next(NUMBERS)}"
    made = world.server_world(server_uri, name)
    yield made
    made.close()
    world.administer(server_uri, f"drop database if exists {name}")


@pytest.fixture(params=["embedded", "server"])
def town_world(request: pytest.FixtureRequest) -> world.World:
    """The same town in SQLite and in PostgreSQL."""
    made: world.World = request.getfixturevalue(request.param)
    return made
