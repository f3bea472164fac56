"""Ranks departments and crews for a case by responsibility, way, load and skill, in metres of way.

The weights are the city's (`Weights.of` reads its settings). Pure: no desk, no store.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, Self

UNKNOWN_WAY: Final = 3000
"""Metres counted where the crew's or the case's position is unknown."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Metres of way that each is worth; `full` is a count of cases in hand.

    `load`: one more case in hand · `next_body`: one place further down among those who answer ·
    `choose`: a department that has yet to choose a crew · `skill`: a crew of another trade ·
    `full`: from so many cases in hand on a crew takes no more without being asked for.
    """

    load: int
    next_body: int
    choose: int
    skill: int
    full: int

    @classmethod
    def of(cls, setting: Callable[[str], Any]) -> Self:
        """The weights this city has set."""
        return cls(
            load=setting("load_metres"),
            next_body=setting("next_body_metres"),
            choose=setting("choose_crew_metres"),
            skill=setting("skill_metres"),
            full=setting("crew_full"),
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A department, or a crew of it.

    `place` is its place among the bodies that answer (0 leads; as many as there are: none of them),
    `able` whether the crew's own trade holds the category.
    """

    department: int
    crew: int | None
    metres: float | None
    in_hand: int
    place: int
    able: bool = True


def cost(one: Candidate, weights: Weights) -> float:
    """Cost of sending the case to a candidate, in metres of way; the least is best."""
    body = one.place * weights.next_body
    if one.crew is None:
        return body + weights.choose
    way = UNKNOWN_WAY if one.metres is None else one.metres
    return body + way + one.in_hand * weights.load + (0 if one.able else weights.skill)


def full(one: Candidate, weights: Weights) -> bool:
    """Whether a crew has so many cases in hand that another needs confirmation."""
    return one.crew is not None and one.in_hand >= weights.full


def needs_confirmation(one: Candidate, weights: Weights) -> bool:
    """Whether sending to a crew needs confirmation: it is full or of another trade."""
    return full(one, weights) or not one.able


def best(
    candidates: Iterable[Candidate], weights: Weights, answering: int, most: int
) -> list[Candidate]:
    """The `most` best candidates, best first: each body once and one crew of it.

    Candidates that need no confirmation come first, then able crews of bodies that do not answer.
    Crews that are full or of another trade are named only where there is nobody else.
    """
    ranked = sorted(candidates, key=lambda one: (cost(one, weights), one.department, one.crew or 0))
    good = [one for one in ranked if not needs_confirmation(one, weights)]
    chosen = _one_of_each(one for one in good if one.place < answering)[:most]
    chosen += [one for one in good if one.place >= answering][: most - len(chosen)]
    return chosen or ranked[:most]


def _one_of_each(ranked: Iterable[Candidate]) -> list[Candidate]:
    """The first crew of each place among those who answer, and each body itself."""
    seen: set[tuple[int, bool]] = set()
    made: list[Candidate] = []
    for one in ranked:
        key = one.place, one.crew is None
        if key not in seen:
            seen.add(key)
            made.append(one)
    return made
