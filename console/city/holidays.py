"""Statutory holidays and make-up workdays of the PRC, from the published yearly data.

Years not yet published count weekends only, and are shown as provisional.
"""

from datetime import date
from functools import cache


@cache
def published() -> tuple[int, int]:
    """First and last year with published holidays."""
    import chinese_calendar

    days = chinese_calendar.constants.holidays.keys()
    return min(days).year, max(days).year


def provisional(day: date) -> bool:
    """Whether the holidays of this day's year are not published."""
    first, last = published()
    return not first <= day.year <= last


def is_workday(day: date) -> bool:
    """Whether offices work on `day`: weekdays but statutory holidays, and make-up workdays."""
    if provisional(day):
        return day.weekday() < 5
    import chinese_calendar

    return bool(chinese_calendar.is_workday(day))
