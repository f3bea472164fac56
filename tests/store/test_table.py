"""The rule table is what the door does: every command from every stage by every post, both ways.

Where the table has a row the command is done and leads where the row says; where it has none the
door says that it is another post's or that the stage is wrong. On both databases.
"""

from collections.abc import Iterator
from itertools import count
from typing import Any, Final

import pytest
import sqlalchemy as sa

from console.domain.intent import Answer, Intent
from console.domain.stage import Post, Stage
from console.domain.workflow import COMMANDS, POSTS_OF, RULES, VARIANTS_BY_SETTING, Rule, find
from console.store.city import loader
from tests.store import town
from tests.store.attacks import DAY, dispatched
from tests.store.test_equivalence import set_forwarding
from tests.store.world import World

POSTS: Final = tuple(post for post in Post if any(post in held for held in POSTS_OF.values()))
OUTSIDER: Final = Post.WALL
DECIDING: Final = ("decide", "decide-appeal", "answer")
KINDS: Final = ("extension", "return", "suspension", "void", "appeal1", "appeal2", "supervision")
NUMBERS = count(1000)


class Hands:
    """One operator with every post everywhere, in a city that only warns of crossed axes."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.model = dict(world.case(dispatched(world)))
        self.cases: list[dict[str, Any]] = []
        self.requests: list[dict[str, Any]] = []
        named = {o["login"]: o["id"] for o in world.rows("operator")}
        self.actor, self.chief = named["cmdlead"], named["chief"]
        with world.store.write() as connection:
            connection.execute(sa.text("update setting set value = '\"warn\"' where name = 'axis'"))
            connection.execute(
                sa.text("delete from operator_post where operator_id = :who"), {"who": self.actor}
            )
            held = [{"operator_id": self.actor, "post": str(p)} for p in (*POSTS, OUTSIDER)]
            loader.load(connection, "operator_post", held_everywhere(held))

    def case(self, stage: Stage, **more: Any) -> int:
        """A new case at a stage, otherwise like one that has just been dispatched."""
        number = next(NUMBERS)
        ended = {"closed_at": self.world.now} if stage.ended else {}
        own = {"id": number, "number": str(number), "day_number": str(number), "stage": int(stage)}
        self.cases.append({**self.model, **own, "closed_at": None, **ended, **more})
        return number

    def request(self, case: int, kind: str) -> int:
        """An open request; "appeal2" is an appeal at its second level."""
        number, level = next(NUMBERS), 2 if kind.endswith("2") else 1
        row = {"id": number, "case_id": case, "kind": kind.rstrip("12"), "level": level, "state": 1}
        asked = {"asked_by": self.chief, "asked_at": self.world.now, "reason": "因"}
        more = {"hours": 2, "until": self.world.now + 2 * DAY, "version": 1}
        self.requests.append(row | asked | more)
        return number

    def settle(self) -> None:
        """Writes what was prepared."""
        with self.world.store.write() as connection:
            loader.load(connection, "case_", self.cases)
            loader.load(connection, "request", self.requests)
        self.cases, self.requests = [], []

    def submit(self, intents: list[Intent]) -> list[Answer]:
        door, answers = self.world.door("cmdlead"), []
        for first in range(0, len(intents), 1000):
            answers += door.submit(intents[first : first + 1000])
        return answers


def held_everywhere(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row | {"region_id": None, "department_id": None, "active": True} for row in rows]


def arguments(hands: Hands, command: str) -> dict[str, Any]:
    """What makes a command's needs met on a case of `Hands.case`."""
    now = hands.world.now
    given: dict[str, dict[str, Any]] = {
        "register": {"category_id": town.LITTER, "region_id": town.EAST},
        "send-verify": {"collector_id": 1},
        "send-check": {"collector_id": 1},
        "answer-verify": {"answer": True},
        "file": {"condition_id": town.SLOW},
        "dispatch": {"department_id": town.SANITATION},
        "redispatch": {"department_id": town.OTHER},
        "transfer": {"department_id": town.ENFORCEMENT},
        "ask-extension": {"hours": 2},
        "ask-suspension": {"until": now + 2 * DAY},
        "supervise": {"due": now + DAY},
        "close": {"closing_confirmed": True},
        "arrive": {"crews": [town.CREW2]},
        "attach": {"photos": [town.BLOB]},
        "change": {"severity": 2},
    }
    return given.get(command, {})


def lawful(hands: Hands, rule: Rule, into: int, ended: int) -> Intent:
    """An intent that `rule` lets through, on a case of its own."""
    changes, subject = arguments(hands, rule.command), None
    if rule.command == "merge":
        changes = {"into": into}
    if rule.stage is not None:
        more: dict[str, Any] = {}
        if rule.command == "unmerge":
            more["duplicate_of"] = into
        if rule.command == "appeal":
            more["department_deadline"] = hands.world.now - 30 * DAY
        if rule.variant == "self":
            more["self_handled"] = True
        if rule.variant == "merged":
            more["duplicate_of"] = ended
        subject = hands.case(Stage(rule.stage), **more)
    if rule.command in DECIDING and subject is not None:
        kind = rule.variant.rstrip("+-") or "supervision"
        changes = {"request_id": hands.request(subject, kind)}
        if rule.command != "answer":
            changes["approve"] = rule.variant.endswith("+")
    return intent(rule.command, subject, rule.post, changes)


