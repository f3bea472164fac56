"""Formats of case files of other systems: meaning of columns, as data; a city may bring its own."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from console import paths
from console.domain.refusal import Refused
from console.intake.files.columns import plain
from console.intake.files.encodings import read_text
from console.words import both

NEEDED: Final = ("key", "opened", "class")
"""Columns that every record needs."""
LONGEST_NAME: Final = 20
"""Characters of a format's name, which is the scheme of its categories too."""
COLUMNS: Final = frozenset(
    {"key", "opened", "due", "closed", "status", "on_time", "class", "subclass", "department"}
    | {"initials", "region", "lon", "lat", "description", "source"}
)


@dataclass(frozen=True, slots=True)
class Form:
    """One format: our names → the names of its columns, and what its words mean.

    `moments` are formats of dates beside ISO's, read in `zone`; `address` are columns whose texts
    are put together, each by any of its names; `ended` are the states of closed records.
    """

    name: str
    zone: str
    columns: Mapping[str, Sequence[str]]
    city: Mapping[str, str]
    needed: Sequence[str] = NEEDED
    moments: Sequence[str] = ()
    address: Sequence[Sequence[str]] = ()
    ended: Sequence[str] = ("Closed",)
    on_time_words: Mapping[str, bool] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    def known(self, header: Sequence[str]) -> dict[str, str]:
        """Our name → the file's."""
        names = {plain(name): name for name in reversed(header) if name}
        hits = {
            ours: [names[plain(alias)] for alias in aliases if plain(alias) in names]
            for ours, aliases in self.columns.items()
        }
        return {ours: found[0] for ours, found in hits.items() if found}

    def parts(self, header: Sequence[str]) -> list[str]:
        """The file's columns of which the address is put together."""
        names = {plain(name): name for name in reversed(header) if name}
        hits = [[names[plain(a)] for a in aliases if plain(a) in names] for aliases in self.address]
        return [found[0] for found in hits if found]

    def missing(self, header: Sequence[str]) -> list[str]:
        """What the file's columns would be called that are needed and not there."""
        found = self.known(header)
        return [self.columns[ours][0] for ours in self.needed if ours not in found]


@cache
def formats() -> tuple[Form, ...]:
    """The formats this program knows."""
    folder = paths.resource("intake")
    texts = [p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.json"))]
    return tuple(Form(**json.loads(text)) for text in texts)


def score(forms: Sequence[Form], header: Sequence[str]) -> int:
    """How many columns of the best of these formats a row names, were it the header."""
    return max(len(form.known(header)) - len(form.missing(header)) for form in forms)


def recognise(path: Path, header: Sequence[str], forms: Sequence[Form]) -> Form:
    """The format whose header this is. Raises `Refused` for none, with the nearest one."""
    best = max(forms, key=lambda form: len(form.known(header)) - len(form.missing(header)))
    missing = best.missing(header)
    if not missing:
        return best
    if not best.known(header):
        raise Refused("file_format_unknown", path=str(path))
    columns = both("、", ", ").join(missing)
    raise Refused("file_format_near", path=str(path), name=best.name, columns=columns)


def own(path: Path) -> Form:
    """Reads a city's own format (`--mapping FILE`). Raises `Refused` for an invalid one."""
    try:
        document = json.loads(read_text(path))
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise Refused("file_not_json", path=str(path), line=line) from None
    what = next(_unfit(document), "") if isinstance(document, dict) else "{}"
    if what:
        raise Refused("mapping_unfit", path=str(path), what=what)
    columns = {
        ours: [names] if isinstance(names, str) else names
        for ours, names in document["columns"].items()
    }
    address = [[n] if isinstance(n, str) else n for n in document.get("address", ())]
    return Form(**{**document, "columns": columns, "address": address})


def _unfit(document: Mapping[str, Any]) -> Any:
    """Each part of a mapping that is missing, unknown or of another kind."""
    known = {one.name for one in fields(Form)}
    yield from (name for name in document if name not in known)
    name, zone = document.get("name"), document.get("zone")
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME:
        yield "name"
    try:
        ZoneInfo(zone if isinstance(zone, str) else "")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield "zone"
    columns = document.get("columns")
    if not isinstance(columns, dict):
        yield "columns"
        return
    yield from (f"columns.{ours}" for ours in columns if ours not in COLUMNS)
    yield from (f"columns.{ours}" for ours, names in columns.items() if not _names(names))
    needed = document.get("needed", list(NEEDED))
    if not _names(needed):
        yield "needed"
        return
    yield from (f"columns.{ours}" for ours in ("key", "opened", *needed) if ours not in columns)
    city = document.get("city")
    if not isinstance(city, dict) or not all(_word(city.get(key)) for key in ("code", "zh", "en")):
        yield "city"
    for part in ("moments", "ended"):
        if not _names(document.get(part, ["-"])):
            yield part
    address = document.get("address", [])
    if not isinstance(address, list) or not all(map(_names, address)):
        yield "address"
    if not _table(document.get("on_time_words", {}), bool):
        yield "on_time_words"
    if not _table(document.get("sources", {}), str):
        yield "sources"


def _word(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _names(value: Any) -> bool:
    """Whether it is a name, or a list of some."""
    return _word(value) or (isinstance(value, list) and bool(value) and all(map(_word, value)))


def _table(value: Any, kind: type) -> bool:
    return isinstance(value, dict) and all(isinstance(one, kind) for one in value.values())
