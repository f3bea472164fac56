"""What docs/import.md says of columns is what the files of columns say."""

import re
from pathlib import Path

import pytest

from console import words
from console.intake.cases import formats
from console.intake.files import columns

ROOT = Path(__file__).parents[2]
KINDS = (
    "regions",
    "grid",
    "departments",
    "responsibility",
    "components",
    "places",
    "standard",
    "limits",
)
UNTOLD = {"places": {"code"}, "components": {"charge", "owner", "keeper"}}
"""Columns that only tell a wrong file, and those whose second name is enough."""


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_about_files_names_every_column(kind: str) -> None:
    page = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
    (row,) = re.findall(rf"^\| `{kind}` \| (.*[*，,].*) \|$", page, re.MULTILINE)
    form = columns.of(kind)
    assert words.language() == "zh"
    shown_name = {
        ours: form.shown_name(ours) for ours in form.columns if ours not in UNTOLD.get(kind, ())
    }
    assert {ours: name for ours, name in shown_name.items() if name not in row} == {}
    needed = {form.shown_name(ours) for either in form.needed for ours in either.split("|")}
    assert set(re.findall(r"\*\*(\w+)\*\*", row)) == needed


def test_the_mapping_that_the_page_shows_is_one(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    path = tmp_path / "m.json"
    path.write_text(shown, encoding="utf-8")
    form = formats.own(path)
    assert form.missing(["工单号", "来电时间", "诉求类型"]) == []
    assert form.parts(["地址"]) == ["地址"]
