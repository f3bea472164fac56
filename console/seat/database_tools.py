"""`db`, `import` and `simulate`: work of a database's owner."""

import argparse
from contextlib import closing
from importlib import import_module
from typing import Any, Final

from console import paths
from console.seat import people_tools
from console.seat.opening import database_url, opened
from console.seat.options import WITH_PLACES
from console.store import address
from console.store.backup import files as backup
from console.store.engine import open_store
from console.store.log import audit
from console.store.migrations import revisions
from console.store.people import administration
from console.words import _, counted, mark

ToolAnswer = tuple[Any, list[str], int]


def database(options: argparse.Namespace) -> ToolAnswer:
    """Runs `db init|upgrade|check`, and the acts of `ACTS`."""
    if options.act == "check":
        with closing(open_store(database_url(options), _signed_on(options))) as store:
            document = {"database": str(store.url), **revisions.check(store)}
        return document, [_("The database is in order.")], 0
    if options.act in ACTS:
        return ACTS[options.act](options)
    store = open_store(database_url(options), create=options.act == "init")
    try:
        revision = revisions.upgrade(store, getattr(options, "installer", None))
        if options.act == "init":
            from console.city import national

            national.seed(store)
    finally:
        store.close()
    return {"revision": revision}, [_("The database is ready.")], 0


def _signed_on(options: argparse.Namespace) -> str | None:
    """The login that a server needs; an embedded database needs none."""
    embedded = address.parse(database_url(options)).drivername != address.SERVER
    return None if embedded else options.actor


def _load_demo(options: argparse.Namespace) -> ToolAnswer:
    from console.city import demo

    url, wanted = database_url(options), {"cases": options.cases, "history": options.history}
    made = demo.build(url, seed=options.seed, **wanted)
    return made, [_("The demo city is ready.")], 0


SEALED_ONE: Final = mark("{count} event sealed; the seal is {seal}.")
SEALED: Final = mark("{count} events sealed; the seal is {seal}.")


def _seal(options: argparse.Namespace) -> ToolAnswer:
    """`db seal`: everything settled, now."""
    with opened(options, _signed_on(options)) as store:
        made = audit.seal_all(store)
        found = audit.verify(store)
    lines = [counted(SEALED_ONE, SEALED, made).format(seal=found.last)]
    return {"sealed": made, "seal": found.last}, lines, 0


def _verify(options: argparse.Namespace) -> ToolAnswer:
    """`db verify-audit`: exit 1 and the event's number where the log differs from its seal."""
    with opened(options, _signed_on(options)) as store:
        found = audit.verify(store, options.known)
    document = {
        "events": found.events,
        "seals": found.seals,
        "unsealed": found.unsealed,
        "seal": found.last,
        "broken": found.broken,
    }
    if found.broken is None:
        said = _("{events} events in {seals} seals are as they were; {unsealed} wait for a seal.")
        return document, [said.format(**document)], 0
    if "known" in found.broken:
        said = _("The chain has no seal {known}: seals were taken away, or all made anew.")
    elif found.broken["seq"] is None:
        said = _("Seal {seal} does not fit the log or the seal before it.")
    elif found.broken.get("missing"):
        said = _("Seal {seal}: an event is missing after event {seq}.")
    else:
        said = _(
            "Seal {seal}: event {seq} is not the one that was sealed ({command}, case {case})."
        )
    return document, [said.format(**found.broken)], 1


def _server_settings(options: argparse.Namespace) -> ToolAnswer:
    """`db server-settings`: templates for PostgreSQL's own files, with this database's names."""
    with opened(options, _signed_on(options)) as store:
        names = administration.role_names(store)
    files = {
        name: paths.resource("server", name).read_text(encoding="utf-8")
        for name in ("postgresql.conf", "pg_hba.conf")
    }
    files["pg_hba.conf"] = files["pg_hba.conf"].format(**names)
    return files, [f"# {name}\n{text}" for name, text in files.items()], 0


def _backup(options: argparse.Namespace) -> ToolAnswer:
    """`db backup FILE`."""
    with opened(options, _signed_on(options)) as store:
        document = backup.backup(store, options.file)
    said = _("{cases} cases and {events} events are saved in {file}.")
    return document, [said.format(**document)], 0


def _restore(options: argparse.Namespace) -> ToolAnswer:
    """`db restore FILE`: consoles of the former life load anew."""
    document = backup.restore(database_url(options), options.file)
    said = _("{cases} cases and {events} events are back; era {era} begins.")
    return document, [said.format(**document)], 0


ACTS: Final = {
    "server-settings": _server_settings,
    "backup": _backup,
    "restore": _restore,
    "load-demo": _load_demo,
    "add-operator": people_tools.add_operator,
    **dict.fromkeys(("give", "take"), people_tools.posts),
    **dict.fromkeys(("lock", "unlock"), people_tools.lock),
    "password": people_tools.password,
    "seal": _seal,
    "verify-audit": _verify,
}

READERS: Final = {
    "cases": "cases.importing:import_cases",
    "regions": "grids.regions:import_regions",
    "grid": "grids.unit_grids:import_grid",
    "places": "places:import_places",
    "components": "components:import_components",
    "departments": "departments.departments:import_departments",
    "responsibility": "departments.responsibility:import_responsibility",
    "standard": "standards.workbook:import_standard",
    "limits": "limits:import_limits",
}
"""Kind of import → its function in `console.intake`, called with the store, the file and `crs`."""


def importing(options: argparse.Namespace) -> ToolAnswer:
    """`import KIND FILE`: exit 1 where nothing of the file went in."""
    module, _colon, name = READERS[options.kind].partition(":")
    read = getattr(import_module(f"console.intake.{module}"), name)
    beside = {"crs": options.crs} if options.kind in WITH_PLACES else {}
    if options.kind == "cases":
        beside = {"mapping": options.mapping}
    with opened(options, options.actor if options.kind != "cases" else None) as store:
        report = read(store, options.file, **beside)
    lines = [
        _("{imported} of {rows} rows imported, {unchanged} unchanged, {rejected} rejected.").format(
            **report
        )
    ]
    lines += [f"{entry['line']}: {entry['reason']}" for entry in report["rejections"]]
    lines += report.get("remarks", [])
    return report, lines, 0 if report["imported"] or report["unchanged"] else 1


def simulate(options: argparse.Namespace) -> ToolAnswer:
    """Runs the demo city's simulation, through the door, until stopped."""
    from console.city.life import simulator

    document = simulator.run(
        database_url(options),
        rate=options.rate,
        seed=options.seed,
        seconds=options.seconds,
        share=options.share,
        with_parent=options.with_parent,
    )
    return document, [_("{commands} commands, {refused} refused.").format(**document)], 0
