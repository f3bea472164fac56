"""Which fonts are asked for, by system and language, and the two that ship with the program."""

import sys
from typing import Final

from qtpy.QtGui import QFont, QFontDatabase

from console import paths
from widgets.theme.tokens import Face, tokens

FIGURES: Final = QFont.Tag("tnum")
_loaded: list[int] = []


def load_shipped() -> None:
    """Make Noto Sans SC known to Qt; once, after the application is there."""
    if _loaded:
        return
    for file in sorted(paths.resource("fonts").glob("*.otf")):
        _loaded.append(QFontDatabase.addApplicationFont(str(file)))


def of(language: str, system: str = sys.platform) -> list[str]:
    """Families in order of preference; a Chinese one is always named, never left to chance."""
    lists = tokens().families
    name = "windows" if system == "win32" else "linux"
    chinese = lists[name]
    return [*(lists[f"{name}.en"] if language == "en" else ()), *chinese]


def codes(language: str) -> list[str]:
    """Families for long codes: one width for all letters."""
    return [*tokens().families["codes"], *of(language)]


def font(face: Face, language: str, comfort: float, *, bold: bool, code: bool) -> QFont:
    """The font of a face; digits of one width always, so that columns stand."""
    made = QFont(codes(language) if code else of(language))
    made.setPixelSize(round(face.px * comfort))
    made.setWeight(QFont.Weight.Bold if bold or face.weight == 700 else QFont.Weight.Normal)
    made.setFeature(FIGURES, 1)
    return made


def for_page(language: str) -> str:
    """The families as a style sheet of the map page wants them."""
    return ", ".join(f"'{name}'" for name in of(language)) + ", sans-serif"
