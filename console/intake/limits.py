"""`import limits`: time limits of the centre's own stages."""

from typing import Any, Final

from console.domain.refusal import Refused
from console.domain.stage_limits import ANYWHERE, STAGE_LIMITS, stage_limit
from console.intake.files import records
from console.intake.files.records import LONGEST, Record
from console.intake.import_trace import importing
from console.intake.report import Report
from console.intake.row_writer import Row, RowWriter
from console.store.engine import Store

STAGES: Final = {stage.word: stage for stage, _urgent in STAGE_LIMITS}
CLASSES: Final = ("1", "2", "3")


def import_limits(store: Store, file: str) -> dict[str, Any]:
    """Imports stage limits in one transaction; answers its report (`intake.report`).

    They hold for stages that cases enter from then on. Raises `Refused` for a file that cannot be
    read at all.
    """
    report = Report()
    found = records.usable(records.read(file, "limits", report), report)
    with importing(store, "limits", file, report) as connection:
        RowWriter(connection, report, "stage_limit", "stage", _key).enter(found, _row)
    return report.document()


def _row(record: Record) -> dict[str, Any]:
    stage = STAGES.get(record["stage"])
    if stage is None:
        raise Refused("stage_unlimited", text=record["stage"][:LONGEST])
    record.needed("urgent", "stage_without_urgent")
    area = record["area_class"] or str(ANYWHERE)
    if area not in (*CLASSES, str(ANYWHERE)):
        raise Refused("grid_class", text=area[:LONGEST])
    limit = stage_limit(record.word("limit"))
    return {
        "stage": int(stage),
        "urgent": record.flag("urgent", blank=False),
        "area_class": int(area),
        "minutes": limit.minutes,
        "calendar": limit.calendar,
    }


def _key(row: Row) -> tuple[int, bool, int]:
    return row["stage"], bool(row["urgent"]), row["area_class"]
