"""One closed case as its rows: the case itself, the log's entries, assignments and requests.

Every entry holds its changes, so that the log alone tells the case. Rows and the JSON in them are
formatted by hand as lines for COPY: a million stories have eight million entries, and a dump or a
tuple of each costs minutes.
"""

from collections.abc import Mapping
from typing import Any, Final

from console.city.past.past_case import PastCase, PastDispatch, Pause
from console.city.past.rows import (
    NULL,
    Rows,
    Scopes,
    line,
    month_of,
)
from console.domain.moment import MINUTE_MS
from console.domain.stage import AssignmentState, Post, RequestState, Stage
from console.domain.worktime import CONTINUOUS

UNFILED_SEVERITY: Final = 3
"""Of a case before its filing condition is known."""
DECLINED: Final = "理由不充分，请按期处置"
RUN_OUT: Final = '"stage_limit":null,"stage_calendar":null,"stage_deadline":null'


class StoryWriter:
    """Writes cases one after the other; ids of assignments and requests go on from one to the
    next.
    """

    def __init__(self, scopes: Scopes, limits: Mapping[tuple[int, bool], int], era: int) -> None:
        self.scopes, self.limits, self.era = scopes, limits, era
        self.assignments = self.requests = self.entries = 0
        self.rows = Rows()
        self._month, self._since, self._until = "", 0, 0

    def take(self) -> Rows:
        """Takes the rows written since the last time."""
        told, self.rows, self._until = self.rows, Rows(), 0
        return told

    def entry(self, at: int, line: str) -> None:
        """Adds a line to the log of its month."""
        if not self._since <= at < self._until:
            self._month, self._since, self._until = month_of(at)
        self.entries += 1
        self.rows.event.setdefault(self._month, []).append(f"{self.entries}\t{line}")

    def tell(self, case: int, past_case: PastCase) -> None:
        """Adds the rows of one case."""
        story = _Story(self, case, past_case)
        getattr(story, past_case.fate)()
        self.rows.case_.append(story.row())
        if past_case.complainant is not None:
            name, phone = past_case.complainant
            self.rows.complainant.append(f"{case}\t{name}\t{phone}\t{NULL}")


