"""Whether a picture of a screen shows a window of ours and not somebody's message box."""

import json
from pathlib import Path
from typing import Final

from PIL import Image

TOKENS: Final = Path(__file__).resolve().parent.parent / "resources" / "themes" / "tokens.json"
LEAST: Final = 0.1
"""Share of a screen that a sign-on window's surface takes."""


def shows_sign_on(file: Path) -> bool:
    """A tenth of the screen at least has the colour of our dark surface."""
    colour = json.loads(TOKENS.read_text(encoding="utf-8"))["colours"]["dark"]["bg.1"]
    wanted = tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
    with Image.open(file) as picture:
        plain = picture.convert("RGB")
    counts = plain.getcolors(plain.width * plain.height) or []
    return sum(n for n, one in counts if one == wanted) >= LEAST * plain.width * plain.height
