"""A password is found where it was put last: typed, environment, address, keyring; else nowhere."""

from collections.abc import Iterator

import keyring
import keyring.backend
import keyring.errors
import pytest
from keyring.backends import fail
from sqlalchemy.engine import make_url

from console.store import secrets

URL = "postgresql://server/city"


class Ring(keyring.backend.KeyringBackend):
    """A keyring in a dictionary."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Broken(Ring):
    """One that is locked."""

    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked("locked")


@pytest.fixture
def ring() -> Iterator[Ring]:
    before = keyring.get_keyring()
    made = Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_the_nearest_password_is_taken(ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    url = make_url(URL)
    assert secrets.password_of("li", url) is None
    assert secrets.keep(URL, "li", "of the keyring")
    assert secrets.password_of("li", url) == "of the keyring"
    own = url.set(username="li", password="of the address")
    assert secrets.password_of("li", own) == "of the address"
    assert secrets.password_of("wang", own) is None
    monkeypatch.setenv("WANGGE_PASSWORD_LI", "of the environment")
    assert secrets.password_of("li", own) == "of the environment"
    secrets.hold(URL, "li", "typed")
    assert secrets.password_of("li", own) == "typed"
    secrets.let_go(URL, "li")
    assert secrets.password_of("li", own) == "of the environment"


def test_a_system_without_a_keyring_is_known(ring: Ring) -> None:
    assert secrets.keyring_here()
    keyring.set_keyring(fail.Keyring())
    assert not secrets.keyring_here()


def test_what_is_taken_out_is_gone(ring: Ring) -> None:
    secrets.keep(URL, "li", "x")
    secrets.keep(URL, "li", None)
    assert secrets.password_of("li", make_url(URL)) is None
    assert secrets.keep(URL, "li", None)  # nothing to take out is no failure


def test_another_server_has_another_password(ring: Ring) -> None:
    secrets.keep(URL, "li", "x")
    assert secrets.password_of("li", make_url("postgresql://other/city")) is None


def test_a_locked_keyring_is_none() -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(Broken())
    try:
        assert secrets.password_of("li", make_url(URL)) is None
        assert not secrets.keep(URL, "li", None)
    finally:
        keyring.set_keyring(before)
