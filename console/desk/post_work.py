"""Work of a post without a queue, and where it is done."""

from collections.abc import Mapping, Sequence
from typing import Final

from console.domain.stage import Post
from console.domain.workflow import WAITING_STAGES
from console.words import mark

Line = tuple[str, str]
"""Description, and the words of its command line; "" where a card does it."""

ORDERS: Final[Sequence[Line]] = (
    (mark("Order that a case be handled, with a due date; its answer comes back to the case."), ""),
    (mark("Write notes and add pictures to a case."), ""),
    (mark("Give an order by command line:"), "act supervise CASE --reason …"),
)

WORK: Final[Mapping[Post, Sequence[Line]]] = {
    Post.LEADER: ORDERS,
    Post.DUTY_LEADER: ORDERS,
    Post.EMERGENCY_COORDINATOR: (
        (mark("Write notes and add pictures to a case."), ""),
        (mark("Emergency mode is not part of this version yet."), ""),
    ),
    Post.WALL: (
        (mark("The wall's scenes are not part of this version yet."), ""),
        (mark("Figures for a wall of your own:"), "cases list --json"),
    ),
    Post.ADMINISTRATOR: (
        (mark("Make logins:"), "db add-operator LOGIN --name …"),
        (mark("Keep the city's own data:"), "import grid|departments|standard|… FILE"),
        (mark("Choose the city's settings:"), "settings list | set KEY VALUE"),
        (mark("Back the database up:"), "db backup FILE"),
    ),
    Post.SECURITY_ADMINISTRATOR: (
        (mark("Give and take posts:"), "db give | take LOGIN --post …"),
        (mark("Lock and unlock logins:"), "db lock | unlock LOGIN"),
        (mark("Set a first password:"), "db password LOGIN"),
    ),
    Post.AUDITOR: (
        (mark("Check that the log is as it was written:"), "db verify-audit"),
        (mark("Seal the log up to now:"), "db seal"),
    ),
}


def has_queue(post: Post) -> bool:
    """Whether any stage's cases wait for a post."""
    return post in WAITING_STAGES


def sees_cases(post: Post) -> bool:
    """Whether a post without a queue may look at cases and write on them."""
    return any(not command for _what, command in WORK.get(post, ()))
