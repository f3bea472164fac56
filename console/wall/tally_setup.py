"""Tallies of a seat: since when they count, and in which streets and kinds."""

from datetime import timedelta
from typing import Final

from console.desk.case_names import CaseNames
from console.desk.desk import Desk
from console.domain.evaluation import day_start
from console.domain.moment import from_ms
from console.live.tallies import Places, Tallies

KINDS: Final = {"component": 1, "event": 2}
WEEKS_BEFORE: Final = timedelta(days=14)
"""A week is compared with one that may lie before the year that a year is compared with."""
AHEAD: Final = timedelta(days=40)


def new_tallies(desk: Desk, at: int) -> Tallies:
    """Empty tallies from the beginning of the year before `at` (ms) on."""
    zone = desk.zone
    now = from_ms(at, zone)
    first = now.replace(year=now.year - 1, month=1, day=1) - WEEKS_BEFORE
    days = (now + AHEAD - first).days
    found = desk.directory
    streets = CaseNames(desk).street_of
    places = Places(
        {region: int(streets[region]) or region for region in found.regions},
        {number: KINDS.get(row["kind"], 0) for number, row in found.categories.items()},
    )
    return Tallies(zone, places, day_start(first, zone), days)
