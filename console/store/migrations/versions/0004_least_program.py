"""The least program that may work on a database, what it asks of the guard, where the installer lies."""

from console.store.migrations import scripts

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    scripts.run(__file__)
