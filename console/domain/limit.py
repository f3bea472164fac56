"""Handling limits 处置时限 as cities write them: "2紧急工作时", "3天", "种植季节15工作日".

紧急工作时, 紧急工作日 and 自然日 run day and night; 工作时 and 工作日 count working hours only,
and plain 小时 and 天 mean the same as 工作时 and 工作日.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from console.domain.refusal import Refused
from console.domain.worktime import CONTINUOUS, WORKING

Unit = Literal["day", "hour", "minute"]


@dataclass(frozen=True, slots=True)
class Limit:
    """`minutes` of the calendar "working" or "continuous"; `text` as written, `note` around it."""

    minutes: int
    calendar: str
    text: str
    note: str


UNITS: Final[tuple[tuple[str, str, Unit], ...]] = (
    ("紧急工作小时", CONTINUOUS, "hour"),
    ("紧急工作时", CONTINUOUS, "hour"),
    ("紧急工作日", CONTINUOUS, "day"),
    ("紧急工作天", CONTINUOUS, "day"),
    ("自然小时", CONTINUOUS, "hour"),
    ("自然日", CONTINUOUS, "day"),
    ("自然天", CONTINUOUS, "day"),
    ("日历日", CONTINUOUS, "day"),
    ("工作小时", WORKING, "hour"),
    ("工作时", WORKING, "hour"),
    ("工作日", WORKING, "day"),
    ("工作天", WORKING, "day"),
    ("小时", WORKING, "hour"),
    ("时", WORKING, "hour"),
    ("天", WORKING, "day"),
    ("日", WORKING, "day"),
    ("分钟", WORKING, "minute"),
    ("分", WORKING, "minute"),
)
"""Every unit, its calendar and its size; a longer name stands before one it contains."""

PLAIN: Final = frozenset({"小时", "时", "天", "日", "分钟", "分"})

DIGITS: Final = "〇一二三四五六七八九"
WIDE: Final = str.maketrans("０１２３４５６７８９．", "0123456789.")
ONE: Final = "[一二三四五六七八九]"
NUMBER: Final = rf"(?:[0-9]{{1,4}}(?:\.[0-9]{{1,2}})?|{ONE}?十{ONE}?|{ONE}|[两半])"
UNIT: Final = "|".join(r"\s*".join(name) for name, _calendar, _unit in UNITS)
PATTERN: Final = re.compile(rf"(?P<number>{NUMBER})\s*个?\s*(?P<unit>{UNIT})")
DANGLING: Final = re.compile(
    r"(?:[0-9一二两三四五六七八九十百千万.+~～〜至到—–-]"
    r"|[年月号第每点:：]|[当次翌明隔今每][日天晨晚]|上午|下午|中午|凌晨|早上?|晚上?|夜间?)\s*$"
)
"""Text that may not stand right before a limit: more of the number, a sign, the beginning of a
range, a date or a time of day (当日18时).
"""
MOMENT: Final = re.compile(r"\s*(?:之前|以前|前|止|整|许)")
"""Text right after a moment that is not a duration: 18时前."""


def parse_limit(text: str, day_minutes: int = 480, plain: str = WORKING) -> Limit:
    """Reads one limit; `day_minutes` is the length of a working day, `plain` the calendar of units
    that name none: 小时, 天, 分钟.

    Raises Refused "limit_unreadable" where there is no limit, more than one, or a range.
    """
    written = text.translate(WIDE)
    found = list(PATTERN.finditer(written))
    if len(found) != 1 or DANGLING.search(written[: found[0].start()]):
        raise Refused("limit_unreadable", text=text)
    if MOMENT.match(written, found[0].end()):
        raise Refused("limit_unreadable", text=text)
    match = found[0]
    named = re.sub(r"\s", "", match["unit"])
    calendar, unit = next((c, u) for name, c, u in UNITS if name == named)
    if named in PLAIN:
        calendar = plain
    day = day_minutes if calendar == WORKING else 24 * 60
    minutes = round(_number(match["number"]) * {"day": day, "hour": 60, "minute": 1}[unit])
    note = f"{written[: match.start()].strip()} {written[match.end() :].strip()}".strip()
    return Limit(minutes, calendar, text, note)


def _number(text: str) -> float:
    """2, 1.5, 半, 两, 十, 十五, 二十四."""
    if text[0].isascii():
        return float(text)
    if text == "半":
        return 0.5
    if "十" not in text:
        return DIGITS.index(text.replace("两", "二"))
    tens, _ten, ones = text.partition("十")
    return (DIGITS.index(tens) if tens else 1) * 10 + (DIGITS.index(ones) if ones else 0)
