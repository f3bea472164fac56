"""Scenes as TOML: written for another centre, and read from a file that somebody may have changed."""

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any, Final

from console.domain.nouns import SCENE
from console.domain.refusal import Refused
from console.wall.editing import clash, title
from console.wall.scenes import Scene, content_of, of_content

LINE: Final = re.compile(r"at line (\d+)")
DELETE: Final = "\x7f"
"""The one character that a string of JSON may hold as it is and one of TOML may not."""


def to_toml(scene: Scene) -> str:
    """The scene as a TOML document; `from_toml` reads it back."""
    content = content_of(scene)
    lines = [f"name = {_text(scene.name)}"]
    lines += [f"{key} = {_value(content[key])}" for key in ("period", "head")]
    for key in ("panels", "wide"):
        for panel in content.get(key, ()):
            lines += ["", f"[[{key}]]", *(f"{name} = {_value(panel[name])}" for name in panel)]
    return "\n".join(lines) + "\n"


def from_toml(data: bytes) -> Scene:
    """The scene of a TOML document. Raises `Refused` with the one thing that is wrong."""
    try:
        told = tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        raise Refused("scene_file_text") from None
    except tomllib.TOMLDecodeError as error:
        found = LINE.search(str(error))
        if found is None:
            raise Refused("scene_file_end") from None
        raise Refused("scene_file", line=int(found[1])) from None
    name = told.get("name")
    if not isinstance(name, str) or not 0 < len(name.strip()) <= SCENE.columns["name"].most:
        raise Refused("scene_file_name", most=SCENE.columns["name"].most)
    scene = of_content(name.strip(), told)
    for panels in (scene.panels, scene.wide):
        found_two = clash(panels)
        if found_two is not None:
            one, other = found_two
            raise Refused("panel_overlap", panel=title(one), other=title(other))
    return scene


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(_items(value))}]"
    return str(value) if isinstance(value, int) else _text(str(value))


def _items(values: list[Any]) -> Iterator[str]:
    for value in values:
        yield _value(value)


def _text(value: str) -> str:
    """A basic string: TOML's escapes are those of JSON."""
    return json.dumps(value, ensure_ascii=False).replace(DELETE, "\\u007f")
