"""When a case was filed, which figures of a period count; what was filed before is told by the log."""

from console.store.migrations import scripts

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    scripts.run(__file__)
