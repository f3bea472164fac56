"""Live rows of the nouns beside the case, kind by kind, folded from the same feed as the columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from console.domain.nouns import DECLARED, Noun, noun
from console.store.feed.port import Happened, check

Key = tuple[str, int]
"""Kind and id."""
CREATED: Final = 1


@dataclass(slots=True)
class NounBatchResult:
    """Rows that a batch changed (gone ones too), and rows that must be fetched again."""

    changed: set[Key] = field(default_factory=set)
    missing: set[Key] = field(default_factory=set)


class LiveNouns:
    """Rows by kind and id, those that are gone left out. Only the GUI thread changes them."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[int, dict[str, Any]]] = {}

    def of(self, kind: str) -> Mapping[int, Mapping[str, Any]]:
        """The rows of a kind by id; columns without a value may be absent."""
        return self.tables.get(kind, {})

    def load(self, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        """Replaces everything by one consistent picture."""
        self.tables = {kind: {row["id"]: dict(row) for row in held} for kind, held in rows.items()}

    def apply(self, events: Iterable[Happened]) -> NounBatchResult:
        """Folds events in; cases' own and those of no noun are passed over."""
        applied = NounBatchResult()
        for event in events:
            one = noun(event.kind) if event.kind != "case" else None
            if one is not None:
                self._fold(one, event, applied)
        return applied

    def put(
        self, kind: str, asked: Sequence[int] | None, rows: Sequence[Mapping[str, Any]]
    ) -> set[Key]:
        """Takes rows fetched again (`asked` None: the whole kind); what did not come is gone."""
        one, table = noun(kind), self.tables.setdefault(kind, {})
        assert one is not None, kind
        came = {row["id"]: row for row in rows if row["state"] not in _gone(one)}
        newer = {
            number: dict(row)
            for number, row in came.items()
            if number not in table or table[number]["version"] <= row["version"]
        }
        gone = {number for number in (asked if asked is not None else table) if number not in came}
        for number in gone:
            table.pop(number, None)
        table.update(newer)
        return {(kind, number) for number in {*gone, *newer}}

    def digest(self) -> dict[str, tuple[int, int, int]]:
        """Per kind: rows, sum of versions, checksum; as the feed's."""
        return {one.kind: check(self.of(one.kind).values()) for one in DECLARED}

    def _fold(self, one: Noun, event: Happened, applied: NounBatchResult) -> None:
        table, key = self.tables.setdefault(one.kind, {}), (one.kind, event.subject)
        held = table.get(event.subject)
        if held is not None and held["version"] >= event.version:
            return
        elsewhere = bool(one.region) and one.region in event.after and event.version > CREATED
        if elsewhere or (held is None and event.version > CREATED):
            applied.missing.add(key)
            return
        if held is not None and held["version"] + 1 != event.version:
            applied.missing.add(key)
            return
        applied.missing.discard(key)
        applied.changed.add(key)
        row = held if held is not None else {"id": event.subject, **dict.fromkeys(one.columns)}
        row.update(event.after)
        row["version"] = event.version
        if row["state"] in _gone(one):
            table.pop(event.subject, None)
        else:
            table[event.subject] = row


def _gone(one: Noun) -> set[int]:
    return {one.state(name) for name in one.gone}
