"""Check whether the map's web engine can be loaded: if not, sign-on still opens and says so."""

import logging
from typing import Final

from console.domain.refusal import Refused

LOG = logging.getLogger(__name__)


def _load() -> str:
    """Imports the window; returns the reason of a failure, "" for none."""
    try:
        import widgets.frame.window
        import widgets.map.scheme  # noqa: F401 — loaded while nobody waits for it yet
    except ImportError as missing:
        LOG.warning("the web engine cannot be loaded: %s", missing)
        return str(missing)
    return ""


MISSING: Final = _load()


def register() -> None:
    """Registers our URL scheme, which has to happen before the QApplication is created."""
    if not MISSING:
        from widgets.map import scheme

        scheme.register()


def check(missing: str = MISSING) -> None:
    """Raises `Refused` if no window can be opened."""
    if missing:
        raise Refused("web_engine_missing", reason=missing)
