"""`db add-operator`: who it names may sign on and do what his posts say, and nobody else can."""

from pathlib import Path

import pytest

from console.domain.refusal import Refused
from console.store.engine import open_store
from tests.intake.shapes import csv
from tests.seat.conftest import Say
from tests.store import town
from tests.store.attacks import filed
from tests.store.world import World


def test_a_new_dispatcher_dispatches_in_his_region_alone(say: Say, town_world: World) -> None:
    code = {row["id"]: row["code"] for row in town_world.rows("region")}
    said = say("--database", town_world.url, "db", "add-operator", "sun", "--name", "孙",
               "--name-en", "Sun", "--post", f"dispatcher@{code[town.EAST]}", "--json")  # fmt: skip
    assert said.code == 0
    assert said.document["posts"] == [
        {"post": "dispatcher", "region": town.EAST, "department": None}
    ]
    sent = f"department_id={town.SANITATION}"
    for region, reason in ((town.EAST, None), (town.WEST, "scope")):
        case = str(filed(town_world, region_id=region))
        acted = say("--database", town_world.url, "--as", "sun", "act", "dispatch", case,
                    "--set", sent, "--json")  # fmt: skip
        assert acted.document["results"][0]["reason"] == reason


def test_a_department_is_named_in_either_language(say: Say, town_world: World) -> None:
    (name,) = (r["zh"] for r in town_world.rows("department") if r["id"] == town.SANITATION)
    said = say("--database", town_world.url, "db", "add-operator", "qian", "--name", "钱",
               "--post", f"department:{name}", "--json")  # fmt: skip
    assert said.document["posts"] == [
        {"post": "department", "region": None, "department": town.SANITATION}
    ]


def test_a_department_is_named_by_its_code_too(say: Say, town_world: World, tmp_path: Path) -> None:
    on = ("--database", town_world.url)
    file = csv(tmp_path, "编码,部门,区域", "D2,部1,", "D4,同名所,2", "D5,同名所,3")
    said = say(*on, "import", "departments", file, "--json")
    assert said.document["rejections"] == []
    made = ("--name", "钱", "--json")
    said = say(*on, "db", "add-operator", "qian", "--post", "department:D2", *made)
    assert said.document["posts"][0]["department"] == town.SANITATION
    rule = ("--category", "0101", "--kind", "event", "--department", "D2", "--region", "2")
    assert say(*on, "--as", "disp", "rules", "add", *rule).code == 0
    twice = say(*on, "db", "add-operator", "sun", "--post", "department:同名所", *made)
    assert (twice.code, twice.document["error"]) == (1, "department_ambiguous")


@pytest.mark.parametrize(
    ("login", "post", "key"),
    [
        ("disp", "dispatcher", "login_taken"),
        ("Sun", "dispatcher", "login_shape"),
        ("sun", "emperor", "post_unknown"),
        ("sun", "dispatcher@999999", "region_unknown"),
        ("sun", "department:No such body", "department_unknown"),
    ],
)
def test_what_does_not_fit_is_refused(
    say: Say, embedded: World, login: str, post: str, key: str
) -> None:
    before = len(embedded.rows("operator"))
    said = say(
        "--database", embedded.url, "db", "add-operator", login, "--name", "x", "--post", post,
        "--json",
    )  # fmt: skip
    assert (said.code, said.document["error"]) == (1, key)
    assert len(embedded.rows("operator")) == before


def test_a_short_password_is_refused(
    say: Say, embedded: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WANGGE_PASSWORD_SUN", "short")
    said = say("--database", embedded.url, "db", "add-operator", "sun", "--name", "x",
               "--post", "dispatcher", "--json")  # fmt: skip
    assert said.document["error"] == "password_weak"


def test_a_stranger_cannot_open_a_server(server: World) -> None:
    with pytest.raises(Refused) as no:
        open_store(server.url, "stranger_of_nowhere")
    assert no.value.key == "operator_unknown"


def test_the_server_keeps_a_verifier_and_no_password(
    say: Say, server: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WANGGE_PASSWORD_ZHOU9", "a long enough secret")
    said = say("--database", server.url, "db", "add-operator", "zhou9", "--name", "周",
               "--post", "wall", "--json")  # fmt: skip
    assert said.code == 0
    with server.store.read() as connection:
        held = connection.exec_driver_sql(
            "select rolpassword from pg_authid where rolname = 'zhou9'"
        ).scalar_one()
    assert held.startswith("SCRAM-SHA-256$")
    assert "secret" not in held
