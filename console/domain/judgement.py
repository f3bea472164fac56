"""Judges an intent: whether it is allowed, and what it changes.

Pure: all facts come through `Lookups`. The embedded door runs it inside its transaction; a seat
runs it over its own copy to predict the verdict before a drop. The guard of PostgreSQL
(`store/guard`) takes the same steps in PL/pgSQL; one contract suite holds them together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from console.domain import effects, needs
from console.domain.intent import Forged, Intent, Lookups, Row
from console.domain.needs import in_scope
from console.domain.stage import Axis, Post, RequestState, Stage
from console.domain.undo import basis
from console.domain.workflow import (
    DIGITS,
    KEY_TYPES,
    MERGED_TOO,
    NOT_UNDOABLE,
    POSTS_OF,
    VARIANTS_BY_COLUMN,
    VARIANTS_BY_SETTING,
    Rule,
    find,
)

JSON_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "number": (int, float),
    "integer": (int,),
    "string": (str,),
    "boolean": (bool,),
    "array": (list, tuple),
}


class Declined(Exception):
    """An expected refusal: `key` of the sentences, with the detail that fills it."""

    def __init__(self, key: str, outcome: str = "refused", **detail: Any) -> None:
        super().__init__(key, detail)
        self.key, self.outcome, self.detail = key, outcome, detail


@dataclass(slots=True)
class Judgement:
    """An allowed command: its rule, the new row and the rows written with it."""

    rule: Rule
    crossed: bool
    effect: effects.Effect


def check_shape(intent: Intent) -> None:
    """Raises `Forged` for keys, types or numbers no console would write."""
    for key, value in intent.changes.items():
        wanted = JSON_TYPES.get(KEY_TYPES.get(key, ""), ())
        wrong_bool = isinstance(value, bool) and KEY_TYPES.get(key) != "boolean"
        if not isinstance(value, wanted) or wrong_bool:
            raise Forged(f"changes.{key}")
        if key in DIGITS and isinstance(value, int) and abs(value) >= 10 ** DIGITS[key]:
            raise Forged(f"changes.{key}")


def variant_of(intent: Intent, requests: Sequence[Row]) -> tuple[str, Row | None]:
    """Finds the variant of a decision and the request it decides."""
    if intent.command not in ("decide", "decide-appeal", "answer"):
        return "", None
    wanted = intent.changes.get("request_id")
    found = next(
        (r for r in requests if r["id"] == wanted and r["state"] == RequestState.OPEN), None
    )
    if found is None or (intent.command == "answer") != (found["kind"] == "supervision"):
        raise Declined("no_request")
    if intent.command == "answer":
        return "", found
    if "approve" not in intent.changes:
        raise Declined("needs", what="approve")
    level = str(found["level"]) if found["kind"] == "appeal" else ""
    return f"{found['kind']}{level}{'+' if intent.changes['approve'] else '-'}", found


def judge(intent: Intent, case: Row | None, actor: int, now: int, ask: Lookups) -> Judgement:
    """Steps 2 to 8 of the door for one intent on its locked `case`.

    A conflict is told before an unmet need: what somebody else did meanwhile explains it better.
    Raises `Declined` where a rule says no and `Forged` where no console would ask.
    """
    check_shape(intent)
    region = case["region_id"] if case else intent.changes.get("region_id")
    if intent.subject is not None and case is None:
        raise Declined("unknown_case")
    if region is None:
        raise Declined("needs", what="region_id")
    held = in_scope(ask.posts(actor), region, case["department_id"] if case else None, ask)
    if not held:
        raise Declined("scope")
    if intent.post not in held:
        raise Declined("post", post=str(intent.post))
    touched = _touched(intent, case, ask)
    requests = ask.requests(case["id"]) if case else ()
    try:
        rule, request = _matching(intent, case, requests, ask)
    except needs.UnmetNeed as missing:
        if touched & set(missing.reads):
            raise Declined("changed", "changed") from None
        raise Declined(missing.key, **missing.detail) from None
    _columns(intent, rule)
    if touched & {*rule.touches, *intent.changes}:
        raise Declined("changed", "changed")
    try:
        needs.check(
            needs.CheckContext(intent, rule, case or {}, actor, now, request, requests, ask)
        )
    except needs.UnmetNeed as missing:
        raise Declined(missing.key, **missing.detail) from None
    crossed = _axis(intent, rule, case, actor, ask)
    situation = effects.Situation(intent, rule, case, actor, now, request, requests, ask)
    if intent.command == "undo":
        return Judgement(rule, crossed, _undone(situation))
    return Judgement(rule, crossed, effects.apply(situation))


def _touched(intent: Intent, case: Row | None, ask: Lookups) -> set[str]:
    """Columns changed since the version the operator saw."""
    if case is None or intent.version_seen is None or intent.version_seen == case["version"]:
        return set()
    if intent.version_seen > case["version"]:
        raise Declined("changed", "changed")
    return set(ask.touched_since(case["id"], intent.version_seen))


def _matching(
    intent: Intent, case: Row | None, requests: Sequence[Row], ask: Lookups
) -> tuple[Rule, Row | None]:
    stage = Stage(case["stage"]) if case else None
    try:
        variant, request = variant_of(intent, requests)
        if intent.command in VARIANTS_BY_SETTING and ask.setting(
            VARIANTS_BY_SETTING[intent.command]
        ):
            variant = "onward"
        if (
            intent.command in VARIANTS_BY_COLUMN
            and case is not None
            and case.get(VARIANTS_BY_COLUMN[intent.command][1])
        ):
            variant = VARIANTS_BY_COLUMN[intent.command][0]
    except Declined as no:
        raise needs.UnmetNeed(no.key, ("requests",), **no.detail) from None
    rule = find(intent.command, variant, stage, intent.post)
    if rule is None and intent.post not in POSTS_OF.get(intent.command, ()):
        raise needs.UnmetNeed("other_post", (), command=intent.command)
    if rule is None and any(find(intent.command, variant, stage, post) for post in Post):
        raise needs.UnmetNeed("other_post", ("stage", "requests"), command=intent.command)
    if rule is None:
        raise needs.UnmetNeed("stage", ("stage",), stage=stage.word if stage else "")
    merged = case is not None and case["duplicate_of"] is not None
    if merged and "merged" not in rule.needs and intent.command not in MERGED_TOO:
        raise needs.UnmetNeed("merged", ("duplicate_of",))
    return rule, request


def _columns(intent: Intent, rule: Rule) -> None:
    beyond = set(intent.changes) - set(rule.may)
    if beyond:
        raise Forged(f"changes.{min(beyond)}")


def _axis(intent: Intent, rule: Rule, case: Row | None, actor: int, ask: Lookups) -> bool:
    """监管分离: True where a city that only warns lets an operator cross the axes."""
    if rule.axis is None or case is None:
        return False
    others = {axis for axis in ask.axes(case["id"], actor) if axis is not Axis(rule.axis)}
    if others and ask.setting("axis") == "strict":
        raise Declined("axis", axis=str(min(others)))
    return bool(others)


def _undone(at: effects.Situation) -> effects.Effect:
    """Restores the values replaced by the actor's last event that is not undone yet.

    Requires the same post, the time limit, and no later event that builds on it.
    """
    assert at.case is not None
    event = basis(at.ask.latest_events(at.case["id"]), at.actor)
    window = at.ask.setting("undo_minutes") * 60_000
    lawful = (
        event is not None
        and event["actor_id"] == at.actor
        and event["post"] == at.intent.post
        and event["command"] not in NOT_UNDOABLE
        and event["recorded_at"] >= at.now - window
        and at.intent.version_seen in (None, at.case["version"])
    )
    if not lawful or event is None:
        raise Declined("undo")
    return effects.restore(at, event)
