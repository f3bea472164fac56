"""`db give|take|lock|password|server-settings` and `cases complainant`, as a script says them."""

import sys

import pytest

from tests.seat.conftest import Say
from tests.store import town
from tests.store.attacks import registered
from tests.store.world import World

ADMINISTRATORS = {
    "sysadmin": "administrator",
    "secadmin": "security_administrator",
    "checker": "auditor",
}


@pytest.fixture
def ruled(say: Say, town_world: World) -> World:
    for login, post in ADMINISTRATORS.items():
        said = say("--database", town_world.url, "db", "add-operator", login, "--name", login,
                   "--post", post)  # fmt: skip
        assert said.code == 0
    return town_world


def test_a_login_gets_its_post_from_another_administrator(say: Say, ruled: World) -> None:
    to = ("--database", ruled.url)
    new = "qian_new"  # a server's logins are of all its databases: nobody else's tests know it
    assert say(*to, "--as", "sysadmin", "db", "add-operator", new, "--name", "钱").code == 0
    post = f"dispatcher@{town.EAST}"
    said = say(*to, "--as", "secadmin", "db", "give", new, post, "--reason", "上岗", "--json")
    assert said.document["posts"] == [
        {"post": "dispatcher", "region": town.EAST, "department": None}
    ]
    refused = say(*to, "--as", "sysadmin", "db", "give", new, "dispatcher", "--json")
    assert (refused.code, refused.document["error"]) == (1, "other_post")
    taken = say(*to, "--as", "secadmin", "db", "take", new, post, "--json")
    assert taken.document["posts"] == []
    locked = say(*to, "--as", "secadmin", "db", "lock", new, "--json")
    assert locked.document == {"login": new, "active": False}


def test_a_post_that_is_none_keeps_the_others_from_being_given(say: Say, ruled: World) -> None:
    to = ("--database", ruled.url, "--as", "secadmin", "db", "give", "caller")
    before = len(ruled.rows("operator_post"))
    said = say(*to, "leader", "nosuchpost", "--json")
    assert (said.code, said.document["error"]) == (1, "post_unknown")
    assert len(ruled.rows("operator_post")) == before


def test_a_password_is_given_in_the_environment_alone(
    say: Say, ruled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = ("--database", ruled.url, "--as", "secadmin", "db", "password", "disp", "--json")
    monkeypatch.setattr(sys, "stdin", None)
    assert say(*to).document["error"] == "password_not_given"
    monkeypatch.setenv("WANGGE_NEW_PASSWORD", "short")
    assert say(*to).document["error"] == "password_weak"
    monkeypatch.setenv("WANGGE_NEW_PASSWORD", "long enough for anybody")
    assert say(*to).document == {"login": "disp"}


def test_a_complainant_is_masked_revealed_and_erased(say: Say, town_world: World) -> None:
    case = str(registered(town_world))
    to = ("--database", town_world.url)
    told = say(*to, "--as", "caller", "cases", "complainant", case, "--tell", "--name", "李某",
               "--phone", "13800001234", "--json")  # fmt: skip
    assert told.code == 0
    masked = say(*to, "--as", "disp", "cases", "complainant", case, "--json").document
    assert (masked["name"], masked["phone"]) == ("李*", "138****1234")
    shown = say(*to, "--as", "disp", "cases", "complainant", case, "--reveal", "--json").document
    assert (shown["name"], shown["phone"]) == ("李某", "13800001234")
    no = say(*to, "--as", "disp", "cases", "complainant", case, "--erase", "--json")
    assert (no.code, no.document["error"]) == (1, "other_post")
    assert say(*to, "--as", "lead", "cases", "complainant", case, "--erase").code == 0
    gone = say(*to, "--as", "disp", "cases", "complainant", case, "--reveal", "--json").document
    assert gone["name"] is None


def test_server_settings_name_this_databases_roles(say: Say, town_world: World) -> None:
    said = say("--database", town_world.url, "db", "server-settings", "--json")
    if town_world.store.embedded:
        assert said.document["error"] == "needs_server"
        return
    assert "lock_timeout = '1500ms'" in said.document["postgresql.conf"]
    assert "+wangge_operators_town" in said.document["pg_hba.conf"]
    assert "{" not in said.document["pg_hba.conf"]
