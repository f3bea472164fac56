"""Nouns through the embedded door: the steps of `domain.noun_judgement` over any declared table."""

import sqlite3
from collections.abc import Collection, Sequence
from typing import Any

from console.domain.intent import Answer, Forged, HeldPost, Intent, Row
from console.domain.judgement import Declined
from console.domain.noun_judgement import NounChange, check_noun, judge_noun
from console.domain.nouns import Noun, noun
from console.domain.value_checks import check_plain
from console.store.bare import run
from console.store.door.passage import Passage
from console.store.door.port import arguments_hash
from console.store.reading import embedded as reading


class NounPassage(Passage):
    """One intent on a noun on its way through the door."""

    def go(self, intent: Intent) -> Answer:
        one = noun(intent.kind)
        if one is None:
            raise Forged("kind")
        check_plain(intent)
        check_noun(one, intent)
        digest = arguments_hash(intent, self.actor)
        known = self.answered(intent, digest)
        if known is not None:
            return known
        run(self.connection, "SAVEPOINT one")  # a number that was given goes back with its row
        answer = self._judged(one, intent)
        if not answer.done:
            run(self.connection, "ROLLBACK TO one")
        run(self.connection, "RELEASE one")
        self.remember(intent, digest, answer)
        return answer

    def _judged(self, one: Noun, intent: Intent) -> Answer:
        """Judges one command and writes it; what a unique key has already is refused."""
        ask = _Lookups(self, one)
        row = ask.row_of(one.kind, intent.subject) if intent.subject is not None else None
        version = row["version"] if row is not None else None
        try:
            change = judge_noun(one, intent, row, self.actor, self.now, ask)
            return self._write(one, intent, row, change, ask)
        except Declined as no:
            seen = None if no.key == one.sentence("unknown") else version
            return Answer(intent.subject, no.outcome, no.key, no.detail, seen)
        except sqlite3.IntegrityError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_CONSTRAINT_UNIQUE:
                raise
            return Answer(intent.subject, "refused", one.sentence("already"), {}, version)

    def _write(
        self, one: Noun, intent: Intent, row: Row | None, change: NounChange, ask: "_Lookups"
    ) -> Answer:
        """Writes the row and the log's entry."""
        if row is None:
            subject, version = self.insert(one.table, **{**change.columns, "version": 1}), 1
        else:
            subject, version = row["id"], row["version"] + 1
            self.update(one.table, subject, version=version, **change.columns)
        now_is = ask.row_of(one.kind, subject)
        assert now_is is not None
        kept = [name for name in now_is if name not in ("id", "version")]
        if row is None:
            before: dict[str, Any] = {}
            after = {k: now_is[k] for k in kept if now_is[k] not in (None, "", [])}
        else:
            changed = [k for k in kept if now_is[k] != row[k]]
            before, after = ({k: one_row[k] for k in changed} for one_row in (row, now_is))
        scope = {*ask.scope_of(one, now_is), *(ask.scope_of(one, row) if row is not None else ())}
        case = now_is["case_id"] if one.parent == "case" else None
        self.note(intent, subject, version, before, after, sorted(scope), case=case)
        return Answer(subject, "done", version=version)


class _Lookups:
    """`NounLookups` over the connection of a passage."""

    def __init__(self, passage: Passage, one: Noun) -> None:
        self.passage, self.connection, self.noun = passage, passage.connection, one

    def posts(self, actor: int) -> Sequence[HeldPost]:
        active = self._one("SELECT active FROM operator WHERE id=?", actor)
        return self.passage.ask.posts(actor) if active else ()

    def region_path(self, region: int) -> Collection[int]:
        return self.passage.ask.region_path(region)

    def there(self, table: str, row_id: int) -> bool:
        found = reading.row(self.connection, table, row_id)
        return found is not None and bool(found.get("active", True))

    def row_of(self, kind: str, subject: int) -> Row | None:
        del kind
        return reading.row(self.connection, self.noun.table, subject)

    def sees(self, scope: Collection[int]) -> bool:
        return reading.sees(self.posts(self.passage.actor), scope)

    def scope_of(self, noun: Noun, row: Row) -> Collection[int]:
        return reading.scope(self.connection, noun, row)

    def touched_of(self, kind: str, subject: int, version: int) -> Collection[str]:
        found = run(
            self.connection,
            "SELECT DISTINCT key FROM event, json_each(event.after)"
            " WHERE kind=? AND kind<>'case' AND subject=? AND subject_version>?",
            (kind, subject, version),
        )
        return [key for (key,) in found]

    def latest_of(self, kind: str, subject: int) -> Sequence[Row]:
        return reading.events(self.connection, kind, subject)

    def parent_place(self, noun: Noun, parent: int) -> tuple[int | None, int] | None:
        found = reading.parent(self.connection, noun, parent)
        return (found[0], found[2]) if found is not None else None

    def number_on(self, key: str) -> int:
        (last,) = run(
            self.connection,
            "INSERT INTO counter VALUES (?, 1) ON CONFLICT (name)"
            " DO UPDATE SET last = last + 1 RETURNING last",
            (key,),
        ).fetchone()
        return int(last)

    def setting(self, name: str) -> Any:
        return self.passage.ask.setting(name)

    def _one(self, sql: str, value: Any) -> Any:
        found = run(self.connection, sql, (value,)).fetchone()
        return found[0] if found is not None else None
