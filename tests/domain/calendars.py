"""Working time of the autumn of 2025 as the state published it, for vectors by hand."""

from datetime import date
from zoneinfo import ZoneInfo

from console.domain.worktime import WORKING, WorkCalendar, working_spans

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOLIDAYS = {date(2025, 10, day) for day in range(1, 9)}
MAKE_UP_DAYS = {date(2025, 9, 28), date(2025, 10, 11)}


def is_workday(day: date) -> bool:
    return day in MAKE_UP_DAYS or (day.weekday() < 5 and day not in HOLIDAYS)


def office() -> WorkCalendar:
    """08:00–12:00 and 14:00–18:00 on the workdays of 2025."""
    return WorkCalendar(WORKING, working_spans(WORKING, [2025], is_workday, zone=SHANGHAI))
