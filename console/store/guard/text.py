"""The text of the guard: its files in order, with lists from the schema and the rule table filled in."""

import json
from importlib import resources
from string import Template
from typing import Final

from console.domain import city_settings, initials, needs, value_checks
from console.domain.administration import (
    ACT_POSTS,
    ALIVE_MS,
    COMPLAINANT_POSTS,
    GROUPS,
    KEPT_LOGINS,
    LOGIN,
    MOST_DETAIL,
    SEATS_MOST,
    WALL_STATUS_MOST,
)
from console.domain.calls import CALL_POSTS, EARLIER_MOST, LISTED_MOST, PHONE, QUESTIONS, TEXTS
from console.domain.effects import BLANK
from console.domain.intent import INTENTS_MOST, SETTINGS
from console.domain.source import SOURCES
from console.domain.stage import Post, Stage
from console.domain.workflow import CASE_KEYS, DIGITS, KEY_TYPES, MERGED_TOO, NOT_UNDOABLE
from console.store.city.state import CITY_STATE
from console.store.city.tables import CODES
from console.store.door import blobs
from console.store.door.standing_due import (
    REASON,
    due_sql,
)
from console.store.guard import wall_views
from console.store.log import months
from console.store.reading import pairs, reach
from console.store.reading.tokens import (
    FEW,
    PROBED,
    WALKED,
    WALKED_NARROW,
)
from console.store.schema import Case, Event

GUARD: Final = (
    *("calendar.sql", "roles.sql", "needs.sql", "effects.sql", "tokens.sql", "answers.sql"),
    *("door.sql", "append_only.sql", "months.sql", "keeping.sql", "reading.sql", "seats.sql"),
    "wall_pairs.sql",
    *("search.sql", "people.sql", "nouns.sql", "noun_steps.sql", "traces.sql"),
    *("complainant.sql", "calls.sql", "standing.sql", "wall.sql", "grants.sql"),
)
CITY_TABLES: Final = (
    *("region", "unit_grid", "duty_grid", "collector", "place", "component", "category"),
    *("filing_condition", "stage_limit", "department", "crew", "contact", "resource", "contractor"),
)
"""What the system administrator keeps."""
CITY_LISTS: Final = ("work_span", "responsibility", "region_under", "department_under")
"""The same, of which rows may go again."""
FOR_EVERYBODY: Final = (
    *("door_now", "keep_house", "seal_log", "my_id", "my_posts", "my_whole", "my_regions"),
    *("my_departments", "my_corners", "administer", "complainant_of"),
    *(
        "keep_standing",
        "keep_months",
        "nouns",
        "noun_digest",
        "found_cases",
        "keeps_city",
        "set_setting",
    ),
    *(
        "call_act",
        "calls_today",
        "note_import",
        "show_life",
        "wall_life",
        "leave_seat",
        "end_stalled",
        "city_state",
    ),
)
"""Functions that every login but a wall's may call; each asks for itself who calls."""


class Placeholders(Template):
    """SQL with `%(name)s` where a value goes: `$` is PostgreSQL's own quote."""

    delimiter = "%"
    pattern = r"%(?:(?P<escaped>%\b\B)|\((?P<braced>[a-z_]+)\)s|(?P<named>\b\B)|(?P<invalid>\b\B))"  # type: ignore[assignment]  # compiled by Template itself


def plain_changes() -> str:
    """Pattern of the text of `changes` that hold integers and booleans under their own keys only."""
    kinds = [
        ("|".join(key for key, held in DIGITS.items() if held == most), rf"-?[0-9]{{1,{most}}}")
        for most in sorted({*DIGITS.values()})
    ]
    flags = "|".join(key for key, kind in KEY_TYPES.items() if kind == "boolean")
    pairs = "|".join(f'"({keys})": {value}' for keys, value in (*kinds, (flags, "(true|false)")))
    return rf"^\{{(({pairs})(, )?)*\}}$"


def guard_sql() -> str:
    """The guard with its lists filled from the schema and the rule table.

    Raises `KeyError` for a placeholder without a value.
    """
    folder = resources.files("console.store.guard")
    text = "\n".join((folder / name).read_text(encoding="utf-8") for name in GUARD)
    return Placeholders(text).substitute(_of_the_door() | _of_people() | _of_walls())


