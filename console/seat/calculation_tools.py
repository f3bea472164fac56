"""`deadline` and `grid code`: calculations without a database."""

import argparse
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from console.city.holidays import is_workday, provisional
from console.domain import moment
from console.domain.grid_code import GridCode, next_in
from console.domain.limit import parse_limit
from console.domain.refusal import Refused
from console.domain.worktime import WorkCalendar, continuous, working_spans
from console.words import _

ToolAnswer = tuple[Any, list[str], int]


def deadline_of(options: argparse.Namespace) -> ToolAnswer:
    """The moment at which a limit that starts at `--from` is used up."""
    try:
        zone = ZoneInfo(options.zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise Refused("zone_unknown", zone=options.zone) from None
    start = moment.parse(options.start, zone)
    limit = parse_limit(options.limit)
    year = moment.from_ms(start, zone).year
    if limit.calendar == "continuous":
        calendar = continuous()
    else:
        spans = working_spans("working", range(year, year + 3), is_workday, zone=zone)
        calendar = WorkCalendar("working", spans)
    found = calendar.deadline(start, limit.minutes)
    shown = moment.from_ms(found, zone)
    weekends_only = limit.calendar == "working" and provisional(date(shown.year, 12, 31))
    document = {
        "from": moment.from_ms(start, zone).isoformat(),
        "limit": options.limit,
        "minutes": limit.minutes,
        "calendar": limit.calendar,
        "note": limit.note,
        "deadline": shown.isoformat(),
        "provisional": weekends_only,
    }
    lines = [shown.strftime("%Y-%m-%d %H:%M")]
    if weekends_only:
        lines.append(
            _("The holidays of {year} are not published: weekends only.").format(year=shown.year)
        )
    return document, lines, 0


def grid(options: argparse.Namespace) -> ToolAnswer:
    """Parses a unit-grid code, or answers the next free one of a community."""
    if options.community:
        taken = [int(n) for n in options.taken.split(",") if n.strip().isdigit()]
        code = next_in(options.community, taken)
    elif options.code:
        code = GridCode.parse(options.code)
    else:
        raise Refused("grid_code_shape", text="")
    document = {
        "code": str(code),
        "county": code.county,
        "street": code.street,
        "community": code.community,
        "sequence": code.sequence,
    }
    return document, [str(code)], 0
