"""`settings list|set`: what the city has chosen, by the administrator of the system."""

import argparse
import json
from typing import Any

from console.domain import city_settings
from console.seat.opening import opened
from console.store import traces
from console.words import _

Answered = tuple[Any, list[str], int]


def settings(options: argparse.Namespace) -> Answered:
    """Both verbs. `list` answers `[{name, value, default, wanted}]`, `set` `{name, before, after}`."""
    if options.act == "list":
        return _list(options)
    value = city_settings.read(options.name, options.value)
    with opened(options, options.actor) as store:
        before = traces.set_setting(store, options.name, value, options.reason or "")
    told = {"name": options.name, "before": before, "after": value}
    line = _("{name}: {before} → {after}").format(
        name=options.name, before=json.dumps(before), after=json.dumps(value)
    )
    return told, [line], 0


def _list(options: argparse.Namespace) -> Answered:
    with opened(options, options.actor) as store:
        found = traces.settings(store)
    rows = [
        {"name": name, "value": found[name], "default": known.default, "wanted": known.wanted}
        for name, known in city_settings.KNOWN.items()
    ]
    lines = [f"{row['name']} = {json.dumps(row['value'])}  ({row['wanted']})" for row in rows]
    return rows, lines, 0
