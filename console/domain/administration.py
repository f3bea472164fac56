"""Rights of the three administrators 三员分立; none of them holds another's.

The system administrator makes logins and keeps the city's data, the security administrator gives
and takes posts, the auditor reads the log. None of them acts on cases or changes their own rights.
The same data fill the guard of PostgreSQL.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from console.domain.refusal import Refused
from console.domain.stage import Post

ADMINISTRATORS: Final = (Post.ADMINISTRATOR, Post.SECURITY_ADMINISTRATOR, Post.AUDITOR)

LEAST: Final[Mapping[str, int]] = {"least": 10, "different": 5}
"""Least length of a password, and least number of different characters in it."""


def weak(password: str) -> bool:
    """Whether a password is too short or has too few different characters."""
    return len(password) < LEAST["least"] or len(set(password)) < LEAST["different"]


ACT_POSTS: Final[Mapping[str, Post | None]] = {
    "add": Post.ADMINISTRATOR,
    "give": Post.SECURITY_ADMINISTRATOR,
    "take": Post.SECURITY_ADMINISTRATOR,
    "lock": Post.SECURITY_ADMINISTRATOR,
    "unlock": Post.SECURITY_ADMINISTRATOR,
    "password": Post.SECURITY_ADMINISTRATOR,
    "own-password": None,
    "sign-on": None,
    "sign-off": None,
}
"""Act on a login → the post that may do it; None: everybody on their own login."""

GROUPS: Final[Mapping[Post, str]] = {
    Post.WALL: "wall",
    Post.ADMINISTRATOR: "system",
    Post.SECURITY_ADMINISTRATOR: "security",
    Post.AUDITOR: "audit",
}
"""Post → group of the database's roles; every other post is of "operators"."""

PRIVATE: Final = ("operator", "complainant", "call")
"""Kinds of event that only the auditor and their actor may read."""

INTAKE: Final = (Post.CALL_TAKER, Post.SUPERVISION_LEAD)
REVEALING: Final = (*INTAKE, Post.DISPATCHER, Post.COMMAND_LEAD)
LOGIN: Final = "^[a-z_][a-z0-9_]{0,62}$"
KEPT_LOGINS: Final = (
    "^(pg_|wangge_)|^(public|none|user|current_user|current_role|session_user|system_user)$"
)
"""Reserved names: the server's roles, ours, and keywords of its language."""
MOST_DETAIL: Final = 8_000
"""Most bytes of an act's detail or reason; the log keeps them for ever."""
SEATS_MOST: Final = 20
"""Seats that one operator may man at a time."""
ALIVE_MS: Final = 60_000
"""A seat that has shown no life for so long is not counted."""

COMPLAINANT_POSTS: Final[Mapping[str, Sequence[Post]]] = {
    "mask": tuple(post for post in Post if post not in (*ADMINISTRATORS, Post.WALL)),
    "reveal": REVEALING,
    "revealed": REVEALING,
    "tell": (Post.CALL_TAKER,),
    "erase": (Post.SUPERVISION_LEAD,),
}
"""What may be done with a complainant's data, and by which posts. A server tells what is `revealed`
once the log holds that somebody had it revealed."""

MASKS: Final[Mapping[str, tuple[int, int]]] = {"name": (1, 0), "phone": (3, 4), "address": (6, 0)}
"""Characters that stay at the front and at the back."""


def unfit_login(login: str) -> str | None:
    """Key of the refusal for a login that cannot be used; None where it can."""
    if not re.fullmatch(LOGIN, login):
        return "login_shape"
    return "login_reserved" if re.search(KEPT_LOGINS, login) else None


def check_length(*said: Any) -> None:
    """Raises `Refused` for a detail or reason that is too long for the log."""
    if any(len(str(one).encode()) > MOST_DETAIL for one in said):
        raise Refused("too_much", most=MOST_DETAIL)


def alone(held: Sequence[Post], given: Post) -> bool:
    """Whether `given` may be held beside the posts held: an administrator holds nothing else."""
    others = [post for post in held if post is not given]
    return not others or (given not in ADMINISTRATORS and not set(others) & set(ADMINISTRATORS))


def masked(word: str | None, front: int, back: int) -> str | None:
    """李** and 138****0000: enough to recognise, not to know."""
    if not word:
        return None
    if len(word) <= front + back:
        return word[0] + "*" * (len(word) - 1)
    return word[:front] + "*" * (len(word) - front - back) + word[len(word) - back :]