def _of_the_door() -> dict[str, str]:
    """What stands in the guard of cases and their commands."""
    columns = [c.name for c in Case.__table__.columns if c.name != "id"]
    defaults = {
        c.name: json.loads(str(c.server_default.arg).strip("'"))
        for c in Case.__table__.columns
        if c.server_default is not None and str(c.server_default.arg) in ("0", "false", "'[]'")
    }
    return {
        "key_types": json.dumps(dict(KEY_TYPES)),
        "digits": json.dumps(dict(DIGITS)),
        "too_large": str(value_checks.TOO_LARGE),
        "looked_at": ",".join(value_checks.CHECKS),
        "longest": json.dumps(dict(value_checks.LONGEST)),
        "intents_most": str(INTENTS_MOST),
        "longest_reason": str(value_checks.LONGEST["reason"]),
        "longest_name": str(value_checks.LONGEST["on_behalf_of"]),
        "sources": ",".join(SOURCES),
        "known_sources": ", ".join(SOURCES),
        "plain_changes": plain_changes(),
        "case_keys": ", ".join(f"'{key}'" for key in CASE_KEYS),
        "not_undoable": ", ".join(f"'{name}'" for name in sorted(NOT_UNDOABLE)),
        "need_keys": json.dumps(dict(needs.KEYS)),
        "merged_too": ", ".join(f"'{name}'" for name in MERGED_TOO),
        "stage_words": json.dumps({str(int(stage)): stage.word for stage in Stage}),
        "blank": json.dumps(dict(BLANK)),
        "defaults": json.dumps(defaults),
        "setting_defaults": json.dumps(dict(SETTINGS)),
        "initials": initials.table(),
        "sealed_columns": " || ".join(
            f"public.sealed_text(e.{c.name}::text)" for c in Event.__table__.columns
        ),
        "case_columns": ", ".join(columns),
        "cur_columns": ", ".join(f"cur.{name}" for name in columns),
    }


def _of_people() -> dict[str, str]:
    """What stands in the guard of people, the city and keeping."""
    return {
        "administrators": reach.HIDDEN_POSTS,
        "whole": reach.WHOLE,
        "hears": reach.HEARS,
        "beside": ", ".join(f"('{table}', with_case)" for table in reach.BESIDE),
        "private_kinds": reach.PRIVATE_KINDS,
        "posts": json.dumps([str(post) for post in Post]),
        "act_posts": json.dumps(dict(ACT_POSTS)),
        "group_of_post": json.dumps(dict(GROUPS)),
        "complainant_posts": json.dumps({k: list(v) for k, v in COMPLAINANT_POSTS.items()}),
        "call_posts": json.dumps({k: list(v) for k, v in CALL_POSTS.items()}),
        "call_texts": json.dumps(dict(TEXTS)),
        "questions": ",".join(QUESTIONS),
        "known_questions": ", ".join(QUESTIONS),
        "phone_shape": PHONE,
        "earlier_most": str(EARLIER_MOST),
        "listed_most": str(LISTED_MOST),
        "city_tables": ", ".join(f"public.{name}" for name in CITY_TABLES),
        "city_lists": ", ".join(f"public.{name}" for name in CITY_LISTS),
        "for_everybody": ", ".join(f"'{name}'" for name in FOR_EVERYBODY),
        "standing_due": due_sql().replace(":at_ms", "at_ms").replace(":most", "most"),
        "standing_reason": REASON,
        "sees": reach.SEES,
        "settings": json.dumps(city_settings.table()),
        "city_administrator": str(Post.ADMINISTRATOR),
        "codes_setting": CODES,
        "login_shape": LOGIN,
        "login_kept": KEPT_LOGINS,
        "detail_most": str(MOST_DETAIL),
        "alive_ms": str(ALIVE_MS),
        "city_state": CITY_STATE.replace(" main.", " public."),
        "seats_most": str(SEATS_MOST),
        "pairs": pairs.guard_pairs(),
        "pairs_most": str(pairs.MOST),
        "wall_status_most": str(WALL_STATUS_MOST),
        "blob_most": str(blobs.MOST),
        "thumbnail_most": str(blobs.MOST_THUMBNAIL),
        "moved_at_once": str(months.AT_ONCE),
        "walked": str(WALKED),
        "walked_narrow": str(WALKED_NARROW),
        "probed": str(PROBED),
        "few": str(FEW),
    }


def _of_walls() -> dict[str, str]:
    """What a wall's login may read and call."""
    return {
        "wall_case": wall_views.case_columns(),
        "wall_event": wall_views.event_columns(),
        "wall_tables": ", ".join(f"public.{name}" for name in wall_views.TABLES),
        "wall_seat": ", ".join(wall_views.SEAT_COLUMNS),
        "for_walls": ", ".join(f"'{name}'" for name in wall_views.FUNCTIONS),
    }
