"""The contract of every noun of the door, on both databases; the kinds come from the declarations."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from console.domain.field_words import LABELS
from console.domain.intent import INTENTS_MOST, Forged, Intent
from console.domain.nouns import DECLARED, Noun
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.domain.workflow import Rule
from console.store.reading import nouns as reading
from console.store.schema import Base
from tests.store import town, toys
from tests.store.attacks import registered
from tests.store.test_guarded import ruler
from tests.store.toys import TOY, act, holder, reached, values
from tests.store.world import World

KINDS = [*DECLARED, *toys.TOYS]
each_kind = pytest.mark.parametrize("noun", KINDS, ids=[noun.kind for noun in KINDS])


@pytest.fixture(autouse=True)
def _toy() -> Iterator[None]:
    with toys.declared():
        yield


def creating(noun: Noun) -> Rule:
    return next(rule for rule in noun.rules() if rule.stage is None and holder(rule))


def changing(noun: Noun) -> list[Rule]:
    return [r for r in noun.rules() if r.stage is not None and r.command != "undo" and holder(r)]


def events(world: World, noun: Noun) -> list[dict[str, Any]]:
    return [event for event in world.rows("event") if event["kind"] == noun.kind]


def held(world: World, noun: Noun, subject: int) -> dict[str, Any]:
    return next(row for row in toys.rows(world, noun) if row["id"] == subject)


def test_a_new_noun_needs_no_column_that_its_commands_do_not_give() -> None:
    """What no command sets may be empty; what must not be, every creating rule asks for or sets."""
    for noun in DECLARED[: -len(toys.TOYS)]:
        needed = {
            column.name
            for column in Base.metadata.tables[noun.table].columns
            if not column.nullable and column.name not in ("id", "version", "state")
        }
        for rule in (rule for rule in noun.rules() if rule.stage is None):
            given = {need.partition(":")[2] for need in rule.needs if need.startswith("given:")}
            does = {word.split(":")[1] for word in rule.does if ":" in word}
            assert needed <= given | does, (noun.kind, rule.command)
            assert given <= LABELS.keys(), (noun.kind, "a refusal names what is missing")
        assert set(noun.columns) <= set(Base.metadata.tables[noun.table].columns.keys())


@each_kind
def test_every_rule_does_what_it_says(noun: Noun, town_world: World) -> None:
    for number, rule in enumerate([creating(noun), *changing(noun)]):
        subject = reached(town_world, noun, rule.stage, 10 + number) if rule.stage else None
        before = held(town_world, noun, subject) if subject else {}
        answer = act(town_world, noun, rule, subject, number=number)
        assert answer.done, (rule, answer)
        assert answer.subject is not None
        row, event = held(town_world, noun, answer.subject), events(town_world, noun)[-1]
        assert (row["state"], row["version"]) == (rule.to, before.get("version", 0) + 1)
        assert (event["subject"], event["subject_version"]) == (row["id"], row["version"])
        assert (event["command"], event["post"]) == (rule.command, rule.post)
        assert event["after"] == {k: row[k] for k in event["after"]}
        assert event["before"] == {k: before[k] for k in event["before"]}
        for key, value in values(town_world, noun, rule, number).items():
            assert row[key] == value


@each_kind
def test_the_events_folded_are_the_table(noun: Noun, town_world: World) -> None:
    for number, rule in enumerate(changing(noun)):
        subject = reached(town_world, noun, rule.stage or 1, number, alone=False)
        assert act(town_world, noun, rule, subject, number=number).done
    made: dict[int, dict[str, Any]] = {}
    for event in events(town_world, noun):
        row = made.setdefault(event["subject"], {"version": 0})
        assert event["subject_version"] == row["version"] + 1
        row.update(event["after"], version=event["subject_version"])
    for row in toys.rows(town_world, noun):
        told = made.pop(row["id"])
        assert {k: told.get(k) for k in row if k != "id"} == {
            k: v for k, v in row.items() if k != "id"
        }
    assert not made


@each_kind
def test_a_post_without_a_rule_and_a_state_without_one_are_refused(
    noun: Noun, town_world: World
) -> None:
    for rule in changing(noun):
        subject = reached(town_world, noun, rule.stage or 1, rule.stage or 1)
        posts = {one.post for one in noun.rules() if one.command == rule.command}
        other = next((who for who, post in town.WHO.items() if post.post not in posts), None)
        if other is not None:
            answer = act(town_world, noun, rule, subject, who=other, post=town.WHO[other].post)
            assert answer.reason in ("other_post", "scope", noun.sentence("unknown")), answer
        not_held = next(post for post in posts if post != town.WHO["caller"].post)
        answer = act(town_world, noun, rule, subject, who="caller", post=not_held)
        assert answer.reason in ("post", "scope"), answer
        states = {one.stage for one in noun.rules() if one.command == rule.command}
        for state in range(1, len(noun.states) + 1):
            if state not in states:
                there = reached(town_world, noun, state, 5 + state)
                assert act(town_world, noun, rule, there).reason == "state"


@each_kind
def test_what_no_console_writes_is_forged(noun: Noun, town_world: World) -> None:
    rule = creating(noun)
    sound = values(town_world, noun, rule)
    wrong: dict[str, Any] = {"integer": "1", "string": 1, "object": [1], "boolean": 1}
    forged: list[dict[str, Any]] = [{"state": 1}, {"version": 5}, {"id": 1}, {"nothing": 1}]
    for name, column in noun.columns.items():
        forged.append({name: wrong[column.kind]})
        if column.kind == "integer":
            forged += [{name: 10**15}, {name: 1.5}, {name: True}]
        if column.kind == "string":
            forged.append({name: "长" * (column.most + 1)})
        if column.kind == "object":
            forged.append({name: {"a": "长" * column.most}})
        if not column.null:
            forged.append({name: None})
    for changes in forged:
        with pytest.raises(Forged):
            act(town_world, noun, rule, None, changes={**sound, **changes})
    with pytest.raises(Forged):
        town_world.act("disp", rule.command, None, kind="nonsense", changes=sound)
    assert not toys.rows(town_world, noun)
    assert not events(town_world, noun)


@each_kind
def test_values_out_of_bounds_and_rows_that_are_not_there_are_refused(
    noun: Noun, town_world: World
) -> None:
    rule = creating(noun)
    for name in rule.may:
        column = noun.columns[name]
        if column.kind != "integer":
            continue
        asked = [column.least - 1, column.most + 1] if column.most < 10**9 else []
        for value in [*asked, *([77] if column.of else [])]:
            changes = {**values(town_world, noun, rule), name: value}
            answer = act(town_world, noun, rule, None, changes=changes)
            assert answer.outcome == "refused"
            assert answer.reason in (column.refusal, "scope", noun.sentence("own")), (name, answer)
    assert not toys.rows(town_world, noun)


@each_kind
def test_each_need_that_is_not_met_is_told(noun: Noun, town_world: World) -> None:
    for number, rule in enumerate([creating(noun), *changing(noun)]):
        subject = reached(town_world, noun, rule.stage, 30 + number) if rule.stage else None
        for need in rule.needs:
            word, _sep, argument = need.partition(":")
            more: dict[str, Any] = {"changes": values(town_world, noun, rule, number)}
            if word == "reason":
                more["reason"] = " \u3000"
            elif word == "given":
                more["changes"].pop(argument)
            elif word == "after":
                more["changes"][argument] = town_world.now - 1
            elif word == "own" and subject is None:
                more["changes"][noun.owner] = toys.operators(town_world)["eastdisp"]
            elif word == "own":
                more["who"] = "both"
            elif word == "holds":
                more["changes"][argument.partition(":")[0]] = toys.operators(town_world)["patrol"]
            else:
                continue
            answer = act(town_world, noun, rule, subject, **more)
            assert answer.reason in (noun.sentence(word), "scope"), (rule, need, answer)


@each_kind
def test_a_repeated_command_is_answered_by_the_ledger(noun: Noun, town_world: World) -> None:
    rule = creating(noun)
    first = act(town_world, noun, rule, None, command_id="same")
    assert first.done
    assert act(town_world, noun, rule, None, command_id="same") == first
    assert len(toys.rows(town_world, noun)) == 1
    with pytest.raises(Forged):
        act(town_world, noun, rule, None, command_id="same", reason="another")
    with pytest.raises(Forged):
        town_world.act("both", rule.command, None, kind=noun.kind, command_id="same",
                       post=Post.DISPATCHER, changes={}, reason="因大雨")  # fmt: skip


@each_kind
def test_whoever_saw_an_older_version_is_told(noun: Noun, town_world: World) -> None:
    for number, rule in enumerate(changing(noun)):
        subject = reached(town_world, noun, rule.stage or 1, number)
        seen = held(town_world, noun, subject)["version"]
        later = act(town_world, noun, rule, subject, version_seen=seen + 1, number=number)
        assert later.outcome == "changed"
        assert act(town_world, noun, rule, subject, version_seen=seen, number=number + 5).done
        again = act(town_world, noun, rule, subject, version_seen=seen, number=number + 6)
        if rule.to != rule.stage or values(town_world, noun, rule):
            assert again.outcome in ("changed", "refused"), again


def test_two_people_on_different_columns_both_win(town_world: World) -> None:
    scene = next(noun for noun in DECLARED if noun.kind == "scene")
    subject = reached(town_world, scene, 1)
    rename, save = (
        next(r for r in changing(scene) if r.command == name and r.post == Post.COMMAND_LEAD)
        for name in ("rename-scene", "save-scene")
    )
    assert act(town_world, scene, rename, subject, version_seen=1, changes={"name": "二"}).done
    content: dict[str, Any] = {"content": {"panels": []}}
    assert act(town_world, scene, save, subject, version_seen=1, changes=content).done
    row = held(town_world, scene, subject)
    assert (row["name"], row["content"], row["version"]) == ("二", {"panels": []}, 3)


@each_kind
def test_undo_restores_what_the_last_act_replaced(noun: Noun, town_world: World) -> None:
    for number, rule in enumerate(changing(noun)):
        subject = reached(town_world, noun, rule.stage or 1, number)
        before = held(town_world, noun, subject)
        assert act(town_world, noun, rule, subject, number=number + 1).done
        who = holder(rule)

        def undo(who: str = who, post: Post = rule.post, subject: int = subject) -> Any:
            return town_world.act(who, "undo", subject, kind=noun.kind, post=post)

        other = "both" if who != "both" else "disp"
        assert undo(other, Post.DISPATCHER).reason in ("undo", "other_post", "post")
        answer = undo()
        assert answer.done, (rule, answer)
        after = held(town_world, noun, subject)
        assert {**after, "version": 0} == {**before, "version": 0}
        town_world.later(11)
        assert act(town_world, noun, rule, subject, number=number + 2).done
        town_world.later(11)
        assert undo().reason == "undo"


@each_kind
def test_what_lies_elsewhere_is_not_there(noun: Noun, town_world: World) -> None:
    """Hidden and absent are one answer, and the ledger holds no version of what is hidden."""
    rule = next(r for r in changing(noun) if r.post in (Post.DISPATCHER, Post.COMMAND_LEAD))
    absent = act(town_world, noun, rule, 99)
    assert (absent.outcome, absent.reason, absent.version) == (
        "refused", noun.sentence("unknown"), None,
    )  # fmt: skip
    if not noun.region:
        return
    made = creating(noun)
    changes = values(town_world, noun, made) | {noun.region: town.WEST}
    subject = act(town_world, noun, made, None, changes=changes).subject
    hidden = act(town_world, noun, rule, subject, who="eastdisp")
    assert (hidden.outcome, hidden.reason, hidden.version) == (
        "refused", noun.sentence("unknown"), None,
    )  # fmt: skip
    for who, sees in (("disp", True), ("eastdisp", False)):
        town_world.door(who)
        found = reading.all_of(town_world.stores[who], noun)
        assert bool([row for row in found if row["id"] == subject]) is sees


def test_numbers_have_no_gap(town_world: World) -> None:
    rule = creating(TOY)
    assert act(town_world, TOY, rule, None, number=1).done
    assert act(town_world, TOY, rule, None, number=1).reason == TOY.sentence("already")
    assert act(town_world, TOY, rule, None, number=2).done
    assert [row["number"] for row in toys.rows(town_world, TOY)] == [1, 2]


def unique(noun: Noun) -> bool:
    """Whether its table refuses a second row like another."""
    table = toys.table(noun)
    return any(index.unique for index in table.indexes) or any(c.unique for c in table.columns)


@pytest.mark.parametrize("noun", [one for one in KINDS if unique(one)], ids=lambda one: one.kind)
def test_what_there_is_already_is_refused_and_nothing_is_written(
    noun: Noun, town_world: World
) -> None:
    rule = creating(noun)
    assert act(town_world, noun, rule, None).done
    again = act(town_world, noun, rule, None)
    assert (again.outcome, again.reason) == ("refused", noun.sentence("already"))
    assert len(toys.rows(town_world, noun)) == len(events(town_world, noun)) == 1


@each_kind
def test_nobody_reaches_a_noun_past_the_door(noun: Noun, server: World) -> None:
    subject = reached(server, noun, 1)
    server.door("disp")
    for statement in (
        f"select 1 from {noun.table}",
        f"update {noun.table} set version = 9",
        f"delete from {noun.table}",
        f"insert into {noun.table} (id) values (5)",
        "update noun set table_name = 'operator'",
        "insert into rule select * from rule",
        "update counter set last = 0",
        "select public.noun_answer('cmdlead', null)",
        f"select public.noun_write((select n from noun n where kind = '{noun.kind}'), null, '{{}}')",
    ):
        with pytest.raises(Refused) as no, server.stores["disp"].write() as connection:
            connection.exec_driver_sql(statement)
        assert no.value.key in ("rights_changed", "server_refuses"), (statement, no.value.key)
    assert held(server, noun, subject)["version"] == 1


def test_an_administrator_acts_on_nouns_that_name_his_post_and_on_nothing_else(
    town_world: World,
) -> None:
    who = ruler(town_world, Post.ADMINISTRATOR, "sys_scenes")
    scene: dict[str, Any] = {"name": "总览", "content": {}}
    post: dict[str, Any] = {"post": Post.ADMINISTRATOR}
    made = town_world.act(who, "save-scene", kind="scene", changes=scene, **post)
    assert made.done, made
    assert town_world.act(who, "show-scene", made.subject, kind="scene", **post).reason == (
        "other_post"
    )
    rule = creating(DECLARED[0])
    changes = values(town_world, DECLARED[0], rule)
    refused = town_world.act(who, "make-rule", kind="standing_rule", changes=changes, **post)
    assert refused.reason in ("other_post", "scope")
    case = registered(town_world)
    try:
        answer = town_world.act(who, "note", case, reason="x", **post)
        assert answer.outcome == "refused"
    except Forged:
        assert not town_world.store.embedded
    assert town_world.case(case)["version"] == 1


def notes(world: World, case: int) -> list[Intent]:
    note = world.intent("caller", "note", case, reason="x")
    return [dataclasses.replace(note, ordinal=number) for number in range(INTENTS_MOST + 1)]


def test_more_than_a_transaction_holds_go_in_pieces(embedded: World) -> None:
    case = registered(embedded)
    answers = embedded.door("caller").submit(notes(embedded, case))
    assert all(answer.done for answer in answers)
    assert embedded.case(case)["version"] == INTENTS_MOST + 2


def test_a_transaction_beside_the_console_holds_no_more(server: World) -> None:
    """Not by small statements either; what a savepoint takes back does not count."""
    case = registered(server)
    with server.stores["caller"].write() as connection:
        for number in range(3):
            connection.exec_driver_sql("savepoint one")
            _write(connection, case, number * 400, 400)
            connection.exec_driver_sql("rollback to one")
        _write(connection, case, 0, INTENTS_MOST - 1)
        _write(connection, case, INTENTS_MOST, 1)
        with pytest.raises(DBAPIError, match="transaction"):
            _write(connection, case, INTENTS_MOST + 1, 1)
        connection.rollback()
    assert server.case(case)["version"] == 1


def _write(connection: Connection, case: int, first: int, number: int) -> None:
    connection.exec_driver_sql(
        "insert into intent (command_id, ordinal, command, kind, subject, post, changes, reason)"
        " select md5(n::text)::uuid::text, 0, 'note', 'case', %s, 'call_taker', '{}', 'x'"
        " from generate_series(%s::int, %s::int) n",
        (case, first, first + number - 1),
    )
