from collections.abc import Iterator
from datetime import datetime

import pytest

from console import words
from console.wall import amounts
from console.wall.figures import Headline


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    words.use("en")
    yield
    words.use("zh")


def test_no_data_is_never_a_zero() -> None:
    assert amounts.count_text(None) == amounts.rate_text(None) == amounts.short_age(None) == ""
    assert amounts.value_text(Headline("filed", "Filed", None)) == ""
    assert amounts.value_text(Headline("filed", "Filed", 0)) == "0"


def test_counts_and_rates_are_written_in_full() -> None:
    assert amounts.count_text(1284) == "1,284"
    assert amounts.rate_text(0.8843) == "88.4%"
    assert amounts.rate_text(1.0) == "100%"
    assert amounts.value_text(Headline("on_time", "", 0.5, parts=(1, 2))) == "50%"


def test_a_count_too_wide_for_its_place_is_shortened_as_the_language_does() -> None:
    assert [amounts.short_count(count) for count in (9_999, 124_548, 12_000_000)] == [
        "9,999", "125k", "12M",
    ]  # fmt: skip
    words.use("zh")
    assert amounts.short_count(124_548) == "12.5万"


def test_a_count_changes_in_per_cent_and_a_rate_in_points() -> None:
    assert amounts.change_text(112, 100, rate=False) == "+12%"
    assert amounts.change_text(90, 100, rate=False) == "\N{MINUS SIGN}10%"
    assert amounts.change_text(0.88, 0.868, rate=True) == "+1.2 pts"
    assert amounts.change_text(5, 5, rate=False) == "±0%"


def test_a_change_from_nothing_or_from_no_data_is_not_told() -> None:
    assert amounts.change_text(5, 0, rate=False) == ""
    assert amounts.change_text(5, None, rate=False) == ""
    assert amounts.change_text(None, 5, rate=False) == ""


def test_an_age_takes_its_largest_unit() -> None:
    minute = 60_000
    assert [amounts.short_age(at * minute) for at in (18, 125, 60 * 47, 60 * 48)] == [
        "18 min", "2 h", "47 h", "2 d",
    ]  # fmt: skip


def test_a_day_is_written_as_the_language_does() -> None:
    day = datetime(2026, 3, 14)
    assert amounts.day_text(day) == "Sat 14 Mar"
    words.use("zh")
    assert amounts.day_text(day) == "3月14日 星期六"
