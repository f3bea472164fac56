"""The operator's own settings, kept between runs: one small file, known names and values only."""

import json
import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from console import paths

LOG = logging.getLogger(__name__)
CHOICES: Final = {
    "language": ("", "zh", "en"),
    "theme": ("dark", "light"),
    "comfort": ("1.0", "1.15", "1.3"),
    "after_dispatch": ("next", "stay", "street"),
    "legend": ("fitting", "unfolded", "folded"),
    "lock_minutes": ("15", "5", "30", "60"),
}
"""Name → its values, the default first; no language means that of the machine."""


class Settings:
    """`settings[name]`; `keep(name, value)` writes. What cannot be read is the default.

    `kept` is what the operator chose; `under` holds where he chose nothing, `over` whatever he chose.
    """

    def __init__(
        self,
        file: Path | None = None,
        under: Mapping[str, str] | None = None,
        over: Mapping[str, str] | None = None,
    ) -> None:
        self.file = file
        self.kept = _known(_read(file)) if file is not None else {}
        self._under = {name: values[0] for name, values in CHOICES.items()} | dict(under or {})
        self._over = dict(over or {})

    def __getitem__(self, name: str) -> str:
        return self._over.get(name) or self.kept.get(name) or self._under[name]

    def keep(self, name: str, value: str) -> None:
        """From now on, and at the next start. Raises ValueError for an unknown value.

        A home that cannot be written to keeps it for this run only.
        """
        if value not in CHOICES[name]:
            raise ValueError(value)
        self.kept[name] = value
        self._over.pop(name, None)
        if self.file is None:
            return
        try:
            half = self.file.with_suffix(f".{os.getpid()}")
            half.write_text(json.dumps(self.kept, indent=1), encoding="utf-8")
            half.replace(self.file)
        except OSError as error:
            LOG.warning("settings are not kept: %s", error)


def settings_file() -> Settings:
    """Settings file of the operator at this machine, without the layers under and over it."""
    try:
        return Settings(paths.user_config() / "settings.json")
    except OSError as error:
        LOG.warning("settings are not kept: %s", error)
        return Settings()


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    except (OSError, ValueError) as error:
        LOG.warning("%s cannot be read, the usual settings hold: %s", file, error)
        return {}


def _known(found: Any) -> dict[str, str]:
    if not isinstance(found, dict):
        return {}
    return {name: found[name] for name, values in CHOICES.items() if found.get(name) in values}
