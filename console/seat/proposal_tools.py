"""`cases proposals`: recommended targets, responsible departments and collectors of a case, with
reasons.
"""

import argparse
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from console import words
from console.desk import collectors, recommendation, responsibility
from console.desk.desk import Desk
from console.domain.collectors import silent, silent_from
from console.domain.moment import from_ms
from console.domain.refusal import Refused
from console.domain.verdict import VerdictKind
from console.seat import snapshot_desk
from console.seat.opening import opened
from console.store.city import directory
from console.store.city.directory import Directory
from console.store.dialect import database_now
from console.store.reading import queries
from console.words import _

ToolAnswer = tuple[Any, list[str], int]


def proposals(options: argparse.Namespace) -> ToolAnswer:
    """Targets, departments and collectors for one case, the best first.

    Raises `Refused` for no case.
    """
    with opened(options, options.actor) as store:
        case = queries.case(store, options.case)
        if case is None:
            raise Refused("unknown_case")
        found = directory.read(store, with_grids=True)
        story = queries.story(store, options.case)
        with store.read() as connection:
            now = database_now(connection)
        desk = snapshot_desk.snapshot_desk(store, found)
    calendar = collectors.calendar_of(found)
    quiet = silent(case, now, calendar)
    left_out = collectors.sent_to(case, story)
    if not quiet:
        left_out -= {case["collector_id"]}  # he may yet answer
    since = silent_from(case, calendar) if quiet else None
    document = {
        "case": case["id"],
        **_targets(desk, case["id"]),
        "responsible": _bodies(found, case),
        "collectors": _collectors(found, case, left_out),
        "silent": found.collectors[case["collector_id"]]["call_sign"] if quiet else None,
        "silent_since": from_ms(since, ZoneInfo(found.city["zone"])).isoformat() if since else None,
    }
    return document, _lines(document), 0


def _targets(desk: Desk, case: int) -> dict[str, Any]:
    """Recommended targets with their objections, or the reason for none."""
    if case not in desk.room.cases:
        return {"targets": [], "refused": str(Refused("stage"))}
    refused = recommendation.refusal(desk, case)
    made = [_target(desk, one) for one in recommendation.recommended(desk, case)]
    return {"targets": made, "refused": refused.text if refused else None}


def _target(desk: Desk, one: recommendation.Target) -> dict[str, Any]:
    body = desk.directory.departments[one.department]
    return {
        "department_id": one.department,
        "department": words.both(body["zh"], body["en"]),
        "crew_id": one.crew,
        "crew": desk.directory.crews[one.crew]["call_sign"] if one.crew is not None else None,
        "metres": None if one.metres is None else round(one.metres),
        "in_hand": one.in_hand,
        "why": one.why,
        "confirm": one.verdict.text if one.verdict.allowed is VerdictKind.CONFIRM else None,
    }


def _bodies(found: Directory, case: Mapping[str, Any]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for one in responsibility.responsible(found, case["category_id"], case["region_id"]):
        body = found.departments[one.department]
        place = found.regions[one.region] if one.region is not None else None
        made.append(
            {
                "department": words.both(body["zh"], body["en"]),
                "basis": str(one.basis),
                "region": words.both(place["zh"], place["en"]) if place else None,
                "rank": one.rank,
                "lead": not made,
                "why": responsibility.words(found, case["category_id"], one),
            }
        )
    return made


def _collectors(
    found: Directory, case: Mapping[str, Any], left_out: set[int]
) -> list[dict[str, Any]]:
    return [
        {
            "collector": one.collector,
            "call_sign": found.collectors[one.collector]["call_sign"],
            "own": one.own,
            "metres": None if one.metres is None else round(one.metres),
            "why": one.why,
        }
        for one in collectors.proposals(found, case, left_out)
    ]


def _lines(document: Mapping[str, Any]) -> list[str]:
    lines = [
        "  ".join(filter(None, (row["department"], row["crew"], row["why"], row["confirm"])))
        for row in document["targets"]
    ]
    if document["refused"] and document["responsible"]:
        lines.append(document["refused"])
    lines += [f"{row['department']}  {row['why']}" for row in document["responsible"]]
    lines += [f"{row['call_sign']}  {row['why']}" for row in document["collectors"]]
    if document["silent"]:
        said = _("{collector} has been silent since {moment}; send another.")
        lines.append(said.format(collector=document["silent"], moment=document["silent_since"]))
    return lines or [
        _("Nobody is proposed: no department answers for it, no collector is on duty.")
    ]