def intent(command: str, subject: int | None, post: Post, changes: dict[str, Any]) -> Intent:
    command_id = f"table-{next(NUMBERS)}"
    return Intent(
        command_id, command, subject, post, changes=changes, reason="因", on_behalf_of="K1"
    )


def ways(command: str) -> list[str]:
    """Variants a command may mean, those that only another command knows with them."""
    if command not in DECIDING or command == "answer":
        return [""]
    return [kind + sign for kind in KINDS[:-1] for sign in "+-"]


def lawless(hands: Hands) -> Iterator[tuple[Intent, str]]:
    """Every move the table has no row for, with the reason the door must give."""
    stages: list[Stage | None] = [None, *Stage]
    for stage in stages:
        asked: dict[str, tuple[int, int]] = {}
        subject = hands.case(stage) if stage is not None else None
        if subject is not None:
            second = hands.case(stage or Stage.INTAKE)
            for kind in KINDS:
                own = second if kind == "appeal2" else subject
                asked[kind] = own, hands.request(own, kind)
        for command in COMMANDS:
            if command in DECIDING and stage is None:
                continue
            for way in ways(command):
                for post in (*POSTS, OUTSIDER):
                    if find(command, way, stage, post) is not None:
                        continue
                    case: int | None = subject
                    changes: dict[str, Any] = {} if stage else {"region_id": town.EAST}
                    if command in DECIDING:
                        case, request = asked[way.rstrip("+-") or "supervision"]
                        changes = {"request_id": request}
                        if command != "answer":
                            changes["approve"] = way.endswith("+")
                    elsewhere = post in POSTS_OF[command]
                    another = any(find(command, way, stage, holder) for holder in POSTS)
                    why = "stage" if elsewhere and not another else "other_post"
                    yield intent(command, case, post, changes), why


def test_what_the_table_lets_through_is_done_and_leads_where_it_says(town_world: World) -> None:
    hands = Hands(town_world)
    into, ended = hands.case(Stage.DISPATCH), hands.case(Stage.CLOSED)
    usual = [rule for rule in RULES if rule.variant != "onward"]
    intents = [lawful(hands, rule, into, ended) for rule in usual]
    hands.settle()
    answers = hands.submit(intents)
    stages = {row["id"]: row["stage"] for row in town_world.rows("case_")}
    for rule, answer in zip(usual, answers, strict=True):
        if rule.command == "undo":
            assert answer.reason == "undo", rule  # there is nothing to be undone
            continue
        assert answer.done, (rule, answer)
        assert stages[answer.subject or 0] == rule.to, rule


def test_what_goes_onward_by_the_citys_setting_leads_where_the_table_says(
    town_world: World,
) -> None:
    hands = Hands(town_world)
    set_forwarding(town_world)
    onward = [rule for rule in RULES if rule.variant == "onward"]
    assert {rule.command for rule in onward} == set(VARIANTS_BY_SETTING)
    intents = [lawful(hands, rule, 0, 0) for rule in onward]
    hands.settle()
    answers = hands.submit(intents)
    assert [answer.outcome for answer in answers] == ["done"] * len(onward)
    stages = [town_world.case(answer.subject or 0)["stage"] for answer in answers]
    assert stages == [rule.to for rule in onward]


def test_what_the_table_has_no_row_for_is_refused_with_the_reason(town_world: World) -> None:
    hands = Hands(town_world)
    asked = list(lawless(hands))
    hands.settle()
    events = len(town_world.rows("event"))
    answers = hands.submit([one for one, _why in asked])
    wrong = [
        (one.command, one.subject, str(one.post), why, answer.reason)
        for (one, why), answer in zip(asked, answers, strict=True)
        if (answer.outcome, answer.reason) != ("refused", why)
    ]
    assert wrong == []
    assert {one.command for one, _why in asked} == set(COMMANDS)
    assert len(town_world.rows("event")) == events


@pytest.mark.parametrize("post", [Post.COLLECTOR, Post.CALL_TAKER, Post.SUPERVISION_LEAD])
def test_no_post_of_the_supervision_dispatches_and_none_of_the_command_closes(post: Post) -> None:
    assert post not in POSTS_OF["dispatch"] | POSTS_OF["forward"] | POSTS_OF["redispatch"]
    assert not {Post.DISPATCHER, Post.COMMAND_LEAD} & (POSTS_OF["close"] | POSTS_OF["pass"])
