"""Text of files with an undeclared or wrongly declared encoding."""

import codecs
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from console.domain.refusal import Refused, unreadable

ENCODINGS: Final = ("utf-8-sig", "gb18030")
MARKED: Final = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
"""Byte order marks of "Unicode text" as spreadsheets save it."""
CHINESE: Final = re.compile(rb"[\xe3-\xe9\xef][\x80-\xbf]{2}")
"""Three bytes that are one character of East Asia in UTF-8."""
LOST: Final = re.compile(r"[\s?？]*[?？]{2,}[\s?？]*|.*\ufffd.*", re.DOTALL)


def read_text(path: Path) -> str:
    """The file's text, UTF-8, UTF-16 with its mark, or GBK.

    Raises `Refused` for what is no text or cannot be read.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error.errno) from None
    named = MARKED.get(raw[:2])
    if b"\0" in raw and named is None:
        raise Refused("file_not_text", path=str(path))
    for encoding in (named,) if named else ENCODINGS:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused("file_not_text", path=str(path))


def chinese(texts: Iterable[bytes]) -> bool:
    """Whether there may be Chinese in UTF-8; where all of it is valid, it is: GBK is not by chance."""
    return any(CHINESE.search(text) for text in texts)


def encoding_of(texts: Sequence[bytes], declared: Iterable[str]) -> str | None:
    """The first encoding in which all these texts can be read; None where none fits."""
    whole = b"\n".join(texts)
    for encoding in (*declared, "utf-8", "gb18030"):
        try:
            whole.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        return encoding
    return None


def lost(text: str) -> bool:
    """Whether the characters of a text were lost when its file was written: ??? for 望湖."""
    return LOST.fullmatch(text) is not None
