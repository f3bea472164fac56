"""Calls that are answered at once, and a complainant's telephone to find earlier ones by."""

from console.store.migrations import scripts

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    scripts.run(__file__)
