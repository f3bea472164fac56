"""Parser of the command bar: cases by number or words, targets, and what Enter would do.

Read from the END, so that names may hold spaces: `0327 环卫21` sends one case to a crew, `环卫21` alone
shows the crew and sends nothing, `0327` alone opens the case. Numbers come before everything else
that holds the digits.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from console.desk import foresight
from console.desk.case_search import CaseSearch
from console.desk.command_words import cases_words
from console.desk.desk import Desk
from console.domain.initials import initials
from console.domain.verdict import VerdictKind
from console.words import _, both

SEVERAL: Final = 200
CASES_SHOWN: Final = 6
TARGETS_SHOWN: Final = 4
NUMBER: Final = re.compile(r"[0-9]+(-[0-9]+)?")
SEQUENCE: Final = 4
"""Digits of a case's number within its day, at least."""
PART: Final = 2
"""Longer digits are found inside a number too."""


class OfferAction(StrEnum):
    """Action of Enter on an offer."""

    OPEN = "open"
    CHOOSE = "choose"
    DISPATCH = "dispatch"
    SHOW = "show"
    SEEK = "seek"


@dataclass(frozen=True, slots=True)
class Offer:
    """One line below the bar: `title` the match, `does` the action of Enter.

    `ask`: confirmation is needed before sending, for inexact words, several cases or an objection.
    """

    act: OfferAction
    title: str
    does: str
    cases: Sequence[int] = ()
    department: int | None = None
    crew: int | None = None
    ask: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True)
class NamedTarget:
    """A department, or a crew of it; `exact` where the words are its name, sign or initials."""

    department: int
    crew: int | None
    exact: bool


def offers(desk: Desk, case_search: CaseSearch, words: str) -> list[Offer]:
    """All readings of the words, the likeliest first; the last searches the ended cases."""
    plain = " ".join(words.strip().lstrip("/").lower().split())
    if not plain:
        return []
    parts, made = plain.split(), list[Offer]()
    for split in range(1, len(parts)):
        whom = targets(desk, " ".join(parts[split:]))
        if whom:
            made += _sent(desk, case_search, " ".join(parts[:split]), whom)
            break
    numbered = by_number(desk, case_search, plain)
    made += [_open(desk, case) for case in numbered[:CASES_SHOWN]]
    made += [_show(desk, one) for one in targets(desk, plain)[:TARGETS_SHOWN]]
    made += _by_words(
        desk, plain, [c for c in by_words(desk, case_search, plain) if c not in numbered]
    )
    look = _("“{words}” among the ended cases").format(words=words.strip().lstrip("/"))
    return [*made, Offer(OfferAction.SEEK, look, _("Look there"))]


# cases


def by_number(desk: Desk, case_search: CaseSearch, words: str) -> list[int]:
    """Open cases by number: whole, short, or a part (`327`, `0327`, `1130-0327`); best match
    first, then newest.
    """
    if not NUMBER.fullmatch(words):
        return []
    cases = desk.room.cases
    slots = cases.slots()
    near = {int(slot) for one in _parts(words) for slot in slots[case_search.found(one, slots)]}
    long, short = cases.texts["number"], cases.texts["day_number"]
    at, ids = cases.column("registered_at"), cases.column("id")
    ranked = [(_rank(words, long[s], short[s]), -int(at[s]), int(ids[s])) for s in near]
    return [case for rank, _age, case in sorted(ranked) if rank >= 0][:SEVERAL]


def _parts(words: str) -> list[str]:
    """Search texts of every case whose number the words may mean."""
    _day, dash, last = words.rpartition("-")
    said = f"-{last.zfill(SEQUENCE)}"
    if dash:
        return [said, words]
    if len(words) <= PART:  # one or two digits are in half of all numbers
        return [said]
    whole = len(words) == 2 * SEQUENCE
    return [words, f"{words[:SEQUENCE]}-{words[SEQUENCE:]}"] if whole else [words]


def _rank(words: str, long: str, short: str) -> int:
    """How well digits fit the numbers of a case: 0 whole, 1 its number of the day, 2 a part; -1 not."""
    day, _dash, last = words.rpartition("-")
    if words in (long, short, short.replace("-", "")):
        return 0
    said = last.zfill(SEQUENCE)
    if short.endswith(f"{day}-{said}") if day else short.rpartition("-")[2] == said:
        return 1
    part = short.startswith(words) if day else short.endswith(last)
    return 2 if part or (not day and len(last) > 2 and long.endswith(last)) else -1


def by_words(desk: Desk, case_search: CaseSearch, words: str) -> list[int]:
    """Open cases that hold every word (address, category, street, initials), the newest first."""
    cases = desk.room.cases
    slots = cases.slots()
    held = slots[case_search.found(words, slots)]
    newest = held[cases.column("registered_at")[held].argsort(kind="stable")[::-1]]
    return [int(case) for case in cases.column("id")[newest][:SEVERAL]]


