"""Qt's palette from the tokens, for everything that no style sheet reaches."""

from collections.abc import Callable
from typing import Final

from qtpy.QtGui import QColor, QPalette

Role = QPalette.ColorRole
ROLES: Final = {
    Role.Window: "bg.1",
    Role.WindowText: "text.1",
    Role.Base: "bg.1",
    Role.AlternateBase: "bg.2",
    Role.Text: "text.1",
    Role.PlaceholderText: "text.3",
    Role.Button: "bg.2",
    Role.ButtonText: "text.1",
    Role.BrightText: "alarm.text",
    Role.ToolTipBase: "bg.3",
    Role.ToolTipText: "text.1",
    Role.Highlight: "select",
    Role.HighlightedText: "text.1",
    Role.Link: "info.text",
    Role.LinkVisited: "info.text",
    Role.Accent: "accent",
    Role.Light: "bg.3",
    Role.Midlight: "bg.2",
    Role.Mid: "line.1",
    Role.Dark: "line.1",
    Role.Shadow: "bg.0",
}
OFF: Final = (Role.WindowText, Role.Text, Role.ButtonText, Role.HighlightedText)


def palette(color: Callable[[str], QColor]) -> QPalette:
    """Every role from its token; disabled text in `text.off`."""
    made = QPalette()
    for role, token in ROLES.items():
        made.setColor(role, color(token))
    for role in OFF:
        made.setColor(QPalette.ColorGroup.Disabled, role, color("text.off"))
    return made
