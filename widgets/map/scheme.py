"""Our URL scheme `wangge://console/…`: the map's page, its parts, and blocks of arrays."""

import os
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from qtpy.QtCore import QBuffer, QByteArray, QFile, QIODevice, QObject
from qtpy.QtWebEngineCore import (
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)
from typing_extensions import override

from console import paths

NAME: Final = b"wangge"
PAGE: Final = "wangge://console/map.html"
EXPOSE_GC: Final = "--js-flags=--expose-gc"
"""Flag that lets the page collect its garbage when idle (docs/decisions/page-memory.md)."""
_TYPES: Final[Mapping[str, bytes]] = {
    ".html": b"text/html;charset=utf-8",
    ".js": b"text/javascript;charset=utf-8",
    ".css": b"text/css;charset=utf-8",
    ".json": b"application/json",
}


def register() -> None:
    """Registers the scheme. Must run before the QApplication; a second call does nothing."""
    if not QWebEngineUrlScheme.schemeByName(NAME).name().isEmpty():
        return
    scheme = QWebEngineUrlScheme(NAME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flags = QWebEngineUrlScheme.Flag
    scheme.setFlags(flags.SecureScheme | flags.CorsEnabled | flags.FetchApiAllowed)
    QWebEngineUrlScheme.registerScheme(scheme)
    pass_flags()
    if sys.platform == "linux" and not has_gpu():
        os.environ.setdefault("QT_QUICK_BACKEND", "software")


def has_gpu(devices: Path = Path("/dev/dri")) -> bool:
    """Whether the kernel offers a render node. Without one OpenGL is drawn by the processor, and
    Qt Quick's own software renderer shows a panned map 60 instead of 33–51 times a second."""
    return any(devices.glob("renderD*"))


def pass_flags() -> None:
    """Sets Chromium's flags, added to those of the environment."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        _pass("--no-sandbox")  # Chromium refuses its sandbox to root; nobody else may go without
    _pass(EXPOSE_GC)


def _pass(flag: str) -> None:
    """Hands a flag to Chromium unless the environment has given that one already."""
    given = os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "").split()
    name = flag.partition("=")[0]
    if not any(one.partition("=")[0] == name for one in given):
        os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = " ".join([*given, flag])


@cache
def parts() -> Mapping[str, bytes]:
    """Path → bytes of everything the page consists of, except the page itself."""
    folder = paths.resource("map")
    found = {
        f"/{file.relative_to(folder).as_posix()}": file.read_bytes()
        for file in folder.rglob("*")
        if file.suffix in _TYPES
    }
    found["/marks.json"] = paths.resource("themes", "marks.json").read_bytes()
    channel = QFile(":/qtwebchannel/qwebchannel.js")  # Qt's own; qrc: is closed to the page
    if not channel.open(QIODevice.OpenModeFlag.ReadOnly):
        raise FileNotFoundError(channel.fileName())
    found["/qwebchannel.js"] = bytes(channel.readAll().data())
    return found


class Server(QWebEngineUrlSchemeHandler):
    """Serves bytes that are ready; it computes and reads nothing while it answers."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.page = b""
        self.policy = b""
        self.own: Mapping[str, bytes] = {}
        self.blocks: dict[int, bytes] = {}
        self._parts = parts()

    @override
    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        path = job.requestUrl().path()
        found = self._find(path)
        if found is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        headers = {QByteArray(b"Content-Security-Policy"): [QByteArray(self.policy)]}
        job.setAdditionalResponseHeaders(headers)  # type: ignore[arg-type]  # a multimap: lists
        buffer = QBuffer(job)  # the job may die before its answer: then this dies with it
        buffer.setData(found)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        end = path[path.rfind(".") :] if "." in path else ""
        job.reply(_TYPES.get(end, b"application/octet-stream"), buffer)

    def _find(self, path: str) -> bytes | None:
        if path == "/map.html":
            return self.page
        start, _, last = path.rpartition("/")
        if start == "/snapshot" and last.isdecimal():
            return self.blocks.get(int(last))
        return self._parts.get(path) or self.own.get(path)
