"""The reference of `measure startup`: a window with an empty web view."""

import os
import sys
from importlib import import_module

from qtpy.QtCore import QTimer, QUrl
from qtpy.QtWebEngineWidgets import QWebEngineView
from qtpy.QtWidgets import QApplication

AFTER_MS = 0


class EmptyWindow(QWebEngineView):
    """Writes "painted" to standard output once its page is drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.loadFinished.connect(self._loaded)
        self.resize(1600, 900)
        self.load(QUrl("about:blank"))

    def _loaded(self) -> None:
        # two frames later the page has been composed
        script = "new Promise(d => requestAnimationFrame(() => requestAnimationFrame(d)))"
        self.page().runJavaScript(script, self._asked)

    def _asked(self, _value: object) -> None:
        QTimer.singleShot(AFTER_MS, self._painted)

    def _painted(self) -> None:
        sys.stdout.write("painted\n")
        sys.stdout.flush()
        QTimer.singleShot(int(os.environ.get("WANGGE_MEASURE_HOLD_MS", "0")), self._end)

    def _end(self) -> None:
        self.close()
        QApplication.quit()


def main(part: str = "empty") -> None:
    """Runs until the page is painted; as "stack" with the console's libraries imported first."""
    if part == "stack":
        for name in ("numpy", "qtpy.QtGui", "sqlalchemy.orm", "sqlalchemy.dialects.sqlite"):
            import_module(name)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--no-sandbox")
    app = QApplication(sys.argv[:1])
    view = EmptyWindow()
    view.show()
    app.exec()
    view.deleteLater()


if __name__ == "__main__":
    main(*sys.argv[1:2])
