"""At which servers a wall reads and writes, and where its password comes from."""

import os
from pathlib import Path

import pytest

from console.domain.refusal import Refused
from console.seat.wall_seat import reading_url, with_password, writing_url
from console.store import address, secrets

SEVERAL = "postgresql://wall1@h1:5433,h2/city"


def wish(url: str) -> object:
    """Which of several servers an address asks for."""
    return address.parse(url).query.get("target_session_attrs")


@pytest.mark.parametrize(
    ("url", "reads", "writes"),
    [
        (SEVERAL, "prefer-standby", "read-write"),
        (SEVERAL + "?sslmode=require", "prefer-standby", "read-write"),
        (SEVERAL + "?target_session_attrs=any", "any", "read-write"),
        ("postgresql://wall1@h1/city", None, None),
        ("sqlite:////tmp/city.db", None, None),
    ],
)
def test_a_wall_reads_a_standby_and_writes_on_the_primary(
    url: str, reads: str | None, writes: str | None
) -> None:
    assert (wish(reading_url(url)), wish(writing_url(url))) == (reads, writes)
    assert address.hosts_of(address.parse(writing_url(url))) == address.hosts_of(address.parse(url))


@pytest.fixture
def file(tmp_path: Path) -> str:
    made = tmp_path / "wall.password"
    made.write_text("p@ss/word:1\n", encoding="utf-8")
    made.chmod(0o600)
    return str(made)


@pytest.mark.parametrize("url", [SEVERAL, SEVERAL.replace("wall1@", ""), "postgresql://h1/city"])
def test_the_password_of_the_file_is_that_of_the_walls_login(url: str, file: str) -> None:
    given = with_password(url, file, "wall1")
    for one in (reading_url(given), writing_url(given)):
        assert secrets.password_of("wall1", address.parse(one)) == "p@ss/word:1"
    if "," in url:
        assert wish(reading_url(given)) == "prefer-standby"


@pytest.mark.skipif(os.name != "posix", reason="files have no such modes there")
def test_a_password_file_that_others_may_read_is_refused(file: str) -> None:
    Path(file).chmod(0o640)
    with pytest.raises(Refused) as no:
        with_password(SEVERAL, file)
    assert no.value.key == "password_file_open"
    with pytest.raises(Refused) as no:
        with_password(SEVERAL, file + ".gone")
    assert no.value.key == "file_unreadable"
    assert with_password(SEVERAL, None) == SEVERAL
