"""The page, built once by folium: Leaflet, an empty map, our modules; nothing from the network.

Built once for an operator, not at each start: importing folium takes a third of a second while the
window needs the interpreter too. It is cached under a name that changes with folium.
"""

import hashlib
import json
import logging
import os
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from console import paths
from widgets.map.projection import FINEST

_log = logging.getLogger(__name__)
_FORM: Final = 1  # one more whenever this module makes another page of the same folium

_SCRIPTS: Final = [("leaflet", "leaflet/leaflet.js"), ("channel", "qwebchannel.js")]
_SHEETS: Final = [("leaflet_css", "leaflet/leaflet.css"), ("page_css", "page.css")]
_OPTIONS: Final[dict[str, Any]] = {
    "attribution_control": False,
    "zoom_animation": False,
    "fade_animation": False,
    "marker_zoom_animation": False,
    "inertia": False,  # what glides on after the hand has let go is not calm
    "box_zoom": False,
    "min_zoom": 3,
    "max_zoom": 20,
    "zoom_snap": FINEST,  # the step of `projection.fitting`: the page must not round it up
    "zoom_delta": 1,
    "wheel_px_per_zoom_level": 120,
}


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The page's bytes, and its inline parts as files of their own: path → bytes."""

    html: bytes
    parts: Mapping[str, bytes]


def policy(tiles: str = "") -> bytes:
    """The content security policy: our scheme, pictures from `tiles`, nothing inline.

    Qt sends header values in lower case, so that hashes of inline parts could not be named here.
    """
    own = "wangge://console"
    rules = (
        "default-src 'none'",
        f"script-src {own}",
        f"style-src {own}",
        f"img-src {own} data: {tiles}".strip(),
        f"connect-src {own}",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(rules).encode()


def skeleton() -> Skeleton:
    """Returns the page from the cache or from folium. Blocks: for worker threads."""
    try:
        kept = paths.cache() / f"map-{_key()}.json"
        return _read(kept) or _keep(kept, build())
    except OSError as error:  # a home that cannot be written to costs time, never the map
        _log.warning("the map's page is not kept: %s", error)
        return build()


def build() -> Skeleton:
    """Builds the page with folium."""
    import folium  # late: see above
    from branca.element import Element

    class CityMap(folium.Map):
        """Leaflet from our own files; no jQuery, no Bootstrap, no icon fonts."""

        default_js = _SCRIPTS
        default_css = _SHEETS

    city = CityMap(location=[0.0, 0.0], zoom_start=3, tiles=None, zoom_control=False, **_OPTIONS)
    city._name, city._id = "City", "map"  # the page finds it as `city_map`
    figure: Any = city.get_root()  # a branca Figure
    figure.html.add_child(Element('<script type="module" src="page.js"></script>'))
    return _moved_out(figure.render())


def _key() -> str:
    """Cache key, different for every different page."""
    made_of = (_FORM, version("folium"), version("branca"), _SCRIPTS, _SHEETS, _OPTIONS)
    return hashlib.sha256(repr(made_of).encode()).hexdigest()[:16]


def _read(kept: Path) -> Skeleton | None:
    """Reads the cached page; None if there is none that can be read."""
    if not kept.exists():
        return None
    try:
        found = json.loads(kept.read_text(encoding="utf-8"))
        parts = {path: text.encode() for path, text in found["parts"].items()}
        return Skeleton(found["html"].encode(), parts)
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        _log.warning("%s is damaged and made again: %s", kept, error)
        return None


def _keep(kept: Path, made: Skeleton) -> Skeleton:
    """Writes the cache atomically, as two consoles may start at once, or two maps of one wall."""
    parts = {path: text.decode() for path, text in made.parts.items()}
    half = kept.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    half.write_text(json.dumps({"html": made.html.decode(), "parts": parts}), encoding="utf-8")
    half.replace(kept)
    return made


def _moved_out(html: str) -> Skeleton:
    """Moves every inline style and script of the page into a file of its own."""
    parts: dict[str, bytes] = {}

    def named(found: re.Match[str]) -> str:
        tag, text = found.groups()
        path = f"folium/{len(parts)}.{'js' if tag == 'script' else 'css'}"
        parts[f"/{path}"] = text.encode()
        if tag == "script":
            return f'<script src="{path}"></script>'
        return f'<link rel="stylesheet" href="{path}"/>'

    page = re.sub(r"<(script|style)>(.*?)</\1>", named, html, flags=re.DOTALL)
    return Skeleton(page.encode(), parts)
