"""What the command bar understands: cases by number or words, and where to send them.

Read from the END, so that names may hold spaces: `0314-0125 环卫21` sends one case to a crew,
`环卫21` alone sends the chosen ones, `0314-0125` alone finds the case.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from console.desk.desk import Desk

SEVERAL = 200


@dataclass(frozen=True, slots=True)
class Typed:
    """`department` None: only find `cases`. `cases` empty: the chosen ones are meant."""

    cases: Sequence[int] = ()
    department: int | None = None
    crew: int | None = None


def understand(desk: Desk, words: str) -> Typed | None:
    """What the words mean here; None for nothing known."""
    parts = words.strip().lstrip("/").split()
    for split in range(len(parts)):
        target = _target(desk, " ".join(parts[split:]))
        if target is None:
            continue
        if split == 0:
            return Typed((), *target)
        found = find(desk, " ".join(parts[:split]))
        return Typed(found, *target) if found else None
    found = find(desk, " ".join(parts))
    return Typed(found) if found else None


def _target(desk: Desk, words: str) -> tuple[int, int | None] | None:
    """A crew by call sign, a department by name or initials; None where it is neither or several."""
    wanted = words.lower()
    for crew, row in desk.directory.crews.items():
        if row["call_sign"].lower() == wanted:
            return row["department_id"], crew
    named = [
        d["id"]
        for d in desk.directory.departments.values()
        if wanted in (d["zh"], d["en"].lower(), d["initials"].lower())
    ]
    return (named[0], None) if len(named) == 1 else None


def find(desk: Desk, words: str) -> list[int]:
    """Open cases by short or long number, else by a part of the address; at most `SEVERAL`."""
    cases = desk.room.cases
    numbers, short = cases.texts["number"], cases.texts["day_number"]
    exact = [c for c, s in cases.slot_of.items() if words in (numbers[s], short[s])]
    if exact:
        return sorted(exact, reverse=True)[:1]
    addresses = cases.texts["address"]
    near = [c for c, s in cases.slot_of.items() if words and words in addresses[s]]
    return sorted(near)[:SEVERAL]
