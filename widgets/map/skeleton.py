"""The page itself, built once by folium: Leaflet, an empty map, our modules. Nothing from outside."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

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
    "zoom_snap": 0.125,  # the step of `projection.fitting`: the page must not round it up
    "zoom_delta": 1,
    "wheel_px_per_zoom_level": 120,
}


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The page's bytes, and what folium wrote inline as files of their own: path → bytes."""

    html: bytes
    parts: Mapping[str, bytes]


def policy(tiles: str = "") -> bytes:
    """The content security policy: our scheme, pictures from `tiles`; nothing inline, nothing else.

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


@cache
def skeleton() -> Skeleton:
    """The page. Importing folium takes most of a second: call it away from the GUI thread."""
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


def _moved_out(html: str) -> Skeleton:
    """The page with every inline style and script turned into a file it names."""
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
