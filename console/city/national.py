"""National defaults of every new database: categories, conditions, limits, calendars.

All of it is data that a city may replace (CJ/T 214, CJ/T 315 / GB/T 30428.8).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from console.city.holidays import is_workday
from console.domain import category
from console.domain.condition import Condition, default_conditions
from console.domain.stage_limits import ANYWHERE, RURAL, RURAL_LIMITS, STAGE_LIMITS
from console.domain.worktime import END_OF_TIME, WORKING, working_spans
from console.store.city import loader
from console.store.engine import Store
from console.store.schema import Category

ZONE: Final = "Asia/Shanghai"
FIRST_YEAR: Final = 2017
YEARS_AHEAD: Final = 4


def seed(store: Store) -> None:
    """Writes the defaults into a database that has none yet."""
    with store.read() as connection:
        if connection.scalar(select(func.count()).select_from(Category)):
            return
    loader.load_all(store, rows())


def rows(this_year: int | None = None) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """The defaults as rows by table. Category ids are in order of `category.by_key()`."""
    year = this_year or datetime.now(ZoneInfo(ZONE)).year
    years = range(FIRST_YEAR, year + YEARS_AHEAD)
    spans = working_spans(WORKING, years, is_workday, zone=ZoneInfo(ZONE))
    return {
        "work_span": [
            {"calendar": s.calendar, "start": s.start, "end": s.end, "before": s.before}
            for s in spans
        ]
        + [{"calendar": "continuous", "start": 0, "end": END_OF_TIME, "before": 0}],
        "stage_limit": [
            {"stage": int(stage), "urgent": urgent, "area_class": area, "minutes": limit.minutes}
            | {"calendar": limit.calendar}
            for area, limits in ((ANYWHERE, STAGE_LIMITS), (RURAL, RURAL_LIMITS))
            for (stage, urgent), limit in limits.items()
        ],
        "category": [_category(i, c) for i, c in enumerate(category.by_key().values(), 1)],
        "filing_condition": _conditions(),
    }


def category_ids() -> dict[category.Key, int]:
    """Ids that `rows` gives the national categories."""
    return {key: i for i, key in enumerate(category.by_key(), 1)}


def _category(row_id: int, one: category.Category) -> dict[str, Any]:
    return {
        "id": row_id,
        "scheme": one.scheme,
        "kind": one.kind,
        "code": one.code,
        "class_zh": one.class_zh,
        "class_en": one.class_en,
        "zh": one.zh,
        "en": one.en,
    }


def _conditions() -> list[dict[str, Any]]:
    """The conditions of every national category, in order of scheme and category."""
    ids = category_ids()
    return [
        {
            "id": row_id,
            "category_id": ids[condition.category],
            "zh": condition.zh,
            "en": condition.en,
            "closing_zh": condition.closing_zh,
            "closing_en": condition.closing_en,
            "limit_minutes": condition.limit.minutes,
            "calendar": condition.limit.calendar,
            "limit_text": condition.limit.text,
            "severity": int(condition.severity),
        }
        for row_id, condition in enumerate(conditions(), 1)
    ]


def conditions() -> list[Condition]:
    """The conditions in the order in which `rows` numbers them from 1."""
    return [c for scheme in category.SCHEMES for c in default_conditions(scheme)]
