"""A call answered at once is a record of its own; who called is masked, sought by number, erased."""

import json
from typing import Any

import pytest

from console.domain.calls import telephone
from console.domain.intent import Answer, Forged
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.store.engine import Store
from console.store.guard.text import guard_sql
from console.store.people import calls, complainants
from tests.store import town
from tests.store.attacks import registered
from tests.store.world import World

WHO = {"name": "李某某", "phone": "13800001234"}
TOLD = {"question": "consult", "answer": "停水到今晚八点", **WHO}


def seat(world: World, login: str) -> Store:
    world.door(login)
    return world.stores[login]


def kept(world: World, login: str = "caller", command_id: str = "one", **more: Any) -> Answer:
    post = more.pop("post", town.WHO[login].post)
    return calls.answer(seat(world, login), command_id, post, {**TOLD, **more})


def test_an_answered_call_is_counted_listed_masked_and_no_case(town_world: World) -> None:
    assert kept(town_world).done
    rows = calls.listed(seat(town_world, "lead"), Post.SUPERVISION_LEAD, 0)
    assert [(r["act"], r["question"], r["answer"], r["operator"]) for r in rows] == [
        ("answer", "consult", TOLD["answer"], "caller")
    ]
    assert (rows[0]["name"], rows[0]["phone"]) == ("李**", "138****1234")
    with seat(town_world, "disp").read() as connection:
        assert calls.answered_since(connection, 0) == {"consult": 1}
        assert calls.answered_since(connection, rows[0]["at"] + 1) == {}
    assert not town_world.rows("case_")


def test_the_log_knows_of_the_call_and_not_of_whom(town_world: World) -> None:
    assert kept(town_world).done
    assert calls.earlier(seat(town_world, "caller"), Post.CALL_TAKER, WHO["phone"])
    calls.erase(seat(town_world, "lead"), Post.SUPERVISION_LEAD, 1, "本人要求")
    events = [e for e in town_world.rows("event") if e["kind"] == "call"]
    assert [(e["command"], e["subject"], e["post"]) for e in events] == [
        ("answer", 1, "call_taker"),
        ("seek", 0, "call_taker"),
        ("erase", 1, "supervision_lead"),
    ]
    written = json.dumps([*map(str, events), *map(str, town_world.rows("command"))])
    assert not [word for word in WHO.values() if word in written]
    (row,) = town_world.rows("phone_call")
    assert (row["name"], row["phone"], row["answer"]) == (None, None, TOLD["answer"])


def test_the_same_command_is_kept_once_and_another_under_its_id_is_a_forgery(
    town_world: World,
) -> None:
    first, again = kept(town_world), kept(town_world)
    assert (first.subject, first.done) == (again.subject, again.done) == (1, True)
    assert len(town_world.rows("phone_call")) == 1
    with pytest.raises(Forged):
        kept(town_world, answer="别的")


def test_earlier_cases_and_calls_of_a_number_are_found_newest_first(town_world: World) -> None:
    store = seat(town_world, "caller")
    case = registered(town_world, address="望湖路 12 号")
    complainants.act(store, "tell", case, Post.CALL_TAKER, {**WHO, "address": None})
    assert kept(town_world).done
    told = {"answer": "又打来", **WHO}
    assert calls.repeat(store, "again", Post.CALL_TAKER, case, told).done
    found = calls.earlier(store, Post.CALL_TAKER, WHO["phone"])
    assert {(one.act, one.case_id) for one in found} == {
        ("case", case),
        ("answer", None),
        ("repeat", case),
    }
    assert [one.at for one in found] == sorted((one.at for one in found), reverse=True)
    assert next(one for one in found if one.act == "case").words == "望湖路 12 号"
    assert not calls.earlier(store, Post.CALL_TAKER, "000")


ATTACKS = {
    "other_post": lambda w: kept(w, "lead"),
    "post": lambda w: kept(w, "disp", post=Post.CALL_TAKER),
    "question": lambda w: kept(w, question="weather"),
    "needs": lambda w: kept(w, answer=" \u3000"),
    "phone_shape": lambda w: kept(w, phone="abc"),
    "too_long": lambda w: kept(w, answer="答" * 4001),
    "unknown_case": lambda w: calls.repeat(seat(w, "caller"), "r", Post.CALL_TAKER, 77, {}),
}


@pytest.mark.parametrize("key", ATTACKS)
def test_what_cannot_be_kept_is_refused_and_leaves_nothing(town_world: World, key: str) -> None:
    answer = ATTACKS[key](town_world)
    assert (answer.outcome, answer.reason) == ("refused", key)
    assert answer.text
    assert not town_world.rows("phone_call")


MUTATED = {
    "other_post": ("elsif not (('%(call_posts)s'::jsonb)->act) ? acting then", "elsif false then"),
    "post": ("p.operator_id = me and p.active and p.post = acting", "true"),
    "question": ("elsif act = 'answer' and (told->>'question' =", "elsif false and (told->>'question' ="),
    "needs": ("elsif act = 'answer' and btrim(", "elsif false and btrim("),
    "phone_shape": ("if coalesce(told->>'phone', '') <> '' and", "if false and"),
    "too_long": ("if char_length(told->>item.key) > item.most::integer then", "if false then"),
}  # fmt: skip


@pytest.mark.parametrize("key", MUTATED)
def test_without_its_check_the_guard_lets_it_through(server: World, key: str) -> None:
    from console.domain.calls import CALL_POSTS

    old, new = MUTATED[key]
    old = old.replace("%(call_posts)s", json.dumps({k: list(v) for k, v in CALL_POSTS.items()}))
    guard = guard_sql()
    assert old in guard
    with server.store.write() as connection:
        raw: Any = connection.connection.dbapi_connection
        with raw.cursor() as cursor:
            cursor.execute(guard.replace(old, new))
    assert ATTACKS[key](server).done


@pytest.mark.parametrize(("login", "post"), [("disp", Post.DISPATCHER), ("dept", Post.DEPARTMENT)])
def test_other_posts_list_seek_and_erase_nothing(town_world: World, login: str, post: Post) -> None:
    store = seat(town_world, login)
    for ask in (
        lambda: calls.listed(store, post, 0),
        lambda: calls.earlier(store, post, WHO["phone"]),
        lambda: calls.erase(store, post, 1),
    ):
        with pytest.raises(Refused) as no:
            ask()
        assert no.value.key == "other_post"


def test_nobody_reads_the_table_past_the_guard(server: World) -> None:
    assert kept(server).done
    with pytest.raises(Refused) as no, seat(server, "caller").read() as connection:
        connection.exec_driver_sql("select * from public.phone_call").all()
    assert no.value.key == "rights_changed"


def test_an_unknown_call_is_not_erased(town_world: World) -> None:
    with pytest.raises(Refused) as no:
        calls.erase(seat(town_world, "lead"), Post.SUPERVISION_LEAD, 9)
    assert no.value.key == "unknown_call"


def test_a_value_no_console_writes_is_a_forgery(town_world: World) -> None:
    with pytest.raises(Forged):
        kept(town_world, seat="x")


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("138-0000 1234", "13800001234"),
        ("（0551）1234567", "05511234567"),
        ("１３８００", "13800"),
        ("", ""),
    ],
)
def test_a_telephone_number_is_its_digits(typed: str, digits: str) -> None:
    assert telephone(typed) == digits


def test_letters_are_no_telephone_number() -> None:
    with pytest.raises(Refused) as no:
        telephone("13800x")
    assert no.value.key == "phone_shape"
