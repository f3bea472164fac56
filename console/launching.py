"""Environment for other programs that this one starts.

The packaged program on Linux runs with `LD_LIBRARY_PATH` pointing at its own libraries. A browser
or a player started with it would load those instead of the system's, and die.
"""

import os
import sys
from collections.abc import Mapping

from console.version import frozen

OURS = ("LD_LIBRARY_PATH", "QT_PLUGIN_PATH", "QML2_IMPORT_PATH", "QTWEBENGINEPROCESS_PATH")
"""Variables the packaged program sets for itself; `<NAME>_ORIG` holds the former value."""


def clean_environment(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment as it was before the packaged program changed it."""
    clean = dict(os.environ if environment is None else environment)
    inside = getattr(sys, "_MEIPASS", None)
    for name in OURS:
        before = clean.pop(f"{name}_ORIG", None)
        if before:
            clean[name] = before
        elif frozen() and inside is not None and inside in clean.get(name, ""):
            del clean[name]
    for name in [name for name in clean if name.startswith("_PYI_")]:
        del clean[name]
    return clean
