"""The style sheet for Qt's own widgets: tables, trees, fields, menus, tabs, bars, tooltips."""

from collections.abc import Callable, Mapping

Px = Callable[[str], int]


def sheet(colours: Mapping[str, str], px: Px, face: Px) -> str:
    """The style sheet; `$name` below is a colour, `@name` a size, `~name` a face's px."""
    text = _SHEET
    sizes = {name: px(name) for name in _SIZES}
    # a style sheet's height is that between the borders; a field must not grow when it gets one of 2
    sizes["inside"] = px("field") - 2 * px("hairline")
    sizes["low"] = px("command.height") - 2 * px("hairline")
    sizes["lower"] = px("command.height") - 2 * px("focus.ring")
    sizes["within"] = px("field") - 2 * px("focus.ring")
    sizes["pad.focus"] = px("space.8") - px("focus.ring") + px("hairline")
    for mark, names, value in (
        ("$", colours, colours.__getitem__),
        ("@", sizes, lambda name: f"{sizes[name]}px"),
        ("~", _FACES, lambda name: f"{face(name)}px"),
    ):
        # longest first: `$text.1` must not be eaten by a shorter name
        for name in sorted(names, key=len, reverse=True):
            text = text.replace(f"{mark}{name}", value(name))
    return text


_SIZES = ("head", "tab", "row", "space.2", "space.4", "space.8", "space.12",
          "radius.control", "hairline", "focus.ring", "grab", "icon")  # fmt: skip
_FACES = ("caption", "dense", "body")

_SHEET = """
QMainWindow, QDialog { background: $bg.0; }
QToolTip { background: $bg.3; color: $text.1; border: @hairline solid $line.2; padding: @space.4; }
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDateTimeEdit {
  background: $bg.3; color: $text.1; border: @hairline solid $line.2; border-radius: @radius.control;
  padding: 0 @space.8; selection-background-color: $select; selection-color: $text.1;
  placeholder-text-color: $text.3; }
QLineEdit, QComboBox, QSpinBox, QDateTimeEdit { min-height: @inside; max-height: @inside; }
QPlainTextEdit, QTextEdit { padding: @space.4; }
QLineEdit[search="true"], QLineEdit[search="true"]:focus { padding: 0; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus,
QDateTimeEdit:focus { border: @focus.ring solid $accent; padding: 0 @pad.focus; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDateTimeEdit:focus {
  min-height: @within; max-height: @within; }
QLineEdit[low="true"] { min-height: @low; max-height: @low; }
QLineEdit[low="true"]:focus { min-height: @lower; max-height: @lower; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { color: $text.off; background: $bg.1; }
QComboBox::drop-down { border: 0; width: @head; }
QComboBox QAbstractItemView { background: $bg.2; border: @hairline solid $line.2; }
QAbstractItemView { background: $bg.1; color: $text.1; border: 0; outline: 0; font-size: ~dense;
  selection-background-color: $select; selection-color: $text.1; gridline-color: $line.1; }
QAbstractItemView::item:hover { background: $bg.2; }
QAbstractItemView::item:selected { background: $select; color: $text.1; }
QHeaderView { background: $bg.2; }
QHeaderView::section { background: $bg.2; color: $text.3; font-size: ~caption; border: 0;
  border-bottom: @hairline solid $line.1; padding: 0 @space.8; height: @head; }
QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar::tab { color: $text.2; background: transparent; min-height: @tab; font-size: ~dense; padding: 0 @space.12;
  border: 0; border-bottom: @focus.ring solid transparent; }
QTabBar::tab:selected { color: $text.1; border-bottom: @focus.ring solid $accent; }
QTabBar::tab:hover { background: $bg.2; }
QTabWidget::pane { border: 0; }
QMenu { background: $bg.2; color: $text.1; border: @hairline solid $line.2; padding: @space.4 0; }
QMenu::item { padding: @space.4 @space.12; min-height: @head; }
QMenu::item:selected { background: $select; }
QMenu::item:disabled { color: $text.off; }
QMenu::separator { height: @hairline; background: $line.1; margin: @space.4 0; }
QSplitter::handle { background: $bg.0; }
QScrollBar { background: $bg.1; border: 0; margin: 0; }
QScrollBar:vertical { width: @space.12; }
QScrollBar:horizontal { height: @space.12; }
QScrollBar::handle { background: $line.2; border: @space.4 solid $bg.1; border-radius: 0; }
QScrollBar::handle:vertical { min-height: @head; }
QScrollBar::handle:horizontal { min-width: @head; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: $bg.1; }
QCheckBox, QRadioButton { color: $text.1; spacing: @space.8; min-height: @head; }
QCheckBox::indicator { width: @icon; height: @icon; background: $bg.3;
  border: @hairline solid $line.2; border-radius: @radius.control; }
QCheckBox::indicator:focus { border: @focus.ring solid $accent; }
QCheckBox::indicator:checked { background: $accent; border: @space.4 solid $bg.3; }
"""
