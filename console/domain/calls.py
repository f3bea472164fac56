"""Calls without a case of their own: answered at once, or about a case that exists already.

The caller's data are personal: no operator may read their table, they are shown masked and can be
erased. The same data fill the guard of PostgreSQL.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from console.domain.administration import INTAKE
from console.domain.intent import Forged
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.domain.value_checks import plain
from console.words import mark

QUESTIONS: Final[Mapping[str, str]] = {
    "consult": mark("Enquiry"),
    "progress": mark("Progress of a case"),
    "elsewhere": mark("Not ours: told whom to call"),
    "advice": mark("Suggestion"),
    "praise": mark("Praise or complaint"),
    "void": mark("Wrong number or silent"),
}
"""Category of a question: stored word → name."""
CALL_POSTS: Final[Mapping[str, Sequence[Post]]] = {
    "answer": (Post.CALL_TAKER,),
    "repeat": (Post.CALL_TAKER,),
    "seek": (Post.CALL_TAKER,),
    "list": (*INTAKE, Post.LEADER, Post.DUTY_LEADER),
    "erase": (Post.SUPERVISION_LEAD,),
}
"""Posts by act. `answer` closes a call without a case, `repeat` keeps one about an existing
case, `seek` lists earlier ones of a number, `list` shows them masked, `erase` removes the
caller's data.
"""
TEXTS: Final[Mapping[str, int]] = {"question": 40, "answer": 4000, "name": 100, "phone": 40}
"""Texts of a call's record → most characters of each."""
PHONE: Final = r"^[+]?[0-9]{3,20}$"
SIGNS: Final = re.compile(r"[\s()（）·.\-－—]")
"""Characters allowed between the digits of a telephone number."""
EARLIER_MOST: Final = 20
LISTED_MOST: Final = 1000


def telephone(text: str) -> str:
    """Normalises a telephone number to its digits, for searching; "" for none.

    Raises `Refused` for a text that is no telephone number.
    """
    digits = SIGNS.sub("", text).translate(WIDE)
    if digits and not re.fullmatch(PHONE, digits):
        raise Refused("phone_shape", text=text.strip())
    return digits


WIDE: Final = {0xFF10 + n: str(n) for n in range(10)} | {0xFF0B: "+"}
"""Full-width digits of an input method → plain digits."""


def check_call(told: Mapping[str, Any]) -> None:
    """Raises `Forged` for keys and values that no console writes."""
    for key, value in told.items():
        if key not in TEXTS or not (value is None or (isinstance(value, str) and plain(value))):
            raise Forged(key)


def unfit(act: str, told: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]] | None:
    """Key and values of the refusal for a record that cannot be kept; None where it can."""
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
