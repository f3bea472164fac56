"""Tables of the room: alarms, incidents, campaigns, shifts, evaluation, scenes."""

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from console.store.schema.base import (
    BIG,
    DOCUMENT,
    Base,
    Document,
    Id,
    Moment,
    Small,
    Word,
    where,
)


class Alarm(Base):
    """An alarm 告警: needs an action; acknowledged, shelved with expiry."""

    __tablename__ = "alarm"
    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(120), index=True)
    kind: Mapped[Word]
    priority: Mapped[Small]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_.id"))
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    raised_at: Mapped[Moment]
    acknowledged_at: Mapped[int | None] = mapped_column(BIG)
    acknowledged_by: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    shelved_until: Mapped[int | None] = mapped_column(BIG)
    ended_at: Mapped[int | None] = mapped_column(BIG)
    facts: Mapped[Document] = mapped_column(DOCUMENT, nullable=True)
    version: Mapped[int]


class Plan(Base):
    """Plan 预案, matched by type and level."""

    __tablename__ = "plan"
    id: Mapped[Id]
    kind: Mapped[Word]
    grade: Mapped[Small]
    zh: Mapped[str]
    en: Mapped[str]
    tasks: Mapped[Document]
    version: Mapped[int]


class Incident(Base):
    """Incident 应急事件: warning (by law), event grade and response level are separate scales."""

    __tablename__ = "incident"
    id: Mapped[Id]
    kind: Mapped[Word]
    title: Mapped[str]
    state: Mapped[Word]
    warning: Mapped[int | None]
    grade: Mapped[int | None]
    response: Mapped[int | None]
    drill: Mapped[bool] = mapped_column(default=False)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"))
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    area: Mapped[Document] = mapped_column(DOCUMENT, nullable=True)
    began_at: Mapped[Moment]
    ended_at: Mapped[int | None] = mapped_column(BIG)
    version: Mapped[int]


class IncidentTask(Base):
    """Emergency task 应急任务 to an agency, with acknowledgement."""

    __tablename__ = "incident_task"
    id: Mapped[Id]
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    title: Mapped[str]
    state: Mapped[Word]
    due_at: Mapped[int | None] = mapped_column(BIG)
    version: Mapped[int]


class SituationReport(Base):
    """Situation report 续报."""

    __tablename__ = "situation_report"
    id: Mapped[Id]
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    number: Mapped[Small]
    text: Mapped[str]
    sent_at: Mapped[Moment]
    sent_by: Mapped[int] = mapped_column(ForeignKey("operator.id"))


class Campaign(Base):
    """Special campaign 专项行动."""

    __tablename__ = "campaign"
    id: Mapped[Id]
    zh: Mapped[str]
    en: Mapped[str]
    began_at: Mapped[Moment]
    ends_at: Mapped[int | None] = mapped_column(BIG)
    terms: Mapped[Document]
    version: Mapped[int]


class Shift(Base):
    """A shift of the room."""

    __tablename__ = "shift"
    id: Mapped[Id]
    name: Mapped[str]
    begins_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    version: Mapped[int]


class Handover(Base):
    """Handover 交接班, written from the record and signed by both."""

    __tablename__ = "handover"
    id: Mapped[Id]
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"))
    text: Mapped[Document]
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    signed_at: Mapped[int | None] = mapped_column(BIG)
    version: Mapped[int]


class EvaluationScheme(Base):
    """Weights, bands and grades of an evaluation (CJ/T 292 / GB/T 30428.4)."""

    __tablename__ = "evaluation_scheme"
    id: Mapped[Id]
    name: Mapped[str]
    terms: Mapped[Document]
    version: Mapped[int]


class EvaluationResult(Base):
    """A result as published: scheme, object, period, figures."""

    __tablename__ = "evaluation_result"
    id: Mapped[Id]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("evaluation_scheme.id"))
    object: Mapped[Word]
    object_id: Mapped[int] = mapped_column(BIG)
    period: Mapped[Word]
    figures: Mapped[Document]
    made_at: Mapped[Moment]


class Scene(Base):
    """A scene 画面 of the wall, and since when, by whom and with what it is shown at once."""

    __tablename__ = "scene"
    id: Mapped[Id]
    name: Mapped[str]
    content: Mapped[Document]
    version: Mapped[int]
    state: Mapped[Small]
    exclusive: Mapped[bool | None]
    shown_at: Mapped[int | None] = mapped_column(BIG)
    shown_by: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    about: Mapped[Document | None]
    until: Mapped[int | None] = mapped_column(BIG)

    __table_args__ = (Index("scene_name_key", "name", unique=True, **where("state = 1")),)


class WallStatus(Base):
    """What a wall tells of itself: written by its own login alone, read by whoever looks after walls."""

    __tablename__ = "wall_status"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    operator_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    told: Mapped[Document]
    seen_at: Mapped[int] = mapped_column(BIG)


class WallOrder(Base):
    """What somebody asked of a wall, or of all of them ("*"): obeyed once, until it ends."""

    __tablename__ = "wall_order"
    id: Mapped[Id]
    version: Mapped[int]
    state: Mapped[Small]
    wall: Mapped[str] = mapped_column(String(40))
    act: Mapped[Word]
    scene: Mapped[str | None]
    until: Mapped[int | None] = mapped_column(BIG)
    given_at: Mapped[Moment]
    given_by: Mapped[int] = mapped_column(ForeignKey("operator.id"))


class DispatchRule(Base):
    """Standing dispatch rule: category × region → department, owned by a dispatcher.

    `hold_back_s` counts from the later of filing and `began_at`. Ended, never deleted.
    """

    __tablename__ = "dispatch_rule"
    id: Mapped[Id]
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    hold_back_s: Mapped[int]
    owner_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    began_at: Mapped[Moment]
    version: Mapped[int]
    state: Mapped[Small]

    __table_args__ = (
        Index(
            "dispatch_rule_active_key",
            "category_id",
            text("coalesce(region_id, 0)"),
            unique=True,
            **where("state = 1"),
        ),
    )


class Component(Base):
    """Component 部件 record (GB/T 30428.2): 16-digit id, owner, keeper, grid, position, state."""

    __tablename__ = "component"
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    name: Mapped[str]
    charge_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    grid_code: Mapped[str | None] = mapped_column(String(15), index=True)
    lon: Mapped[float]
    lat: Mapped[float]
    state: Mapped[Word]
    recorded: Mapped[str | None]
    changed: Mapped[str | None]
    note: Mapped[str | None]


class Contact(Base):
    """Contact of a body: post, telephone, radio."""

    __tablename__ = "contact"
    id: Mapped[Id]
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    post: Mapped[str]
    phone: Mapped[str | None]
    radio: Mapped[str | None]


class Resource(Base):
    """Store, shelter, camera, vehicle … that an incident may ask for within a radius."""

    __tablename__ = "resource"
    id: Mapped[Id]
    kind: Mapped[Word]
    name: Mapped[str]
    lon: Mapped[float]
    lat: Mapped[float]
    facts: Mapped[Document] = mapped_column(DOCUMENT, nullable=True)


class Contractor(Base):
    """Contractor 作业单位 working for a department."""

    __tablename__ = "contractor"
    id: Mapped[Id]
    name: Mapped[str]
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
