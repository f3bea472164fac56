"""Tables of the city itself: places, standard, bodies, people. A city is configuration."""

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from console.store.schema.base import BIG, DOCUMENT, Base, Document, Id, Moment, Ref, Small, Word


class Region(Base):
    """City, district, street 街道 or community 社区; `outline` as `domain.outline` tells."""

    __tablename__ = "region"
    id: Mapped[Id]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"), index=True)
    tier: Mapped[Word]
    code: Mapped[str] = mapped_column(String(15), unique=True)
    zh: Mapped[str]
    en: Mapped[str]
    outline: Mapped[Document] = mapped_column(DOCUMENT, nullable=True)


class RegionUnder(Base):
    """Closure of the region tree: `region_id` lies in `ancestor_id` (or is it)."""

    __tablename__ = "region_under"
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), primary_key=True)
    ancestor_id: Mapped[int] = mapped_column(ForeignKey("region.id"), primary_key=True, index=True)


class UnitGrid(Base):
    """Unit grid 单元网格 (GB/T 30428.1): 15-digit code, m², initial and end date. Never deleted."""

    __tablename__ = "unit_grid"
    code: Mapped[str] = mapped_column(String(15), primary_key=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    name: Mapped[str] = mapped_column(default="")
    outline: Mapped[Document]
    area_m2: Mapped[float]
    area_class: Mapped[Small] = mapped_column(default=1)
    began_at: Mapped[Moment]
    ended_at: Mapped[int | None] = mapped_column(BIG)


class DutyGrid(Base):
    """Duty grid 责任网格: unit grids bound to collectors."""

    __tablename__ = "duty_grid"
    id: Mapped[Id]
    name: Mapped[str]
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    unit_grids: Mapped[Document]


class Collector(Base):
    """Collector 监督员, who may have no terminal of his own."""

    __tablename__ = "collector"
    id: Mapped[Id]
    call_sign: Mapped[Word] = mapped_column(unique=True)
    operator_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    duty_grids: Mapped[Document]
    on_duty: Mapped[bool] = mapped_column(default=True)


class Place(Base):
    """Gazetteer entry: zone, block, street, doorplate, point of interest."""

    __tablename__ = "place"
    id: Mapped[Id]
    kind: Mapped[Word]
    zh: Mapped[str]
    en: Mapped[str]
    pinyin: Mapped[str] = mapped_column(index=True)
    lon: Mapped[float]
    lat: Mapped[float]
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    shape: Mapped[Document] = mapped_column(DOCUMENT, nullable=True)


class Category(Base):
    """Category: class + subclass in a code scheme (CJ/T 214, GB/T 30428.2, a city's own)."""

    __tablename__ = "category"
    __table_args__ = (UniqueConstraint("scheme", "kind", "code"),)
    id: Mapped[Id]
    scheme: Mapped[Word]
    kind: Mapped[Word]
    code: Mapped[str] = mapped_column(String(80))
    class_zh: Mapped[str]
    class_en: Mapped[str]
    zh: Mapped[str]
    en: Mapped[str]


class FilingCondition(Base):
    """Filing condition 立案条件 with its handling limit and closing condition 结案条件.

    Never deleted nor rewritten: cases refer to it. One with `ended_at` takes no new filing.
    `handler` 处置单位 and `charge` 主管部门 are as the city's standard words them.
    """

    __tablename__ = "filing_condition"
    id: Mapped[Id]
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    area_class: Mapped[int | None]
    zh: Mapped[str]
    en: Mapped[str]
    closing_zh: Mapped[str]
    closing_en: Mapped[str]
    limit_minutes: Mapped[int]
    calendar: Mapped[Word]
    limit_text: Mapped[str]
    severity: Mapped[Small]
    handler: Mapped[str | None]
    charge: Mapped[str | None]
    ended_at: Mapped[int | None] = mapped_column(BIG)


class StageLimit(Base):
    """Limit of a stage's own clock, by urgency (severity E) and the area class of the case's grid.

    Class 0 holds wherever there is no row for a grid's own.
    """

    __tablename__ = "stage_limit"
    id: Mapped[Id]
    stage: Mapped[Small]
    urgent: Mapped[bool]
    area_class: Mapped[Small] = mapped_column(server_default=text("0"))
    minutes: Mapped[int]
    calendar: Mapped[Word]
    __table_args__ = (UniqueConstraint("stage", "urgent", "area_class"),)


class WorkSpan(Base):
    """One span of working time; `before` is the calendar's working time (ms) before it."""

    __tablename__ = "work_span"
    calendar: Mapped[str] = mapped_column(String(40), primary_key=True)
    start: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False)
    end: Mapped[Ref]
    before: Mapped[Ref]
    __table_args__ = (Index("work_span_before_index", "calendar", "before"),)


class Department(Base):
    """Department 专业部门 in its tree; `kind` "enforcement" may receive transfers."""

    __tablename__ = "department"
    id: Mapped[Id]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    tier: Mapped[Word]
    kind: Mapped[Word]
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    zh: Mapped[str]
    en: Mapped[str]
    initials: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)


class DepartmentUnder(Base):
    """Closure of the department tree."""

    __tablename__ = "department_under"
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), primary_key=True)
    ancestor_id: Mapped[int] = mapped_column(
        ForeignKey("department.id"), primary_key=True, index=True
    )


class Crew(Base):
    """Crew 处置班组: call sign, department, home. Its status is derived from its assignments."""

    __tablename__ = "crew"
    id: Mapped[Id]
    call_sign: Mapped[Word] = mapped_column(unique=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    home_lon: Mapped[float]
    home_lat: Mapped[float]
    on_duty: Mapped[bool] = mapped_column(default=True)


class CrewPosition(Base):
    """Positions, append-only with a cursor of their own, kept 30 days."""

    __tablename__ = "crew_position"
    __table_args__ = (
        CheckConstraint("lon between -180 and 180 and lat between -90 and 90", "on_earth"),
        CheckConstraint("heading between 0 and 360", "heading"),
    )
    id: Mapped[Id]
    crew_id: Mapped[int] = mapped_column(ForeignKey("crew.id"), index=True)
    at: Mapped[Moment]
    lon: Mapped[float] = mapped_column(Float(53))
    lat: Mapped[float] = mapped_column(Float(53))
    heading: Mapped[float | None]


class Responsibility(Base):
    """Who answers for a category in a region; lowest rank leads."""

    __tablename__ = "responsibility"
    id: Mapped[Id]
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    rank: Mapped[Small]
    basis: Mapped[Word]


class Operator(Base):
    """A person who may sign on. `login` is the database's session user."""

    __tablename__ = "operator"
    id: Mapped[Id]
    login: Mapped[str] = mapped_column(String(63), unique=True)
    zh: Mapped[str]
    en: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)


class OperatorPost(Base):
    """A post held in a region (None: everywhere) and, for departments, within one department."""

    __tablename__ = "operator_post"
    __table_args__ = (Index("operator_post_holder_index", "operator_id", "post"),)
    id: Mapped[Id]
    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    post: Mapped[Word]
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    active: Mapped[bool] = mapped_column(default=True)


class Seat(Base):
    """Seat 席位: a workstation, who sits there, when it last showed life."""

    __tablename__ = "seat"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    operator_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"), index=True)
    post: Mapped[str] = mapped_column(String(40), server_default=text("''"))
    seen_at: Mapped[Moment]
