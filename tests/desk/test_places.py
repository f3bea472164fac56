"""Where a caller says it is: addresses, numbers between known houses, crossings, points, grids."""

import pytest

from console.desk import places
from console.desk.crossings import Road, crossings
from console.desk.places import Places
from tests.store import streets
from tests.store.world import World


@pytest.fixture
def found(embedded: World) -> Places:
    streets.lay(embedded)
    return places.read(embedded.store)


def names(found: Places, words: str) -> list[str]:
    return [spot.zh for spot in found.find(words)]


@pytest.mark.parametrize(
    "words",
    ["望湖路95", "望湖路 95 号", "whl95", "WHL 95h", "95 wanghu", "whl９５"],
)
def test_an_address_is_found_by_words_initials_and_english(found: Places, words: str) -> None:
    assert names(found, words)[0] == "望湖路 95 号"


def test_a_number_that_is_not_held_lies_between_those_that_are(found: Places) -> None:
    (spot,) = found.find("whl99")
    assert (spot.zh, spot.en) == ("望湖路 99 号", "99 Wanghu Road")
    assert spot.lon == pytest.approx(116.902)
    assert "95" in spot.about
    assert "103" in spot.about
    assert not [name for name in names(found, "whl999") if "999" in name]


@pytest.mark.parametrize(
    "words",
    [
        "望湖路 长江路",
        "望湖路与长江路",
        "望湖路和长江路路口",
        "长江路/望湖路交叉口",
        "whl cjl",
        "whl、cjl",
        "wanghu changjiang",
    ],
)
def test_a_crossing_is_found_by_its_two_roads(found: Places, words: str) -> None:
    spot = found.find(words)[0]
    assert "交叉口" in spot.zh
    assert (spot.lon, spot.lat) == pytest.approx(streets.CROSSING, abs=1e-6)


def test_roads_that_only_touch_meet_and_those_apart_do_not() -> None:
    along = Road("甲", "A", [[[116.9, 31.7], [116.91, 31.7]]])
    ends = Road("乙", "B", [[[116.905, 31.70005], [116.905, 31.71]]])
    apart = Road("丙", "C", [[[116.905, 31.701], [116.905, 31.71]]])
    assert len(crossings(along, ends)) == 1
    assert crossings(along, apart) == []
    twice = Road(
        "丁", "D", [[[116.902, 31.69], [116.902, 31.71], [116.908, 31.71], [116.908, 31.69]]]
    )
    assert len(crossings(along, twice)) == 2


def test_one_character_and_nothing_find_nothing(found: Places) -> None:
    assert names(found, "w") == names(found, " ") == names(found, "zzzz") == []


def test_a_point_is_called_by_what_lies_beside_it(found: Places) -> None:
    assert found.at(116.9011, 31.7101).zh == "望湖路 95 号附近"
    assert found.at(116.5, 31.5).zh == "31.50000, 116.50000"
    assert Places(()).at(1.0, 2.0).zh == "2.00000, 1.00000"


@pytest.mark.parametrize("words", ["whl999", "望湖路 999 号"])
def test_a_number_beyond_every_known_house_offers_its_road(found: Places, words: str) -> None:
    offered = names(found, words)
    assert offered
    assert all(name.startswith("望湖路") for name in offered)
