"""Sign-on and sign-off: identity, available posts, what happened meanwhile."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from console.domain.intent import HeldPost
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.live.clock import wall_ms
from console.seat.attempts import MOST, SETTING, Attempts
from console.store import address, secrets
from console.store.city import directory
from console.store.dialect import database_now
from console.store.engine import open_store
from console.store.log import arrivals
from console.store.migrations import revisions
from console.store.people import administration, operators
from console.words import both

DAY_MS = 24 * 3_600_000
SOON_DAYS = 14
"""Days before a password's end from which it is announced."""
WRONG = frozenset({"password_wrong", "password_missing"})


@dataclass(frozen=True, slots=True)
class PostChoice:
    """A post to choose; `waiting` cases wait for its move, wherever it is held.

    `held` is the first place it is held in; `zh` and `en` name all of them.
    """

    held: HeldPost
    zh: str
    en: str
    waiting: int

    @property
    def place(self) -> str:
        """Where it is held, in the language in force; "" for everywhere."""
        return both(self.zh, self.en)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Facts the sign-on screen shows after the password was accepted.

    `left_at` is the last sign-off (ms, None: never), `since` counts commands from then on,
    `password_days` are left of the password where they are few, `failed` sign-ons went before,
    `wrong_at_most` are let pass.
    """

    url: str
    login: str
    zh: str
    en: str
    choices: Sequence[PostChoice]
    left_at: int | None
    since: Mapping[str, int]
    password_days: int | None
    failed: int
    zone: str
    wrong_at_most: int


def arrive(
    url: str, login: str, password: str | None = None, attempts: Attempts | None = None
) -> Arrival:
    """Signs on as `login` and reads the facts; nothing is written yet.

    Blocks: for worker threads. Raises `Refused` for a wrong password, a login that is locked (here
    or there), one without a post, a database that cannot be used.
    """
    tried, place, now = attempts or Attempts(), secrets.place(url), wall_ms()
    tried.check(place, login, now)
    if password:
        secrets.hold(url, login, password)
    try:
        found = _look_around(url, login)
    except Refused as no:
        if no.key in WRONG:
            secrets.let_go(url, login)
            if password:
                tried.record_failure(place, login, now)
        raise
    tried.set_limit(place, found.wrong_at_most)
    return replace(found, failed=tried.clear_failures(place, login))


def _look_around(url: str, login: str) -> Arrival:
    with closing(open_store(url, login)) as store:
        revisions.fit(store)
        operator, zh, en, posts = operators.operator(store, login)
        if not posts:
            raise Refused("post_none", login=login)
        city = directory.read(store)
        counts = arrivals.waiting(store, posts)
        left_at = arrivals.last_left(store, operator)
        until = arrivals.password_until(store)
        with store.read() as connection:
            now = database_now(connection)
        days = None if until is None else (until - now) // DAY_MS
        return Arrival(
            url=url,
            login=login,
            zh=zh,
            en=en,
            choices=_choices(city, dict(zip(posts, counts, strict=True))),
            left_at=left_at,
            since=arrivals.since(store, left_at) if left_at is not None else {},
            password_days=days if days is not None and days <= SOON_DAYS else None,
            failed=0,
            zone=city.city["zone"],
            wrong_at_most=city.settings.get(SETTING, MOST),
        )


def _choices(city: directory.Directory, waiting: Mapping[HeldPost, int]) -> Sequence[PostChoice]:
    """One a post: whoever takes it over has it everywhere he holds it.

    A place inside another one he holds it in is left out, so that no case is counted twice.
    """
    found: dict[Post, list[HeldPost]] = {}
    for one in waiting:
        alike = [other for other in waiting if other.post is one.post and other != one]
        if not any(_within(city, one, other) for other in alike):
            found.setdefault(one.post, []).append(one)
    return [
        PostChoice(
            held[0],
            "、".join(_names(city, one)[0] for one in held),
            ", ".join(_names(city, one)[1] for one in held),
            sum(waiting[one] for one in held),
        )
        for held in found.values()
    ]


def _within(city: directory.Directory, one: HeldPost, other: HeldPost) -> bool:
    """Whether all that the first reaches is reached by the other."""
    return all(
        above is None or (below is not None and above in paths[below])
        for below, above, paths in (
            (one.region_id, other.region_id, city.region_paths),
            (one.department_id, other.department_id, city.department_paths),
        )
    )


def _names(city: directory.Directory, held: HeldPost) -> tuple[str, str]:
    rows = [
        *([city.regions[held.region_id]] if held.region_id is not None else []),
        *([city.departments[held.department_id]] if held.department_id is not None else []),
    ]
    zh, en = (" · ".join(str(row[language]) for row in rows) for language in ("zh", "en"))
    return zh, en


def remember(url: str, login: str, password: str) -> bool:
    """Keeps a password in the system's keyring; False where there is none."""
    return secrets.keep(url, login, password)


def can_remember() -> bool:
    """Whether `remember` has anywhere to put a password."""
    return secrets.keyring_here()


def change_password(url: str, login: str, words: str) -> None:
    """The operator's own password, on the server and for this run. Blocks. Raises `Refused`."""
    with closing(open_store(url, login)) as store:
        administration.set_password(store, login, words)
    secrets.hold(url, login, words)


def unlocks(url: str, login: str, password: str, attempts: Attempts | None = None) -> None:
    """Whether this is the operator's password, for a seat that locked itself.

    The embedded database has no passwords, anything will do. Blocks. Raises `Refused` otherwise.
    """
    if address.parse(url).get_backend_name() == "sqlite":
        return
    tried, place, now = attempts or Attempts(), secrets.place(url), wall_ms()
    tried.check(place, login, now)
    probe = address.parse(url).set(username=login, password=password)
    try:
        open_store(probe.render_as_string(hide_password=False)).close()
    except Refused as no:
        if no.key in WRONG:
            tried.record_failure(place, login, now)
        raise
    tried.clear_failures(place, login)
