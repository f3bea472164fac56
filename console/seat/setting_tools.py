"""`settings list|set|install`: settings of the city and of this workstation."""

import argparse
import json
from typing import Any, Final

from console import machine
from console.domain import city_settings
from console.domain.refusal import Refused
from console.seat.opening import opened
from console.seat.recent import without_password
from console.settings import CHOICES
from console.store.log import traces
from console.words import _, mark

ToolAnswer = tuple[Any, list[str], int]


def settings(options: argparse.Namespace) -> ToolAnswer:
    """`list` answers `[{name, value, default, wanted, from}]`, `set` `{name, before, after}`.

    `install` answers `{file, values}`. `from` is "city", or a source of `console.machine`.
    """
    if options.act == "list":
        return _list(options)
    if options.act == "install":
        return _install(options)
    value = city_settings.read(options.name, options.value)
    with opened(options, options.actor) as store:
        before = traces.set_setting(store, options.name, value, options.reason or "")
    told = {"name": options.name, "before": before, "after": value}
    line = _("{name}: {before} → {after}").format(
        name=options.name, before=json.dumps(before), after=json.dumps(value)
    )
    return told, [line], 0


def _list(options: argparse.Namespace) -> ToolAnswer:
    here, lines = _here()
    if options.here:
        return here, lines, 0
    with opened(options, options.actor) as store:
        found = traces.settings(store)
    rows = [
        {
            "name": name,
            "value": found[name],
            "default": known.default,
            "wanted": known.wanted,
            "from": "city",
        }
        for name, known in city_settings.KNOWN.items()
    ]
    told = [f"{row['name']} = {json.dumps(row['value'])}  ({row['wanted']})" for row in rows]
    return rows + here, [*told, "", *lines], 0


def _here() -> tuple[list[dict[str, Any]], list[str]]:
    """This workstation's settings; an address is shown without its password."""
    rows, lines = [], [_("At this workstation (the later source wins: {sources}):").format(
        sources=" < ".join(_(word) for word in SOURCE_WORDS.values())
    )]  # fmt: skip
    for one in machine.in_force().values():
        value = without_password(one.value) if one.name == "database" else one.value
        choices = CHOICES.get(one.name, ())
        rows.append(
            {
                "name": one.name,
                "value": value,
                "default": choices[0] if choices else "",
                "wanted": machine.FORMS[one.name][0]
                if one.name in machine.FORMS
                else " | ".join(choices),
                "from": one.source,
            }
        )
        place = f" {one.place}" if one.place else ""
        lines.append(
            f"{one.name} = {json.dumps(value, ensure_ascii=False)}  ({_(SOURCE_WORDS[one.source])}{place})"
        )
    return rows, lines


SOURCE_WORDS: Final = {
    "default": mark("default"),
    "machine": mark("this machine"),
    "installation": mark("installation"),
    "own": mark("operator's own"),
    "environment": mark("environment"),
}


def _install(options: argparse.Namespace) -> ToolAnswer:
    pairs = [text.partition("=") for text in options.values]
    values = {name: value for name, _equals, value in pairs if value}
    file = machine.machine_file() if options.for_all else machine.installation_file()
    for name, value in values.items():
        if not machine.fits(name, value):
            known = ", ".join(machine.NAMES)
            raise Refused("machine_setting_unfit", name=f"{name}={value}", known=known)
    try:
        machine.write(file, values)
    except OSError as error:
        raise Refused("file_unwritable", path=str(file)) from error
    return {"file": str(file), "values": values}, [str(file)], 0
