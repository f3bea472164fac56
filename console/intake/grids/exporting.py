"""`grid export`: regions or unit grids with their outlines, as GeoJSON that `import` takes in again."""

import json
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from console.domain.moment import from_ms
from console.domain.outline import Outline
from console.domain.refusal import Refused
from console.store.city import tables
from console.store.engine import Store

TIERS: Final = ("city", "district", "street", "community")


def export(store: Store, file: str, what: str) -> dict[str, Any]:
    """Writes every region ("regions") or unit grid ("grid") to a new file; answers how many.

    Raises `Refused` where the file cannot be written; nothing half-written stays.
    """
    with store.read() as connection:
        features = _regions(connection) if what == "regions" else _grids(connection)
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    part = Path(f"{file}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(file)
    except OSError:
        part.unlink(missing_ok=True)
        raise Refused("file_unwritable", path=file) from None
    return {"file": file, "kind": what, "features": len(features)}


def _regions(connection: Any) -> list[dict[str, Any]]:
    rows = [row for row in tables.rows(connection, "region") if row["tier"] in TIERS]
    codes = {row["id"]: row["code"] for row in rows}
    ordered = sorted(rows, key=lambda row: (TIERS.index(row["tier"]), row["code"]))
    return [
        _feature(
            row["outline"],
            code=row["code"],
            name=row["zh"],
            name_en=row["en"],
            tier=row["tier"],
            parent=codes.get(row["parent_id"], ""),
        )
        for row in ordered
    ]


def _grids(connection: Any) -> list[dict[str, Any]]:
    zone = ZoneInfo(tables.zone(connection))

    def moment(ms: int | None) -> str:
        return "" if ms is None else from_ms(ms, zone).isoformat()

    held = {code: row for row in tables.rows(connection, "duty_grid") for code in row["unit_grids"]}
    patrols: dict[int, list[str]] = {}
    for row in tables.rows(connection, "collector"):
        for number in row["duty_grids"]:
            patrols.setdefault(number, []).append(row["call_sign"])
    made = []
    for row in sorted(tables.rows(connection, "unit_grid"), key=lambda row: str(row["code"])):
        duty = held.get(row["code"], {})
        made.append(
            _feature(
                row["outline"],
                code=row["code"],
                name=row["name"],
                area_class=str(row["area_class"]),
                began=moment(row["began_at"]),
                ended=moment(row["ended_at"]),
                duty_grid=duty.get("name", ""),
                collectors="、".join(sorted(patrols.get(duty.get("id", 0), []))),
            )
        )
    return made


def _feature(outline: Outline | None, **values: str) -> dict[str, Any]:
    closed = [[[*ring, ring[0]] for ring in polygon] for polygon in outline or ()]
    shape = {"type": "MultiPolygon", "coordinates": closed} if closed else None
    return {"type": "Feature", "properties": values, "geometry": shape}
