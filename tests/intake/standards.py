"""Filing standards as cities write them, by hand: small workbooks with merges and odd headers."""

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl

from console.domain.category import OWN
from tests.store.world import World

HEADER: Final = (
    *("大类编码", "大类名称", "小类编码", "小类名称", "立案条件", "结案条件", "处置时限"),
    *("处置单位", "主管部门"),
)
COVER: Final = ("01", "公用设施", "01", "上水井盖")
WATER: Final = ("水务公司", "水务局")
COVERS: Final = (
    (*COVER, "缺失、移位", "恢复", "2紧急工作时", *WATER),
    (*COVER, "破损超过25cm²", "更换或修复", "4工作时", *WATER),
    ("01", "公用设施", "02", "污水井盖", "弹跳产生声响", "消除", "2工作日", *WATER),
    ("02", "道路交通", "01", "停车场", "地面破损", "修复", "种植季节15工作日", "城管队", "城管局"),
)
LITTER: Final = (
    ("01", "市容环境", "01", "私搭乱建", "违法搭建", "拆除", "7天", "执法队", "城管局"),
    ("01", "市容环境", "99", "街头涂鸦", "墙面涂写", "清除", "4小时", "环卫", "城管局"),
)
Row = tuple[Any, ...]
TEXTS: Final = ("zh", "closing_zh", "limit_text", "handler", "charge")
Sheet = tuple[str, Sequence[Sequence[Any]], Iterable[str]]
"""name, rows, merged cells."""


def book(path: Path, *sheets: Sheet) -> str:
    """A workbook with these sheets; answers its path."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows, merged in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in merged:
            sheet.merge_cells(cells)
    made.save(path)
    made.close()
    return str(path)


def components(folder: Path, *rows: Sequence[Any], header: Sequence[str] = HEADER) -> str:
    """A workbook with one sheet 部件."""
    return book(folder / "standard.xlsx", ("部件", [header, *rows], ()))


def with_part(path: Path, part: str, old: str, new: str) -> str:
    """The workbook with `old` replaced in one of its parts."""
    raw = path.read_bytes()
    with ZipFile(io.BytesIO(raw)) as before, ZipFile(path, "w", ZIP_DEFLATED) as after:
        for info in before.infolist():
            text = before.read(info.filename)
            if info.filename == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode())
            after.writestr(info.filename, text)
    return str(path)


def held(world: World, *, ended: bool = False) -> list[Row]:
    """kind, code, class, subclass, area class, texts of the city's own conditions."""
    own = {row["id"]: row for row in world.rows("category") if row["scheme"] == OWN}
    return [
        (
            *(own[row["category_id"]][name] for name in ("kind", "code", "class_zh", "zh")),
            row["area_class"],
            *(row[name] for name in TEXTS),
        )
        for row in world.rows("filing_condition")
        if row["category_id"] in own and (row["ended_at"] is not None) is ended
    ]


def meant(kind: str, *rows: Row) -> list[Row]:
    return [(kind, row[0] + row[2], row[1], row[3], None, *row[4:]) for row in rows]


def condition(world: World, text: str) -> dict[str, Any]:
    """The condition in force with this text."""
    (found,) = [
        r for r in world.rows("filing_condition") if r["zh"] == text and r["ended_at"] is None
    ]
    return found
