"""Real passwords over real TLS, by Debian's PostgreSQL: what the address asks for is what is done."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.intent import HeldPost
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.seat import arrival
from console.seat.attempts import MOST, Attempts
from console.store import secrets
from console.store.engine import open_store
from console.store.people import administration
from tests.faults import debian
from tests.faults.debian import Cluster
from tests.store import world

pytestmark = [
    pytest.mark.skipif(not debian.present(), reason="Debian's PostgreSQL is not here, or not root"),
    pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate"),
]
PASSWORD = "a long enough secret"


def certificate(folder: Path, name: str) -> Path:
    """A self-signed certificate for 127.0.0.1; its key lies beside it."""
    made = folder / f"{name}.crt"
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}"]
    files = [
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-out",
        made,
        "-keyout",
        folder / f"{name}.key",
    ]
    subprocess.run(["openssl", *words, *map(str, files)], check=True, capture_output=True)
    return made


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Cluster, Path]]:
    """A server that takes operators over TLS and by password alone; its certificate."""
    folder = tmp_path_factory.mktemp("tls")
    own = certificate(folder, "server")
    with debian.primary() as made:
        for file in (own, own.with_suffix(".key")):
            there = made.folder / file.name
            shutil.copy(file, there)
            shutil.chown(there, debian.owner() or 0)
            there.chmod(0o600)
        world.administer(
            made.uri(),
            "alter system set ssl = on",
            "alter system set ssl_cert_file = 'server.crt'",
            "alter system set ssl_key_file = 'server.key'",
            "alter system set password_encryption = 'scram-sha-256'",
        )
        (made.folder / "pg_hba.conf").write_text(
            "local all postgres trust\nhost all postgres 127.0.0.1/32 trust\n"
            "hostssl all all 127.0.0.1/32 scram-sha-256\n",
            encoding="utf-8",
        )
        world.administer(made.uri(), "select pg_reload_conf()")
        world.server_template(made.uri())
        store = open_store(made.uri("town"))
        held = [HeldPost(Post.DISPATCHER, None, None)]
        administration.add_operator(store, "sun_tls", "孙", "Sun", held, PASSWORD)
        store.close()
        yield made, own


def address(server: Cluster, root: Path) -> str:
    return f"{server.uri('town')}&sslmode=verify-full&sslrootcert={root}"


@pytest.fixture
def attempts(tmp_path: Path) -> Attempts:
    return Attempts(tmp_path / "sign-on.json")


def test_an_operator_signs_on_by_password_over_tls(
    guarded: tuple[Cluster, Path], attempts: Attempts
) -> None:
    url = address(*guarded)
    found = arrival.arrive(url, "sun_tls", PASSWORD, attempts)
    assert [choice.held.post for choice in found.choices] == [Post.DISPATCHER]
    store = open_store(url, "sun_tls")
    with store.read() as connection:
        row = connection.exec_driver_sql(
            "select ssl, session_user from pg_stat_ssl where pid = pg_backend_pid()"
        ).one()
    assert row == (True, "sun_tls")
    store.close()
    secrets.let_go(url, "sun_tls")


def test_somebody_else_in_the_servers_name_is_not_believed(
    guarded: tuple[Cluster, Path], tmp_path: Path
) -> None:
    other = certificate(tmp_path, "other")
    with pytest.raises(Refused) as no:
        open_store(address(guarded[0], other), "sun_tls")
    assert no.value.key == "server_certificate"
    assert "证书" in str(no.value)


def test_wrong_passwords_lock_the_login_at_this_workstation(
    guarded: tuple[Cluster, Path], attempts: Attempts
) -> None:
    url = address(*guarded)
    keys = []
    for number in range(MOST + 1):
        with pytest.raises(Refused) as no:
            arrival.arrive(url, "sun_tls", f"not it, {number}", attempts)
        keys.append(no.value.key)
    assert keys == [*["password_wrong"] * MOST, "locked_out"]
    with pytest.raises(Refused) as no:
        arrival.arrive(url, "sun_tls", PASSWORD, attempts)
    assert no.value.key == "locked_out"


def test_a_locked_seat_opens_by_the_own_password_alone(
    guarded: tuple[Cluster, Path], attempts: Attempts
) -> None:
    url = address(*guarded)
    with pytest.raises(Refused) as no:
        arrival.unlocks(url, "sun_tls", "not it", attempts)
    assert no.value.key == "password_wrong"
    arrival.unlocks(url, "sun_tls", PASSWORD, attempts)
    assert attempts.clear_failures(secrets.place(url), "sun_tls") == 0


def test_a_password_that_has_aged_signs_nobody_on(
    guarded: tuple[Cluster, Path], attempts: Attempts
) -> None:
    world.administer(guarded[0].uri("town"), "alter role sun_tls valid until '2020-01-01'")
    with pytest.raises(Refused) as no:
        arrival.arrive(address(*guarded), "sun_tls", PASSWORD, attempts)
    assert no.value.key == "password_wrong"
    world.administer(guarded[0].uri("town"), "alter role sun_tls valid until 'infinity'")


def test_his_own_new_password_is_the_one_from_then_on(
    guarded: tuple[Cluster, Path], attempts: Attempts
) -> None:
    url = address(*guarded)
    arrival.arrive(url, "sun_tls", PASSWORD, attempts)
    arrival.change_password(url, "sun_tls", "another long secret")
    found = arrival.arrive(url, "sun_tls", "another long secret", attempts)
    assert found.password_days is None  # ninety days are no warning
    arrival.change_password(url, "sun_tls", PASSWORD)
    secrets.let_go(url, "sun_tls")
