"""A server of the tests' own with the town in it, to be killed; a relay to the common one."""

from collections.abc import Iterator

import pytest

from console.measure import own_server as own
from console.measure.own_server import OwnServer
from console.measure.relay import Relay
from tests.faults import debian
from tests.faults.debian import Cluster
from tests.faults.screens import server_socket
from tests.store import world


@pytest.fixture(scope="module")
def own_server() -> Iterator[OwnServer]:
    with own.own_server() as made:
        world.server_template(made.uri)
        yield made


@pytest.fixture
def line(server_uri: str) -> Iterator[Relay]:
    made = Relay(server_socket(server_uri), seed=7)
    yield made
    made.close()


@pytest.fixture
def pair() -> Iterator[tuple[Cluster, Cluster]]:
    """A primary that waits for its standby, and the standby."""
    if not debian.present():
        pytest.skip("a standby needs Debian's postgresql and root to run it as somebody else")
    with debian.primary() as first, debian.standby_of(first) as second:
        yield first, second
