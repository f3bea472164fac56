"""Nouns of the door beside the case, declared as data without code of their own.

A noun tells its table, the columns that commands may carry, its states, whose scope it has and its
rule rows. Doors, feed, live tables, command line and the suites of the store read this.

Vocabulary of the rules —
needs: `reason`, `given:COLUMN`, `empty:COLUMN`, `own` (the noun's owner is the actor),
`holds:COLUMN:POST` (the operator of that column holds the post where the noun is), `after:COLUMN`
(a moment still to come), `parent:STATE`.
does: `set:COLUMN`, `unset:COLUMN`, `clear:COLUMN`, `now:COLUMN`, `first:COLUMN`, `inc:COLUMN`,
`copy:COLUMN:KEY`, `actor:COLUMN`, `number:COLUMN`, `undo`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from console.domain.stage import Post
from console.domain.workflow import CL, DI, DL, EVERYONE, SL, Rule

MOST_ID: Final = 999_999_999
MOST_MOMENT: Final = 10**15 - 1
AD: Final = Post.ADMINISTRATOR


@dataclass(frozen=True, slots=True)
class Column:
    """What a command may put into a column.

    `kind` is the JSON type. `most` bounds an integer's value, a text's characters, a document's or
    list's bytes as JSON. `of` names a table whose row it must be, an active one where the table
    tells. `refusal` is the key of the sentence for
    a number out of bounds or an id without its row; a text or document too long is a forgery.
    """

    kind: str
    most: int
    least: int = 0
    of: str = ""
    null: bool = False
    refusal: str = "value"


def ref(table: str, *, null: bool = False, refusal: str = "") -> Column:
    """The id of a row of `table`."""
    return Column("integer", MOST_ID, 1, table, null, refusal or table)


def text(most: int, *, null: bool = False) -> Column:
    """Characters."""
    return Column("string", most, null=null)


def moment(*, null: bool = True) -> Column:
    """Milliseconds since the epoch."""
    return Column("integer", MOST_MOMENT, null=null)


def document(most: int, *, null: bool = False) -> Column:
    """A JSON object of so many bytes."""
    return Column("object", most, null=null)


Move = tuple[str, str | tuple[str, ...] | None, str | None, Iterable[Post], str, str, str]
"""command, from state(s) (None: it is made), to state (None: stays), posts, may, needs, does."""


@dataclass(frozen=True, slots=True)
class Noun:
    """A kind of thing that people change through the door.

    `states` are numbered from 1 in their order; `gone` are those whose rows no screen holds. The
    scope is that of `region` (its own and below) and of `concerned`, a department that sees it too;
    else that of the `parent`'s row, found by `<parent>_id`; a noun with none of them is the whole
    city's. `said` gives a need, `unknown` or `already` a sentence of the noun's own.
    """

    kind: str
    table: str
    columns: Mapping[str, Column]
    states: tuple[str, ...]
    moves: tuple[Move, ...]
    gone: tuple[str, ...] = ()
    region: str = ""
    concerned: str = ""
    parent: str = ""
    owner: str = ""
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def city(self) -> bool:
        """Whether it belongs to the whole city and everybody sees it."""
        return not (self.region or self.parent)

    def state(self, name: str | None) -> int:
        """The number of a state; 0 before it is made."""
        return self.states.index(name) + 1 if name is not None else 0

    def word(self, state: int) -> str:
        """The name of a state; "" before it is made."""
        return self.states[state - 1] if state else ""

    def sentence(self, need: str) -> str:
        """The key of the sentence where a need is not met."""
        return self.said.get(need, SENTENCES.get(need, need))

    def rules(self) -> tuple[Rule, ...]:
        """Its rows of the rule table."""
        return tuple(rule for move in self.moves for rule in _expand(self, move))


SENTENCES: Final[Mapping[str, str]] = {
    "reason": "needs",
    "given": "needs",
    "empty": "already",
    "own": "not_own_noun",
    "holds": "post_not_held_there",
    "after": "moment_past",
    "parent": "parent_state",
    "unknown": "unknown_noun",
    "already": "noun_exists",
}
LEADS: Final = (SL, CL)

STANDING_RULE: Final = Noun(
    kind="standing_rule",
    table="dispatch_rule",
    columns={
        "category_id": ref("category"),
        "region_id": ref("region", null=True),
        "department_id": ref("department"),
        "hold_back_s": Column("integer", 86_400, refusal="hold_back"),
        "owner_id": ref("operator", refusal="rule_dispatcher"),
    },
    states=("active", "ended"),
    gone=("ended",),
    region="region_id",
    concerned="department_id",
    owner="owner_id",
    moves=(
        ("make-rule", None, "active", (DI,), "category_id region_id department_id hold_back_s owner_id", "given:category_id given:department_id given:hold_back_s given:owner_id own", "now:began_at"),
        ("make-rule", None, "active", (CL,), "category_id region_id department_id hold_back_s owner_id", "given:category_id given:department_id given:hold_back_s given:owner_id holds:owner_id:dispatcher", "now:began_at"),
        ("end-rule", "active", "ended", (DI,), "", "own", ""),
        ("end-rule", "active", "ended", (CL,), "", "", ""),
        ("undo", ("active", "ended"), None, (DI, CL), "", "", "undo"),
    ),
    said={"own": "rule_owner", "holds": "rule_dispatcher", "unknown": "rule_unknown", "already": "rule_exists"},
)  # fmt: skip

SCENE: Final = Noun(
    kind="scene",
    table="scene",
    columns={
        "name": text(60),
        "content": document(20_000),
        "exclusive": Column("boolean", 1),
        "about": document(300, null=True),
        "until": moment(),
    },
    states=("kept", "removed"),
    gone=("removed",),
    moves=(
        ("save-scene", None, "kept", (*LEADS, AD), "name content exclusive", "given:name given:content", ""),
        ("save-scene", "kept", None, (*LEADS, AD), "content exclusive", "given:content", ""),
        ("rename-scene", "kept", None, (*LEADS, AD), "name", "given:name", ""),
        ("remove-scene", "kept", "removed", (*LEADS, AD), "", "", ""),
        ("show-scene", None, "kept", EVERYONE, "name content about until", "given:name given:content given:about after:until", "now:shown_at actor:shown_by"),
        ("show-scene", "kept", None, EVERYONE, "about until", "", "now:shown_at actor:shown_by"),
        ("unshow-scene", "kept", None, EVERYONE, "", "", "clear:shown_at clear:shown_by clear:about clear:until"),
        ("undo", ("kept", "removed"), None, (*EVERYONE, AD), "", "", "undo"),
    ),
    said={"already": "scene_exists"},
)  # fmt: skip

WALL_ORDER: Final = Noun(
    kind="wall_order",
    table="wall_order",
    columns={
        "wall": text(40),
        "act": text(10),
        "scene": text(60, null=True),
        "until": moment(),
    },
    states=("given", "ended"),
    gone=("ended",),
    moves=(
        ("order-wall", None, "given", (*LEADS, DL, AD), "wall act scene until", "given:wall given:act", "now:given_at actor:given_by"),
        ("extend-order", "given", None, (*LEADS, DL, AD), "until", "given:until", ""),
        ("end-order", "given", "ended", (*LEADS, DL, AD), "", "", ""),
        ("undo", ("given", "ended"), None, (*LEADS, DL, AD), "", "", "undo"),
    ),
)  # fmt: skip
"""What a wall is asked to do: see `console.wall.orders`."""

DECLARED: list[Noun] = [STANDING_RULE, SCENE, WALL_ORDER]
"""Every noun; a test adds one of its own."""
NEVER_TAKEN_BACK: Final = frozenset({"undo"})


def noun(kind: str) -> Noun | None:
    """The noun of a kind, None where there is none."""
    return next((one for one in DECLARED if one.kind == kind), None)


def of_command(command: str) -> list[Noun]:
    """The nouns that have a command of this name."""
    return [one for one in DECLARED if any(move[0] == command for move in one.moves)]


def find(one: Noun, command: str, state: int, post: Post) -> Rule | None:
    """The rule for this move of a noun, or None where there is none."""
    return next(
        (
            rule
            for rule in one.rules()
            if (rule.command, rule.stage or 0, rule.post) == (command, state, post)
        ),
        None,
    )


def _expand(one: Noun, move: Move) -> Iterable[Rule]:
    command, origin, to, posts, may_text, needs_text, does_text = move
    may, needs, does = (tuple(part.split()) for part in (may_text, needs_text, does_text))
    touches = ("state", *sorted({word.split(":")[1] for word in (*needs, *does) if ":" in word}))
    if "own" in needs:
        touches = (*touches, one.owner)
    for state in (origin,) if origin is None or isinstance(origin, str) else origin:
        for post in posts:
            yield Rule(
                command=command,
                variant="",
                stage=one.state(state) or None,
                to=one.state(to or state),
                post=post,
                axis=None,
                may=may,
                needs=needs,
                does=does,
                touches=touches,
                undoable=state is not None and command not in NEVER_TAKEN_BACK,
                kind=one.kind,
            )


def declaration(one: Noun) -> dict[str, Any]:
    """The noun as the guard of PostgreSQL reads it: the row of table `noun`."""
    return {
        "kind": one.kind,
        "table_name": one.table,
        "columns": {
            name: {
                "kind": column.kind,
                "most": column.most,
                "least": column.least,
                "of": column.of,
                "null": column.null,
                "refusal": column.refusal,
            }
            for name, column in one.columns.items()
        },
        "states": list(one.states),
        "gone": [one.state(name) for name in one.gone],
        "region": one.region or None,
        "concerned": one.concerned or None,
        "parent": one.parent or None,
        "owner": one.owner or None,
        "said": {need: one.sentence(need) for need in {*SENTENCES, *one.said}},
    }
