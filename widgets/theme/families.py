"""Font families by system and language, and the two fonts that ship with the program."""

import sys
from typing import Final

from qtpy.QtGui import QFont, QFontDatabase

from console import paths
from widgets.theme.tokens import Face, tokens

FIGURES: Final = QFont.Tag("tnum")
_loaded: list[int] = []


def load_shipped() -> None:
    """Registers Noto Sans SC with Qt; called once, after the application is created."""
    if _loaded:
        return
    for file in sorted(paths.resource("fonts").glob("*.otf")):
        _loaded.append(QFontDatabase.addApplicationFont(str(file)))


def of(language: str, system: str = sys.platform) -> list[str]:
    """Families in order of preference; a Chinese one is always named."""
    lists = tokens().families
    name = "windows" if system == "win32" else "linux"
    chinese = lists[name]
    return [*(lists[f"{name}.en"] if language == "en" else ()), *chinese]


def codes(language: str) -> list[str]:
    """Families for long codes, with one width for all letters."""
    return [*tokens().families["codes"], *of(language)]


def font(face: Face, language: str, comfort: float, *, bold: bool, code: bool) -> QFont:
    """The font of a face, with digits of one width, so that columns align."""
    made = QFont(codes(language) if code else of(language))
    made.setPixelSize(round(face.px * comfort))
    made.setWeight(QFont.Weight.Bold if bold or face.weight == 700 else QFont.Weight.Normal)
    made.setFeature(FIGURES, 1)
    return made


def for_page(language: str) -> str:
    """The families as CSS for the map page."""
    return ", ".join(f"'{name}'" for name in of(language)) + ", sans-serif"
