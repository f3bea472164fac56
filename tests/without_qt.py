"""Puts every Qt binding out of reach of this process, as if none were installed."""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

BINDINGS = frozenset({"PySide6", "shiboken6", "qtpy", "PyQt5", "PyQt6", "PySide2", "pyqtgraph"})


class NoQt:
    """First finder on the path: bindings are not found."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Raises ModuleNotFoundError for a binding or a part of one, else leaves it to others."""
        if name.partition(".")[0] in BINDINGS:
            raise ModuleNotFoundError(f"{name} is out of reach here", name=name)
        return None


def forbid() -> None:
    """From now on; raises AssertionError when a binding is loaded already."""
    loaded = BINDINGS & {name.partition(".")[0] for name in sys.modules}
    assert not loaded, f"already loaded: {sorted(loaded)}"
    sys.meta_path.insert(0, NoQt())
