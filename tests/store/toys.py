"""Nouns of the tests alone, and whatever the suites need to give any noun's commands.

Nothing here knows a kind: moves, values and who may come from the declarations, so that a noun
declared tomorrow is in every suite without a line of its own.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import sqlalchemy as sa

from console.domain import nouns
from console.domain.intent import Answer
from console.domain.nouns import DECLARED, Column, Noun
from console.domain.workflow import CL, DI, SL, Rule
from console.store.migrations import revisions
from console.store.schema import Base
from tests.store import town
from tests.store.world import World

TOY: Final = Noun(
    "toy", "toy", {"name": nouns.text(10), "size": Column("integer", 9), "region_id": nouns.ref("region"), "until": nouns.moment(), "case_id": nouns.ref("case_", null=True)},
    ("new", "used", "broken"), gone=("broken",), region="region_id",
    moves=(
        ("make-toy", None, "new", (DI, CL), "name size region_id until case_id", "given:name given:region_id reason", "now:made_at number:number actor:maker"),
        ("use-toy", "new", "used", (DI,), "until", "empty:used_at after:until", "first:used_at inc:uses"),
        ("grow-toy", ("new", "used"), None, (DI, SL), "size name", "given:size", "copy:was:size"),
        ("break-toy", "used", "broken", (DI,), "", "reason", "clear:until"),
        ("undo", ("new", "used", "broken"), None, (DI, SL, CL), "", "", "undo"),
    ),
)  # fmt: skip
PART: Final = Noun(
    "part", "part", {"name": nouns.text(10), "toy_id": nouns.ref("toy")},
    ("loose", "fixed"), parent="toy",
    moves=(
        ("make-part", None, "loose", (DI,), "name toy_id", "given:name given:toy_id parent:new", "number:number"),
        ("name-part", "loose", None, (DI,), "name", "given:name", ""),
        ("fix-part", "loose", "fixed", (DI, SL), "name", "given:name", ""),
        ("undo", ("loose", "fixed"), None, (DI, SL), "", "", "undo"),
    ),
)  # fmt: skip
TOYS: Final = (TOY, PART)
"""The nouns of the tests: one with a region of its own, one that is where its parent is."""
COLUMNS: Final = [
    "size",
    "was",
    "region_id",
    "until",
    "case_id",
    "made_at",
    "number",
    "maker",
    "used_at",
    "uses",
]
TABLES: Final = sa.MetaData()
sa.Table(
    "toy",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("version", sa.Integer),
    sa.Column("state", sa.SmallInteger),
    sa.Column("name", sa.String, unique=True),
    *(sa.Column(name, sa.BigInteger) for name in COLUMNS),
)
sa.Table(
    "part",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("version", sa.Integer),
    sa.Column("state", sa.SmallInteger),
    sa.Column("name", sa.String, unique=True),
    *(sa.Column(name, sa.BigInteger) for name in ("toy_id", "number")),
)


@contextmanager
def declared() -> Iterator[None]:
    """The toys among the nouns; the rules' hash stays that of the program."""
    if TOY in DECLARED:
        yield
        return
    revisions.digest()
    DECLARED.extend(TOYS)
    try:
        yield
    finally:
        for noun in TOYS:
            DECLARED.remove(noun)


def table(noun: Noun) -> sa.Table:
    """The table of a declared noun or of one of the tests."""
    return (TABLES if noun in TOYS else Base.metadata).tables[noun.table]


def rows(world: World, noun: Noun) -> list[dict[str, Any]]:
    """Every row of a noun's table, in order of id."""
    if noun not in TOYS:
        return world.rows(noun.table)
    with world.store.read() as connection:
        found = connection.execute(sa.select(table(noun)).order_by("id"))
        return [dict(row) for row in found.mappings()]


def operators(world: World) -> dict[str, int]:
    """Login → id."""
    return {row["login"]: row["id"] for row in world.rows("operator")}


def holder(rule: Rule) -> str:
    """Who holds the post of a rule in the whole town; "" for nobody."""
    return next((who for who, held in town.WHO.items() if held.post == rule.post), "")


def values(world: World, noun: Noun, rule: Rule, number: int = 0) -> dict[str, Any]:
    """Lawful values for the columns that a rule needs, other ones for another `number`."""
    wanted = [need.split(":") for need in rule.needs]
    names = [need[1] for need in wanted if need[0] in ("given", "after")]
    if noun.region in rule.may:
        names.append(noun.region)
    made = {name: _value(world, name, noun.columns[name], number) for name in names}
    if noun.owner in made:
        made[noun.owner] = operators(world)["disp"]
    return made


def parent(world: World) -> int:
    """The id of a toy, a new one if there is, to which parts belong; made where there is none."""
    held = sorted(rows(world, TOY), key=lambda row: (row["state"], row["id"]))
    if held:
        return int(held[0]["id"])
    rule = _way(TOY, TOY.state("new"))[0]
    made = act(world, TOY, rule, None, command_id="parent")
    assert made.subject is not None, made
    return made.subject


def _value(world: World, name: str, column: Column, number: int) -> Any:
    if name == "region_id":
        return town.CITY
    if column.of == TOY.table:
        return parent(world)
    if column.of:
        return 1 + number % len(world.rows(column.of)) if column.of == "category" else 1
    if column.most == nouns.MOST_MOMENT:
        return world.now + 3_600_000
    kinds: Mapping[str, Any] = {
        "integer": column.least + number % (column.most - column.least + 1),
        "string": f"名 {number}"[: column.most],
        "object": {"n": number, "名": [1, None]},
        "boolean": number % 2 == 0,
    }
    return kinds[column.kind]


def act(world: World, noun: Noun, rule: Rule, subject: int | None, **more: Any) -> Answer:
    """One command by the holder of its post, lawful unless `more` says otherwise."""
    number = more.pop("number", 0)
    more.setdefault("changes", values(world, noun, rule, number))
    more.setdefault("reason", "因大雨")
    more.setdefault("post", rule.post)
    who = more.pop("who", holder(rule))
    return world.act(who, rule.command, subject, kind=noun.kind, **more)


def retire_rows(world: World, noun: Noun, subject: int | None = None) -> None:
    """Takes one row, or every row, out of the way of unique keys, as the owner."""
    rows = table(noun)
    changed: dict[str, Any] = {"state": len(noun.states)}
    if noun in TOYS:
        changed = {"name": sa.cast(rows.c.id, sa.String) + "x"}
    statement = sa.update(rows).values(**changed)
    with world.store.write() as connection:
        connection.execute(statement if subject is None else statement.where(rows.c.id == subject))


def reached(world: World, noun: Noun, state: int, number: int = 0, *, alone: bool = True) -> int:
    """The id of a new row of a noun, brought into a state by its own commands.

    Rows that are there are put away first unless it need not be `alone`.
    """
    if alone:
        retire_rows(world, noun)
    way = _way(noun, state)
    subject: int | None = None
    for rule in way:
        answer = act(world, noun, rule, subject, number=number)
        assert answer.done, (rule, answer)
        subject = answer.subject
    assert subject is not None
    return subject


def _way(noun: Noun, state: int) -> list[Rule]:
    """The shortest way of commands from nothing to a state."""
    ways: list[list[Rule]] = [
        [rule] for rule in noun.rules() if rule.stage is None and holder(rule)
    ]
    while ways:
        way = ways.pop(0)
        if way[-1].to == state:
            return way
        ways += [
            [*way, rule]
            for rule in noun.rules()
            if rule.stage == way[-1].to != rule.to and holder(rule) and len(way) < 9
        ]
    raise AssertionError(f"no command brings {noun.kind} into state {noun.word(state)}")
