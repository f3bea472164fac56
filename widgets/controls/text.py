"""Words drawn into a box: elided where they may be, and told to whoever watches when they are cut.

The picture audit watches while it renders: `with watching() as cuts: widget.grab()`.
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
    """What to hand to `setToolTip` so that it shows `words` as they are, `<b>` too, and whole.

    Qt takes words with tags for rich text, and breaks long lines of rich text alone.
    """
    long = max(map(len, words.split("\n"))) > _LONG
    if not long and "<" not in words:
        return words
    return f"<p>{html.escape(words).replace(chr(10), '<br>')}</p>"


@dataclass(frozen=True, slots=True)
class Cut:
    """A text that had `has` px and needed `needs`, across or down."""

    text: str
    has: float
    needs: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """Words as painted: where on the picture (device px), in which colour, whether they fitted.

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


_watchers: list[list[Cut]] = []
_readers: list[list[Drawn]] = []


@contextmanager
def watching() -> Iterator[list[Cut]]:
    """Collects every text cut or elided by `draw` inside the block."""
    cuts: list[Cut] = []
    _watchers.append(cuts)
    try:
        yield cuts
    finally:
        _watchers.remove(cuts)


@contextmanager
def reading() -> Iterator[list[Drawn]]:
    """Collects all words painted inside the block, cut or not: what the audit reads."""
    seen: list[Drawn] = []
    _readers.append(seen)
    try:
        yield seen
    finally:
        _readers.remove(seen)


def observed() -> bool:
    """Whether somebody collects what is drawn: then nothing may be shown that was drawn before."""
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
    """One line of `text` in the painter's font and pen; px of its advance as drawn.

    `may_elide` where the whole words stand in a tooltip; `inactive` for words of a
    disabled control; `metrics` of the font, where at hand.
    """
    metrics = metrics or QFontMetricsF(painter.font())
    needs = metrics.horizontalAdvance(text)
    may_elide = may_elide or elide == Qt.TextElideMode.ElideMiddle
    if _readers:
        _read(painter, box, text, needs, may_elide=may_elide, inactive=inactive)
    if needs > box.width() + _SLACK:
        if not may_elide:
            _tell(Cut(text, box.width(), needs))
        text = metrics.elidedText(text, elide, box.width())
        needs = metrics.horizontalAdvance(text)
    if metrics.height() > box.height() + _SLACK * 2:
        _tell(Cut(text, box.height(), metrics.height()))
    painter.drawText(box, int(align | Qt.TextFlag.TextSingleLine), text)
    return needs


def draw_wrapped(
    painter: QPainter, box: QRectF, text: str, align: Qt.AlignmentFlag = CENTRE
) -> None:
    """As many lines as it takes."""
    flags = int(align) | int(WRAPPED)
    needs = painter.fontMetrics().boundingRect(box.toRect(), flags, text)
    cut = needs.height() > box.height() + 1 or needs.width() > box.width() + 1
    if _readers:
        more = needs.height() + box.width() - box.height() if cut else 0.0
        _read(painter, box, text, more, may_elide=False, inactive=False)
    if cut:
        _tell(Cut(text, box.height(), needs.height()))
    painter.drawText(box, flags, text)


def _read(
    painter: QPainter, box: QRectF, text: str, needs: float, *, may_elide: bool, inactive: bool
) -> None:
    """Notes where on the picture the words come to lie."""
    drawn = Drawn(
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


def _tell(cut: Cut) -> None:
    for cuts in _watchers:
        cuts.append(cut)
