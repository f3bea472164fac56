"""Search for duplicates of a draft: similar open and ended cases, earlier calls of the number."""

from collections.abc import Sequence
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from qtpy.QtCore import QObject

from console.desk.case_names import CaseNames
from console.desk.places import Spot
from console.desk.registration import Draft, Earlier, PossibleDuplicate, Registration
from console.domain.moment import from_ms
from console.domain.stage import Stage
from console.words import _
from widgets.intake.duplicate_list import DuplicateLine, DuplicateList
from widgets.session.context import Context
from widgets.session.jobs import ignore

DUPLICATES_SHOWN: Final = 3
CALLS_SHOWN: Final = 5


class DuplicateSearch(QObject):
    """Fills `list`; answers for an earlier draft are dropped."""

    def __init__(self, registration: Registration, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self.registration, self.context = registration, context
        self.list = DuplicateList(registration.takes_callers)
        self._draft: Draft | None = None
        self._ended: list[PossibleDuplicate] = []
        self._calls: Sequence[Earlier] = ()
        self._phone = ""
        self._asked: tuple[int, Spot] | None = None

    def seek(self, draft: Draft) -> None:
        """Starts with another draft."""
        self._calls, self._phone, self._ended, self._asked = (), "", [], None
        self.seek_calls(draft)
        self.seek_ended(draft)

    def seek_calls(self, draft: Draft) -> None:
        """Reads earlier calls from its number, once for each number."""
        phone = draft.phone.strip()
        if not self.registration.takes_callers or phone == self._phone:
            return
        self._phone, self._calls = phone, ()
        if phone:
            read, came = partial(self.registration.earlier, phone), partial(self._calls_came, phone)
            self.context.jobs.run(self, read, came, ignore)  # the form tells of letters in a number
        self.show(draft)

    def _calls_came(self, phone: str, found: Sequence[Earlier]) -> None:
        if phone == self._phone and self._draft is not None:
            self._calls = found
            self.show(self._draft)

    def seek_ended(self, draft: Draft) -> None:
        """Reads similar cases that ended lately, once for each category and place."""
        spot, category = draft.spot, draft.category
        asked = (category, spot) if spot is not None and category is not None else None
        if asked == self._asked:
            return
        self._asked, self._ended = asked, []
        if asked is not None:
            read = partial(self.registration.ended_duplicates, *asked)
            self.context.jobs.run(self, read, partial(self._ended_came, asked), ignore)

    def _ended_came(self, asked: tuple[int, Spot], found: list[PossibleDuplicate]) -> None:
        if asked == self._asked and self._draft is not None:
            self._ended = found
            self.show(self._draft)

    def show(self, draft: Draft) -> None:
        """Shows what is known for a draft."""
        self._draft = draft
        case_names = CaseNames(self.registration.desk)
        zone = ZoneInfo(self.registration.desk.directory.city["zone"])
        duplicates = [*self.registration.duplicates(draft), *self._ended][:DUPLICATES_SHOWN]
        known = {one.case for one in duplicates}
        calls = [one for one in self._calls if one.act == "answer" or one.case_id not in known]
        self.list.show_parts(
            [_alike_line(case_names, one) for one in duplicates],
            [_call_line(case_names, one, zone) for one in calls[:CALLS_SHOWN]],
        )


def _alike_line(case_names: CaseNames, one: PossibleDuplicate) -> DuplicateLine:
    cases = case_names.desk.room.cases
    stage = _("ended") if one.ended else case_names.stage(cases.slot_of[one.case])
    far = _("{metres} m").format(metres=one.metres)
    return DuplicateLine(f"{one.number} · {far} · {stage}", one.case, not one.ended)


def _call_line(case_names: CaseNames, one: Earlier, zone: ZoneInfo) -> DuplicateLine:
    when = f"{from_ms(one.at, zone):%m-%d %H:%M}"
    if one.act == "answer":
        return DuplicateLine(_("{when} answered: {words}").format(when=when, words=one.words))
    if one.act == "repeat":
        return DuplicateLine(_("{when} called again about it").format(when=when), one.case_id)
    kind = case_names.name_of("categories", one.category_id or 0)
    stage = Stage(one.stage).label if one.stage is not None else ""
    parts = (one.day_number or when, kind, stage, one.words)
    still = one.stage is not None and one.stage < Stage.CLOSED
    return DuplicateLine(" · ".join(part for part in parts if part), one.case_id, still)
