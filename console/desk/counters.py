"""Counters above the workspace: cases waiting for this post, from the live columns alone.

A counter's figure is the number of rows that pressing it shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from console.desk import queues
from console.desk.desk import Desk
from console.domain.calls import QUESTIONS
from console.domain.stage import Post
from console.live.crews import busy
from console.words import _, mark

LOST_MS: Final = 30 * 60_000
AWAY_METRES: Final = 500.0
COMMAND: Final = frozenset({Post.DISPATCHER, Post.COMMAND_LEAD})


@dataclass(frozen=True, slots=True)
class Counter:
    """One counter: its key, label and hue above zero, and the posts that have it (none: all).

    The key is a queue's, or one of `CREWS`, which count crews and show no case.
    """

    key: str
    label: str
    hue: str = ""
    posts: frozenset[Post] = frozenset()


COUNTERS: Final = (
    Counter("overdue", mark("Overdue"), "alarm"),
    Counter("due_soon", mark("Due soon"), "warn"),
    Counter("requests", mark("To decide"), posts=frozenset(queues.deciders())),
    Counter("unclaimed", mark("Unclaimed"), posts=COMMAND),
    Counter("idle_away", mark("Free, not home"), posts=COMMAND),
    Counter("lost", mark("Silent crews"), "warn", posts=COMMAND),
    Counter("answered", mark("Answered today"), posts=frozenset({Post.CALL_TAKER})),
)
CREWS: Final[Mapping[str, str]] = {
    "idle_away": mark("Crews that are free and not at home: {crews}"),
    "lost": mark("Crews without a position for half an hour: {crews}"),
}
"""Counters of crews, and the sentence shown when one of them is pressed."""
CALLS: Final = "answered"
"""The counter of calls without a case."""
CASELESS: Final = frozenset({*CREWS, CALLS})
"""Counters that count no cases."""


def counters(post: Post) -> Sequence[Counter]:
    """Counters of a post; its waiting cases come first, where no counter of its own counts them."""
    own = [one for one in COUNTERS if not one.posts or post in one.posts]
    first = queues.tabs(post)[0]
    if post in COMMAND or first == "all":
        return own
    return [Counter(first, queues.QUEUES[first].label), *own]


def count(desk: Desk) -> Mapping[str, int]:
    """Every counter's figure of this desk's post as the columns are now."""
    slots = desk.room.cases.slots()
    crews = {key: len(found) for key, found in crews_counted(desk).items()}
    caseless = {**crews, CALLS: sum(desk.answered().values())}
    return {
        one.key: caseless[one.key]
        if one.key in CASELESS
        else int(np.count_nonzero(queues.members(desk, one.key, slots)))
        for one in counters(desk.post)
    }


def counter_words(desk: Desk, key: str) -> str:
    """Words shown when a counter without cases is pressed."""
    if key == CALLS:
        return _answered(desk.answered())
    found = crews_counted(desk)[key]
    rows = desk.directory.crews
    signs = _(", ").join(sorted(str(rows[crew]["call_sign"]) for crew in found))
    return _(CREWS[key]).format(crews=signs) if found else _("No crew is counted here now")


def _answered(counted: Mapping[str, int]) -> str:
    """Calls answered at once today, by what was asked, the commonest first."""
    if not counted:
        return _("No call was answered at once today")
    kinds = sorted(counted.items(), key=lambda one: -one[1])
    counter_words = _(", ").join(f"{_(QUESTIONS.get(word, word))} {count}" for word, count in kinds)
    return _("Answered at once today: {kinds}").format(kinds=counter_words)


def crews_counted(desk: Desk) -> Mapping[str, Sequence[int]]:
    """The crews that each counter of crews counts."""
    crews, now = desk.room.crews, desk.room.clock.now()
    if not len(crews.ids):
        return {"idle_away": (), "lost": ()}
    heard = crews.at > 0
    lost = heard & (now - crews.at > LOST_MS)
    held = busy(desk.room.cases)
    rows = desk.directory.crews
    home = np.array([(rows[int(c)]["home_lon"], rows[int(c)]["home_lat"]) for c in crews.ids])
    east = (crews.lon - home[:, 0]) * 111_320 * np.cos(np.radians(home[:, 1]))
    north = (crews.lat - home[:, 1]) * 110_574
    free = np.array([int(c) not in held for c in crews.ids])
    away = heard & free & ~lost & (np.hypot(east, north) > AWAY_METRES)
    return {"idle_away": crews.ids[away].tolist(), "lost": crews.ids[lost].tolist()}
