"""Colour of a label's text, by token."""

from qtpy.QtWidgets import QLabel

from widgets import theme


def ink(label: QLabel, token: str) -> None:
    """Writes `label` in this colour of the theme in force from now on."""
    palette = label.palette()
    palette.setColor(label.foregroundRole(), theme.color(token))
    label.setPalette(palette)
