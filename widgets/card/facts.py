"""Facts of a case for the card, in the language in force."""

from collections.abc import Sequence
from datetime import tzinfo

import numpy as np

from console.desk import queues
from console.desk.case_names import CaseNames
from console.desk.claims import silent_holder
from console.desk.clock_words import clock_words
from console.desk.form_choices import limit_words
from console.desk.reporter import Reporter
from console.domain.collectors import sent_at, silent
from console.domain.moment import from_ms
from console.domain.stage import AssignmentState, Stage
from console.words import _, both
from widgets import marks
from widgets.card.fields import Fact


def facts(
    case_names: CaseNames, case: int, zone: tzinfo, reporter: Reporter | None = None
) -> Sequence[Fact]:
    """Lists the facts of an open case: description, place, clocks, holder, rule and reporter.

    `reporter` is None while he has not been read.
    """
    cases = case_names.desk.room.cases
    slot = cases.slot_of[case]
    condition, closing = _condition(case_names, slot)
    return (
        Fact(_("Description"), case_names.text("description", slot), lead=True),
        Fact(_("Address"), case_names.text("address", slot), middle=True),
        _ended(case_names, slot, zone) or _stage_clock(case_names, slot, zone),
        _case_clock(case_names, slot, zone),
        _holder(case_names, slot),
        Fact(_("Department"), case_names.department(slot)),
        _who_looks(case_names, case, zone) or Fact(_("Crew"), _crews(case_names, case)),
        Fact(_("Filing condition"), condition),
        Fact(_("Closing condition"), closing),
        Fact(_("Source"), case_names.source(slot)),
        _reported(reporter),
        Fact(_("Unit grid"), _spaced(case_names.text("grid_code", slot))),
    )


def _holder(case_names: CaseNames, slot: int) -> Fact:
    """Fact of the holder; amber once others may take the case over."""
    name = case_names.holder(slot)
    if name and silent_holder(case_names.desk, slot):
        words = _("{name} · silent, may be taken over").format(name=name)
        return Fact(_("Held by"), words, "warn.text", short=name)
    return Fact(_("Held by"), name)


def _reported(reporter: Reporter | None) -> Fact:
    """Fact of the reporter: masked, or hatched until he has been read."""
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


def _condition(case_names: CaseNames, slot: int) -> tuple[str, str]:
    cases = case_names.desk.room.cases
    row = case_names.desk.directory.conditions.get(int(cases.column("condition_id")[slot]))
    if row is None:
        return "", ""
    filing = f"{both(row['zh'], row['en'])} · {limit_words(row)}"
    return filing, both(row["closing_zh"], row["closing_en"])


def _who_looks(case_names: CaseNames, case: int, zone: tzinfo) -> Fact | None:
    """Fact of the collector sent to verify or check; None at a stage without one."""
    row = case_names.desk.room.cases.row(case)
    if row["stage"] not in (Stage.VERIFY, Stage.CHECK):
        return None
    at = sent_at(row)
    if at is None:
        return Fact(_("Collector"), "")
    sign = case_names.call_sign(row["collector_id"])
    if silent(row, case_names.desk.room.clock.now(), case_names.desk.room.cases.calendars.calendar):
        words, hue = _("{collector} · sent {time}, no answer"), "warn.text"
    else:
        words, hue = _("{collector} · sent {time}"), "text.1"
    told = words.format(collector=sign, time=f"{from_ms(at, zone):%H:%M}")
    return Fact(_("Collector"), told, hue, short=sign)


def _crews(case_names: CaseNames, case: int) -> str:
    held = case_names.desk.room.cases.crews.get(case, {}).values()
    rows = case_names.desk.directory.crews
    signs = [
        rows[crew]["call_sign"]
        for crew, state in held
        if crew in rows and AssignmentState(state).live
    ]
    return ", ".join(signs)


def _ended(case_names: CaseNames, slot: int, zone: tzinfo) -> Fact | None:
    """Fact of the end, in place of the clock."""
    read = case_names.desk.room.cases.column
    if not Stage(int(read("stage")[slot])).ended:
        return None
    at = int(read("closed_at")[slot]) or int(read("stage_since")[slot])
    return Fact(_("Ended"), f"{from_ms(at, zone):%Y-%m-%d %H:%M}")


def _stage_clock(case_names: CaseNames, slot: int, zone: tzinfo) -> Fact:
    """Fact of the clock that counts for the queue, with its deadline."""
    now = case_names.desk.room.clock.now()
    one = np.array([slot])
    clocks = queues.clocks(case_names.desk, one, now)
    words = clock_words(clocks, 0, zone)
    due = int(queues.deadlines(case_names.desk, one)[0])
    if not words:
        return Fact(_("Deadline"), "")
    hue = "text.1" if clocks.until[0] else marks.words_hue(float(clocks.used[0]))
    return Fact(
        _("Deadline"),
        f"{from_ms(due, zone):%m-%d %H:%M} · {words}",
        "text.1" if hue == "text.3" else hue,
        short=words,
    )


def _case_clock(case_names: CaseNames, slot: int, zone: tzinfo) -> Fact:
    """Fact of the clock of the whole case."""
    due = int(case_names.desk.room.cases.column("case_deadline")[slot])
    return Fact(_("Case due"), f"{from_ms(due, zone):%m-%d %H:%M}" if due else "")
