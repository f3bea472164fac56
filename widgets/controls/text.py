"""Text drawn into a box, elided where that is allowed, with reports of text that was cut.

The picture audit collects the reports: `with watching() as cuts: widget.grab()`.
"""

import html
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from qtpy.QtCore import QRectF, Qt
from qtpy.QtGui import QColor, QFontMetricsF, QPainter

LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
TOP = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
CENTRE = Qt.AlignmentFlag.AlignCenter
WRAPPED = Qt.TextFlag.TextWordWrap
_SLACK = 0.5  # px: rounding of advances


_LONG = 60  # characters of a line: Qt breaks no line of a plain tooltip


def tooltip(words: str) -> str:
    """Text for `setToolTip` that shows `words` literally (`<b>` too) and with line breaks.

    Qt takes text with tags for rich text, and breaks long lines of rich text only.
    """
    long = max(map(len, words.split("\n"))) > _LONG
    if not long and "<" not in words:
        return words
    return f"<p>{html.escape(words).replace(chr(10), '<br>')}</p>"


@dataclass(frozen=True, slots=True)
class CutText:
    """A text that had `has` px and needed `needs`, in width or height."""

    text: str
    has: float
    needs: float


@dataclass(frozen=True, slots=True)
class DrawnText:
    """A text as painted: its box on the picture (device px), its colour, whether it fitted.

    `may_elide`: an address elides in its middle by design. `faded`: drawn below full opacity,
    or of a disabled control (WCAG 2 1.4.3 asks no contrast of inactive parts).
    """

    text: str
    box: QRectF
    colour: QColor
    has: float
    needs: float
    cut: bool
    may_elide: bool
    faded: bool


_watchers: list[list[CutText]] = []
_readers: list[list[DrawnText]] = []


@contextmanager
def watching() -> Iterator[list[CutText]]:
    """Collects every text cut or elided by `draw` inside the block."""
    cuts: list[CutText] = []
    _watchers.append(cuts)
    try:
        yield cuts
    finally:
        _watchers.remove(cuts)


@contextmanager
def reading() -> Iterator[list[DrawnText]]:
    """Collects all text painted inside the block, cut or not, for the audit."""
    seen: list[DrawnText] = []
    _readers.append(seen)
    try:
        yield seen
    finally:
        _readers.remove(seen)


def observed() -> bool:
    """Whether a block collects what is drawn: images of earlier paintings must not be used then."""
    return bool(_watchers or _readers)


def draw(
    painter: QPainter,
    box: QRectF,
    text: str,
    align: Qt.AlignmentFlag = LEFT,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    *,
    may_elide: bool = False,
    inactive: bool = False,
    metrics: QFontMetricsF | None = None,
) -> float:
    """Draws one line of `text` in the painter's font and pen; returns its advance in px.

    `may_elide` if the whole text is in a tooltip; `inactive` for text of a disabled control; `metrics`
    of the font, if at hand.
    """
    metrics = metrics or QFontMetricsF(painter.font())
    needs = metrics.horizontalAdvance(text)
    may_elide = may_elide or elide == Qt.TextElideMode.ElideMiddle
    if _readers:
        _read(painter, box, text, needs, may_elide=may_elide, inactive=inactive)
    if needs > box.width() + _SLACK:
        if not may_elide:
            _tell(CutText(text, box.width(), needs))
        text = metrics.elidedText(text, elide, box.width())
        needs = metrics.horizontalAdvance(text)
    if metrics.height() > box.height() + _SLACK * 2:
        _tell(CutText(text, box.height(), metrics.height()))
    painter.drawText(box, int(align | Qt.TextFlag.TextSingleLine), text)
    return needs


def draw_wrapped(
    painter: QPainter, box: QRectF, text: str, align: Qt.AlignmentFlag = CENTRE
) -> None:
    """Draws text with line breaks."""
    flags = int(align) | int(WRAPPED)
    needs = painter.fontMetrics().boundingRect(box.toRect(), flags, text)
    cut = needs.height() > box.height() + 1 or needs.width() > box.width() + 1
    if _readers:
        more = needs.height() + box.width() - box.height() if cut else 0.0
        _read(painter, box, text, more, may_elide=False, inactive=False)
    if cut:
        _tell(CutText(text, box.height(), needs.height()))
    painter.drawText(box, flags, text)


def _read(
    painter: QPainter, box: QRectF, text: str, needs: float, *, may_elide: bool, inactive: bool
) -> None:
    """Records a text and its box on the picture."""
    drawn = DrawnText(
        text,
        painter.deviceTransform().mapRect(box),
        painter.pen().color(),
        box.width(),
        needs,
        needs > box.width() + _SLACK,
        may_elide,
        inactive or painter.opacity() < 1,
    )
    for seen in _readers:
        seen.append(drawn)


def _tell(cut: CutText) -> None:
    for cuts in _watchers:
        cuts.append(cut)
