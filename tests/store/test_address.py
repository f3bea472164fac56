"""Addresses: one host, several, and what is none."""

import pytest

from console.domain.refusal import Refused
from console.store.address import parse, plain


@pytest.mark.parametrize(
    ("given", "hosts"),
    [
        ("postgresql://ops@h1:5432,h2:5433/city", ("h1:5432", "h2:5433")),
        ("postgresql+psycopg://h1,h2,h3/city", ("h1", "h2", "h3")),
        ("postgresql:///city?host=h1:1&host=h2:2", ("h1:1", "h2:2")),
    ],
)
def test_several_hosts_mean_the_one_that_takes_writes(given: str, hosts: tuple[str, ...]) -> None:
    found = parse(given)
    assert found.query["host"] == hosts
    assert found.database == "city"
    assert found.query["target_session_attrs"] == "read-write"


def test_who_asks_for_any_of_them_gets_any() -> None:
    found = parse("postgresql://wall:x@h1,h2/city?target_session_attrs=any&sslmode=require")
    assert (found.username, found.password) == ("wall", "x")
    assert found.query["target_session_attrs"] == "any"
    assert found.query["sslmode"] == "require"


def test_one_host_is_left_as_it_is() -> None:
    found = parse("postgresql://ops@h1:5433/city")
    assert (found.host, found.port, dict(found.query)) == ("h1", 5433, {})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("postgresql://u:p@h1:1,h2:2/city", "postgresql://u:p@h1:1,h2:2/city?target_session_attrs=read-write"),
        ("postgresql://h1,h2/city", "postgresql://h1,h2/city?target_session_attrs=read-write"),
        ("postgresql://u:p@h1:1/city", "postgresql://u:p@h1:1/city"),
    ],
)  # fmt: skip
def test_the_driver_itself_reads_the_plain_form(given: str, expected: str) -> None:
    assert plain(given) == expected


def test_what_is_no_address_is_said_without_its_password() -> None:
    with pytest.raises(Refused) as caught:
        parse("postgresql://u:secret@h1:x/city")
    assert caught.value.key == "database_url"
    assert "secret" not in str(caught.value)
