"""Filter of the page's requests: only our own scheme and the one tile host that the operator named."""

from typing import Final
from urllib.parse import urlsplit

from qtpy.QtCore import QObject
from qtpy.QtWebEngineCore import QWebEngineUrlRequestInfo, QWebEngineUrlRequestInterceptor
from typing_extensions import override

_SEEN: Final = 1000


def tile_host(template: str) -> str:
    """`https://host:port` of a tile URL template; "" for none. Raises ValueError for no web URL.

    The host is one name: a `{s}` for sub-domains is not accepted.
    """
    if not template:
        return ""
    parts = urlsplit(template)
    if parts.scheme not in ("http", "https") or not parts.hostname or "{" in parts.netloc:
        raise ValueError(template)
    return f"{parts.scheme}://{parts.netloc}"


class RequestFilter(QWebEngineUrlRequestInterceptor):
    """Sees every request of the page, keeps the last thousand, and blocks foreign ones."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tiles = ""
        self.seen: list[str] = []
        self.blocked: list[str] = []

    @override
    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        url = info.requestUrl()
        text = url.toString()
        del self.seen[:-_SEEN]
        self.seen.append(text)
        own = url.scheme() == "wangge" or text.startswith(("data:image/", "blob:wangge:"))
        if own or (self.tiles and text.startswith(f"{self.tiles}/")):
            return
        del self.blocked[:-_SEEN]
        self.blocked.append(text)
        info.block(True)