# whom


def targets(desk: Desk, words: str) -> list[NamedTarget]:
    """Crews on duty and active departments that the words mean, exact ones first."""
    wanted = words.lower()
    found: list[tuple[bool, bool, str, NamedTarget]] = []
    for crew, row in desk.directory.crews.items():
        signs = row["call_sign"].lower(), initials(row["call_sign"])
        exact = wanted in signs
        if exact or (row["on_duty"] and any(sign.startswith(wanted) for sign in signs)):
            whom = NamedTarget(row["department_id"], crew, exact)
            found.append((not exact, True, row["call_sign"], whom))
    for number, body in desk.directory.departments.items():
        names = body["zh"], body["en"].lower(), body["initials"].lower()
        exact = wanted in names
        begins = names[2].startswith(wanted) or (len(wanted) > 1 and wanted in names[2])
        named = wanted in names[0] or wanted in names[1]
        if body["active"] and (exact or begins or named):
            found.append((not exact, False, body["initials"], NamedTarget(number, None, exact)))
    found.sort(key=lambda one: one[:3])
    ranked = [one[3] for one in found]
    if (
        sum(one.exact for one in ranked) > 1
    ):  # several are called exactly so: none is meant for sure
        return [NamedTarget(one.department, one.crew, False) for one in ranked]
    return ranked


def name(desk: Desk, department: int, crew: int | None) -> str:
    """ "环卫一所 · 环卫21" """
    body = desk.directory.departments[department]
    named = both(body["zh"], body["en"])
    return named if crew is None else f"{named} · {desk.directory.crews[crew]['call_sign']}"


# what is offered


def _line(desk: Desk, case: int) -> str:
    cases = desk.room.cases
    slot = cases.slot_of[case]
    kind = desk.directory.categories.get(int(cases.column("category_id")[slot]))
    named = both(kind["zh"], kind["en"]) if kind else ""
    return " · ".join(filter(None, (_number(desk, case), named, cases.texts["address"][slot])))


def _number(desk: Desk, case: int) -> str:
    slot = desk.room.cases.slot_of[case]
    return desk.room.cases.texts["day_number"][slot] or desk.room.cases.texts["number"][slot]


def _open(desk: Desk, case: int) -> Offer:
    return Offer(OfferAction.OPEN, _line(desk, case), _("Open its card"), (case,))


def _show(desk: Desk, one: NamedTarget) -> Offer:
    title = name(desk, one.department, one.crew)
    return Offer(OfferAction.SHOW, title, _("Show it in the list"), (), one.department, one.crew)


def _by_words(desk: Desk, words: str, found: Sequence[int]) -> list[Offer]:
    made = [_open(desk, case) for case in found[:CASES_SHOWN]]
    if len(found) > 1:
        title = _("{count} cases with “{words}”").format(count=len(found), words=words)
        made.insert(0, Offer(OfferAction.CHOOSE, title, _("Choose them all"), tuple(found)))
    return made


def _sent(
    desk: Desk, case_search: CaseSearch, words: str, whom: Sequence[NamedTarget]
) -> list[Offer]:
    """Offers to dispatch: each case by its number, or all that contain the words."""
    numbered = by_number(desk, case_search, words)
    if numbered:
        pairs = [((case,), one) for one in whom for case in numbered][:CASES_SHOWN]
        sure = len(numbered) == 1 or words in (_number(desk, numbered[0]), _long(desk, numbered[0]))
        return [_dispatch(desk, cases, one, sure=sure) for cases, one in pairs]
    found = tuple(by_words(desk, case_search, words))
    return [
        _dispatch(desk, found, one, sure=len(found) == 1) for one in whom[:TARGETS_SHOWN] if found
    ]


def _long(desk: Desk, case: int) -> str:
    return desk.room.cases.texts["number"][desk.room.cases.slot_of[case]]


def _dispatch(desk: Desk, cases: Sequence[int], one: NamedTarget, *, sure: bool) -> Offer:
    what = _line(desk, cases[0])
    if len(cases) > 1:
        what = cases_words(len(cases))
    title = f"{what} → {name(desk, one.department, one.crew)}"
    verdict = foresight.foresee_dispatch(desk, cases, one.department, one.crew)
    ask = not (sure and one.exact) or verdict.allowed is not VerdictKind.YES
    refused = verdict.allowed is VerdictKind.NO
    does = verdict.text or (_("Dispatch, after a question") if ask else _("Dispatch"))
    if refused:
        does = _("Not possible: {reason}").format(reason=verdict.text)
    elif verdict.allowed is VerdictKind.CONFIRM:
        does = _("Dispatch, after a question: {reason}").format(reason=verdict.text)
    return Offer(OfferAction.DISPATCH, title, does, cases, one.department, one.crew, ask, refused)
