"""Tables of the case and what hangs on it. State tables are the projection of `event`."""

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from console.store.schema.base import BIG, DOCUMENT, Base, Document, Id, Moment, Small, Word

OPEN = text("stage < 20")
TO_DISPATCH = text("stage = 4")
ENDED = text("stage >= 20")
EVALUABLE = text("stage >= 20 and case_deadline is not null")
RUNNING = text("stage < 20 and department_stopped is null")
EVALUATED = ("stage", "case_stopped", "overdue_excused", "reworks", "region_id")
"""What a month's evaluation and row security read of a case, so that an index alone answers."""
ZERO = text("0")
FALSE = text("false")
EMPTY = text("'[]'")


class Case(Base):
    """A case 案件 with its three clocks (stage, department, case).

    A clock is (since, limit in minutes, calendar, deadline, stopped): `deadline` is moved when a
    suspension or extension is granted, so used time follows from it alone.
    """

    __tablename__ = "case_"
    id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(40), unique=True)
    day_number: Mapped[str] = mapped_column(String(20), index=True)
    source: Mapped[Word] = mapped_column(server_default=text("'hotline'"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    condition_id: Mapped[int | None] = mapped_column(ForeignKey("filing_condition.id"))
    severity: Mapped[Small]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    address: Mapped[str] = mapped_column(server_default=text("''"))
    grid_code: Mapped[str | None] = mapped_column(String(15))
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    description: Mapped[str] = mapped_column(server_default=text("''"))
    stage: Mapped[Small]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    departments: Mapped[Document] = mapped_column(server_default=EMPTY)
    collector_id: Mapped[int | None] = mapped_column(ForeignKey("collector.id"))
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    held_at: Mapped[int | None] = mapped_column(BIG)
    registered_at: Mapped[Moment]
    filed_at: Mapped[int | None] = mapped_column(BIG)
    stage_since: Mapped[Moment]
    stage_limit: Mapped[int | None]
    stage_calendar: Mapped[str | None] = mapped_column(String(40))
    stage_deadline: Mapped[int | None] = mapped_column(BIG)
    department_since: Mapped[int | None] = mapped_column(BIG)
    department_limit: Mapped[int | None]
    department_calendar: Mapped[str | None] = mapped_column(String(40))
    department_deadline: Mapped[int | None] = mapped_column(BIG)
    department_stopped: Mapped[int | None] = mapped_column(BIG)
    case_since: Mapped[int | None] = mapped_column(BIG)
    case_limit: Mapped[int | None]
    case_calendar: Mapped[str | None] = mapped_column(String(40))
    case_deadline: Mapped[int | None] = mapped_column(BIG)
    case_stopped: Mapped[int | None] = mapped_column(BIG)
    suspended_from: Mapped[int | None] = mapped_column(BIG)
    suspended_until: Mapped[int | None] = mapped_column(BIG)
    acknowledged_at: Mapped[int | None] = mapped_column(BIG)
    started_at: Mapped[int | None] = mapped_column(BIG)
    arrived_at: Mapped[int | None] = mapped_column(BIG)
    urged_at: Mapped[int | None] = mapped_column(BIG)
    verify_sent_at: Mapped[int | None] = mapped_column(BIG)
    check_sent_at: Mapped[int | None] = mapped_column(BIG)
    closed_at: Mapped[int | None] = mapped_column(BIG)
    verified: Mapped[bool | None]
    transferred: Mapped[bool] = mapped_column(server_default=FALSE)
    self_handled: Mapped[bool] = mapped_column(server_default=FALSE)
    overdue_excused: Mapped[bool] = mapped_column(server_default=FALSE)
    dispatches: Mapped[Small] = mapped_column(server_default=ZERO)
    returns: Mapped[Small] = mapped_column(server_default=ZERO)
    reworks: Mapped[Small] = mapped_column(server_default=ZERO)
    extensions: Mapped[Small] = mapped_column(server_default=ZERO)
    urges: Mapped[Small] = mapped_column(server_default=ZERO)
    duplicate_of: Mapped[int | None] = mapped_column(ForeignKey("case_.id"))
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    version: Mapped[int]

    __table_args__ = (
        # with what row security asks of a case, so that a narrow login's search walks an index alone:
        # 5,000 cases that nobody has looked at of late took 137 ms (p95), and take 42
        PrimaryKeyConstraint("id", postgresql_include=["region_id", "department_id"]),
        Index("case_open_index", "id", sqlite_where=OPEN).ddl_if(dialect="sqlite"),
        Index(
            "case_open_region_index", "region_id", "stage", postgresql_where=OPEN, sqlite_where=OPEN
        ),
        Index(
            "case_open_department_index",
            "department_id",
            postgresql_where=OPEN,
            sqlite_where=OPEN,
        ),
        Index(
            "case_to_dispatch_index",
            "category_id",
            postgresql_where=TO_DISPATCH,
            sqlite_where=TO_DISPATCH,
        ),
        Index(
            "case_running_index",
            "department_deadline",
            postgresql_where=RUNNING,
            sqlite_where=RUNNING,
        ),
        Index(
            "case_closed_index",
            *("closed_at", "region_id", "department_id"),
            postgresql_where=ENDED,
            sqlite_where=ENDED,
        ),
        Index(
            "case_due_index",
            *("case_deadline", "department_id", "closed_at"),
            postgresql_where=EVALUABLE,
            sqlite_where=EVALUABLE,
            postgresql_include=list(EVALUATED),
        ),
    )


class Complainant(Base):
    """Personal data of a complainant 诉求人; erasable, never copied into events."""

    __tablename__ = "complainant"
    case_id: Mapped[int] = mapped_column(ForeignKey("case_.id"), primary_key=True)
    name: Mapped[str | None]
    phone: Mapped[str | None]
    address: Mapped[str | None]
    erased_at: Mapped[int | None] = mapped_column(BIG)
    __table_args__ = (Index("complainant_phone_index", "phone"),)


class PhoneCall(Base):
    """A call that became no case of its own: answered at once, or about `case_id`.

    `name` and `phone` are personal data like a complainant's: erasable, never copied into events.
    """

    __tablename__ = "phone_call"
    id: Mapped[Id]
    act: Mapped[Word]
    question: Mapped[str | None] = mapped_column(String(40))
    answer: Mapped[str] = mapped_column(server_default=text("''"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_.id"), index=True)
    name: Mapped[str | None]
    phone: Mapped[str | None] = mapped_column(index=True)
    erased_at: Mapped[int | None] = mapped_column(BIG)
    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    post: Mapped[Word]
    seat: Mapped[str | None] = mapped_column(String(40))
    at: Mapped[int] = mapped_column(BIG, index=True)


class Assignment(Base):
    """A crew on a case; live while `ended_at` is empty, then at most one per crew and case."""

    __tablename__ = "assignment"
    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("case_.id"), index=True)
    crew_id: Mapped[int] = mapped_column(ForeignKey("crew.id"))
    state: Mapped[Small]
    sent_at: Mapped[Moment]
    ended_at: Mapped[int | None] = mapped_column(BIG)
    version: Mapped[int]
    __table_args__ = (
        Index(
            "assignment_live_key",
            "crew_id",
            "case_id",
            unique=True,
            postgresql_where=text("ended_at is null"),
            sqlite_where=text("ended_at is null"),
        ),
    )


class Request(Base):
    """Something asked for and decided: extension, return, suspension, void, supervision, appeal."""

    __tablename__ = "request"
    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("case_.id"), index=True)
    kind: Mapped[Word]
    level: Mapped[Small]
    state: Mapped[Small]
    asked_by: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    asked_at: Mapped[Moment]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    hours: Mapped[int | None]
    until: Mapped[int | None] = mapped_column(BIG)
    reason: Mapped[str]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    decided_at: Mapped[int | None] = mapped_column(BIG)
    decision: Mapped[str | None]
    version: Mapped[int]
    __table_args__ = (
        Index(
            "request_open_key",
            "case_id",
            "kind",
            unique=True,
            postgresql_where=text("state = 1"),
            sqlite_where=text("state = 1"),
        ),
    )


class Blob(Base):
    """Bytes of a picture (≤ 1600 px) or thumbnail, named by their SHA-256; written once."""

    __tablename__ = "blob"
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    media_type: Mapped[Word]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    thumbnail: Mapped[bytes | None] = mapped_column(LargeBinary)
    stored_at: Mapped[Moment]


class Attachment(Base):
    """A blob on a case, in a role: report, verify, after, check, note."""

    __tablename__ = "attachment"
    __table_args__ = (UniqueConstraint("case_id", "blob_hash", "role"),)
    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("case_.id"), index=True)
    blob_hash: Mapped[str] = mapped_column(ForeignKey("blob.hash"), index=True)
    role: Mapped[Word]
    at: Mapped[Moment]
    actor_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))


class CaseAxis(Base):
    """Who acted on a case in which axis: the memory of 监管分离, never undone."""

    __tablename__ = "case_axis"
    case_id: Mapped[int] = mapped_column(ForeignKey("case_.id"), primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("operator.id"), primary_key=True)
    axis: Mapped[str] = mapped_column(String(40), primary_key=True)


class ExternalRef(Base):
    """The key of a case in another system; makes a second import add nothing."""

    __tablename__ = "external_ref"
    system: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    facts: Mapped[Document] = mapped_column(DOCUMENT)


BYTEWISE = String(40).with_variant(String(40, collation="C"), "postgresql")
"""Compared as bytes: a locale's order is of no use here and dear."""


class Token(Base):
    """Search tokens (bigrams, pinyin initials): equality only, so row security cannot slow it."""

    __tablename__ = "token"
    token: Mapped[str] = mapped_column(BYTEWISE, primary_key=True)
    case_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
