"""Files of shapes read the same in every form, encoding and coordinate system, or say why not."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
import shapefile
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry import Polygon

from console.domain.geodesy import distance, gcj02_to_bd09, wgs84_to_gcj02
from console.domain.refusal import Refused
from console.intake.geometry.datum import frame
from console.intake.geometry.reading import Feature, features
from tests.intake import shapes
from tests.intake.shapes import Row, box

ROWS: list[Row] = [
    ({"编码": "1", "名称": "望湖社区"}, box(0, 0)),
    ({"编码": "2", "名称": "临湖"}, None),
]
FORMS: dict[str, Callable[[Path, list[Row]], str]] = {
    "geojson": shapes.geojson,
    "shp": shapes.shp,
    "gpkg": shapes.gpkg,
}


def near(one: Any, two: Any, metres: float = 0.001) -> bool:
    """Whether the corners of two shapes lie together."""
    pairs = zip(one.normalize().exterior.coords, two.normalize().exterior.coords, strict=True)
    return all(distance(*a, *b) < metres for a, b in pairs)


def read(path: str, crs: str | None = None) -> list[Feature]:
    return features(Path(path), crs).features


def refused(path: str, crs: str | None = None) -> str:
    with pytest.raises(Refused) as caught:
        read(path, crs)
    assert "<" not in str(caught.value), "a value of the sentence is missing"
    return caught.value.key


@pytest.mark.parametrize("form", FORMS)
def test_attributes_shapes_and_null_shapes_come_out_of_every_form(
    tmp_path: Path, form: str
) -> None:
    one, two = read(FORMS[form](tmp_path, ROWS))
    assert (one.values["编码"], one.values["名称"], one.number) == ("1", "望湖社区", 1)
    assert near(one.shape, ROWS[0][1])
    assert (two.values["名称"], two.shape, two.problem) == ("临湖", None, "")


@pytest.mark.parametrize(
    ("encoding", "cpg"),
    [
        ("utf-8", ""),
        ("gbk", ""),
        ("gbk", "GBK"),
        ("gbk", "936"),
        ("gbk", "UTF-8"),
        ("utf-8", "65001"),
    ],
)
def test_attributes_are_read_in_the_encoding_they_are_in(
    tmp_path: Path, encoding: str, cpg: str
) -> None:
    one, _two = read(shapes.shp(tmp_path, ROWS, encoding=encoding, cpg=cpg))
    assert one.values["名称"] == "望湖社区"


def test_the_language_byte_of_the_dbf_is_asked_when_there_is_no_cpg(tmp_path: Path) -> None:
    path = shapes.shp(tmp_path, [({"name": "隆"}, box(0, 0))], encoding="gbk")
    dbf = Path(path).with_suffix(".dbf")
    raw = bytearray(dbf.read_bytes())
    raw[29] = 0x4D
    dbf.write_bytes(raw)
    assert read(path)[0].values["name"] == "隆"


@pytest.mark.parametrize("epsg", [4547, 4526, 4490, 3857, 32650])
@pytest.mark.parametrize("form", ["prj", "esri", "geojson", "gpkg", "option"])
def test_coordinates_of_a_citys_own_system_come_to_lie_where_they_are(
    tmp_path: Path, epsg: int, form: str
) -> None:
    # the zones' own country, not the town's: CGCS2000 3° zone 38 is around 114° east
    spot = affinity.translate(box(0, 0), -2.9)
    projected = shapes.projected(spot, epsg)
    system = pyproj.CRS.from_epsg(epsg)
    rows: list[Row] = [({"code": "1"}, projected)]
    if form == "geojson":
        path = shapes.geojson(tmp_path, rows, crs=f"urn:ogc:def:crs:EPSG::{epsg}")
    elif form == "gpkg":
        path = shapes.gpkg(tmp_path, rows, epsg=epsg)
    elif form == "option":
        path = shapes.geojson(tmp_path, rows)
    else:
        wkt = system.to_wkt("WKT1_ESRI" if form == "esri" else "WKT2_2019")
        path = shapes.shp(tmp_path, rows, prj=wkt)
    found = read(path, str(epsg) if form == "option" else None)
    assert near(found[0].shape, spot)


@pytest.mark.parametrize(("epsg", "lon"), [(4526, 114.0), (4498, 117.0), (4527, 117.0)])
def test_cgcs2000_with_the_zone_before_the_easting_needs_no_code(
    tmp_path: Path, epsg: int, lon: float
) -> None:
    spot = affinity.translate(box(0, 0), lon - 116.9)
    path = shapes.geojson(tmp_path, [({}, shapes.projected(spot, epsg))])
    assert near(read(path, "CGCS2000")[0].shape, spot)


def test_without_the_zone_cgcs2000_in_metres_is_not_guessed(tmp_path: Path) -> None:
    path = shapes.geojson(tmp_path, [({}, shapes.projected(box(0, 0), 4547))])
    assert refused(path, "CGCS2000") == "crs_zone"


def shifted(shape: Polygon, *moves: Callable[[float, float], tuple[float, float]]) -> Polygon:
    points = list(shape.exterior.coords)
    for move in moves:
        points = [move(x, y) for x, y in points]
    return Polygon(points)


@pytest.mark.parametrize(
    ("word", "moves"), [("GCJ02", [wgs84_to_gcj02]), ("bd-09", [wgs84_to_gcj02, gcj02_to_bd09])]
)
def test_the_shifted_datums_are_taken_back(tmp_path: Path, word: str, moves: list[Any]) -> None:
    path = shapes.geojson(tmp_path, [({}, shifted(box(0, 0), *moves))])
    assert near(read(path, word)[0].shape, box(0, 0))
    assert not near(read(path)[0].shape, box(0, 0), 100)


WRONG = {
    "crs_needed": (box(0, 0), 4547, None),
    "crs_unknown": (box(0, 0), 4326, "EPSG:1"),
    "crs_not_degrees": (box(0, 0), 4547, "WGS84"),
    "crs_not_metres": (box(0, 0), 4326, "EPSG:4547"),
    "crs_unknown ": (box(0, 0), 4547, "EPSG:4978"),
    "crs_elsewhere": (box(0, 0), 4547, "EPSG:2154"),
}


@pytest.mark.parametrize("why", WRONG)
def test_a_system_that_cannot_be_meant_is_refused(tmp_path: Path, why: str) -> None:
    shape, epsg, crs = WRONG[why]
    path = shapes.geojson(tmp_path, [({}, shapes.projected(shape, epsg))])
    assert refused(path, crs) == why.strip()


@pytest.mark.parametrize(
    "crs", ["", "no such datum", "PROJCS[", "EPSG:", "99999999999999999999", "\0"]
)
def test_a_word_that_is_no_system_is_refused_in_one_sentence(crs: str) -> None:
    metres = np.array([[500_000.0, 3_500_000.0]])
    with pytest.raises(Refused) as caught:
        frame(crs, metres)
    assert caught.value.key == ("crs_unknown" if crs else "crs_needed")


def test_degrees_out_of_range_are_a_row_of_their_own(tmp_path: Path) -> None:
    far = affinity.translate(box(0, 0), 0, 70)
    one, two = read(shapes.geojson(tmp_path, [({}, box(0, 0)), ({}, far)]), "WGS84")
    assert (one.problem, two.problem, two.shape) == ("", "row_shape_nowhere", None)


def test_a_prj_in_the_words_of_esri_is_held_to_its_area_too(tmp_path: Path) -> None:
    wkt = pyproj.CRS.from_epsg(2154).to_wkt("WKT1_ESRI")
    rows: list[Row] = [({"code": "1"}, shapes.projected(box(0, 0), 4547))]
    assert refused(shapes.shp(tmp_path, rows, prj=wkt)) == "crs_elsewhere"


@pytest.mark.parametrize("word", ["half \\ud800", "nul \\u0000"])
def test_text_that_no_database_takes_is_a_row_of_its_own(tmp_path: Path, word: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(f'{{"features": [{{"properties": {{"name": "{word}"}}}}]}}', encoding="utf-8")
    assert [row.problem for row in read(str(path))] == ["row_text_broken"]


NO_SHAPES = {
    '{"type": "FeatureCollection", "features": [': "file_not_json",
    "[" * 200_000: "file_not_json",
    "": "file_not_json",
    "[]": "file_no_features",
    '{"type": "FeatureCollection"}': "file_no_features",
    '{"features": {"a": 1}}': "file_no_features",
}


@pytest.mark.parametrize("text", NO_SHAPES, ids=lambda text: text[:20])
def test_what_is_no_geojson_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    assert refused(str(path)) == NO_SHAPES[text]


BROKEN_FEATURES = (
    "7",
    '{"properties": 7, "geometry": null}',
    '{"geometry": {"type": "Polygon"}}',
    '{"geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}}',
    '{"geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 0.5]]]}}',
    '{"geometry": {"type": "Polygon", "coordinates": [[["a", 0], [1, 1], [1, 0], ["a", 0]]]}}',
    '{"geometry": {"type": "Point", "coordinates": [NaN, 1]}}',
    '{"geometry": {"type": "Point", "coordinates": [null, 1]}}',
    '{"geometry": {"type": "Cube", "coordinates": [0, 1]}}',
    '{"geometry": {"type": "GeometryCollection", "geometries": [{"type": "Point"}]}}',
    '{"geometry": "Point"}',
)


@pytest.mark.parametrize("feature", BROKEN_FEATURES)
def test_a_broken_feature_is_one_row_and_the_others_are_read(tmp_path: Path, feature: str) -> None:
    good = '{"type": "Feature", "properties": null, "geometry": {"type": "Point", "coordinates": [1, 2, 3]}}'
    path = tmp_path / "a.geojson"
    path.write_text(f'{{"features": [{feature}, {good}]}}', encoding="utf-8")
    bad, fine = read(str(path))
    assert bad.problem in ("row_not_feature", "row_shape_broken")
    assert bad.shape is None
    assert fine.shape == shapely.Point(1, 2)


@pytest.mark.parametrize("suffix", [".dbf", ".shp"])
@pytest.mark.parametrize("kept", [0, 20, 60, 140, -1])
def test_a_shapefile_cut_off_anywhere_is_refused(tmp_path: Path, suffix: str, kept: int) -> None:
    path = Path(shapes.shp(tmp_path, [({"code": str(i)}, box(i * 100, 0)) for i in range(5)]))
    cut = path.with_suffix(suffix)
    cut.write_bytes(cut.read_bytes()[: kept if kept >= 0 else -9])
    assert refused(str(path)) == "file_damaged"


def test_rings_that_run_the_other_way_are_read_in_silence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    holed = Polygon(box(0, 0).exterior.coords, [box(40, 40, 20).exterior.coords])
    path = tmp_path / "turned.shp"
    with shapefile.Writer(str(path), shapeType=shapefile.POLYGON) as writer:
        writer.field("code", "C", 60)
        for shape in (box(0, 0), holed):
            turned = shapely.orient_polygons(shape)
            writer.poly([list(ring.coords) for ring in (turned.exterior, *turned.interiors)])
            writer.record(shapes.code(1))
    found = [feature.shape for feature in features(path).features]
    assert all(shape is not None and shape.is_valid for shape in found)
    areas = [shape.area / box(0, 0).area for shape in found if shape is not None]
    assert areas == pytest.approx([1, 0.96], rel=1e-6)
    assert capfd.readouterr() == ("", "")


def test_a_shapefile_without_its_attributes_is_refused(tmp_path: Path) -> None:
    path = Path(shapes.shp(tmp_path, ROWS))
    path.with_suffix(".dbf").unlink()
    assert refused(str(path)) == "file_part_missing"


def test_a_shapefile_without_its_index_is_read(tmp_path: Path) -> None:
    path = Path(shapes.shp(tmp_path, ROWS))
    path.with_suffix(".shx").unlink()
    assert near(read(str(path))[0].shape, box(0, 0))


@pytest.mark.parametrize("suffix", [".shp", ".gpkg", ".geojson"])
def test_a_missing_file_and_one_of_another_kind_are_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    assert refused(str(path)) == "file_unreadable"
    path.write_bytes(b"Dear city, " * 40)
    path.with_suffix(".dbf").write_bytes(b"Dear city, " * 40)
    assert refused(str(path)) in ("file_damaged", "file_not_json")


def test_a_geopackage_of_two_layers_is_not_guessed_at(tmp_path: Path) -> None:
    assert refused(shapes.gpkg(tmp_path, ROWS, layers=2)) == "file_layers"


@settings(deadline=None, max_examples=40)  # the first of each system reads its grids from disk
@given(
    st.lists(st.tuples(st.floats(-5000, 5000), st.floats(-5000, 5000)), min_size=3, max_size=9),
    st.sampled_from([4547, 4526, 32650, 3857]),
)
def test_the_way_into_a_system_and_back_is_a_millimetre(
    corners: list[tuple[float, float]], epsg: int
) -> None:
    points = np.array([shapes.HERE.to_degrees(*corner) for corner in corners])
    there = pyproj.Transformer.from_crs("EPSG:4326", f"EPSG:{epsg}", always_xy=True)
    moved = np.column_stack(there.transform(points[:, 0], points[:, 1]))
    back = frame(f"EPSG:{epsg}", moved).move(moved)
    assert abs(back - points).max() < 1e-8
