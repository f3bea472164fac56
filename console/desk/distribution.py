"""Distribution of several cases, each to its own first recommendation, before anything is sent."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from console.desk import foresight
from console.desk.desk import Desk
from console.desk.recommendation import Target, recommended, refusal
from console.domain.verdict import VerdictKind
from console.words import _


@dataclass(frozen=True, slots=True)
class Share:
    """One case and its target; `target` None where it is left out, for the reason `why`."""

    case: int
    target: Target | None
    why: str = ""


class Distribution:
    """Distributes cases one by one; each counts as load of its crew for those after it.

    Cases left to the operator: those without a target, those in hand already, and those whose first
    recommendation must be confirmed.
    """

    def __init__(self, desk: Desk, cases: Sequence[int]) -> None:
        self.desk = desk
        self.shares: list[Share] = []
        self._left = list(reversed(cases))
        self._more: Counter[int] = Counter()

    @property
    def done(self) -> bool:
        return not self._left

    @property
    def sent(self) -> list[Share]:
        """Shares with a target."""
        return [share for share in self.shares if share.target is not None]

    def step(self) -> None:
        """Distributes the next case; one that is open no longer is skipped."""
        case = self._left.pop()
        if case not in self.desk.room.cases:
            return
        share = self._share(case)
        self.shares.append(share)
        if share.target is not None and share.target.crew is not None:
            self._more[share.target.crew] += 1

    def _share(self, case: int) -> Share:
        if foresight.all_in_hand(self.desk, [case]):
            return Share(case, None, _("in hand already"))
        found = recommended(self.desk, case, self._more)
        if not found:
            no = refusal(self.desk, case)
            return Share(case, None, no.text if no else _("Nobody is responsible here"))
        if found[0].verdict.allowed is not VerdictKind.YES:
            return Share(case, None, found[0].verdict.text)
        return Share(case, found[0])
