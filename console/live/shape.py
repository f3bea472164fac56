"""Columns of the live cases, and the value that stands for None in each."""

import sys
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

NUMBERS: Final[Mapping[str, Any]] = {
    **dict.fromkeys(("id", "duplicate_of", "incident_id"), np.int64),
    **dict.fromkeys(
        (
            *("registered_at", "filed_at", "stage_since", "stage_deadline", "held_at", "urged_at"),
            *("department_since", "department_deadline", "department_stopped", "closed_at"),
            *("case_since", "case_deadline", "case_stopped", "suspended_from", "suspended_until"),
            *("acknowledged_at", "started_at", "arrived_at", "verify_sent_at", "check_sent_at"),
        ),
        np.int64,
    ),
    **dict.fromkeys(
        (
            *("version", "category_id", "condition_id", "region_id", "department_id"),
            *("collector_id", "holder_id", "campaign_id"),
        ),
        np.int32,
    ),
    **dict.fromkeys(("stage_limit", "department_limit", "case_limit"), np.int32),
    **dict.fromkeys(("dispatches", "returns", "reworks", "extensions", "urges"), np.int16),
    **dict.fromkeys(("stage", "severity"), np.uint8),
    **dict.fromkeys(("stage_calendar", "department_calendar", "case_calendar"), np.uint8),
    **dict.fromkeys(("lon", "lat"), np.float64),
}
"""Numeric columns. None is NaN in `lon`/`lat`, −1 in limits, 0 everywhere else."""

TEXTS: Final = ("number", "day_number", "address", "grid_code", "source", "description")
ALIKE: Final = frozenset({"day_number", "grid_code", "source"})
"""Texts of few different values; each value is kept once."""
once: Final = sys.intern
"""`sys.intern` frees unreferenced strings."""
LIMITS: Final = frozenset({"stage_limit", "department_limit", "case_limit"})
CALENDARS: Final = frozenset({"stage_calendar", "department_calendar", "case_calendar"})
PLACE: Final = frozenset({"lon", "lat"})
COUNTS: Final = frozenset({"dispatches", "returns", "reworks", "extensions", "urges", "version"})
