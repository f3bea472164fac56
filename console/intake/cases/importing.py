"""Importing cases of another system: history as the owner's loader writes it, once.

Due, closed and on-time facts become the clocks and two events with the moments they claim. A second
import of the same file adds nothing; a record that has changed since is taken over as a new event.
"""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection

from console import progress
from console.domain.refusal import Refused
from console.intake.cases import facts, formats
from console.intake.cases.bodies import Bodies
from console.intake.cases.formats import Form
from console.intake.cases.rows import case_row, event_rows
from console.intake.files import tables
from console.intake.report import Report
from console.store.city import imports, loader
from console.store.engine import Store
from console.store.reading import tokens

LOG = logging.getLogger(__name__)


def import_cases(store: Store, file: str, mapping: str | None = None) -> dict[str, Any]:
    """Imports a file of cases in one transaction; answers its report (`intake.report`).

    `mapping` is a file that says what the columns of another system mean. Raises `Refused` for a
    file that cannot be read at all; nothing is written then.
    """
    path = Path(file)
    forms = (formats.own(Path(mapping)),) if mapping else formats.formats()
    if not tables.plain_suffix(path):
        raise Refused("file_kind_unknown", path=file, known=", ".join(sorted(tables.FILES)))
    table = tables.read(path, lambda header: formats.score(forms, header))
    form = formats.recognise(path, table.header, forms)
    report = Report(without_place=[])
    found = _read(table, form, report)
    with store.write() as connection:
        loader.unhurried(connection)  # addresses become tokens and bodies rows while it is open
        _write(connection, form, found, report)
    LOG.info("imported %d of %d rows of %s", report.imported, report.rows, form.name)
    return report.document()


def _read(table: tables.Table, form: Form, report: Report) -> dict[str, facts.Facts]:
    """The records by their number; the others are rejected and all are counted."""
    columns, parts = form.known(table.header), form.parts(table.header)
    reader = facts.Reader(form, columns, parts)
    places: list[int] = []
    found: dict[str, facts.Facts] = {}
    for line in table.lines:
        report.rows += 1
        progress.tell(report.rows)
        try:
            fact = reader.read(line)
            if fact.key in found:
                raise Refused("row_twice", number=fact.key)
        except Refused as no:
            report.reject(line.number, no)
            continue
        found[fact.key] = fact
        if fact.lon is None:
            places.append(line.number)
    report.without_place = places
    used = {*columns.values(), *parts}
    report.unused += [name for name in table.header if name and name not in used]
    report.unused += table.nameless
    report.remark_lines("told_titles", table.skipped)
    if table.ignored:
        report.remark("told_sheets", names=", ".join(table.ignored))
    for key, lines in reader.noticed.items():
        report.remark_lines(key, lines, zone=form.zone)
    return found


def _write(
    connection: Connection,
    form: Form,
    found: Mapping[str, facts.Facts],
    report: Report,
) -> None:
    known = imports.known(connection, form.name)
    fresh = [fact for fact in found.values() if fact.key not in known]
    changed = [f for f in found.values() if f.key in known and known[f.key][1] != f.digest]
    report.imported = len(fresh) + len(changed)
    report.unchanged = len(found) - report.imported
    if not report.imported:
        return
    bodies = Bodies(connection, form)
    ids = loader.case_ids(connection, len(fresh))
    made = [case_row(case, fact, form, bodies) for case, fact in zip(ids, fresh, strict=True)]
    loader.load(connection, "case_", made)
    loader.load(connection, "token", list(tokens.rows(made)))
    refs = [
        {"system": form.name, "key": f.key, "case_id": case, "digest": f.digest}
        | {"facts": {"due": f.due, "closed": f.closed, "on_time": f.on_time}}
        for case, f in zip(ids, fresh, strict=True)
    ]
    loader.load(connection, "external_ref", refs)
    events = [e for row, f in zip(made, fresh, strict=True) for e in event_rows(row, f, form)]
    for fact in changed:
        events += _changed(connection, known[fact.key][0], fact, form, bodies)
    imports.write_events(connection, events)


def _changed(
    connection: Connection,
    case: int,
    fact: facts.Facts,
    form: Form,
    bodies: Bodies,
) -> list[dict[str, Any]]:
    """Takes a record over that has changed in the other system since."""
    new = case_row(case, fact, form, bodies)
    return imports.update_case(connection, form.name, fact.key, new, fact.digest)
