"""Checks of the self-test besides the window: versions, resources, words, fonts, pixels, child processes."""

import os
import platform
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from qtpy.QtCore import qVersion
from qtpy.QtGui import QFontDatabase
from qtpy.QtWidgets import QWidget

from console import paths, words
from console.version import frozen, version
from widgets import theme

RESOURCES: Final = (
    "icons/icons.json", "icons/wangge-console.svg", "map/index.js", "map/leaflet/leaflet.js",
    "fonts/NotoSansSC-Regular.otf", "themes/tokens.json", "sounds/alarm.wav",
    "standards/gbt30428_2_classes.tsv", "intake/nyc311.json",
)  # fmt: skip
MIN_WORDS: Final = 500
MIN_COLOURS: Final = 4
SAMPLES: Final = 40
OPENED: Final = "opened"
CHART: Final = (320, 200)
CURVE: Final = 3
"""Of a line: wide enough to have pixels of its own colour."""


def versions() -> Mapping[str, str]:
    """Versions of the program and of its components."""
    from qtpy.QtWebEngineCore import qWebEngineChromiumVersion

    return {
        "version": str(version()),
        "packaged": "yes" if frozen() else "no",
        "python": platform.python_version(),
        "qt": str(qVersion()),
        "chromium": str(qWebEngineChromiumVersion()),
        "system": platform.platform(),
    }


def resources_are_there() -> bool:
    """Whether every kind of resource and the Chinese of every area are present."""
    there = all(paths.resource(*name.split("/")).exists() for name in RESOURCES)
    return there and len(words.chinese()) >= MIN_WORDS


def chinese_font_is_there() -> bool:
    """Whether a font family has Chinese."""
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))


def is_painted(widget: QWidget) -> bool:
    """Whether a widget shows more than a plain surface: land, roads and marks differ in colour."""
    image = widget.grab().toImage()
    across, down = image.width() / SAMPLES, image.height() / SAMPLES
    found = {
        image.pixel(int((x + 0.5) * across), int((y + 0.5) * down))
        for x in range(SAMPLES)
        for y in range(SAMPLES)
    }
    return len(found) >= MIN_COLOURS


def chart_is_painted() -> bool:
    """Whether the chart library paints a curve and bars in the colours asked for."""
    import pyqtgraph

    curve, bars = theme.color("accent"), theme.color("alarm")
    chart = pyqtgraph.PlotWidget(background=theme.color("bg.1"))
    try:
        chart.resize(*CHART)
        chart.addItem(pyqtgraph.BarGraphItem(x=[1, 2, 3], height=[2, 4, 1], width=0.5, brush=bars))
        chart.plot([0, 1, 2, 3, 4], [5, 6, 5, 7, 6], pen=pyqtgraph.mkPen(curve, width=CURVE))
        image = chart.grab().toImage()
        found = {
            image.pixelColor(x, y).rgb()
            for x in range(image.width())
            for y in range(image.height())
        }
        return {curve.rgb(), bars.rgb()} <= found
    finally:
        chart.close()
        chart.deleteLater()


class Opener:
    """A replacement for `xdg-open` in `folder` that records the environment it was started with."""

    def __init__(self, folder: Path) -> None:
        self.record = folder / OPENED
        self._place = folder / "bin"
        self._place.mkdir()
        script = self._place / "xdg-open"
        script.write_text(
            f'#!/bin/sh\nenv >"{self.record}.half" && mv "{self.record}.half" "{self.record}"\n'
        )
        script.chmod(script.stat().st_mode | stat.S_IXUSR)

    def open(self) -> None:
        """Lets the program open an address."""
        from widgets.session import launching

        before = os.environ["PATH"]
        os.environ["PATH"] = f"{self._place}{os.pathsep}{before}"
        try:
            launching.open_outside("https://example.invalid/")
        finally:
            os.environ["PATH"] = before

    def was_clean(self) -> bool:
        """Whether it was started, and without the program's own libraries."""
        inside = str(getattr(sys, "_MEIPASS", ""))
        if not self.record.exists():
            return False
        lines = self.record.read_text(encoding="utf-8", errors="replace").splitlines()
        paths_of = [
            line for line in lines if line.startswith(("LD_LIBRARY_PATH=", "QT_PLUGIN_PATH="))
        ]
        return not any(inside and inside in line for line in paths_of)
