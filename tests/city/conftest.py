"""One demo city for all the tests that only look at it."""

import pytest

from console.city.facts import City
from console.city.plan import build


@pytest.fixture(scope="session")
def city() -> City:
    return build(1)
