"""What a city writes for a stage: day and night, unless it says working time."""

import pytest

from console.domain.refusal import Refused
from console.domain.stage_limits import stage_limit


@pytest.mark.parametrize(
    ("text", "minutes", "calendar"),
    [
        ("30分钟", 30, "continuous"),
        ("2小时", 120, "continuous"),
        ("1天", 1440, "continuous"),
        ("2紧急工作时", 120, "continuous"),
        ("1紧急工作日", 1440, "continuous"),
        ("2工作时", 120, "working"),
        ("1工作日", 480, "working"),
        ("1工作日（紧急情况除外）", 480, "working"),
        ("非紧急 1工作日", 480, "working"),
        ("紧急2工作时", 120, "working"),
        ("1工 作 日", 480, "working"),
        ("30天", 43_200, "continuous"),
    ],
)
def test_a_limit_runs_day_and_night_unless_it_says_otherwise(
    text: str, minutes: int, calendar: str
) -> None:
    limit = stage_limit(text)
    assert (limit.minutes, limit.calendar, limit.text) == (minutes, calendar, text)


@pytest.mark.parametrize("text", ["", "工作", "两三天", "尽快", "0分钟", "31天", "9999工作日"])
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        stage_limit(text)
