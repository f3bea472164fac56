"""Nouns beside the case: rules by kind, numbers without gaps, standing rules and scenes with states."""

from console.store.migrations import scripts

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    scripts.run(__file__)
