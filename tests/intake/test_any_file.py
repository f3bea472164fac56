"""Whatever a file holds: no importer fails, every row is accounted for, a second time adds nothing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from console.domain.refusal import Refused
from console.intake.cases import formats
from console.intake.cases.importing import import_cases
from console.intake.components import import_components
from console.intake.departments.departments import import_departments
from console.intake.departments.responsibility import import_responsibility
from console.intake.files import columns
from console.intake.grids.regions import import_regions
from console.intake.grids.unit_grids import import_grid
from console.intake.limits import import_limits
from console.intake.places import import_places
from console.intake.standards.workbook import import_standard
from tests.intake import shapes
from tests.intake.tables import prepared
from tests.store.world import World

Import = Callable[..., dict[str, Any]]
READERS: Final[dict[str, Import]] = {
    "regions": import_regions,
    "grid": import_grid,
    "places": import_places,
    "components": import_components,
    "departments": import_departments,
    "responsibility": import_responsibility,
    "limits": import_limits,
}
ANY: Final = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
WORDS: Final = st.sampled_from(
    [
        *("", "甲", "乙局", "???", "0101", "101", "是", "否", "一类", "市", "部件", "2工作时"),
        *("990101", "990101001001", "990101001001001", "9901010101000001", "1.2E+15", "45000"),
        *("116.9", "31.7", "0", "39,9", "-1e400", "nan", '="0101"', "'0101", "派遣", "完好", "条"),
        *("2025-03-14", "06/20/2016 10:00:00 PM", "03/13/2016 02:30:00 AM", "Closed", "#N/A"),
        *("当日18时前", '"', "Open"),
    ]
)
CELLS: Final = st.one_of(
    WORDS, st.text(st.characters(exclude_categories=["Cs"], min_codepoint=1), max_size=12)
)
NESTED: Final = st.one_of(
    CELLS, st.integers(), st.booleans(), st.none(), st.lists(CELLS, max_size=2),
    st.dictionaries(CELLS, CELLS, max_size=2),
)  # fmt: skip
SEPARATORS: Final = st.sampled_from([",", ";", "\t", "，"])
GEOMETRIES: Final = st.one_of(
    st.none(),
    st.just({"type": "Point", "coordinates": [0, 0]}),
    st.just({"type": "Point", "coordinates": list(shapes.HERE.to_degrees(20, 20))}),
    st.tuples(st.integers(0, 300), st.integers(0, 200), st.integers(1, 150)).map(
        lambda t: json.loads(json.dumps(shapes.box(*t).__geo_interface__))
    ),
    st.just(json.loads(json.dumps(shapes.bow_tie(0, 0).__geo_interface__))),
    st.just({"type": "Polygon", "coordinates": [[[1, 2], ["x", 3]]]}),
)


def names(kind: str) -> list[str]:
    """A header with every column of a kind, by the first name of each."""
    if kind == "cases":
        return [aliases[0] for aliases in formats.formats()[1].columns.values()]
    return [aliases[-1] for aliases in columns.of(kind).columns.values()]


def ready(world: World, folder: Path) -> None:
    """The community of the tests with two grids, made for the first example."""
    if not world.rows("unit_grid"):
        prepared(world, folder)


def accounted(world: World, read: Import, file: str, *, rows: int | None = None) -> None:
    """Takes a file in twice: each row has its place, and the second time changes nothing."""
    try:
        report = read(world.store, file)
    except Refused as no:
        event(f"refused whole: {no.key}")
        return
    event("rows went in" if report["imported"] else "no row went in")
    assert report["rows"] == report["imported"] + report["unchanged"] + report["rejected"]
    assert report["rejected"] == len(report["rejections"])
    if rows is not None:
        assert report["rows"] == rows
    again = read(world.store, file)
    assert (again["imported"], again["rows"]) == (0, report["rows"])
    assert again["unchanged"] == report["imported"] + report["unchanged"]
    assert again["rejections"] == report["rejections"]
    assert all(report["remarks"])


FITTING: Final[dict[str, list[str]]] = {
    "code": ["990101001001001", "990101001001002", "990101", "990101001", "D1", "D2"],
    "id": ["9901010101000001", "9901010201000002"],
    "lon": ["116.9", "116.9005"], "lat": ["31.7", "31.7005"],
    "zh": ["甲局", "乙处", "丙"], "name": ["甲", "乙"], "category": ["0101", "101"],
    "department": ["甲局", "D1"], "parent": ["", "D1", "990101"], "region": ["", "990101001001"],
    "key": ["1", "2", "3"], "opened": ["06/20/2016 10:00:00 PM", "2016-06-20 22:00:00"],
    "closed": ["", "06/21/2016 10:00:00 PM", "01/01/1900 12:00:00 AM"], "due": [""],
    "limit": ["2工作时", "1工作日", "30分钟"], "condition": ["破损", "缺失"], "class_code": ["01", ""],
    "class_zh": ["甲类", ""], "state": ["", "完好"], "crew": ["", "一班"], "duty_grid": ["", "责一"],
    "collector": ["", "监一、监二"], "rank": ["", "1"], "began": ["", "45000"], "ended": [""],
    "grid": [""], "tier": [""], "on_duty": ["", "是"], "area_class": ["", "一类"], "kind": [""],
    "stage": ["派遣", "核实"], "urgent": ["是", "否"], "basis": ["", "条"], "scheme": [""], "charge": [""], "owner": [""], "keeper": [""], "status": ["Open"],
    "charge_name": [""], "owner_name": [""], "keeper_name": [""],
}  # fmt: skip


def row(kind: str) -> st.SearchStrategy[list[str]]:
    """Cells of one row: what its columns are for, or with anything among it."""
    form = formats.formats()[1] if kind == "cases" else columns.of(kind)
    fit = [
        st.sampled_from(
            FITTING.get(ours) or list(getattr(form, "words", {}).get(ours, ())) or ["", "甲"]
        )
        for ours in form.columns
    ]
    odd = [st.one_of(one, one, one, CELLS) for one in fit]
    return st.one_of(st.tuples(*fit), st.tuples(*fit), st.tuples(*odd)).map(list)


def table(kind: str, rng: st.DataObject) -> list[list[str]]:
    return rng.draw(st.lists(row(kind), min_size=1, max_size=6))


@pytest.mark.parametrize("kind", [*READERS, "cases"])
@ANY
@given(rng=st.data())
def test_any_text_in_any_separated_file(
    embedded: World, tmp_path: Path, kind: str, rng: st.DataObject
) -> None:
    ready(embedded, tmp_path)
    header = names(kind)
    separator = rng.draw(SEPARATORS)
    rows = [header, *table(kind, rng)]
    path = tmp_path / "any.csv"
    text = "\n".join(separator.join(row) for row in rows)
    path.write_bytes(text.encode("utf-8"))
    accounted(embedded, READERS.get(kind, import_cases), str(path))


@pytest.mark.parametrize("kind", [*READERS, "cases"])
@ANY
@given(raw=st.binary(max_size=300), rng=st.data())
def test_any_bytes_at_all(
    embedded: World, tmp_path: Path, kind: str, raw: bytes, rng: st.DataObject
) -> None:
    suffix = rng.draw(st.sampled_from([".csv", ".xlsx", ".geojson", ".gpkg", ".shp"]))
    path = tmp_path / f"any{suffix}"
    lead = ",".join(names(kind)).encode() + b"\n" if rng.draw(st.booleans()) else b""
    path.write_bytes(lead + raw)
    if suffix == ".shp":
        path.with_suffix(".dbf").write_bytes(raw)
    accounted(embedded, READERS.get(kind, import_cases), str(path))


@pytest.mark.parametrize("kind", [*READERS, "standard"])
@ANY
@given(rng=st.data())
def test_any_cells_in_any_workbook(
    embedded: World, tmp_path: Path, kind: str, rng: st.DataObject
) -> None:
    ready(embedded, tmp_path)
    header = names(kind)
    values = st.one_of(
        CELLS.map(_printable),
        st.integers(-(10**17), 10**17), st.floats(allow_nan=False, allow_infinity=False),
        st.booleans(), st.none(), st.datetimes(),
    )  # fmt: skip
    rows: list[list[Any]] = rng.draw(
        st.lists(st.lists(values, max_size=len(header) + 1), max_size=2)
    )
    rows += [[_printable(cell) for cell in cells] for cells in table(kind, rng)]
    made = openpyxl.Workbook()
    made.active.title = "部件" if kind == "standard" else "表"
    for row in (header, *rows):
        made.active.append(row)
    if rng.draw(st.booleans()):
        column, first = rng.draw(st.integers(1, 3)), rng.draw(st.integers(2, 4))
        made.active.merge_cells(
            start_row=first, end_row=first + 2, start_column=column, end_column=column
        )
    made.save(tmp_path / "any.xlsx")
    made.close()
    accounted(embedded, READERS.get(kind, import_standard), str(tmp_path / "any.xlsx"))


def _printable(text: str) -> str:
    """What the writer of workbooks takes."""
    return "".join(letter for letter in text if letter.isprintable())


@pytest.mark.parametrize("kind", ["regions", "grid", "places", "components"])
@ANY
@given(rng=st.data())
def test_any_features(embedded: World, tmp_path: Path, kind: str, rng: st.DataObject) -> None:
    ready(embedded, tmp_path)
    header = names(kind)
    features = rng.draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "type": st.just("Feature"),
                    "properties": st.fixed_dictionaries(dict.fromkeys(header, NESTED)),
                    "geometry": GEOMETRIES,
                }
            ),
            max_size=5,
        )
    )
    path = tmp_path / "any.geojson"
    document = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(document), encoding="utf-8")
    accounted(embedded, READERS[kind], str(path), rows=len(features) or None)
