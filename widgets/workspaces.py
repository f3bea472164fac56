"""The table of workspaces, read by command line, tabs, function keys, pictures and help."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from console.domain.stage import Post
from console.words import mark
from widgets.session.actions import Action, KeyScope
from widgets.session.context import Context
from widgets.workspace.base import Workspace


@dataclass(frozen=True, slots=True)
class WorkspaceEntry:
    """One workspace: its verb on the command line, tab, posts and function key.

    `make` creates it and imports its modules only then. `demo` is a login of the demo city.
    """

    key: str
    label: str
    posts: frozenset[Post]
    function_key: str
    make: Callable[[Context], Workspace]
    demo: str

    @property
    def action(self) -> Action:
        """The action that brings it to the front."""
        return Action(self.key, (self.function_key,), self.label, KeyScope.WINDOW)


def _intake(context: Context) -> Workspace:
    from widgets.intake.workspace import IntakeWorkspace

    return IntakeWorkspace(context)


def _dispatch(context: Context) -> Workspace:
    from widgets.dispatch.workspace import DispatchWorkspace

    return DispatchWorkspace(context)


def _department(context: Context) -> Workspace:
    from widgets.department.workspace import DepartmentWorkspace

    return DepartmentWorkspace(context)


SUPERVISION: Final = frozenset({Post.CALL_TAKER, Post.COLLECTOR, Post.SUPERVISION_LEAD})
COMMAND: Final = frozenset({Post.DISPATCHER, Post.COMMAND_LEAD})
READERS: Final = frozenset({Post.LEADER, Post.DUTY_LEADER, Post.EMERGENCY_COORDINATOR})

WORKSPACES: Final = (
    WorkspaceEntry("intake", mark("Intake"), SUPERVISION, "F2", _intake, "wang"),
    WorkspaceEntry("dispatch", mark("Dispatch"), COMMAND | READERS, "F3", _dispatch, "li"),
    WorkspaceEntry(
        "department", mark("Department"), frozenset({Post.DEPARTMENT}), "F8", _department, "ma"
    ),
)
PLANNED: Final[Mapping[str, str]] = {
    "shift": mark("Shift lead"),
    "emergency": mark("Emergency"),
    "reports": mark("Reports"),
    "administration": mark("Administration"),
}
"""Verbs of workspaces that are not built yet."""


def of(post: Post) -> Sequence[WorkspaceEntry]:
    """The workspaces of a post, its first one first; empty for a post without any."""
    return [entry for entry in WORKSPACES if post in entry.posts]


def named(key: str) -> WorkspaceEntry | None:
    """The workspace of a verb; None if there is none."""
    return next((entry for entry in WORKSPACES if entry.key == key), None)
