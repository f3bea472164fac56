"""The look in force: mode, comfort, language; with a signal for changes."""

from collections.abc import Mapping
from functools import cache

from qtpy.QtCore import QObject, Signal
from qtpy.QtGui import QColor, QFont
from qtpy.QtWidgets import QApplication

from console import words
from widgets.theme import families
from widgets.theme.palette import palette
from widgets.theme.sheet import sheet
from widgets.theme.tokens import MODES, tokens


@cache
def colour_of(mode: str, name: str) -> QColor:
    """A token's colour in a given mode; paper and PDF use "light" whatever the screen shows."""
    return QColor(tokens().colours[mode][name])


class Theme(QObject):
    """One per program, from `current()`. `changed` is sent after mode, comfort or language."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mode = "dark"
        self.comfort = 1.0
        self.still = False  # the operator wants no motion

    def choose(
        self,
        *,
        mode: str | None = None,
        comfort: float | None = None,
        language: str | None = None,
        still: bool | None = None,
    ) -> None:
        """Sets what is given, applies it, then sends `changed`. Raises ValueError for unknown values."""
        if mode is not None and mode not in MODES:
            raise ValueError(mode)
        if comfort is not None and comfort not in tokens().comfort:
            raise ValueError(comfort)
        if language is not None:
            words.use(language)
        self.mode = mode or self.mode
        self.comfort = comfort or self.comfort
        self.still = self.still if still is None else still
        self.apply_theme()
        self.changed.emit()

    def apply_theme(self) -> None:
        """Sets the application's fonts, palette and style sheet."""
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        families.load_shipped()
        app.setStyle("Fusion")
        app.setPalette(palette(self.color))
        app.setFont(self.font("body"))
        app.setStyleSheet(sheet(self.colours(), self.px, self.face_px))

    def color(self, name: str) -> QColor:
        """The colour of a token. Raises KeyError for an unknown one."""
        return colour_of(self.mode, name)

    def colours(self) -> Mapping[str, str]:
        """Every colour by name, for the map page and charts."""
        return tokens().colours[self.mode]

    def px(self, name: str) -> int:
        """Logical px of a size; rows, controls and marks grow with comfort, space does not."""
        table = tokens()
        if name in table.scaled:
            return round(table.scaled[name] * self.comfort)
        return table.fixed[name]

    def face_px(self, name: str) -> int:
        """px of a face of type."""
        return round(tokens().faces[name].px * self.comfort)

    def line_px(self, name: str) -> int:
        """px from line to line of a face of type."""
        return round(tokens().faces[name].line * self.comfort)

    def font(self, name: str = "body", *, bold: bool = False, code: bool = False) -> QFont:
        """The font of a face of type, for the language in force, with figures of one width."""
        face = tokens().faces[name]
        return families.font(face, words.language(), self.comfort, bold=bold, code=code)

    def ms(self, name: str) -> int:
        """Milliseconds of a motion or wait; motion is 0 when the operator wants none."""
        moving = {"hover", "state", "panel", "rank", "scene", "pulse"}
        return 0 if self.still and name in moving else tokens().motion[name]


@cache
def current() -> Theme:
    """The program's one theme."""
    return Theme()
