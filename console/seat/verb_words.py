"""What each verb of the command line is for, in one line; `--help` shows them."""

from typing import Final

from console.words import mark

TOLD: Final = {
    "demo": mark("A city to play with: an own database, a simulator, any post."),
    "intake": mark("The call taker's window: register cases."),
    "dispatch": mark("The dispatcher's window: map, queue, departments and crews."),
    "department": mark("A department's window: its own cases and crews."),
    "shift": mark("The shift lead's window: what is late and who answers for it."),
    "emergency": mark("The emergency's window."),
    "wall": mark("The video wall: nobody touches it."),
    "reports": mark("Evaluation and reports."),
    "administration": mark("The administrators' window."),
    "db": mark("Make, look after and save a database; people and their posts."),
    "db init": mark("Make schema, door, rules and roles in an empty database."),
    "db upgrade": mark("Bring a database to this program's version."),
    "db check": mark("Tell whether this program can work on a database."),
    "db seal": mark("Seal what the log holds by now into its chain."),
    "db verify-audit": mark(
        "Prove that the log is what was sealed; exit 1 names the first event that is not."
    ),
    "db server-settings": mark("Print templates for postgresql.conf and pg_hba.conf."),
    "db load-demo": mark("Fill an empty database with the demo city."),
    "db backup": mark("Write the whole database into a file while consoles work on it."),
    "db restore": mark("Make a database from a backup where there is none yet."),
    "db add-operator": mark("Make a person's login, with posts if given."),
    "db give": mark("Give a person posts."),
    "db take": mark("Take posts from a person."),
    "db lock": mark("Lock a person out."),
    "db unlock": mark("Let a person in again."),
    "db password": mark("Set a password."),
    "import": mark("Take a city's own files in; each row is taken or reported with its number."),
    "import cases": mark("Cases from a table (NYC 311, Boston 311 or an own mapping)."),
    "import regions": mark("Regions with their outlines."),
    "import grid": mark("Unit grids with their outlines, duty grids and collectors."),
    "import places": mark("Places for searching by name."),
    "import components": mark("Components with their places and owners."),
    "import departments": mark("Departments and their crews, from a table."),
    "import responsibility": mark("Which department answers for what, and where, from a table."),
    "import limits": mark("How long a case may wait in each stage of the centre, from a table."),
    "import standard": mark("A city's filing standard: classes, conditions, time limits."),
    "cases": mark("Cases: list them, what may be done with them, complainants, proposals."),
    "cases list": mark("The open cases, or all."),
    "cases complainant": mark("Who complained: masked, revealed, told or erased."),
    "cases proposals": mark("Which targets, departments and collectors are proposed, and why."),
    "cases offered": mark("What a post may do with a case, and what each command takes."),
    "commands": mark("Every command: from which stage, by which post, and what it needs."),
    "rules": mark("Standing dispatch rules, carried out by whoever keeps house."),
    "rules add": mark("Add a rule: a category goes to a department by itself."),
    "rules end": mark("End a rule."),
    "rules list": mark("The rules in force, or all."),
    "settings": mark("What the city has chosen: undo, axes, photos, time limits."),
    "settings list": mark(
        "Every setting, what it takes, and which source wins (--here: this machine's)."
    ),
    "settings install": mark(
        "Write this machine's settings, for its user or (--for-all) everybody."
    ),
    "settings set": mark("Change a setting; the log says who did."),
    "act": mark("Give a command on one or several cases."),
    "deadline": mark("Reckon a deadline by working time."),
    "grid": mark("Codes of unit grids, and grids for communities that have none."),
    "grid code": mark("Read a code, or the next free one of a community."),
    "grid cut": mark("Cut a community into unit grids."),
    "grid export": mark("Write the outlines of unit grids or regions as GeoJSON."),
    "simulate": mark("Let the demo city live: calls, crews, handling."),
    "keep": mark("Keep house: seal the log, dispatch by rules, raise alarms."),
    "shot": mark("Take a picture of a window and audit its layout."),
    "selftest": mark("Prove that this installation works."),
    "support-bundle": mark("Pack versions, settings and logs for support, without personal data."),
    "measure": mark("Measure this machine against the budgets."),
    "measure map": mark("Frames of the map with many cases."),
    "measure page": mark("Whether the map's process grows while changes come."),
    "measure startup": mark("From the start to a painted live map."),
    "measure frozen": mark("Size and start of the packaged program beside the source."),
    "measure latency": mark("From a command at one seat to its being seen at another."),
    "measure dispatch": mark("Commands a second through the door."),
    "measure soak": mark("Many seats for long, with faults: nothing lost, nothing doubled."),
    "measure archive": mark("Overdue, search and cards over millions of closed cases."),
    "measure resync": mark("A seat's proof and repair of what it shows."),
}
"""By verb, or verb and act."""
OPTIONS: Final = {
    "--database URL": mark("The database: sqlite:///file or postgresql://host/name."),
    "--as NAME": mark("Who acts; on PostgreSQL the login."),
    "--seat NAME": mark("This workstation's name."),
    "--language zh|en": mark("The language of windows and messages."),
    "--theme dark|light": mark("The colours of windows."),
}
"""They stand before or after any verb."""
