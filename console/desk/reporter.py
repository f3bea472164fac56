"""Complainant on a card: masked for everybody, revealed for one case with a log entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from console.desk.desk import Desk
from console.domain.administration import COMPLAINANT_POSTS
from console.domain.refusal import Refused
from console.store.people import complainants


@dataclass(frozen=True, slots=True)
class Reporter:
    """Name and telephone as they may be shown; `open` once they are revealed, `nobody` where none is."""

    name: str
    phone: str
    open: bool

    @property
    def nobody(self) -> bool:
        return not self.name and not self.phone

    @property
    def words(self) -> str:
        return " ".join(word for word in (self.name, self.phone) if word)


NOBODY = Reporter("", "", open=False)


def masked(desk: Desk, case: int) -> Reporter:
    """The complainant's masked data. Blocks. Raises `Refused` when the database does not answer."""
    if desk.post not in COMPLAINANT_POSTS["mask"]:
        return NOBODY
    return _reporter(complainants.act(desk.store, "mask", case, desk.post), opened=False)


def reveal(desk: Desk, case: int) -> Reporter:
    """The complainant's data; the log records the reader. Blocks. Raises `Refused` for a post
    that may not.
    """
    if desk.post not in COMPLAINANT_POSTS["reveal"]:
        raise Refused("other_post")
    return _reporter(complainants.act(desk.store, "reveal", case, desk.post), opened=True)


def _reporter(found: Mapping[str, Any], *, opened: bool) -> Reporter:
    return Reporter(found["name"] or "", found["phone"] or "", opened)
