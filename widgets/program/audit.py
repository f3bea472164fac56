"""Audit of a window as drawn: text, contrast, click targets and names for screen readers.

Kinds of finding: `cut` text that did not fit · `contrast` text below 4.5:1 on its ground · `waste` text
cut beside empty ground · `target` a control smaller than 24 px · `name` nothing for a screen reader ·
`overlap` two controls on top of each other.
"""

from collections.abc import Iterator
from typing import Any, Final

from qtpy.QtCore import QPoint, QRect, Qt
from qtpy.QtGui import QColor, QFontMetrics, QImage
from qtpy.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)

from widgets.controls import text

MIN_TARGET: Final = 24
MIN_CONTRAST: Final = 4.5
GAP: Final = 12
"""Px that may lie empty between cut text and what follows it."""
PRESSABLE: Final = (QAbstractButton, QLineEdit, QComboBox)
NEEDS_NAME: Final = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)

Finding = dict[str, Any]


def audit(window: QWidget, image: QImage, drawn: list[text.DrawnText]) -> list[Finding]:
    """Returns every finding in a window with picture `image` and painted texts `drawn`."""
    found = [*_cut_words(drawn), *_wasted(image, drawn), *_contrasts(image, drawn)]
    visible = [w for w in window.findChildren(QWidget) if w.isVisibleTo(window) and w.width()]
    for widget in visible:
        found += _of_widget(window, widget)
    found += _overlaps(window, [w for w in visible if isinstance(w, PRESSABLE)])
    return found


def _finding(kind: str, what: str, **more: Any) -> Finding:
    return {"kind": kind, "what": what, **more}


def _cut_words(drawn: list[text.DrawnText]) -> Iterator[Finding]:
    for words in drawn:
        if words.cut and not words.may_elide:
            yield _finding("cut", words.text, has=round(words.has), needs=round(words.needs))


def _wasted(image: QImage, drawn: list[text.DrawnText]) -> Iterator[Finding]:
    """Elided texts that would have fitted into free space at their right."""
    for words in drawn:
        box = words.box.toRect()
        short = words.needs - words.has + GAP
        width = round(short * image.devicePixelRatio())
        room = QRect(box.right() + 1, box.top(), width, box.height())
        if not words.cut or room.right() >= image.width() or room.bottom() >= image.height():
            continue
        colours = {
            image.pixel(x, y)
            for x in range(room.left(), room.right() + 1, 2)
            for y in range(room.top(), room.bottom() + 1, 2)
        }
        if len(colours) == 1:
            yield _finding("waste", words.text, needs=round(words.needs), has=round(words.has))


def _contrasts(image: QImage, drawn: list[text.DrawnText]) -> Iterator[Finding]:
    for words in drawn:
        box = words.box.toRect().intersected(image.rect())
        if box.width() < 2 or box.height() < 2 or not words.text.strip() or words.faded:
            continue
        ratio = contrast(words.colour, ground(image, box))
        if ratio < MIN_CONTRAST:
            yield _finding("contrast", words.text, ratio=round(ratio, 2))


def _of_widget(window: QWidget, widget: QWidget) -> Iterator[Finding]:
    if isinstance(widget.parentWidget(), QLineEdit):
        return  # the icons inside a field belong to the field, which is measured itself
    who = f"{type(widget).__name__} {widget.accessibleName() or widget.objectName()}".strip()
    if isinstance(widget, QAbstractButton) and widget.isEnabled():
        small = min(widget.width(), widget.height())
        if small < MIN_TARGET:
            yield _finding("target", who, px=small)
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    if isinstance(widget, NEEDS_NAME) and not widget.accessibleName() and not words:
        yield _finding("name", who)
    if isinstance(widget, QLabel) and widget.text() and not widget.wordWrap():
        metrics = QFontMetrics(widget.font())
        needs = metrics.horizontalAdvance(widget.text().replace("&", ""))
        if needs > widget.width() + 1 and widget.textFormat() != Qt.TextFormat.RichText:
            yield _finding("cut", widget.text(), has=widget.width(), needs=needs)


def _overlaps(window: QWidget, pressed: list[QWidget]) -> Iterator[Finding]:
    boxes = [(w, QRect(w.mapTo(window, QPoint(0, 0)), w.size())) for w in pressed]
    for i, (one, box) in enumerate(boxes):
        for other, second in boxes[i + 1 :]:
            if one.isAncestorOf(other) or other.isAncestorOf(one) or _floats(one, other):
                continue
            shared = box.intersected(second)
            if shared.width() > 1 and shared.height() > 1:
                names = f"{one.accessibleName()} / {other.accessibleName()}"
                yield _finding("overlap", names)


def _floats(one: QWidget, other: QWidget) -> bool:
    """Whether two widgets lie in different scroll areas, which clip them."""
    return _area(one) is not _area(other)


def _area(widget: QWidget) -> QWidget | None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QAbstractScrollArea):
        parent = parent.parentWidget()
    return parent


def ground(image: QImage, box: QRect) -> QColor:
    """The most frequent colour inside `box`, the background of the text."""
    seen: dict[int, int] = {}
    for x in range(box.left(), box.right() + 1, 2):
        for y in range(box.top(), box.bottom() + 1, 2):
            pixel = image.pixel(x, y)
            seen[pixel] = seen.get(pixel, 0) + 1
    return QColor(max(seen, key=seen.__getitem__))


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2 contrast ratio of two colours."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
