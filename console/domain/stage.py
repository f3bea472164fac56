"""Stages of a case, posts of the people who move it, and the axis each post belongs to.

Source: CJ/T 315 / GB/T 30428.8 (the seven steps).
"""

from enum import IntEnum, StrEnum
from typing import Final

from console.words import _, mark


class Stage(IntEnum):
    """Where a case stands; stored as smallint. The last three are ends."""

    INTAKE = 1
    VERIFY = 2
    FILE = 3
    DISPATCH = 4
    HANDLE = 5
    FORWARD = 6
    CHECK = 7
    CLOSE = 8
    VOID = 9
    CLOSED = 20
    REJECTED = 21
    VOIDED = 22

    @property
    def ended(self) -> bool:
        return self >= Stage.CLOSED

    @property
    def word(self) -> str:
        """The name scripts use: "dispatch"."""
        return self.name.lower()

    @property
    def label(self) -> str:
        """The name on screen, in the language in force."""
        return _(STAGE_TITLES[self])


OPEN_STAGES: Final = tuple(stage for stage in Stage if not stage.ended)

STAGE_TITLES: Final = {
    Stage.INTAKE: mark("Intake"),
    Stage.VERIFY: mark("Verification"),
    Stage.FILE: mark("Filing"),
    Stage.DISPATCH: mark("Dispatch"),
    Stage.HANDLE: mark("Handling"),
    Stage.FORWARD: mark("Report back"),
    Stage.CHECK: mark("Check"),
    Stage.CLOSE: mark("Closing"),
    Stage.VOID: mark("Voiding"),
    Stage.CLOSED: mark("Closed"),
    Stage.REJECTED: mark("Rejected"),
    Stage.VOIDED: mark("Voided"),
}


class Axis(StrEnum):
    """监管分离: supervision is independent of command; departments execute."""

    SUPERVISION = "supervision"
    COMMAND = "command"
    EXECUTION = "execution"


class Post(StrEnum):
    """A post 岗位. Posts are rows (operator × post × region), never database roles."""

    COLLECTOR = "collector"
    CALL_TAKER = "call_taker"
    SUPERVISION_LEAD = "supervision_lead"
    DISPATCHER = "dispatcher"
    COMMAND_LEAD = "command_lead"
    DEPARTMENT = "department"
    LEADER = "leader"
    DUTY_LEADER = "duty_leader"
    EMERGENCY_COORDINATOR = "emergency_coordinator"
    ADMINISTRATOR = "administrator"
    SECURITY_ADMINISTRATOR = "security_administrator"
    AUDITOR = "auditor"
    WALL = "wall"

    @property
    def axis(self) -> Axis | None:
        return AXIS_OF.get(self)

    @property
    def label(self) -> str:
        """The name on screen, in the language in force."""
        return _(POST_TITLES[self])


AXIS_OF: Final = {
    Post.COLLECTOR: Axis.SUPERVISION,
    Post.CALL_TAKER: Axis.SUPERVISION,
    Post.SUPERVISION_LEAD: Axis.SUPERVISION,
    Post.DISPATCHER: Axis.COMMAND,
    Post.COMMAND_LEAD: Axis.COMMAND,
    Post.DEPARTMENT: Axis.EXECUTION,
}

POST_TITLES: Final = {
    Post.COLLECTOR: mark("Collector"),
    Post.CALL_TAKER: mark("Call taker"),
    Post.SUPERVISION_LEAD: mark("Supervision shift lead"),
    Post.DISPATCHER: mark("Dispatcher"),
    Post.COMMAND_LEAD: mark("Command shift lead"),
    Post.DEPARTMENT: mark("Department"),
    Post.LEADER: mark("Leader"),
    Post.DUTY_LEADER: mark("Duty leader"),
    Post.EMERGENCY_COORDINATOR: mark("Emergency coordinator"),
    Post.ADMINISTRATOR: mark("System administrator"),
    Post.SECURITY_ADMINISTRATOR: mark("Security administrator"),
    Post.AUDITOR: mark("Auditor"),
    Post.WALL: mark("Wall"),
}


class AssignmentState(IntEnum):
    """Progress of a crew on a case; a crew's own status is derived from these."""

    SENT = 1
    ACKNOWLEDGED = 2
    UNDER_WAY = 3
    ARRIVED = 4
    FINISHED = 8
    RELEASED = 9

    @property
    def live(self) -> bool:
        return self < AssignmentState.FINISHED


class RequestState(IntEnum):
    """State of a request: open, granted, declined or withdrawn."""

    OPEN = 1
    GRANTED = 2
    DECLINED = 3
    WITHDRAWN = 4
