"""Complainants of an invented city: surname and title, telephone numbers that do not exist."""

from random import Random
from typing import Final

from console.city.people import SURNAMES

CALLING: Final = frozenset({"hotline", "app", "web"})
"""Sources with a person who may give a name."""
TOLD_WHO: Final = 0.6


def caller(rng: Random, source: str) -> tuple[str, str] | None:
    """Name and telephone as the hotline records them; None where not given."""
    if source not in CALLING or rng.random() > TOLD_WHO:
        return None
    title = rng.choice(("先生", "女士"))
    return f"{rng.choice(SURNAMES)[0]}{title}", f"1000000{rng.randint(0, 9999):04d}"
