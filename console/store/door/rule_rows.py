"""The rule table as rows for the door of PostgreSQL, its words sorted once and not at every command."""

from typing import Any, Final

from console.domain.nouns import DECLARED
from console.domain.workflow import CASE_KEYS, RULES, Rule

FILLED: Final = {"clear": None, "set": True, "unset": False}
COMPUTED: Final = frozenset(
    (
        *("file", "dispatch", "start", "stop", "resume", "extend", "suspend", "first", "copy"),
        *("claim", "merge", "actor", "number"),
    )
)
"""Words whose columns follow from the case, the request or what was given."""
ALWAYS: Final = frozenset(("request", "settle", "raise", "merge"))
"""Words that write a row beside the case whatever hangs on it."""
BESIDE: Final = ALWAYS | {
    *("assign", "assignment", "release", "unassign", "withdraw", "attach", "end"),
}
SPELT_OUT: Final = {
    "create": ("now:registered_at",),
    "unmerge": ("clear:duplicate_of",),
    "end": ("now:closed_at", "stop:department", "stop:case", "end"),
    "undo": (),
}


def row_of(rule: Rule) -> dict[str, Any]:
    """The row of `rule` by column name. Raises `ValueError` for a word the door would not know."""
    words = [part for word in rule.does for part in SPELT_OUT.get(word, (word,))]
    pairs = [(word.partition(":")[0], word.partition(":")[2]) for word in words]
    known = {*FILLED, *COMPUTED, *BESIDE, "now", "inc"}
    if strange := [name for name, _argument in pairs if name not in known]:
        raise ValueError(f"{rule.command}: {strange}")
    return {
        "kind": rule.kind,
        "command": rule.command,
        "variant": rule.variant,
        "stage": int(rule.stage) if rule.stage is not None else 0,
        "post": str(rule.post),
        "to_stage": int(rule.to),
        "axis": str(rule.axis) if rule.axis else None,
        "may": list(rule.may),
        "beside_case": [key for key in rule.may if rule.kind == "case" and key not in CASE_KEYS],
        "needs": list(rule.needs),
        "fills": {column: FILLED[name] for name, column in pairs if name in FILLED},
        "moments": [column for name, column in pairs if name == "now"],
        "counts": [column for name, column in pairs if name == "inc"],
        "moves": [word for word, (name, _) in zip(words, pairs, strict=True) if name in COMPUTED],
        "beside": [word for word, (name, _) in zip(words, pairs, strict=True) if name in BESIDE],
        "always": any(name in ALWAYS for name, _argument in pairs),
        "touches": list(rule.touches),
        "undoable": rule.undoable,
    }


def all_rules() -> list[dict[str, Any]]:
    """The rows of cases and of every noun."""
    return [row_of(rule) for rule in (*RULES, *(r for noun in DECLARED for r in noun.rules()))]
