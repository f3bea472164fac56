"""The web view with our page: one profile, one scheme, one channel; it reloads after a crash."""

import logging
from typing import Final

from qtpy.QtCore import (
    QChildEvent,
    QEvent,
    QObject,
    QRunnable,
    Qt,
    QThreadPool,
    QTimer,
    QUrl,
    Signal,
)
from qtpy.QtGui import QColor
from qtpy.QtWebChannel import QWebChannel
from qtpy.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineSettings
from qtpy.QtWebEngineWidgets import QWebEngineView
from qtpy.QtWidgets import QApplication, QWidget
from typing_extensions import override

from widgets.map import scheme
from widgets.map.bridge import Bridge
from widgets.map.request_filter import RequestFilter, tile_host
from widgets.map.skeleton import Skeleton, policy, skeleton

_log = logging.getLogger(__name__)
_BACKOFF_MS: Final = (200, 1000, 3000, 10_000, 30_000)
_OFF: Final = (
    QWebEngineSettings.WebAttribute.PluginsEnabled,
    QWebEngineSettings.WebAttribute.LocalStorageEnabled,
    QWebEngineSettings.WebAttribute.WebGLEnabled,
    QWebEngineSettings.WebAttribute.NavigateOnDropEnabled,
    QWebEngineSettings.WebAttribute.JavascriptCanOpenWindows,
    QWebEngineSettings.WebAttribute.PdfViewerEnabled,
)


class _Drawing(QObject):
    ready = Signal(object)
    failed = Signal(str)


class _DrawSkeleton(QRunnable):
    """Makes the page away from the GUI thread: folium takes most of a second to import."""

    def __init__(self) -> None:
        super().__init__()
        self.signals = _Drawing()

    @override
    def run(self) -> None:
        try:
            self.signals.ready.emit(skeleton())
        except Exception as error:  # noqa: BLE001 — a worker's failure is heard by nobody else
            _log.exception("the map's page was not made")
            self.signals.failed.emit(str(error))


class _Page(QWebEnginePage):
    """Our page; what its console says goes to the log."""

    @override
    def javaScriptConsoleMessage(
        self,
        level: QWebEnginePage.JavaScriptConsoleMessageLevel,
        message: str,
        line: int,
        source: str,
    ) -> None:
        error = level == QWebEnginePage.JavaScriptConsoleMessageLevel.ErrorMessageLevel
        _log.log(logging.ERROR if error else logging.INFO, "%s:%s %s", source, line, message)


class MapWeb(QWebEngineView):
    """Loads the page, tells when its process has ended, and reloads it after growing pauses."""

    gone = Signal()
    failed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)
        profile = QWebEngineProfile(parent)  # after this view, so that the page goes before it
        self.server = scheme.Server(profile)
        self.request_filter = RequestFilter(profile)
        profile.installUrlSchemeHandler(scheme.NAME, self.server)
        profile.setUrlRequestInterceptor(self.request_filter)
        page = _Page(profile, self)
        self.bridge = Bridge(page)
        channel = QWebChannel(page)
        channel.registerObject("bridge", self.bridge)
        page.setWebChannel(channel)
        for attribute in _OFF:
            page.settings().setAttribute(attribute, False)
        page.renderProcessTerminated.connect(self._gone)
        page.loadFinished.connect(self._loaded)
        self.setPage(page)
        self._fails = 0
        self._skeleton: Skeleton | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.load_page)
        self._deaf_to_drops()

    def start(self) -> None:
        """Builds the page on a worker thread and loads it."""
        job = _DrawSkeleton()
        self._news = job.signals
        job.signals.ready.connect(self._drawn)
        job.signals.failed.connect(self.failed)
        QThreadPool.globalInstance().start(job)

    def run(self, script: str) -> None:
        """Runs a script in the page; its value is dropped."""
        self.page().runJavaScript(script)

    def set_ground(self, colour: QColor) -> None:
        """Sets the colour shown before the page's first picture."""
        self.page().setBackgroundColor(colour)

    def open_tiles(self, template: str) -> bool:
        """Allows this template's host; returns True if the page had to be reloaded."""
        host = tile_host(template)
        if host == self.request_filter.tiles:
            return False
        self.request_filter.tiles = host
        if self._skeleton is None:
            return False
        self.load_page()
        return True

    def _drawn(self, skeleton_: Skeleton) -> None:
        self._skeleton = skeleton_
        self.load_page()

    def load_page(self) -> None:
        """Loads the page now."""
        if self._skeleton is None:
            return
        self.server.page = self._skeleton.html
        self.server.own = self._skeleton.parts
        self.server.policy = policy(self.request_filter.tiles)
        keyboard = QApplication.focusWidget()
        self.load(QUrl(scheme.PAGE))
        if keyboard is not None and keyboard is not QApplication.focusWidget():
            keyboard.setFocus()  # after its process has died, the view takes the keyboard to itself

    def settled(self) -> None:
        """Resets the pauses, because the page is ready."""
        self._fails = 0

    def _gone(self, status: QWebEnginePage.RenderProcessTerminationStatus, code: int) -> None:
        if status == QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            return
        _log.warning("the map's process ended: %s, code %s", status.name, code)
        self.come_back()

    def _loaded(self, ok: bool) -> None:
        self._deaf_to_drops()
        if not ok and self._skeleton is not None and not self._again.isActive():
            self.come_back()

    def come_back(self) -> None:
        """Tells that the page is gone and reloads it after a pause."""
        self.gone.emit()
        self._again.start(_BACKOFF_MS[min(self._fails, len(_BACKOFF_MS) - 1)])
        self._fails += 1

    @override
    def childEvent(self, event: QChildEvent) -> None:
        super().childEvent(event)
        if event.type() == QEvent.Type.ChildPolished:
            self._deaf_to_drops()

    def _deaf_to_drops(self) -> None:
        """Makes Chromium's child widget ignore drops, so that the map receives them."""
        for child in self.findChildren(QWidget):
            child.setAcceptDrops(False)
