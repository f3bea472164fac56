"""Desk of one operator: identity, posts, live room and door."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from console.domain.automatic import escape_reason
from console.domain.intent import SETTINGS, Answer, HeldPost, Intent, new_command_id, sees_whole
from console.domain.refusal import Refused
from console.domain.stage import Post, RequestState
from console.live.room import Room
from console.store.city.directory import Directory
from console.store.door.opening import open_door
from console.store.door.port import Door
from console.store.engine import Store
from console.store.people import operators


@dataclass(slots=True)
class Desk:
    """`post` is the post the operator works in now, one of `posts`."""

    store: Store
    door: Door
    directory: Directory
    room: Room
    actor: int
    login: str
    name_zh: str
    name_en: str
    posts: Sequence[HeldPost]
    post: Post
    answered: Callable[[], Mapping[str, int]] = field(default=dict, kw_only=True)
    """Calls answered at once today by kind of question, as last heard of."""

    @property
    def narrow(self) -> bool:
        """Whether the operator's posts reach a part of the city only."""
        regions = self.directory.regions.values()
        roots = [row["id"] for row in regions if row["parent_id"] is None]
        return not sees_whole(self.posts, roots)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the city's clocks."""
        return ZoneInfo(self.directory.city["zone"])

    def requests(self, case: int) -> Sequence[Mapping[str, Any]]:
        """Requests on a case as the rules see them: those the live columns hold are open."""
        held = self.room.cases.requests.get(case, {})
        return [
            {"id": request, "kind": kind, "level": level, "state": int(RequestState.OPEN)}
            | {"hours": 0, "until": self.room.clock.now() + 1, "asked_at": 0}
            for request, (kind, level) in held.items()
        ]

    def setting(self, name: str) -> Any:
        """The city's value of a setting, else the default. Raises KeyError for an unknown name."""
        return self.directory.settings.get(name, SETTINGS[name])

    def sees_department(self, department: int) -> bool:
        """Whether the operator sees the cases of a department; a department sees its own alone."""
        path = self.directory.department_paths.get(department, frozenset())
        return any(held.department_id is None or held.department_id in path for held in self.posts)

    def versions(self, cases: Sequence[int]) -> Mapping[int, int]:
        """The versions of cases as they stand here."""
        held, versions = self.room.cases.slot_of, self.room.cases.column("version")
        return {case: int(versions[held[case]]) for case in cases if case in held}

    def intents(
        self,
        command: str,
        cases: Sequence[int],
        changes: Mapping[str, Any] | None = None,
        *,
        reason: str | None = None,
        on_behalf_of: str | None = None,
        seen: Mapping[int, int] | None = None,
    ) -> list[Intent]:
        """One command on some cases as they stand on this screen; ready for `submit`.

        `seen` gives versions the operator knows of that the feed may not have brought yet.
        All share one id: whatever happens on the way, asking again asks for the same thing.
        """
        given = {case: dict(changes or {}) for case in cases}
        return self.intents_each(
            command, given, reason=reason, on_behalf_of=on_behalf_of, seen=seen
        )

    def intents_each(
        self,
        command: str,
        given: Mapping[int, Mapping[str, Any]],
        *,
        reason: str | None = None,
        on_behalf_of: str | None = None,
        seen: Mapping[int, int] | None = None,
    ) -> list[Intent]:
        """The same with changes of its own for each case; one id, so one undo takes all back."""
        command_id = new_command_id(self.room.clock.now())
        versions = self.room.cases.column("version")
        slots = self.room.cases.slot_of
        return [
            Intent(
                command_id=command_id,
                ordinal=ordinal,
                command=command,
                subject=case,
                post=self.post,
                version_seen=max(
                    (seen or {}).get(case, 0), int(versions[slots[case]]) if case in slots else 0
                )
                or None,
                changes=dict(changes),
                reason=escape_reason(reason),
                on_behalf_of=on_behalf_of,
            )
            for ordinal, (case, changes) in enumerate(given.items())
        ]

    def submit(self, intents: Sequence[Intent]) -> list[Answer]:
        """Sends intents through the door. Blocks: for worker threads."""
        return self.door.submit(intents)


def open_desk(store: Store, room: Room, found: Directory, post: Post | None = None) -> Desk:
    """The desk of the operator `store` was opened as, in `post` or his first.

    Raises `Refused` for somebody unknown or a post he does not hold.
    """
    login = store.actor or ""
    actor, zh, en, posts = operators.operator(store, login)
    held = [p.post for p in posts]
    if not held or (post is not None and post not in held):
        raise Refused("post_not_held", login=login, post=str(post or ""))
    return Desk(store, open_door(store), found, room, actor, login, zh, en, posts, post or held[0])
