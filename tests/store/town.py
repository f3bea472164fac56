"""A town small enough to think about: two streets, four bodies, one operator for every post."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from console.domain.intent import HeldPost
from console.domain.stage import Post, Stage
from console.domain.worktime import END_OF_TIME, working_spans
from console.store.city import loader
from console.store.engine import Store
from console.store.people import administration

CITY, EAST, WEST = 1, 2, 3
SANITATION, TEAM, ENFORCEMENT, OTHER, CLOSED_DOWN = 1, 2, 3, 4, 5
CREW, CREW2, OFF_DUTY_CREW, OTHER_CREW = 1, 2, 3, 4
COVER, LITTER = 1, 2
URGENT, SLOW, COVER_CONDITION, FORMER = 1, 2, 3, 4
BLOB: Final = "a" * 64
KIND: Final = {"scheme": "town", "class_zh": "类", "class_en": "Class"}
YEARS: Final = range(2025, datetime.now(UTC).year + 3)
"""Of the working calendar: moments of the tests, and of the day they run on."""
HOME: Final = {"home_lon": 116.9, "home_lat": 31.7}

WHO: Final[Mapping[str, HeldPost]] = {
    "caller": HeldPost(Post.CALL_TAKER, None, None),
    "patrol": HeldPost(Post.COLLECTOR, CITY, None),
    "lead": HeldPost(Post.SUPERVISION_LEAD, CITY, None),
    "disp": HeldPost(Post.DISPATCHER, CITY, None),
    "eastdisp": HeldPost(Post.DISPATCHER, EAST, None),
    "cmdlead": HeldPost(Post.COMMAND_LEAD, CITY, None),
    "dept": HeldPost(Post.DEPARTMENT, None, SANITATION),
    "otherdept": HeldPost(Post.DEPARTMENT, None, OTHER),
    "chief": HeldPost(Post.LEADER, CITY, None),
    "both": HeldPost(Post.CALL_TAKER, CITY, None),
}

REGIONS: Final = ((CITY, None, "city"), (EAST, CITY, "street"), (WEST, CITY, "street"))
DEPARTMENTS: Final = (
    (SANITATION, None, "bureau"),
    (TEAM, SANITATION, "team"),
    (ENFORCEMENT, None, "enforcement"),
    (OTHER, None, "bureau"),
    (CLOSED_DOWN, None, "bureau"),
)
CONDITIONS: Final = (
    (URGENT, LITTER, 120, "continuous", 1),
    (SLOW, LITTER, 480, "working", 3),
    (COVER_CONDITION, COVER, 240, "working", 2),
    (FORMER, LITTER, 480, "working", 3),
)


def build(store: Store) -> None:
    """Writes the town into a database that has its schema."""
    loader.load_all(store, {**_rows(), **_people()})
    with store.write() as connection:
        administration.make_logins(store, connection)


def _people() -> dict[str, list[dict[str, Any]]]:
    extra = [HeldPost(Post.SUPERVISION_LEAD, CITY, None), HeldPost(Post.DISPATCHER, CITY, None)]
    ids = {login: number for number, login in enumerate(WHO, 1)}
    return {
        "operator": [
            {"id": number, "login": login, "zh": login, "en": login, "active": True}
            for login, number in ids.items()
        ],
        "operator_post": [
            {"operator_id": ids[login], "post": str(one.post), "region_id": one.region_id}
            | {"department_id": one.department_id, "active": True}
            for login, held in WHO.items()
            for one in (held, *(extra if login == "both" else ()))
        ],
    }


def _rows() -> dict[str, list[dict[str, Any]]]:
    regions = [
        {"id": i, "parent_id": p, "tier": t, "code": str(i), "zh": f"区{i}", "en": f"Region {i}"}
        for i, p, t in REGIONS
    ]
    departments = [
        {"id": i, "parent_id": p, "tier": "city", "kind": k, "zh": f"部{i}", "en": f"Body {i}"}
        | {"initials": f"b{i}", "active": i != CLOSED_DOWN}
        for i, p, k in DEPARTMENTS
    ]
    spans = working_spans(
        "working", YEARS, lambda day: day.weekday() < 5, zone=ZoneInfo("Asia/Shanghai")
    )
    return {
        "region": regions,
        "region_under": [
            {"region_id": i, "ancestor_id": a} for i, p, _t in REGIONS for a in {i, p or i}
        ],
        "department": departments,
        "department_under": [
            {"department_id": i, "ancestor_id": a} for i, p, _k in DEPARTMENTS for a in {i, p or i}
        ],
        "crew": [
            {"id": CREW, "call_sign": "C1", "department_id": TEAM, "on_duty": True} | HOME,
            {"id": CREW2, "call_sign": "C2", "department_id": SANITATION, "on_duty": True} | HOME,
            {"id": OFF_DUTY_CREW, "call_sign": "C3", "department_id": TEAM, "on_duty": False}
            | HOME,
            {"id": OTHER_CREW, "call_sign": "C4", "department_id": OTHER, "on_duty": True} | HOME,
        ],
        **_standard(),
        "stage_limit": [
            {"stage": int(stage), "urgent": urgent, "minutes": 10 if urgent else 30, "calendar": c}
            for stage, c in ((Stage.INTAKE, "continuous"), (Stage.DISPATCH, "working"))
            for urgent in (True, False)
        ],
        "work_span": [
            {"calendar": s.calendar, "start": s.start, "end": s.end, "before": s.before}
            for s in spans
        ]
        + [{"calendar": "continuous", "start": 0, "end": END_OF_TIME, "before": 0}],
        "collector": [
            {"id": 1, "call_sign": "K1", "region_id": EAST, "duty_grids": [], "on_duty": True},
            {"id": 2, "call_sign": "K2", "region_id": EAST, "duty_grids": [], "on_duty": False},
        ],
        "blob": [
            {"hash": BLOB, "media_type": "image/png", "content": b"png", "stored_at": 0},
        ],
    }


def _standard() -> dict[str, list[dict[str, Any]]]:
    return {
        "category": [
            {
                "id": COVER,
                "kind": "component",
                "code": "0101",
                "zh": "上水井盖",
                "en": "Water cover",
            }
            | KIND,
            {"id": LITTER, "kind": "event", "code": "0101", "zh": "暴露垃圾", "en": "Litter"}
            | KIND,
        ],
        "filing_condition": [
            {"id": i, "category_id": k, "limit_minutes": m, "calendar": c, "severity": s}
            | {"zh": "立", "en": "c", "closing_zh": "结", "closing_en": "d", "limit_text": "-"}
            | {"ended_at": 1 if i == FORMER else None}
            for i, k, m, c, s in CONDITIONS
        ],
    }