class _Story:
    """The steps of one case; `prev` is what the next entry finds of the stage's clock."""

    def __init__(self, writer: StoryWriter, case: int, past_case: PastCase) -> None:
        self.writer, self.case, self.d = writer, case, past_case
        self.version = self.stage = self.since = 0
        self.department: int | None = None
        self.clock: PastDispatch | None = None
        self.deadline = self.case_deadline = 0
        self.stopped: int | None = None
        self.reported: int | None = None
        self.closed: int | None = None
        self.filed = False
        self.prev = ""
        self.hours = 0
        self.suspended: tuple[int | None, int | None] = None, None

    # the fates

    def closing(self) -> None:
        self._to_dispatch()
        *returned, last = self.d.sent
        for sent in returned:
            self._dispatch(sent)
            self._return(sent)
        self._dispatch(last)
        if self.d.pause is not None:
            self._pause(self.d.pause)
        done = self.d.again[1] if self.d.again else 0
        self._done(last.ended)
        if self.d.again is not None:
            failed = self.d.again[0]
            self._forward(last.ended + (failed - last.ended) // 2)
            self._fail(failed)
            self._done(done)
        self._forward(self.d.forwarded)
        sign = self.d.place.sign
        self._move("pass", Post.CALL_TAKER, self.d.passed, Stage.CLOSE, behalf=sign)
        self._end("close", Post.SUPERVISION_LEAD, self.d.closed, Stage.CLOSED)

    def rejected(self) -> None:
        self._register()
        self._end("reject", Post.CALL_TAKER, self.d.closed, Stage.REJECTED, self.d.reason)

    def self_handled(self) -> None:
        self._register()
        more = ',"self_handled":true', ',"self_handled":false'
        sign = self.d.place.sign
        self._end("self-handle", Post.CALL_TAKER, self.d.closed, Stage.CLOSED, None, more, sign)

    def voided(self) -> None:
        self._to_dispatch()
        asked = self.d.filed + (self.d.closed - self.d.filed) // 2
        request = self._ask("void", asked, self.d.closed, Post.DISPATCHER, Post.SUPERVISION_LEAD)
        more = f',"requests":{{"{request}":{{"kind":"void","level":1,"state":1}}}}', ""
        self._move("ask-void", Post.DISPATCHER, asked, Stage.VOID, more, self.d.reason)
        more = (
            f',"requests":{{"{request}":{{"state":2}}}}', f',"requests":{{"{request}":{{"state":1}}}}',
        )  # fmt: skip
        self._end("decide", Post.SUPERVISION_LEAD, self.d.closed, Stage.VOIDED, None, more)

    # the steps

    def _register(self) -> None:
        d, at = self.d, self.d.registered
        limit = self._limit(Stage.INTAKE, at)
        self.stage, self.since = Stage.INTAKE, at
        self.prev = f'"stage":1,"stage_since":{at},{limit}'
        after = (
            f'{{"number":"{d.number}","day_number":"{d.day_number}","source":"{d.source}",'
            f'"category_id":{d.kind.category},"severity":{UNFILED_SEVERITY},{d.place.json},'
            f'"description":"{d.kind.text}","registered_at":{at},{self.prev}}}'
        )
        self._entry("register", Post.CALL_TAKER, at, "{}", after)

    def _to_dispatch(self) -> None:
        self._register()
        self._move("accept", Post.CALL_TAKER, self.d.accepted, Stage.FILE)
        kind = self.d.kind
        self.filed = True
        more = (
            f',"condition_id":{kind.id},"severity":{kind.severity},"filed_at":{self.d.filed}',
            f',"condition_id":null,"severity":{UNFILED_SEVERITY},"filed_at":null',
        )
        self._move("file", Post.SUPERVISION_LEAD, self.d.filed, Stage.DISPATCH, more)

    def _dispatch(self, sent: PastDispatch) -> None:
        kind, first = self.d.kind, self.clock is None
        before = self.d.sent.index(sent)
        tried = [one.department for one in self.d.sent[: before + 1]]
        clock = (
            f'"department_since":{sent.at},"department_deadline":{sent.deadline},'
            f'"department_stopped":null'
        )
        was = '"department_since":null,"department_deadline":null'
        if first:
            clock += (
                f',"department_limit":{kind.minutes},"department_calendar":"{kind.calendar}",'
                f'"case_since":{sent.at},"case_deadline":{sent.deadline},'
                f'"case_limit":{kind.minutes},"case_calendar":"{kind.calendar}"'
            )
        elif self.clock is not None:
            was = (
                f'"department_since":{self.clock.at},"department_deadline":{self.clock.deadline},'
                f'"department_stopped":{self.clock.ended}'
            )
        crew = self._assign(sent) if sent.crew is not None else ""
        more = (
            (
                f',"department_id":{sent.department},"departments":{tried},"dispatches":{before + 1},'
                f"{clock}{crew}"
            ),
            f',"department_id":null,"departments":{tried[:-1]},"dispatches":{before},{was}',
        )
        self.department, self.clock, self.deadline = sent.department, sent, sent.deadline
        self.case_deadline = self.d.sent[0].deadline
        self.stopped = None
        self._move("dispatch", Post.DISPATCHER, sent.at, Stage.HANDLE, more)

    def _assign(self, sent: PastDispatch) -> str:
        self.writer.assignments += 1
        number = self.writer.assignments
        given_back = sent is not self.d.sent[-1]
        state = int(AssignmentState.RELEASED if given_back else AssignmentState.FINISHED)
        row = f"{number}\t{self.case}\t{sent.crew}\t{state}\t{sent.at}\t{sent.ended}\t2"
        self.writer.rows.assignment.append(row)
        return (
            f',"assignments":{{"{number}":{{"crew_id":{sent.crew},"state":1,'
            f'"sent_at":{sent.at},"ended_at":null}}}}'
        )

    def _release(self, state: AssignmentState, at: int) -> tuple[str, str]:
        """The crew leaves; in rework there is none any more."""
        if self.clock is None or self.clock.crew is None or self.stopped is not None:
            return "", ""
        number = self.writer.assignments
        return (
            f',"assignments":{{"{number}":{{"state":{int(state)},"ended_at":{at}}}}}',
            f',"assignments":{{"{number}":{{"state":1,"ended_at":null}}}}',
        )

    def _return(self, sent: PastDispatch) -> None:
        asked = sent.at + (sent.ended - sent.at) // 2
        request = self._ask("return", asked, sent.ended, Post.DEPARTMENT, Post.DISPATCHER)
        after = f'{{"requests":{{"{request}":{{"kind":"return","level":1,"state":1}}}}}}'
        self._entry("ask-return", Post.DEPARTMENT, asked, "{}", after, self.d.reason)
        gone = self._release(AssignmentState.RELEASED, sent.ended)
        more = (
            (
                f',"department_id":null,"returns":1,"department_stopped":{sent.ended},'
                f'"requests":{{"{request}":{{"state":2}}}}{gone[0]}'
            ),
            (
                f',"department_id":{sent.department},"returns":0,"department_stopped":null,'
                f'"requests":{{"{request}":{{"state":1}}}}{gone[1]}'
            ),
        )
        self._move("decide", Post.DISPATCHER, sent.ended, Stage.DISPATCH, more)
        self.department = None

    def _pause(self, pause: Pause) -> None:
        """More time asked for, or rest, and the decision; a suspension ends by itself."""
        state = int(RequestState.GRANTED if pause.granted else RequestState.DECLINED)
        kind, hours, until = pause.kind, pause.hours, pause.until
        number = self._ask(
            kind, pause.asked, pause.decided, Post.DEPARTMENT, pause.by, hours, until, state
        )
        wanted = f'"hours":{hours}' if until is None else f'"until":{until}'
        after = f'{{"requests":{{"{number}":{{"kind":"{kind}","level":1,"state":1,{wanted}}}}}}}'
        self._entry(f"ask-{kind}", Post.DEPARTMENT, pause.asked, "{}", after, self.d.reason)
        found, made = (f'"requests":{{"{number}":{{"state":{one}}}}}' for one in (1, state))
        if pause.granted:
            found += f',"department_deadline":{self.deadline},"case_deadline":{self.deadline}'
            made += f',"department_deadline":{pause.deadline},"case_deadline":{pause.deadline}'
            self.deadline = self.case_deadline = pause.deadline
            if until is None:
                limit, self.hours = self.d.kind.minutes, hours or 0
                more = limit + 60 * self.hours
                found += f',"department_limit":{limit},"case_limit":{limit},"extensions":0'
                made += f',"department_limit":{more},"case_limit":{more},"extensions":1'
            else:
                self.suspended = pause.decided, until
                found += ',"suspended_from":null,"suspended_until":null'
                made += f',"suspended_from":{pause.decided},"suspended_until":{until}'
        why = None if pause.granted else DECLINED
        self._entry("decide", pause.by, pause.decided, f"{{{found}}}", f"{{{made}}}", why)

    def _ask(
        self, kind: str, asked: int, decided: int, who: Post, by: Post,
        hours: int | None = None, until: int | None = None, state: int = RequestState.GRANTED,
    ) -> int:  # fmt: skip
        self.writer.requests += 1
        number = self.writer.requests
        why = None if state == RequestState.GRANTED else DECLINED
        self.writer.rows.request.append(line(
            number, self.case, kind, 1, int(state), self._actor(who), asked, self.department, hours,
            until, self.d.reason, self._actor(by), decided, why, 2,
        ))  # fmt: skip
        return number

    def _done(self, at: int) -> None:
        gone = ("", "") if self.reported else self._release(AssignmentState.FINISHED, at)
        more = f',"department_stopped":{at}{gone[0]}', f',"department_stopped":null{gone[1]}'
        self._move("done", Post.DEPARTMENT, at, Stage.FORWARD, more)
        self.stopped = at

    def _forward(self, at: int) -> None:
        more = f',"case_stopped":{at}', ',"case_stopped":null'
        self._move("forward", Post.DISPATCHER, at, Stage.CHECK, more)
        self.reported = at

    def _fail(self, at: int) -> None:
        assert self.d.again is not None
        moved = self.d.again[2]
        more = (
            (
                f',"reworks":1,"department_stopped":null,"case_stopped":null,'
                f'"department_deadline":{moved}'
            ),
            (
                f',"reworks":0,"department_stopped":{self.stopped},"case_stopped":{self.reported},'
                f'"department_deadline":{self.deadline}'
            ),
        )
        self.deadline = moved
        sign = self.d.place.sign
        self._move("fail", Post.CALL_TAKER, at, Stage.HANDLE, more, self.d.reason, sign)

    def _end(
        self, command: str, post: Post, at: int, stage: Stage, reason: str | None = None,
        more: tuple[str, str] = ("", ""), behalf: str | None = None,
    ) -> None:  # fmt: skip
        self.closed = at
        more = f',"closed_at":{at}{more[0]}', f',"closed_at":null{more[1]}'
        self._move(command, post, at, stage, more, reason, behalf)

    def _move(
        self, command: str, post: Post, at: int, stage: Stage, more: tuple[str, str] = ("", ""),
        reason: str | None = None, behalf: str | None = None,
    ) -> None:  # fmt: skip
        """An entry that brings the case to another stage."""
        found = self.prev
        self.prev = f'"stage":{int(stage)},"stage_since":{at},{self._limit(stage, at)}'
        self.stage, self.since = stage, at
        after, before = f"{{{self.prev}{more[0]}}}", f"{{{found}{more[1]}}}"
        self._entry(command, post, at, before, after, reason, behalf)

    def _limit(self, stage: Stage, at: int) -> str:
        minutes = self.writer.limits.get((int(stage), self.filed and self.d.kind.urgent))
        if minutes is None:
            return RUN_OUT
        end = at + minutes * MINUTE_MS
        return f'"stage_limit":{minutes},"stage_calendar":"{CONTINUOUS}","stage_deadline":{end}'

    def _actor(self, post: Post) -> int:
        if post is Post.DEPARTMENT:
            return self.d.actors[f"department-{self.department}"]
        return self.d.actors[post]

    def _entry(
        self, command: str, post: Post, at: int, before: str, after: str,
        reason: str | None = None, behalf: str | None = None,
    ) -> None:  # fmt: skip
        self.version += 1
        case, writer = self.case, self.writer
        scope = writer.scopes.of(self.d.place.region, self.department or 0)
        writer.entry(at, (
            f"{case}\t{case}\t{self.version}\tcase\t{command}\thistory-{case}-{self.version}\t0\t"
            f"{self._actor(post)}\t{behalf or NULL}\t{post.value}\t{at}\t{at}\t{before}\t{after}\t"
            f"{scope}\t0\t{reason or NULL}\t{writer.era}"
        ))  # fmt: skip

    def row(self) -> str:
        """The case as its story leaves it."""
        d, clock, kind, place = self.d, self.clock, self.d.kind, self.d.place
        tried = [one.department for one in d.sent] if clock else []
        clocks: tuple[Any, ...] = (None,) * 10
        if clock is not None:
            limit = kind.minutes + 60 * self.hours, kind.calendar
            clocks = (
                clock.at, *limit, self.deadline, self.stopped,
                d.sent[0].at, *limit, self.case_deadline, self.reported,
            )  # fmt: skip
        return line(
            self.case, d.number, d.day_number, d.source, kind.category,
            kind.id if self.filed else None, kind.severity if self.filed else UNFILED_SEVERITY,
            place.lon, place.lat, place.address, place.grid, place.region, kind.text,
            int(self.stage), self.department, str(tried), None, d.registered,
            d.filed if self.filed else None, self.since, *clocks,
            self.closed, int(d.fate == "self_handled"), len(tried), max(0, len(tried) - 1),
            int(d.again is not None), int(self.hours > 0), *self.suspended, self.version,
        )  # fmt: skip
