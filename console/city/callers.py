"""Who called: complainants of an invented city, surname and title, numbers that nobody has."""

from random import Random
from typing import Final

from console.city.people import SURNAMES

CALLING: Final = frozenset({"hotline", "app", "web"})
"""Sources behind which there is a person who may say his name."""
TOLD_WHO: Final = 0.6


def caller(rng: Random, source: str) -> tuple[str, str] | None:
    """Name and telephone as the hotline writes them down; None where nobody said them."""
    if source not in CALLING or rng.random() > TOLD_WHO:
        return None
    title = rng.choice(("先生", "女士"))
    return f"{rng.choice(SURNAMES)[0]}{title}", f"1000000{rng.randint(0, 9999):04d}"
