"""Facts of a case for the card, in the language in force."""

from collections.abc import Sequence
from datetime import tzinfo

import numpy as np

from console.desk import queues
from console.desk.clock_words import clock_words
from console.desk.form_choices import limit_words
from console.desk.holding import silent_holder
from console.desk.naming import Naming
from console.desk.reporter import Reporter
from console.domain.collectors import sent_at, silent
from console.domain.moment import from_ms
from console.domain.stage import AssignmentState, Stage
from console.words import _, both
from widgets import marks
from widgets.card.fields import Fact


def facts(
    naming: Naming, case: int, zone: tzinfo, reporter: Reporter | None = None
) -> Sequence[Fact]:
    """Lists the facts of an open case: description, place, clocks, holder, rule and reporter.

    `reporter` is None while he has not been read.
    """
    cases = naming.desk.room.cases
    slot = cases.slot_of[case]
    condition, closing = _condition(naming, slot)
    return (
        Fact(_("Description"), naming.text("description", slot), lead=True),
        Fact(_("Address"), naming.text("address", slot), middle=True),
        _ended(naming, slot, zone) or _stage_clock(naming, slot, zone),
        _case_clock(naming, slot, zone),
        _holder(naming, slot),
        Fact(_("Department"), naming.department(slot)),
        _who_looks(naming, case, zone) or Fact(_("Crew"), _crews(naming, case)),
        Fact(_("Filing condition"), condition),
        Fact(_("Closing condition"), closing),
        Fact(_("Source"), naming.source(slot)),
        _reported(reporter),
        Fact(_("Unit grid"), _spaced(naming.text("grid_code", slot))),
    )


def _holder(naming: Naming, slot: int) -> Fact:
    """Who claimed it; amber once others may take it over."""
    name = naming.holder(slot)
    if name and silent_holder(naming.desk, slot):
        words = _("{name} · silent, may be taken over").format(name=name)
        return Fact(_("Held by"), words, "warn.text", short=name)
    return Fact(_("Held by"), name)


def _reported(reporter: Reporter | None) -> Fact:
    """Masked with the key that reveals him; hatched until he is known."""
    if reporter is None:
        return Fact(_("Reporter"), "", hidden=True)
    if reporter.open or reporter.nobody:
        return Fact(_("Reporter"), reporter.words)
    return Fact(_("Reporter (P reveals)"), reporter.words, "text.2")


def _spaced(code: str) -> str:
    """15 digits as 6 3 3 3 (GB/T 30428.1): district, street, community, grid."""
    if len(code) != 15:
        return code
    return f"{code[:6]} {code[6:9]} {code[9:12]} {code[12:]}"


def _condition(naming: Naming, slot: int) -> tuple[str, str]:
    cases = naming.desk.room.cases
    row = naming.desk.directory.conditions.get(int(cases.column("condition_id")[slot]))
    if row is None:
        return "", ""
    filing = f"{both(row['zh'], row['en'])} · {limit_words(row)}"
    return filing, both(row["closing_zh"], row["closing_en"])


def _who_looks(naming: Naming, case: int, zone: tzinfo) -> Fact | None:
    """Who was sent to verify or check and when; None at a stage that nobody is sent in."""
    row = naming.desk.room.cases.row(case)
    if row["stage"] not in (Stage.VERIFY, Stage.CHECK):
        return None
    at = sent_at(row)
    if at is None:
        return Fact(_("Collector"), "")
    sign = naming.call_sign(row["collector_id"])
    if silent(row, naming.desk.room.clock.now(), naming.desk.room.cases.calendars.calendar):
        words, hue = _("{collector} · sent {time}, no answer"), "warn.text"
    else:
        words, hue = _("{collector} · sent {time}"), "text.1"
    told = words.format(collector=sign, time=f"{from_ms(at, zone):%H:%M}")
    return Fact(_("Collector"), told, hue, short=sign)


def _crews(naming: Naming, case: int) -> str:
    held = naming.desk.room.cases.crews.get(case, {}).values()
    rows = naming.desk.directory.crews
    signs = [
        rows[crew]["call_sign"]
        for crew, state in held
        if crew in rows and AssignmentState(state).live
    ]
    return ", ".join(signs)


def _ended(naming: Naming, slot: int, zone: tzinfo) -> Fact | None:
    """When it ended, in the place of a clock that runs no longer."""
    read = naming.desk.room.cases.column
    if not Stage(int(read("stage")[slot])).ended:
        return None
    at = int(read("closed_at")[slot]) or int(read("stage_since")[slot])
    return Fact(_("Ended"), f"{from_ms(at, zone):%Y-%m-%d %H:%M}")


def _stage_clock(naming: Naming, slot: int, zone: tzinfo) -> Fact:
    """The clock of the queue it stands in, with its deadline."""
    now = naming.desk.room.clock.now()
    one = np.array([slot])
    clocks = queues.clocks(naming.desk, one, now)
    words = clock_words(clocks, 0, zone)
    due = int(queues.deadlines(naming.desk, one)[0])
    if not words:
        return Fact(_("Deadline"), "")
    hue = "text.1" if clocks.until[0] else marks.words_hue(float(clocks.used[0]))
    return Fact(
        _("Deadline"),
        f"{from_ms(due, zone):%m-%d %H:%M} · {words}",
        "text.1" if hue == "text.3" else hue,
        short=words,
    )


def _case_clock(naming: Naming, slot: int, zone: tzinfo) -> Fact:
    """The other clock: the whole case's."""
    due = int(naming.desk.room.cases.column("case_deadline")[slot])
    return Fact(_("Case due"), f"{from_ms(due, zone):%m-%d %H:%M}" if due else "")
