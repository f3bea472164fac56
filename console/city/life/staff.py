"""Operators of the simulation by post and area, each with a door of their own."""

from collections import OrderedDict
from collections.abc import Sequence
from random import Random
from typing import Final

from console.domain.intent import HeldPost
from console.domain.stage import Post
from console.store.city.directory import Directory
from console.store.door.opening import open_door
from console.store.door.port import Door
from console.store.engine import Store, open_store
from console.store.people import operators
from console.store.reading import queries

OPEN_AT_MOST: Final = 16
"""Most operators with a connection; the one silent longest is signed off."""


class Staff:
    """Everybody with a post in the database at `url`."""

    def __init__(self, url: str, store: Store, directory: Directory) -> None:
        self.url, self.directory = url, directory
        self._held: list[tuple[str, Sequence[HeldPost]]] = [
            (row["login"], operators.operator(store, row["login"])[3])
            for row in queries.people(store)
        ]
        self._open: OrderedDict[str, Store] = OrderedDict()

    def choose(self, rng: Random, post: Post, region: int, department: int | None) -> str | None:
        """An operator who holds `post` there; None for nobody.

        The first of several is left out, for a human to play.
        """
        able = [
            login
            for login, held in self._held
            if any(one.post is post and self._reaches(one, region, department) for one in held)
        ]
        return rng.choice(able[1:] or able) if able else None

    def _reaches(self, held: HeldPost, region: int, department: int | None) -> bool:
        regions = self.directory.region_paths.get(region, frozenset())
        above = self.directory.department_paths.get(department or 0, frozenset())
        return (held.region_id is None or held.region_id in regions) and (
            held.department_id is None or held.department_id in above
        )

    def door(self, login: str) -> Door:
        """The door as this operator. Raises `Refused` when the database does not answer."""
        store = self._open.pop(login, None) or open_store(self.url, login)
        self._open[login] = store
        if len(self._open) > OPEN_AT_MOST:
            self._open.popitem(last=False)[1].close()
        return open_door(store)

    def close(self) -> None:
        while self._open:
            self._open.popitem()[1].close()
