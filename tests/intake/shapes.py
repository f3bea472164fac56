"""Files of shapes as cities hand them over, written by the tests themselves."""

import json
import sqlite3
import struct
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pyproj
import shapefile
import shapely
from shapely.geometry import Polygon

from console.domain.geodesy import LocalPlane

HERE = LocalPlane(116.9, 31.7)
COMMUNITY = "990101001001"
CITY = {"code": "990100", "名称": "衡泽市"}
DISTRICT = {"code": "990101", "名称": "临湖区"}
STREET = {"code": "990101001", "名称": "望湖街道"}

Row = tuple[Mapping[str, Any], Any]
"""Attributes and a shape in degrees (or whatever the file is in), or None."""


def box(x: float, y: float, width: float = 100, height: float | None = None) -> Polygon:
    """A rectangle in metres from the middle of the town, in degrees."""
    high = width if height is None else height
    corners = [(x, y), (x + width, y), (x + width, y + high), (x, y + high)]
    return Polygon([HERE.to_degrees(*corner) for corner in corners])


def bow_tie(x: float, y: float) -> Polygon:
    """An outline whose sides cross."""
    corners = [(x, y), (x + 100, y + 100), (x + 100, y), (x, y + 60)]
    return Polygon([HERE.to_degrees(*corner) for corner in corners])


def code(number: int, community: str = COMMUNITY) -> str:
    return f"{community}{number:03d}"


def regions(*outline: Any) -> list[Row]:
    """The way from a city down to one community with this outline."""
    community = {"code": COMMUNITY, "名称": "望湖社区"}
    return [(CITY, None), (DISTRICT, None), (STREET, None), (community, *(outline or (None,)))]


def geojson(folder: Path, rows: Sequence[Row], name: str = "a.geojson", crs: str = "") -> str:
    features = [
        {
            "type": "Feature",
            "properties": dict(values),
            "geometry": None if shape is None else shapely.geometry.mapping(shape),
        }
        for values, shape in rows
    ]
    document: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    path = folder / name
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return str(path)


def shp(
    folder: Path,
    rows: Sequence[Row],
    name: str = "a.shp",
    encoding: str = "utf-8",
    cpg: str = "",
    prj: str = "",
) -> str:
    """A shapefile of polygons; texts of 60 bytes."""
    path = folder / name
    names = list(rows[0][0])
    with shapefile.Writer(str(path), shapeType=shapefile.POLYGON, encoding=encoding) as writer:
        for field in names:
            writer.field(field, "C", 60)
        for values, shape in rows:
            if shape is None:
                writer.null()
            else:
                wound = (
                    shapely.orient_polygons(shape, exterior_cw=True) if shape.is_valid else shape
                )
                parts = [list(ring.coords) for ring in (wound.exterior, *wound.interiors)]
                writer.poly(parts)
            writer.record(*[values[field] for field in names])
    if cpg:
        path.with_suffix(".cpg").write_text(cpg, encoding="ascii")
    elif path.with_suffix(".cpg").exists():
        path.with_suffix(".cpg").unlink()
    if prj:
        path.with_suffix(".prj").write_text(prj, encoding="utf-8")
    return str(path)


def gpkg(folder: Path, rows: Sequence[Row], epsg: int = 4326, layers: int = 1) -> str:
    """A GeoPackage with the least a reader needs."""
    path = folder / "a.gpkg"
    with closing(sqlite3.connect(path)) as file:
        file.execute(
            "CREATE TABLE gpkg_spatial_ref_sys (srs_id INTEGER, organization TEXT,"
            " organization_coordsys_id INTEGER, definition TEXT)"
        )
        file.execute("CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id)")
        file.execute(
            "INSERT INTO gpkg_spatial_ref_sys VALUES (?, 'EPSG', ?, ?)",
            (epsg, epsg, pyproj.CRS.from_epsg(epsg).to_wkt()),
        )
        names = list(rows[0][0])
        for layer in range(layers):
            file.execute(
                "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?)", (f"l{layer}", epsg)
            )
            columns = ", ".join(f'"{name}" TEXT' for name in names)
            file.execute(f"CREATE TABLE l{layer} (fid INTEGER PRIMARY KEY, geom BLOB, {columns})")
            for values, shape in rows:
                marks = ", ".join("?" for _name in names)
                file.execute(
                    f"INSERT INTO l{layer} VALUES (NULL, ?, {marks})",
                    (_blob(shape, epsg), *[values[name] for name in names]),
                )
        file.commit()
    return str(path)


def _blob(shape: Any, epsg: int) -> bytes | None:
    """Standard header with an envelope, then WKB."""
    if shape is None:
        return None
    west, south, east, north = shape.bounds
    head = b"GP\x00\x03" + struct.pack("<i4d", epsg, west, east, south, north)
    return head + bytes(shapely.to_wkb(shape))


def projected(shape: Polygon, epsg: int) -> Polygon:
    """A shape given in degrees, in a city's own system."""
    move = pyproj.Transformer.from_crs("EPSG:4326", f"EPSG:{epsg}", always_xy=True)
    return Polygon([move.transform(x, y) for x, y in shape.exterior.coords])


def csv(folder: Path, *lines: str, name: str = "a.csv", encoding: str = "utf-8") -> str:
    path = folder / name
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return str(path)
