"""Checks of the values of a command: each exists, and both databases can hold it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from console.domain.intent import Forged, Intent, Lookups
from console.domain.source import SOURCES

TOO_LARGE: Final = 10**15
"""Bound of numbers: above 2^53 not every program could read them again."""

Wrong = tuple[str, Mapping[str, Any]]
"""Key and values of a refusal."""
LONGEST: Final[Mapping[str, int]] = {
    "reason": 4000,
    "on_behalf_of": 100,
    "address": 300,
    "description": 8000,
}
"""Most characters of each text; all consoles load and poll them, and search the address."""
TEXTS: Final = ("command_id", "command", "kind", "reason", "on_behalf_of")
NUMBERS: Final = ("subject", "version_seen", "ordinal", "occurred_at")


def plain(value: Any) -> bool:
    """Whether both databases can hold a value: a flag, a number of few digits, a text without
    NUL.
    """
    if isinstance(value, bool):
        return True
    if isinstance(value, int | float):
        return abs(value) < TOO_LARGE  # and so neither endless nor no number at all
    if isinstance(value, list | tuple):
        return all(not isinstance(one, list | tuple) and plain(one) for one in value)
    return isinstance(value, str) and "\0" not in value and _encodes(value)


DEEPEST: Final = 20


def plain_document(value: Any, depth: int = DEEPEST) -> bool:
    """Whether both databases can hold a value of a noun: also None and nested lists and objects."""
    if value is None:
        return True
    if isinstance(value, Mapping):
        return depth > 0 and all(
            isinstance(key, str) and plain(key) and plain_document(one, depth - 1)
            for key, one in value.items()
        )
    if isinstance(value, list | tuple):
        return depth > 0 and all(plain_document(one, depth - 1) for one in value)
    return plain(value)


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # half a sign, as a terminal of another encoding hands it over
        return False
    return True


def check_plain(intent: Intent) -> None:
    """Raises `Forged` for a value that is not `plain`, before either database is asked to hold
    it.
    """
    for name in (*TEXTS, *NUMBERS):
        value = getattr(intent, name)
        if value is not None and not plain(value):
            raise Forged(name)
    fits = plain if intent.kind == "case" else plain_document
    for key, value in intent.changes.items():
        if not plain(key):
            raise Forged("changes")
        if not fits(value):
            raise Forged(f"changes.{key}")


def wrong(intent: Intent, ask: Lookups) -> Wrong | None:
    """The first value that does not exist, in the order of `CHECKS`; None where all do."""
    for what in ("reason", "on_behalf_of"):
        if (long := _longer(what, getattr(intent, what))) is not None:
            return long
    changes = intent.changes
    for key, exists in CHECKS.items():
        if key in changes and (found := exists(changes, ask)) is not None:
            return found
    return None


Changes = Mapping[str, Any]


def _photos(changes: Changes, ask: Lookups) -> Wrong | None:
    known = all(isinstance(p, str) and ask.blob_known(p) for p in changes["photos"])
    return None if known else ("photos", {})


def _category(changes: Changes, ask: Lookups) -> Wrong | None:
    return None if ask.category_known(changes["category_id"]) else ("category", {})


def _severity(changes: Changes, _ask: Lookups) -> Wrong | None:
    return None if changes["severity"] in (1, 2, 3, 4) else ("severity", {})


def _region(changes: Changes, ask: Lookups) -> Wrong | None:
    return None if ask.region_path(changes["region_id"]) else ("region", {})


def _grid(changes: Changes, ask: Lookups) -> Wrong | None:
    code = changes["grid_code"]
    return None if ask.grid_known(code) else ("grid_unknown", {"code": code})


def _source(changes: Changes, _ask: Lookups) -> Wrong | None:
    known = changes["source"] in SOURCES
    return None if known else ("source", {"known": ", ".join(SOURCES)})


def _place(changes: Changes, _ask: Lookups) -> Wrong | None:
    lon, lat = changes.get("lon"), changes.get("lat")
    on_earth = lon is not None and lat is not None and abs(lon) <= 180 and abs(lat) <= 90
    return None if on_earth else ("place", {})


def _text(key: str) -> Callable[[Changes, Lookups], Wrong | None]:
    return lambda changes, _ask: _longer(key, changes[key])


def _longer(what: str, text: str | None) -> Wrong | None:
    most = LONGEST[what]
    long = isinstance(text, str) and len(text) > most
    return ("too_long", {"what": what, "most": most}) if long else None


CHECKS: Final[Mapping[str, Callable[[Changes, Lookups], Wrong | None]]] = {
    "photos": _photos,
    "category_id": _category,
    "severity": _severity,
    "region_id": _region,
    "grid_code": _grid,
    "source": _source,
    "lon": _place,
    "lat": _place,
    "address": _text("address"),
    "description": _text("description"),
}
"""Checks by key, made whatever the command; the guard makes them in the same order."""
