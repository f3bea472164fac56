"""Registration of a case: the draft, objections to it, the command that is sent.

The caller's data are sent apart from the case, after it has its number: no event ever holds them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from console.desk import nearby, places, responsibility
from console.desk.category_search import CategorySearch, title
from console.desk.desk import Desk
from console.desk.foresight import SeatLookups
from console.desk.grid_locator import GridLocator, Location
from console.desk.places import Places, Spot
from console.domain import judgement
from console.domain.administration import COMPLAINANT_POSTS
from console.domain.calls import telephone
from console.domain.geodesy import LocalPlane, distance
from console.domain.intent import Answer, Intent, new_command_id
from console.domain.judgement import Declined
from console.domain.needs import in_scope
from console.domain.refusal import Refused, sentence
from console.domain.stage import Post
from console.store.people import calls, complainants
from console.store.people.calls import Earlier as Earlier
from console.store.reading import queries
from console.words import _, both

SOURCE_OF: Final[Mapping[Post, str]] = {Post.COLLECTOR: "collector"}
"""Initial source of a form by post; the hotline for all others."""
ENDED_MS: Final = 24 * 3_600_000


@dataclass(slots=True)
class Draft:
    """Draft of a case. `command_id` is the case's, `call_id` that of a call's record: however
    often it is saved, it is the same case.
    """

    command_id: str
    call_id: str
    phone: str = ""
    name: str = ""
    kind_words: str = ""
    category: int | None = None
    place_words: str = ""
    spot: Spot | None = None
    description: str = ""
    source: str = "hotline"
    severity: int = 3
    warned: frozenset[int] = frozenset()
    waiting: bool = False
    """It has been sent and no database has answered yet."""

    @property
    def typed(self) -> bool:
        """Whether there is input that would be lost."""
        words = (self.phone, self.name, self.kind_words, self.place_words, self.description)
        return any(word.strip() for word in words) or self.spot is not None

    @property
    def title(self) -> str:
        """Words that tell it from other drafts: caller, category or place."""
        words = (self.name, self.kind_words, self.place_words, self.phone, self.description)
        return next((word.strip() for word in words if word.strip()), _("New case"))


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """A probable duplicate; `ended` where it is open no longer."""

    case: int
    number: str
    metres: int
    ended: bool


class Registration:
    """Registration of telephone calls as cases, for one seat."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.locator, self.kinds = GridLocator(desk), CategorySearch(desk)

    def draft(self) -> Draft:
        """Makes an empty draft."""
        now = self.desk.room.clock.now()
        source = SOURCE_OF.get(self.desk.post, "hotline")
        return Draft(new_command_id(now), new_command_id(now), source=source)

    @property
    def takes_callers(self) -> bool:
        """Whether this post records the caller."""
        return self.desk.post in COMPLAINANT_POSTS["tell"]

    def places(self) -> Places:
        """The city's gazetteer. Blocks: for worker threads. Raises `Refused`."""
        return places.read(self.desk.store)

    # what is shown while it is filled in

    def located(self, draft: Draft) -> Location | None:
        spot = draft.spot
        return self.locator.at(spot.lon, spot.lat) if spot is not None else None

    def reached(self, region: int) -> bool:
        """Whether the post at this seat reaches a region."""
        held = in_scope(self.desk.posts, region, None, SeatLookups(self.desk))
        return self.desk.post in held

    def answering(self, draft: Draft) -> tuple[str, str]:
        """Department that will answer for the case, and why; "" while unknown."""
        at = self.located(draft)
        if at is None or draft.category is None:
            return "", ""
        found = responsibility.responsible(self.desk.directory, draft.category, at.region)
        if not found:
            return _("Nobody answers for this here yet; the dispatcher decides"), ""
        body = self.desk.directory.departments[found[0].department]
        why = responsibility.words(self.desk.directory, draft.category, found[0])
        return both(body["zh"], body["en"]), why

    def duplicates(self, draft: Draft) -> list[PossibleDuplicate]:
        """Probable duplicates among the open cases, nearest first."""
        if draft.spot is None or draft.category is None:
            return []
        cases = self.desk.room.cases
        found = nearby.duplicates_at(self.desk, draft.category, draft.spot.lon, draft.spot.lat)
        return [
            PossibleDuplicate(
                one.case,
                cases.texts["day_number"][cases.slot_of[one.case]],
                round(one.metres),
                ended=False,
            )
            for one in found
        ]

    def ended_duplicates(self, category: int, spot: Spot) -> list[PossibleDuplicate]:
        """Probable duplicates among cases that ended within a day. Blocks. Raises `Refused`."""
        frame = LocalPlane(spot.lon, spot.lat)
        west, south = frame.to_degrees(-nearby.ALIKE_METRES, -nearby.ALIKE_METRES)
        east, north = frame.to_degrees(nearby.ALIKE_METRES, nearby.ALIKE_METRES)
        since = self.desk.room.clock.now() - ENDED_MS
        rows = queries.ended_near(self.desk.store, category, since, (west, south, east, north))
        made = [
            PossibleDuplicate(
                row["id"],
                row["day_number"],
                round(distance(spot.lon, spot.lat, row["lon"], row["lat"])),
                ended=True,
            )
            for row in rows
        ]
        return [one for one in made if one.metres <= nearby.ALIKE_METRES]

    def earlier(self, phone: str) -> Sequence[Earlier]:
        """Cases and calls of a number. Blocks. Raises `Refused`."""
        return calls.earlier(self.desk.store, self.desk.post, telephone(phone))

    def phrases(self, draft: Draft) -> list[str]:
        """Descriptions to choose from: the filing conditions of its category."""
        if draft.category is None:
            return []
        rows = self.desk.directory.choices(draft.category)
        return list(dict.fromkeys(both(row["zh"], row["en"]) for row in rows))

    # what speaks against it

    def objection(self, draft: Draft) -> tuple[str, str]:
        """(field, sentence) that keeps it from being saved; ("", "") where nothing does."""
        if (said := phone_objection(draft.phone)) != "":
            return "phone", said
        if draft.category is None:
            return "kind", self._no_kind(draft)
        at = self.located(draft)
        if draft.spot is None:
            return "place", _no_place(draft)
        if at is None:
            return "place", _("No unit grid at this point: it lies outside the city.")
        if not self.reached(at.region):
            told = _("This place lies in {region}, outside the area of your post.")
            return "place", told.format(region=self.locator.names(at.region))
        if not draft.description.strip():
            return "description", _("Say in a few words what it is about.")
        return self._declined(draft)

    def unanswered(self, draft: Draft, question: str | None, words: str) -> tuple[str, str]:
        """(field, sentence) that keeps a call from being kept as answered; ("", "") for nothing."""
        if (said := phone_objection(draft.phone)) != "":
            return "phone", said
        if question is None:
            return "question", _("Choose what was asked about.")
        return ("", "") if words.strip() else ("answer", _("Write what was answered."))

    def _no_kind(self, draft: Draft) -> str:
        words = draft.kind_words.strip()
        told = _("There is no category “{words}”.").format(words=words)
        return told if words and not self.kinds.find(words) else _("Choose a category.")

    def _declined(self, draft: Draft) -> tuple[str, str]:
        """Objection of the rules of the door."""
        desk = self.desk
        try:
            asked = self.intent(draft)
            judgement.judge(asked, None, desk.actor, desk.room.clock.now(), SeatLookups(desk))
        except Declined as no:
            return "description", sentence(no.key, no.detail)
        except Refused as no:
            return "description", str(no)
        return "", ""

    def new_duplicates(self, draft: Draft) -> str:
        """Sentence about duplicates registered while this was typed; "" for none, and each only
        once.
        """
        found = [one for one in self.duplicates(draft) if one.case not in draft.warned]
        if not found:
            return ""
        draft.warned |= {one.case for one in found}
        told = _(
            "{number} was registered meanwhile and seems the same. Enter again saves all the same."
        )
        return told.format(number=found[0].number)

    def seen(self, draft: Draft) -> None:
        """Marks the present duplicates as seen by the operator."""
        draft.warned |= {one.case for one in self.duplicates(draft)}

    def pose(self, draft: Draft) -> None:
        """Fills the draft in like the newest open case, for a picture."""
        cases = self.desk.room.cases
        case = max(cases.slot_of, default=0)
        if not case:
            return
        slot = cases.slot_of[case]
        kind = self.desk.directory.categories[int(cases.column("category_id")[slot])]
        lon, lat = float(cases.column("lon")[slot]), float(cases.column("lat")[slot])
        place = cases.texts["address"][slot]
        draft.category, draft.kind_words = kind["id"], title(kind)
        draft.spot, draft.place_words = Spot(place, place, lon, lat), place
        draft.phone, draft.description = "10000000361", cases.texts["description"][slot]

    # what is sent

    def intent(self, draft: Draft) -> Intent:
        """The command, the same however often it is asked for."""
        at, spot = self.located(draft), draft.spot
        assert at is not None
        assert spot is not None
        changes: dict[str, Any] = {
            "category_id": draft.category,
            "region_id": at.region,
            "lon": spot.lon,
            "lat": spot.lat,
            "address": address(draft),
            "description": draft.description.strip(),
            "source": draft.source,
            "severity": draft.severity,
        }
        if at.grid is not None:
            changes["grid_code"] = at.grid
        return Intent(draft.command_id, "register", None, self.desk.post, changes=changes)

    def caller(self, draft: Draft) -> Mapping[str, str | None]:
        """Name and telephone as stored; empty where not given."""
        told = {"name": draft.name.strip() or None, "phone": telephone(draft.phone) or None}
        return told if any(told.values()) and self.takes_callers else {}

    def after(self, caller: Mapping[str, str | None], answers: Sequence[Answer]) -> str:
        """Sends the caller's data of the new case; answers its short number. Blocks.

        Raises `Refused` where the database does not answer: all of it may be asked again.
        """
        answer = answers[0]
        if not answer.done or answer.subject is None:
            return ""
        if caller:
            told = {**caller, "address": None}
            complainants.act(self.desk.store, "tell", answer.subject, self.desk.post, told)
        row = queries.case(self.desk.store, answer.subject)
        return str(row["day_number"]) if row is not None else ""

    def record_repeat(self, draft: Draft, case: int) -> Answer:
        """Records the call as one about an existing case. Blocks. Raises `Refused`."""
        told = {**self.caller(draft), "answer": draft.description.strip() or None}
        return calls.repeat(self.desk.store, draft.call_id, self.desk.post, case, told)

    def record_answer(self, draft: Draft, question: str, words: str) -> Answer:
        """Records the call as answered at once. Blocks. Raises `Refused`."""
        told = {**self.caller(draft), "question": question, "answer": words.strip()}
        return calls.answer(self.desk.store, draft.call_id, self.desk.post, told)


def address(draft: Draft) -> str:
    """The place's Chinese name and the operator's addition: a floor, a gate."""
    spot = draft.spot
    if spot is None:
        return draft.place_words.strip()
    more = draft.place_words.removeprefix(spot.name).strip()
    return f"{spot.zh} {more}".strip() if draft.place_words.startswith(spot.name) else spot.zh


def phone_objection(phone: str) -> str:
    """Why this is no telephone number; "" where it is one or nothing."""
    try:
        telephone(phone)
    except Refused as no:
        return str(no)
    return ""


def _no_place(draft: Draft) -> str:
    words = draft.place_words.strip()
    told = _("No place is called “{words}”; choose one from the list or on the map.")
    return told.format(words=words) if words else _("Say where: address, crossing or a point.")


def repeated(draft: Draft) -> str:
    """Text of the note on a case reported again; it does not name the caller."""
    words = draft.description.strip()
    return _("Reported again: {words}").format(words=words) if words else _("Reported again")
