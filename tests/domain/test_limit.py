"""Limits as real cities write them."""

import pytest

from console.domain.limit import parse_limit
from console.domain.refusal import Refused

REAL = [
    ("1天", 480, "working", ""),
    ("5天", 2400, "working", ""),
    ("3天", 1440, "working", ""),
    ("2天", 960, "working", ""),
    ("4小时", 240, "working", ""),
    ("2紧急工作时", 120, "continuous", ""),
    ("2小时", 120, "working", ""),
    ("7天", 3360, "working", ""),
    ("15天", 7200, "working", ""),
    ("1紧急工作时", 60, "continuous", ""),
    ("4紧急工作时", 240, "continuous", ""),
    ("2紧急工作日", 2880, "continuous", ""),
    ("10天", 4800, "working", ""),
    ("4天", 1920, "working", ""),
    ("1紧急工作时制止", 60, "continuous", "制止"),
    ("种植季节15工作日", 7200, "working", "种植季节"),
]
WRITTEN_OTHERWISE = [
    ("１５ 个工作日", 7200, "working", ""),
    ("十五工作日", 7200, "working", ""),
    ("二十天", 9600, "working", ""),
    ("两 小 时", 120, "working", ""),
    ("半天", 240, "working", ""),
    ("1.5工作时", 90, "working", ""),
    ("3自然日", 4320, "continuous", ""),
    ("30分钟", 30, "working", ""),
    ("0工作时", 0, "working", ""),
    ("3日内", 1440, "working", "内"),
    ("自立案之日起3工作日", 1440, "working", "自立案之日起"),
    ("汛期 2紧急工作时 内设围挡", 120, "continuous", "汛期 内设围挡"),
]


@pytest.mark.parametrize(("text", "minutes", "calendar", "note"), REAL + WRITTEN_OTHERWISE)
def test_a_limit_is_read_and_the_words_around_it_kept(
    text: str, minutes: int, calendar: str, note: str
) -> None:
    limit = parse_limit(text)
    assert (limit.minutes, limit.calendar, limit.note) == (minutes, calendar, note)
    assert limit.text == text


def test_a_working_day_is_as_long_as_the_city_says() -> None:
    assert parse_limit("2工作日", day_minutes=420).minutes == 840
    assert parse_limit("2自然日", day_minutes=420).minutes == 2880


@pytest.mark.parametrize(
    "text",
    [
        *("", "尽快", "3", "工作日", "3至5天", "3-5天", "-5天", "2小时或1天", "99999天", "百十天"),
        *(
            "当日18时前",
            "12月31日",
            "18时前",
            "次日 9 时",
            "下午6时",
            "每天2小时",
            "第3天",
            "3日以前",
        ),
    ],
)
def test_a_text_that_names_no_single_limit_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_limit(text)
    assert refused.value.key == "limit_unreadable"
    assert refused.value.values == {"text": text}
