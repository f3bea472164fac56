"""History of an open case of the demo city: the log's entries, assignments, requests, pictures.

Every entry holds its changes and the former values, as the door would have written it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from console.city.facts import City
from console.city.past.history import Staff
from console.city.present import pictures as case_pictures
from console.city.present.cases import BEFORE_FILING, OpenCase
from console.city.tables import reasons
from console.domain.severity import Severity
from console.domain.stage import AssignmentState, Post, RequestState, Stage
from console.domain.stage_limits import STAGE_LIMITS

Row = dict[str, Any]
SEEN_BY: Final = frozenset({"collector", "app"})
"""Sources that bring a picture with the report."""
BLANK: Final[Mapping[str, Any]] = {"departments": [], "dispatches": 0}
"""Values other than None before the first entry."""
KNOWN: Final = (
    *("number", "day_number", "source", "category_id", "severity", "lon", "lat", "address"),
    *("grid_code", "region_id", "description", "registered_at"),
)
"""Columns that the report fills."""
RUN: Final = tuple(
    f"{c}_{part}" for c in ("department", "case") for part in ("since", "limit", "calendar")
)


@dataclass
class AttachedRows:
    """Rows beside the cases; their ids go on from those in the database."""

    assignment: list[Row] = field(default_factory=list)
    request: list[Row] = field(default_factory=list)
    attachment: list[Row] = field(default_factory=list)
    event: list[Row] = field(default_factory=list)


class StoryWriter:
    """Tells cases one after the other; `first` are the ids of the next assignment and request."""

    def __init__(self, city: City, seed: int, pictures: case_pictures.Pictures) -> None:
        self.rng, self.staff, self.pictures = Random(f"{seed}/stories"), Staff(city), pictures
        self.signs = {one.id: one.call_sign for one in city.collectors}
        self.rows_beside = AttachedRows()

    def tell(self, row: Row, case: OpenCase) -> None:
        """Adds the story of one case; `row` is where it leads, and takes its version from it."""
        story = _Story(self, row, case)
        story.tell()
        story.forget()
        row["version"] = story.version


class _Story:
    def __init__(self, writer: StoryWriter, row: Row, case: OpenCase) -> None:
        self.writer, self.row, self.case, self.rows_beside = writer, row, case, writer.rows_beside
        bodies = [case.department] if case.department is not None else []
        self.actors = writer.staff.actors(writer.rng, *bodies)
        self.version = 0
        self.state: Row = dict(BLANK)
        self.crew: Row | None = None

    def tell(self) -> None:
        case = self.case
        self._register()
        if case.stage is Stage.VERIFY:
            sent = {"collector_id": case.collector, "verify_sent_at": case.stage_since}
            self._move("send-verify", Post.CALL_TAKER, case.stage_since, Stage.VERIFY, sent)
        if case.stage in (Stage.INTAKE, Stage.VERIFY):
            return
        filed = case.department_since if case.department else case.stage_since
        ends = case.stage_since if filed is None else filed
        lead = ends - case.registered_at
        accepted = ends if case.stage is Stage.FILE else case.registered_at + round(0.3 * lead)
        self._move("accept", Post.CALL_TAKER, accepted, Stage.FILE)
        if case.stage is Stage.FILE:
            return
        assert case.filed_at is not None
        filing = {key: self.row[key] for key in ("condition_id", "filed_at")}
        self._move("file", Post.SUPERVISION_LEAD, case.filed_at, Stage.DISPATCH, filing)
        if case.stage is Stage.VOID:
            self._ask_void()
        elif case.stage is not Stage.DISPATCH:
            self._handling()

    def forget(self) -> None:
        """Keeps what was there before only where somebody could undo his entry: in the last ones
        of one actor. Of the others it stands in the entries before them."""
        entries = self.rows_beside.event[-self.version :]
        last = entries[-1]["actor_id"]
        others = [place for place, one in enumerate(entries) if one["actor_id"] != last]
        for entry in entries[: max(others, default=-1) + 1]:
            entry["before"] = {}

    def _register(self) -> None:
        photos = self._picture("report", self.case.registered_at, Post.CALL_TAKER)
        known = {key: self.row[key] for key in KNOWN}
        at = self.case.registered_at
        self._move("register", Post.CALL_TAKER, at, Stage.INTAKE, known, parts=photos)

    def _ask_void(self) -> None:
        at, why = self.case.stage_since, reasons()["void"][0]
        parts = self._request("void", at, Post.COMMAND_LEAD, why)
        self._move("ask-void", Post.COMMAND_LEAD, at, Stage.VOID, reason=why, parts=parts)

    # with the department

    def _handling(self) -> None:
        case, row = self.case, self.row
        assert case.department_since is not None
        changes = {key: row[key] for key in (*RUN, "department_id", "departments", "dispatches")}
        due = case.deadline_before or case.department_deadline
        changes |= {"department_deadline": due, "case_deadline": due}
        parts = self._assign(case.department_since)
        at = case.department_since
        self._move("dispatch", Post.DISPATCHER, at, Stage.HANDLE, changes, parts=parts)
        if case.suspended_from is not None:
            self._suspend(case.suspended_from)
        for command, state, column in (
            ("acknowledge", AssignmentState.ACKNOWLEDGED, "acknowledged_at"),
            ("start", AssignmentState.UNDER_WAY, "started_at"),
            ("arrive", AssignmentState.ARRIVED, "arrived_at"),
        ):
            if row[column] is not None:
                moved = self._moved(state)
                self._entry(
                    command, Post.DEPARTMENT, row[column], {column: row[column]}, parts=moved
                )
        if case.department_stopped is not None:
            self._after(case.department_stopped)

    def _suspend(self, at: int) -> None:
        """The department asks for rest and gets it."""
        case, row = self.case, self.row
        assert case.asked_at is not None
        why = self.writer.rng.choice(reasons()["ask-suspension"])
        until = case.suspended_until
        parts = self._request("suspension", case.asked_at, Post.DEPARTMENT, why, until)
        self._entry("ask-suspension", Post.DEPARTMENT, case.asked_at, {}, reason=why, parts=parts)
        asked = self.rows_beside.request[-1]
        asked |= {"state": int(RequestState.GRANTED), "version": 2}
        asked |= {"decided_by": self.actors[Post.DISPATCHER], "decided_at": at}
        keys = ("suspended_from", "suspended_until", "department_deadline", "case_deadline")
        number = str(asked["id"])
        settled = {"requests": {number: {"state": int(RequestState.GRANTED)}}}
        open_ = {"requests": {number: {"state": int(RequestState.OPEN)}}}
        self._entry(
            "decide", Post.DISPATCHER, at, {k: row[k] for k in keys}, parts=(open_, settled)
        )

    def _after(self, done: int) -> None:
        """Done, reported back, looked at: as far as the case is."""
        case, row = self.case, self.row
        before, after = self._moved(AssignmentState.FINISHED, done)
        after |= self._picture("after", done, Post.DEPARTMENT)[1]
        stopped = {"department_stopped": done}
        self._move("done", Post.DEPARTMENT, done, Stage.FORWARD, stopped, parts=(before, after))
        back = case.reported_at
        if back is None:
            return
        self._move("forward", Post.DISPATCHER, back, Stage.CHECK, {"case_stopped": back})
        if case.collector is not None:
            sent = {"collector_id": case.collector, "check_sent_at": row["check_sent_at"]}
            self._entry("send-check", Post.CALL_TAKER, back, sent)
        if case.stage is Stage.CLOSE:
            sign = self.writer.signs.get(case.collector or 0)
            at = case.stage_since
            self._move("pass", Post.CALL_TAKER, at, Stage.CLOSE, behalf=sign)

    # what hangs on the case; each answers (before, after) for the entry

    def _assign(self, at: int) -> tuple[Row, Row]:
        case = self.case
        if case.crew is None or case.crew_state is None:
            return {}, {}
        number = len(self.rows_beside.assignment) + 1
        sent: Row = {"crew_id": case.crew, "state": int(AssignmentState.SENT)}
        sent |= {"sent_at": at, "ended_at": None}
        self.crew = {"id": number, "case_id": self.row["id"], "version": 1} | sent
        self.rows_beside.assignment.append(self.crew)
        return {}, {"assignments": {str(number): sent}}

    def _moved(self, state: AssignmentState, ended: int | None = None) -> tuple[Row, Row]:
        if self.crew is None:
            return {}, {}
        new: Row = {"state": int(state)} | ({"ended_at": ended} if ended is not None else {})
        old = {key: self.crew[key] for key in new}
        self.crew |= new
        self.crew["version"] += 1
        number = str(self.crew["id"])
        return {"assignments": {number: old}}, {"assignments": {number: new}}

    def _request(
        self, kind: str, at: int, post: Post, why: str, until: int | None = None
    ) -> tuple[Row, Row]:
        number = len(self.rows_beside.request) + 1
        made = {"kind": kind, "level": 1, "state": int(RequestState.OPEN)}
        self.rows_beside.request.append({
            "id": number, "case_id": self.row["id"], **made, "asked_by": self._actor(post),
            "asked_at": at, "department_id": self.case.department, "hours": None, "until": until,
            "reason": why, "decided_by": None, "decided_at": None, "decision": None, "version": 1,
        })  # fmt: skip
        more = {"until": until} if until is not None else {}
        return {}, {"requests": {str(number): made | more}}

    def _picture(self, role: str, at: int, post: Post) -> tuple[Row, Row]:
        if self.case.source not in SEEN_BY or self.case.stage in BEFORE_FILING:
            return {}, {}
        digest = self.writer.pictures.of(self.case.condition.category, after=role == "after")
        self.rows_beside.attachment.append({
            "case_id": self.row["id"], "blob_hash": digest, "role": role, "at": at,
            "actor_id": self._actor(post),
        })  # fmt: skip
        return {}, {"attachments": [f"{digest}:{role}"]}

    # entries

    def _actor(self, post: Post) -> int:
        key = f"department-{self.case.department}" if post is Post.DEPARTMENT else str(post)
        return self.actors[key]

    def _move(
        self, command: str, post: Post, at: int, stage: Stage, changes: Mapping[str, Any] | None = None,
        *, reason: str | None = None, behalf: str | None = None, parts: tuple[Row, Row] = ({}, {}),
    ) -> None:  # fmt: skip
        """An entry that brings the case to another stage, whose clock begins."""
        limit = STAGE_LIMITS.get((stage, self.case.severity is Severity.E))
        minutes, calendar = (limit.minutes, limit.calendar) if limit else (None, None)
        due = at + minutes * 60_000 if minutes is not None else None
        entered: Row = {"stage": int(stage), "stage_since": at, "stage_limit": minutes}
        entered |= {"stage_calendar": calendar, "stage_deadline": due}
        made = {**(changes or {}), **entered}
        self._entry(command, post, at, made, reason=reason, behalf=behalf, parts=parts)

    def _entry(
        self, command: str, post: Post, at: int, changes: Mapping[str, Any],
        *, reason: str | None = None, behalf: str | None = None, parts: tuple[Row, Row] = ({}, {}),
    ) -> None:  # fmt: skip
        self.version += 1
        first = self.version == 1
        new = {k: v for k, v in changes.items() if v != self.state.get(k)}
        old = {} if first else {k: self.state.get(k) for k in new}
        self.state |= new
        self.rows_beside.event.append({
            "subject": self.row["id"], "subject_version": self.version, "command": command,
            "command_id": f"demo-{self.row['id']}-{self.version}", "occurred_at": at,
            "actor_id": self._actor(post), "post": str(post), "on_behalf_of": behalf,
            "before": old | parts[0], "after": new | parts[1], "region_id": self.row["region_id"],
            "department_id": self.state.get("department_id"), "reason": reason,
        })  # fmt: skip


def numbered_on(rows_beside: AttachedRows, assignments: int, requests: int) -> None:
    """Ids go on from the last ones the database holds."""
    for rows, word, last in (
        (rows_beside.assignment, "assignments", assignments),
        (rows_beside.request, "requests", requests),
    ):
        if not last:
            continue
        for row in rows:
            row["id"] += last
        for part in _parts(rows_beside.event, word):
            shifted = {str(int(number) + last): made for number, made in part.items()}
            part.clear()
            part.update(shifted)


def _parts(events: Sequence[Row], word: str) -> Iterable[dict[str, Any]]:
    return (e[side][word] for e in events for side in ("before", "after") if word in e[side])
