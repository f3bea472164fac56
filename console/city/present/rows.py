"""Rows of the open cases."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from console.city import national
from console.city.present.cases import OpenCase
from console.domain.moment import from_ms
from console.domain.severity import Severity
from console.domain.stage import Stage
from console.domain.stage_limits import STAGE_LIMITS


def row(number: int, case: OpenCase) -> dict[str, Any]:
    limit = case.condition.limit
    minutes, calendar = _stage_limit(case)
    running = case.department_since is not None
    made = {
        "id": number,
        "source": case.source,
        "category_id": national.category_ids()[case.condition.category],
        "condition_id": _condition_ids()[case.condition] if case.filed else None,
        "severity": int(case.severity),
        "lon": case.spot.position[0],
        "lat": case.spot.position[1],
        "address": case.spot.address,
        "grid_code": case.spot.grid.code,
        "region_id": case.spot.grid.region,
        "description": case.description,
        "stage": int(case.stage),
        "department_id": case.department,
        "departments": [case.department] if case.department else [],
        "collector_id": case.collector if case.stage in SENT else None,
        "verify_sent_at": case.stage_since if case.stage is Stage.VERIFY else None,
        "check_sent_at": case.reported_at if case.collector is not None else None,
        "registered_at": case.registered_at,
        "filed_at": case.filed_at,
        "stage_since": case.stage_since,
        "stage_limit": minutes,
        "stage_calendar": calendar,
        "stage_deadline": case.stage_since + minutes * 60_000 if minutes is not None else None,
        "suspended_from": case.suspended_from,
        "suspended_until": case.suspended_until,
        "acknowledged_at": case.acknowledged_at,
        "started_at": case.started_at,
        "arrived_at": case.arrived_at,
        "dispatches": 1 if case.department else 0,
        "version": 1,
    }
    for clock, stopped in (("department", case.department_stopped), ("case", case.reported_at)):
        made[f"{clock}_since"] = case.department_since
        made[f"{clock}_limit"] = limit.minutes if running else None
        made[f"{clock}_calendar"] = limit.calendar if running else None
        made[f"{clock}_deadline"] = case.department_deadline
        made[f"{clock}_stopped"] = stopped
    return made


def _stage_limit(case: OpenCase) -> tuple[int | None, str | None]:
    limit = STAGE_LIMITS.get((case.stage, case.severity is Severity.E))
    return (limit.minutes, limit.calendar) if limit else (None, None)


def _condition_ids() -> Mapping[Any, int]:
    if not _CONDITIONS:
        _CONDITIONS.update({c: n for n, c in enumerate(national.conditions(), 1)})
    return _CONDITIONS


SENT: Final = (Stage.VERIFY, Stage.CHECK, Stage.CLOSE)
"""Stages at which a collector was sent to the case before."""
_CONDITIONS: Final[dict[Any, int]] = {}


def number_by_day(rows: Sequence[dict[str, Any]], counted: dict[str, int]) -> None:
    """Numbers as the door would have given them; `counted` is the last of each day, and goes on."""
    for row in rows:
        day = from_ms(row["registered_at"], ZoneInfo(national.ZONE)).strftime("%Y%m%d")
        counted[day] = counted.get(day, 0) + 1
        row["number"] = f"{day}{counted[day]:05d}"
        row["day_number"] = f"{day[4:]}-{counted[day]:04d}"
