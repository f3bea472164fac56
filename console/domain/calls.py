"""Calls that become no case of their own: answered at once, or about a case that is there already.

Who called is personal: it stands in a table that no operator may read, is shown masked and can be
erased. The same data fill the guard of PostgreSQL.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from console.domain.administration import INTAKE
from console.domain.given import plain
from console.domain.intent import Forged
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.words import mark

QUESTIONS: Final[Mapping[str, str]] = {
    "consult": mark("Enquiry"),
    "progress": mark("Progress of a case"),
    "elsewhere": mark("Not ours: told whom to call"),
    "advice": mark("Suggestion"),
    "praise": mark("Praise or complaint"),
    "void": mark("Wrong number or silent"),
}
"""Category of what was asked: the word that is stored → its name."""
CALL_POSTS: Final[Mapping[str, Sequence[Post]]] = {
    "answer": (Post.CALL_TAKER,),
    "repeat": (Post.CALL_TAKER,),
    "seek": (Post.CALL_TAKER,),
    "list": (*INTAKE, Post.LEADER, Post.DUTY_LEADER),
    "erase": (Post.SUPERVISION_LEAD,),
}
"""`answer` closes a call without a case, `repeat` keeps one about a case that is there, `seek` tells
earlier ones of a number, `list` shows them masked, `erase` forgets who called."""
TEXTS: Final[Mapping[str, int]] = {"question": 40, "answer": 4000, "name": 100, "phone": 40}
"""What a record of a call holds, and how many characters of it."""
PHONE: Final = r"^[+]?[0-9]{3,20}$"
SIGNS: Final = re.compile(r"[\s()（）·.\-－—]")
"""What people write between the digits of a telephone number."""
EARLIER_MOST: Final = 20
LISTED_MOST: Final = 1000


def telephone(text: str) -> str:
    """The digits of a telephone number, by which it is found again; "" for none.

    Raises `Refused` for what is no telephone number.
    """
    digits = SIGNS.sub("", text).translate(WIDE)
    if digits and not re.fullmatch(PHONE, digits):
        raise Refused("phone_shape", text=text.strip())
    return digits


WIDE: Final = {0xFF10 + n: str(n) for n in range(10)} | {0xFF0B: "+"}
"""An input method that is on writes full-width digits."""


def check_call(told: Mapping[str, Any]) -> None:
    """Raises `Forged` for keys and values that no console writes."""
    for key, value in told.items():
        if key not in TEXTS or not (value is None or (isinstance(value, str) and plain(value))):
            raise Forged(key)


def unfit(act: str, told: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]] | None:
    """Why a record cannot be kept: key of the sentence and what fills it; None where it can."""
    for key, most in TEXTS.items():
        if len(told.get(key) or "") > most:
            return "too_long", {"what": key, "most": most}
    if told.get("phone") and not re.fullmatch(PHONE, told["phone"]):
        return "phone_shape", {"text": told["phone"]}
    if act == "answer" and told.get("question") not in QUESTIONS:
        return "question", {"known": ", ".join(QUESTIONS)}
    if act == "answer" and not (told.get("answer") or "").strip(" \t\n\r\f\v\u3000"):
        return "needs", {"what": "answer_text"}
    return None
