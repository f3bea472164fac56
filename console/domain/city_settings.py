"""Table of the settings a city may choose: kind and bounds of each.

The same table fills the guard of PostgreSQL, the command line and its refusals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from console.domain.intent import SETTINGS
from console.domain.refusal import Refused
from console.words import _

Value = bool | int | str


@dataclass(frozen=True, slots=True)
class CitySetting:
    """One setting: a number from `least` to `most`, one of `words`, or (neither) yes or no."""

    default: Value
    least: int | None = None
    most: int | None = None
    words: Sequence[str] = ()

    @property
    def wanted(self) -> str:
        """Describes the accepted values, for people."""
        if self.words:
            return " | ".join(self.words)
        if self.least is None:
            return "true | false"
        return _("a whole number from {least} to {most}").format(least=self.least, most=self.most)

    def takes(self, value: Any) -> bool:
        """Whether `value` is of its kind and within its bounds."""
        if self.words:
            return value in self.words
        if self.least is None:
            return isinstance(value, bool)
        whole = isinstance(value, int) and not isinstance(value, bool)
        return whole and self.least <= value <= (self.most or 0)


METRES: Final = ("load_metres", "next_body_metres", "choose_crew_metres", "skill_metres")
"""Weights of the recommendation (`domain.recommend.Weights`), as metres of way."""


def _whole(name: str, least: int, most: int) -> tuple[str, CitySetting]:
    return name, CitySetting(SETTINGS[name], least, most)


KNOWN: Final[Mapping[str, CitySetting]] = dict(
    [
        ("axis", CitySetting(SETTINGS["axis"], words=("strict", "warn"))),
        ("forward_automatically", CitySetting(SETTINGS["forward_automatically"])),
        _whole("photos_for_done", 0, 9),
        _whole("extensions_at_most", 0, 2),
        _whole("extension_hours_at_most", 1, 8760),
        _whole("suspension_days_at_most", 1, 365),
        _whole("long_suspension_days", 0, 365),
        _whole("supervision_days_at_most", 1, 365),
        _whole("reopen_days", 0, 365),
        _whole("undo_minutes", 0, 60),
        *(_whole(name, 1, 1440) for name in SETTINGS if name.startswith("due_soon_")),
        _whole("claim_grace_minutes", 0, 1440),
        _whole("password_days", 0, 3650),
        _whole("wrong_passwords_at_most", 1, 20),
        *(_whole(name, 0, 100_000) for name in METRES),
        _whole("crew_full", 1, 999),
        *((name, CitySetting(SETTINGS[name])) for name in ("reassign_silent", "close_merged")),
    ]
)
FLAGS: Final = {"true": True, "false": False}


def table() -> Mapping[str, Mapping[str, Any]]:
    """`KNOWN` as a document, for the guard."""
    return {name: asdict(known) for name, known in KNOWN.items()}


def known(name: str) -> CitySetting:
    """Raises `Refused` for a name that no setting bears."""
    if name not in KNOWN:
        raise Refused("setting_unknown", name=name, known=", ".join(KNOWN))
    return KNOWN[name]


def read(name: str, text: str) -> Value:
    """The value that `text` says. Raises `Refused` for what the setting does not take."""
    wanted = known(name)
    plain = text.strip()
    value: Any = plain
    if not wanted.words:
        whole = plain.removeprefix("-")
        value = FLAGS.get(plain.lower())
        if value is None and whole.isascii() and whole.isdigit() and len(whole) < 10:
            value = int(plain)
    if not wanted.takes(value):
        raise Refused("setting_value", name=name, text=text, wanted=wanted.wanted)
    found: Value = value
    return found
