"""The one QApplication: made before any window, cleared of windows at the end."""

import argparse
import sys

from qtpy.QtCore import QEvent
from qtpy.QtGui import QIcon
from qtpy.QtWidgets import QApplication

from console import paths, words
from console.settings import Settings
from widgets import theme
from widgets.program import web_engine
from widgets.program.garbage import Collector


def make_application(options: argparse.Namespace, own: Settings | None = None) -> QApplication:
    """The one QApplication, dressed as the options ask; what they leave open as the operator likes.

    Pictures, measures and self-tests know nobody's likes.
    """
    likes = own or Settings()
    web_engine.register()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("wangge-console")
    app.setDesktopFileName("wangge-console")
    app.setWindowIcon(QIcon(str(paths.resource("icons", "wangge-console.svg"))))
    if app.findChild(Collector) is None:
        Collector(app)
    theme.current().choose(
        mode=options.theme or likes["theme"],
        comfort=float(likes["comfort"]),
        language=options.language or likes["language"] or words.language(),
    )
    return app


def clear_away() -> None:
    """Deletes every window while Qt still stands.

    Left to the interpreter's end the map's profile goes before its page, and Chromium takes the
    process with it.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    for window in app.topLevelWidgets():
        window.close()
        window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
