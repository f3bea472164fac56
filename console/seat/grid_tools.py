"""`grid cut` and `grid export`: makes unit grids, writes outlines."""

import argparse
from typing import Any

from console.seat import calculation_tools
from console.seat.opening import opened
from console.words import _

ToolAnswer = tuple[Any, list[str], int]


def grid(options: argparse.Namespace) -> ToolAnswer:
    """`grid code` needs no database, the others do."""
    tools = {"cut": cut, "export": export, "code": calculation_tools.grid}
    return tools[options.act](options)


def export(options: argparse.Namespace) -> ToolAnswer:
    """Writes the outlines of regions or unit grids as GeoJSON."""
    from console.intake.grids import exporting

    with opened(options, options.actor) as store:
        document = exporting.export(store, options.file, options.what)
    return document, [_("{features} outlines are written to {file}.").format(**document)], 0


def cut(options: argparse.Namespace) -> ToolAnswer:
    """Cuts a community into unit grids of about `--size` metres a side."""
    from console.intake.grids import cutting

    with opened(options, options.actor) as store:
        document = cutting.cut(store, options.community, options.size)
    line = _("{grids} unit grids of {smallest_m2} to {largest_m2} m².").format(**document)
    return document, [line], 0
