"""Prepares a picture for the database: upright, at most 1,600 px, without metadata.

Place, owner and device that a telephone writes into its pictures are private.
"""

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from console.domain.refusal import Refused, unreadable

LONGEST: Final = 1600
THUMBNAIL: Final = 320
LARGEST_BYTES: Final = 40_000_000
MOST_PIXELS: Final = 120_000_000
"""More than any collector's camera; a file that claims more is meant to fill the memory."""
QUALITY: Final = 85


@dataclass(frozen=True, slots=True)
class Picture:
    """`content` and `thumbnail` are JPEG; `hash` is the SHA-256 of `content`."""

    hash: str
    content: bytes
    thumbnail: bytes
    media_type: str = "image/jpeg"


def read(file: str) -> Picture:
    """The picture in a file. Raises `Refused` for what is no picture or too large for one."""
    path = Path(file)
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise Refused("picture_too_large", path=file)
        raw = path.read_bytes()
    except OSError as error:
        raise unreadable(file, error.errno) from error
    return prepare(raw, file)


def prepare(raw: bytes, name: str) -> Picture:
    """The same for bytes; `name` is what a refusal calls them."""
    try:
        with Image.open(io.BytesIO(raw)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Refused("picture_too_large", path=name)
            whole = ImageOps.exif_transpose(opened).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("picture_too_large", path=name) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Refused("picture_unreadable", path=name) from error
    content = _jpeg(whole, LONGEST)
    return Picture(hashlib.sha256(content).hexdigest(), content, _jpeg(whole, THUMBNAIL))


def _jpeg(whole: Image.Image, longest: int) -> bytes:
    small = whole.copy()
    small.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
