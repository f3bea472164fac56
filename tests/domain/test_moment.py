"""Moments are whole milliseconds, and a naive one is nobody's."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import words
from console.domain.moment import duration_text, from_ms, parse, to_ms
from console.domain.refusal import Refused

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_the_epoch_is_zero() -> None:
    assert to_ms(datetime(1970, 1, 1, 8, tzinfo=SHANGHAI)) == 0


def test_a_moment_without_zone_is_refused_by_the_program_itself() -> None:
    with pytest.raises(ValueError, match="zone"):
        to_ms(datetime(2025, 3, 14))


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_survives_the_way_there_and_back(moment: datetime) -> None:
    assert moment - from_ms(to_ms(moment)) < timedelta(milliseconds=1)


@given(st.integers(-(10**12), 10**13), st.integers(-12, 12))
def test_milliseconds_survive_in_any_zone(ms: int, hours: int) -> None:
    assert to_ms(from_ms(ms, timezone(timedelta(hours=hours)))) == ms


def test_text_without_offset_is_meant_in_the_citys_zone() -> None:
    assert parse("2025-03-14T13:00", SHANGHAI) == parse("2025-03-14T05:00Z", SHANGHAI)
    assert parse(" 2025-03-14 13:00:00.250 ", SHANGHAI) % 1000 == 250


@pytest.mark.parametrize("text", ["", "yesterday", "2025-02-30", "14/03/2025", "2025-03-14T25:00"])
def test_unreadable_text_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(text, SHANGHAI)
    assert refused.value.key == "moment_unreadable"
    assert f"“{text}”" in str(refused.value)


@pytest.mark.parametrize(
    ("minutes", "zh", "en"),
    [
        (0, "0 分", "0 min"),
        (18, "18 分", "18 min"),
        (120, "2 时", "2 h"),
        (134, "2 时 14 分", "2 h 14 min"),
        (-134, "−2 时 14 分", "−2 h 14 min"),
        (3 * 1440, "72 时", "72 h"),
    ],
)
def test_a_duration_reads_in_both_languages(
    minutes: int, zh: str, en: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "_chosen", ["zh"])
    assert duration_text(minutes) == zh
    monkeypatch.setattr(words, "_chosen", ["en"])
    assert duration_text(minutes) == en
