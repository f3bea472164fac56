"""Departments that answer for a case: of components the owner first, of events the territory.

A row of the city's table is a `ResponsibilityRow`. Of each basis (条 the owning line, 块 the block it lies in)
only the claims of the nearest region count, further up the tree only where there are none nearer.
The lowest rank of those leads; where ranks are equal the kind of category decides. So a city turns
a category round by ranking the other basis first. Where nobody has the first basis, the other one
answers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Basis(StrEnum):
    """Why a body answers: 条 it owns the thing, 块 it looks after the place."""

    OWNER = "owner"
    TERRITORY = "territory"


FIRST_OF: Final = {"component": Basis.OWNER, "event": Basis.TERRITORY}
"""Kind of category → the basis that comes first unless the city ranks otherwise."""


@dataclass(frozen=True, slots=True)
class ResponsibilityRow:
    """One row: `region` None speaks of everywhere, the lowest `rank` leads."""

    department: int
    basis: Basis
    rank: int
    region: int | None


@dataclass(frozen=True, slots=True)
class ResponsibleBody:
    """A body that answers for a case. `why` is one of the words below, `among` the claims of its
    basis and region, itself included.

    The lead: `owner_first`, `territory_first`, `owner_ranked`, `territory_ranked` (the city's own
    order), `no_owner`, `no_territory`. After it: `then_owner`, `then_territory`; from further up
    the tree `above`.
    """

    department: int
    basis: Basis
    region: int | None
    rank: int
    why: str
    among: int


def responsible_bodies(
    kind: str, claims: Iterable[ResponsibilityRow], path: Sequence[int]
) -> list[ResponsibleBody]:
    """The bodies that answer, the lead first, each once.

    `path` is the case's region and what it lies in, the nearest first; claims of other regions do
    not speak of this case.
    """
    near: dict[int | None, int] = {region: step for step, region in enumerate(path)}
    near[None] = len(path)
    told = [claim for claim in claims if claim.region in near]
    nearest = {
        basis: min(near[claim.region] for claim in told if claim.basis is basis)
        for basis in {claim.basis for claim in told}
    }
    first = FIRST_OF[kind]
    here = [claim for claim in told if near[claim.region] == nearest[claim.basis]]
    here.sort(key=lambda claim: (claim.rank, claim.basis is not first, claim.department))
    above = [claim for claim in told if near[claim.region] > nearest[claim.basis]]
    above.sort(key=lambda claim: (near[claim.region], claim.rank, claim.department))
    found: dict[int, ResponsibleBody] = {}
    for claim in (*here, *above):
        if not found:
            why = _lead(claim, first, first in nearest)
        else:
            why = f"then_{claim.basis}" if claim in here else "above"
        among = sum((one.basis, one.region) == (claim.basis, claim.region) for one in told)
        made = ResponsibleBody(claim.department, claim.basis, claim.region, claim.rank, why, among)
        found.setdefault(claim.department, made)
    return list(found.values())


def _lead(claim: ResponsibilityRow, first: Basis, held: bool) -> str:
    if claim.basis is first:
        return f"{claim.basis}_first"
    return f"{claim.basis}_ranked" if held else f"no_{first}"
