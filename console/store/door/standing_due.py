"""When a case is due by a standing dispatch rule, said once for both databases.

The guard of PostgreSQL is filled from here, the embedded door reads it as it stands.
"""

from functools import cache
from importlib import resources
from typing import Final

from console.domain.automatic import STANDING, automatic_reason

REASON: Final = automatic_reason(STANDING)
"""Followed by the rule's number."""


@cache
def due_sql() -> str:
    """The one definition of "due", with the names `:at_ms` and `:most` to be bound."""
    folder = resources.files("console.store") / "guard"
    lines = (folder / "standing_due.sql").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("--"))
