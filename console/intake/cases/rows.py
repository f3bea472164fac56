"""Rows made from the facts of a record: the case with its clocks, and its history as events."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from console.domain.moment import from_ms
from console.domain.stage import Stage
from console.intake.cases.bodies import Bodies
from console.intake.cases.facts import Facts
from console.intake.cases.formats import Form

MINUTE = 60_000


def case_row(case: int, fact: Facts, form: Form, bodies: Bodies) -> dict[str, Any]:
    """The case as the record leaves it: closed, with a department, or waiting for dispatch.

    The due date is the limit of both clocks, in continuous time: that is all the record tells. A
    closed record that does not say when has no such clocks: nobody knows whether it was in time.
    """
    department = bodies.department(fact.department, fact.initials)
    stage = Stage.CLOSED if fact.ended else Stage.HANDLE if department else Stage.DISPATCH
    judged = fact.due is not None and not (fact.ended and fact.closed is None)
    due = fact.due if judged else None
    limit = None if due is None else round((due - fact.opened) / MINUTE)
    stopped = fact.closed if fact.ended else None
    row: dict[str, Any] = {
        "id": case,
        "number": f"{form.name}-{fact.key}"[:40],
        "day_number": f"{_day(fact.opened, form):%m%d}-{fact.key[-4:]}",
        "source": fact.source,
        "category_id": bodies.category(fact.class_name, fact.subclass),
        "severity": 3,
        "lon": fact.lon,
        "lat": fact.lat,
        "address": fact.address,
        "region_id": bodies.region(fact.region),
        "description": fact.description[:2000],
        "stage": int(stage),
        "department_id": department,
        "departments": [department] if department else [],
        "registered_at": fact.opened,
        "stage_since": fact.opened if stopped is None else stopped,
        "closed_at": stopped,
        "dispatches": 1 if department else 0,
        "version": 1 if stopped is None else 2,
    }
    for clock in ("department", "case"):
        row[f"{clock}_since"] = fact.opened if department else None
        row[f"{clock}_limit"] = limit if department else None
        row[f"{clock}_calendar"] = "continuous" if department and limit is not None else None
        row[f"{clock}_deadline"] = due if department else None
        row[f"{clock}_stopped"] = stopped if department else None
    return row


def _day(moment: int, form: Form) -> datetime:
    return from_ms(moment, ZoneInfo(form.zone))


ENDING = ("stage", "stage_since", "closed_at", "department_stopped", "case_stopped")


def event_rows(row: Mapping[str, Any], fact: Facts, form: Form) -> list[dict[str, Any]]:
    """The record's history: registered when it was opened, closed when it was closed.

    Where it does not say when, one event tells how it is found.
    """
    kept = {k: v for k, v in row.items() if k not in ("id", "version") and v not in (None, "", [])}
    if row["closed_at"] is None:
        return [_event(row, fact, form, 1, "register", fact.opened, {}, kept)]
    ended = {k: row[k] for k in ENDING if row[k] is not None}
    open_stage = int(Stage.HANDLE if row["department_id"] else Stage.DISPATCH)
    begun = {k: v for k, v in kept.items() if k not in ENDING}
    begun |= {"stage": open_stage, "stage_since": fact.opened}
    before = {k: begun.get(k) for k in ended}
    told = ended | ({} if fact.on_time is None else {"on_time": fact.on_time})
    return [
        _event(row, fact, form, 1, "register", fact.opened, {}, begun),
        _event(row, fact, form, 2, "close", row["closed_at"], before, told),
    ]


def _event(
    row: Mapping[str, Any],
    fact: Facts,
    form: Form,
    version: int,
    command: str,
    occurred: int,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> dict[str, Any]:
    return {
        "subject": row["id"],
        "subject_version": version,
        "command": command,
        "command_id": f"{form.name}-{fact.key}"[:34] + f"-{version}",
        "occurred_at": occurred,
        "before": before,
        "after": after,
        "region_id": row["region_id"],
        "department_id": row["department_id"],
        "reason": f"import {form.name}",
    }
