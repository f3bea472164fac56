"""Foundation: every table of the first version."""

from console.store.migrations import scripts

revision = "0001"
down_revision = None


def upgrade() -> None:
    scripts.run(__file__)
