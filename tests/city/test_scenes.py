"""The drawn pictures: one of each scene before and after, for every category."""

from collections.abc import Mapping

import pytest

from console.city.present.pictures import SCENES, Pictures, scene_of
from console.domain.category import national


@pytest.fixture(scope="module")
def pictures() -> Pictures:
    return Pictures()


def test_every_category_has_a_scene_and_each_scene_some(pictures: Pictures) -> None:
    found: Mapping[str, int] = {}
    found = {name: sum(scene_of(c.key) == name for c in national()) for name in SCENES}
    assert all(found.values())
    assert sum(found.values()) == len(national())
    for category in national():
        before, after = (pictures.of(category.key, after=one) for one in (False, True))
        assert before != after


def test_they_are_few_and_small(pictures: Pictures) -> None:
    kept = pictures.rows(0)
    assert len({row["hash"] for row in kept}) == len(kept) == 2 * len(SCENES)
    assert sum(len(row["content"]) + len(row["thumbnail"]) for row in kept) < 600_000
    assert pictures.made == Pictures().made  # the same on every machine of one library
