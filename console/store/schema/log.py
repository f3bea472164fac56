"""The spine: ledger of commands and the append-only event log; leases, settings, schema."""

from sqlalchemy import Index, LargeBinary, PrimaryKeyConstraint, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from console.store.schema.base import (
    BIG,
    DOCUMENT,
    SCOPE,
    WORDS,
    XID,
    Base,
    Document,
    Id,
    Moment,
    Word,
)

OTHER = text("kind <> 'case'")


class Command(Base):
    """Ledger: one row per command id and ordinal, with the answer that was given."""

    __tablename__ = "command"
    command_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    actor_id: Mapped[int]
    arguments: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[Word]
    reason: Mapped[str | None]
    detail: Mapped[Document] = mapped_column(DOCUMENT, nullable=True)
    subject: Mapped[int | None] = mapped_column(BIG)
    version: Mapped[int | None]
    at: Mapped[Moment]


class Event(Base):
    """Append-only: audit, change feed, replay source, undo basis and evaluation source at once.

    `before` and `after` hold the changed columns only; `assignments`, `requests` and
    `attachments` inside them hold rows by id. `scope` is the regions and (negated) departments,
    old and new, with their ancestors. `recorded_at` is the database's clock, `occurred_at`
    claimed. Partitioned by month of `recorded_at` on PostgreSQL.
    """

    __tablename__ = "event"
    seq: Mapped[int] = mapped_column(BIG, autoincrement=False)
    xid: Mapped[int] = mapped_column(XID)
    era: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[Word]
    subject: Mapped[int] = mapped_column(BIG)
    subject_version: Mapped[int]
    case_id: Mapped[int | None] = mapped_column(BIG)
    command: Mapped[Word]
    command_id: Mapped[str] = mapped_column(String(36))
    ordinal: Mapped[int]
    actor_id: Mapped[int | None]
    on_behalf_of: Mapped[str | None]
    post: Mapped[str | None] = mapped_column(String(40))
    seat: Mapped[str | None] = mapped_column(String(40))
    recorded_at: Mapped[Moment]
    occurred_at: Mapped[Moment]
    before: Mapped[Document]
    after: Mapped[Document]
    scope: Mapped[list[int]] = mapped_column(SCOPE)
    crossed: Mapped[bool]
    reason: Mapped[str | None]

    __table_args__ = (
        # An entry of an index costs each command its time and a city's archive gigabytes: the server's
        # sequence numbers need no key to be unique, and what concerns a case is found by the case.
        PrimaryKeyConstraint("seq", "recorded_at").ddl_if(dialect="sqlite"),
        Index("event_era_xid_seq_index", "era", "xid", "seq"),
        Index("event_case_index", "case_id", "subject_version"),
        Index(
            "event_other_index",
            *("kind", "subject", "subject_version"),
            postgresql_where=OTHER,
            sqlite_where=OTHER,
        ),
        Index("event_recorded_index", "recorded_at", postgresql_using="brin"),
        {"postgresql_partition_by": "RANGE (recorded_at)"},
    )


class DayCounter(Base):
    """Last number given on a day of the city's calendar: the short number spoken by radio."""

    __tablename__ = "day_counter"
    day: Mapped[str] = mapped_column(String(8), primary_key=True)
    last: Mapped[int]


class Lease(Base):
    """Compare-and-set lease by the database's clock: which program is the keeper, on a server by which login."""

    __tablename__ = "lease"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str]
    login: Mapped[str | None] = mapped_column(String(63))
    until: Mapped[Moment]
    version: Mapped[int]


class Setting(Base):
    """A setting of the city."""

    __tablename__ = "setting"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Document]


class RuleRow(Base):
    """The rules of cases and nouns as the door of PostgreSQL reads them (store/door/rule_rows.py).

    What a rule does is sorted into what the door writes at once (`fills`: columns and their values,
    `moments`: set to now, `counts`: one more), what it computes (`moves`) and rows beside the case
    (`beside`; with `always` there is something to do whatever hangs on the case). `beside_case` are
    the keys of `may` that are no columns of the case.
    """

    __tablename__ = "rule"
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    command: Mapped[str] = mapped_column(String(40), primary_key=True)
    variant: Mapped[str] = mapped_column(String(20), primary_key=True)
    stage: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    post: Mapped[str] = mapped_column(String(40), primary_key=True)
    to_stage: Mapped[int] = mapped_column(SmallInteger)
    axis: Mapped[str | None] = mapped_column(String(40))
    may: Mapped[list[str]] = mapped_column(WORDS)
    beside_case: Mapped[list[str]] = mapped_column(WORDS)
    needs: Mapped[list[str]] = mapped_column(WORDS)
    fills: Mapped[Document]
    moments: Mapped[list[str]] = mapped_column(WORDS)
    counts: Mapped[list[str]] = mapped_column(WORDS)
    moves: Mapped[list[str]] = mapped_column(WORDS)
    beside: Mapped[list[str]] = mapped_column(WORDS)
    always: Mapped[bool]
    touches: Mapped[list[str]] = mapped_column(WORDS)
    undoable: Mapped[bool]


class NounRow(Base):
    """`domain.nouns.DECLARED` as the door of PostgreSQL reads it."""

    __tablename__ = "noun"
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    table_name: Mapped[str] = mapped_column(String(40))
    columns: Mapped[Document]
    states: Mapped[list[str]] = mapped_column(WORDS)
    gone: Mapped[Document]
    region: Mapped[str | None] = mapped_column(String(40))
    concerned: Mapped[str | None] = mapped_column(String(40))
    parent: Mapped[str | None] = mapped_column(String(40))
    owner: Mapped[str | None] = mapped_column(String(40))
    said: Mapped[Document]


class Counter(Base):
    """Last number given under a name: numbers of nouns have no gap."""

    __tablename__ = "counter"
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    last: Mapped[int]


class Seal(Base):
    """One link of the audit's hash chain over settled transactions.

    `digests` are 16 bytes an event, in order of (era, xid, seq), for a restored database counts its
    transactions anew; `hash` is SHA-256 over the hash before
    and these. So the chain proves the log, and the digests tell which event differs.
    """

    __tablename__ = "seal"
    id: Mapped[Id]
    upto_era: Mapped[int] = mapped_column(SmallInteger)
    upto_xid: Mapped[int] = mapped_column(XID)
    upto_seq: Mapped[int] = mapped_column(BIG)
    events: Mapped[int]
    digests: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[Moment]


class SchemaInfo(Base):
    """What this database is: revision, hash of the schema, era, city and its zone.

    A restore begins the next `era`, and a `life` of its own: two restores of one backup share the era.
    Programs from revision `least` on may work on it; older ones say where the `installer` lies.
    """

    __tablename__ = "schema_info"
    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    revision: Mapped[Word]
    digest: Mapped[str] = mapped_column(String(64))
    era: Mapped[int] = mapped_column(SmallInteger, server_default=text("1"))
    life: Mapped[str] = mapped_column(String(16), server_default=text("''"))
    zone: Mapped[str] = mapped_column(server_default=text("'Asia/Shanghai'"))
    city_zh: Mapped[str] = mapped_column(server_default=text("''"))
    city_en: Mapped[str] = mapped_column(server_default=text("''"))
    least: Mapped[Word] = mapped_column(server_default=text("''"))
    interface: Mapped[str] = mapped_column(String(64), server_default=text("''"))
    installer: Mapped[str] = mapped_column(server_default=text("''"))
