"""The one QApplication: created before any window, cleared of windows at the end."""

import argparse
import sys

from qtpy.QtCore import QEvent
from qtpy.QtGui import QIcon
from qtpy.QtWidgets import QApplication

from console import paths, words
from console.settings import Settings
from widgets import theme
from widgets.program import web_engine
from widgets.program.garbage import GarbageCollector


def make_application(options: argparse.Namespace, own: Settings | None = None) -> QApplication:
    """Creates the QApplication with the look of the options, else of the operator's preferences.

    Pictures, measurements and self-tests use no preferences.
    """
    preferences = own or Settings()
    web_engine.register()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("wangge-console")
    app.setDesktopFileName("wangge-console")
    app.setWindowIcon(QIcon(str(paths.resource("icons", "wangge-console.svg"))))
    if app.findChild(GarbageCollector) is None:
        GarbageCollector(app)
    theme.current().choose(
        mode=options.theme or preferences["theme"],
        comfort=float(preferences["comfort"]),
        language=options.language or preferences["language"] or words.language(),
    )
    return app


def clear_away() -> None:
    """Deletes every window while Qt still exists.

    At the interpreter's exit the map's profile would go before its page, and Chromium would crash the
    process.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    for window in app.topLevelWidgets():
        window.close()
        window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
