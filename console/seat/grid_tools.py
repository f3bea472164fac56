"""`grid cut`: a community's unit grids, made in the database."""

import argparse
from typing import Any

from console.seat import reckoning
from console.seat.opening import opened
from console.words import _

Answered = tuple[Any, list[str], int]


def grid(options: argparse.Namespace) -> Answered:
    """`grid code` needs no database, `grid cut` does."""
    return cut(options) if options.act == "cut" else reckoning.grid(options)


def cut(options: argparse.Namespace) -> Answered:
    """Cuts a community into unit grids of about `--size` metres a side."""
    from console.intake import grid_cut

    with opened(options, options.actor) as store:
        document = grid_cut.cut(store, options.community, options.size)
    line = _("{grids} unit grids of {smallest_m2} to {largest_m2} m².").format(**document)
    return document, [line], 0
