"""Passwords of operators: where one is found, in which order; none is ever written to a file of ours.

`hold` keeps one that was typed for as long as this program runs, `keep` in the system's own keyring.
"""

import logging
import os
from typing import Final

from sqlalchemy.engine import URL

from console.store import address

LOG = logging.getLogger(__name__)
SERVICE: Final = "wangge-console"
USUAL_PORT: Final = 5432
THIS_MACHINE: Final = ("127.0.0.1", "::1", "[::1]")
_held: dict[tuple[str, str], str] = {}


def hold(url: str, login: str, password: str) -> None:
    """For this run of the program."""
    _held[place(url), login] = password


def let_go(url: str, login: str) -> None:
    """The password of somebody who has signed off, or whose was wrong."""
    _held.pop((place(url), login), None)


def place(url: str | URL) -> str:
    """The server and database an address means, whoever signs on there and however it is written."""
    parsed = address.parse(url) if isinstance(url, str) else url
    named = parsed.query.get("host", parsed.host or "")
    hosts = [_host(one) for one in ((named,) if isinstance(named, str) else named)]
    port = "" if parsed.port in (None, USUAL_PORT) else parsed.port
    return f"{parsed.get_backend_name()}://{','.join(hosts)}:{port}/{parsed.database}"


def _host(named: str) -> str:
    """One spelling for one host: else a locked login would begin anew under another."""
    host = named.lower().removesuffix(f":{USUAL_PORT}")
    return "localhost" if host in THIS_MACHINE else host


def password_of(login: str, url: URL) -> str | None:
    """Typed, else `WANGGE_PASSWORD_<LOGIN>`, else the address's own, else the system's keyring.

    None leaves it to libpq: its own password file, a certificate, or none at all.
    """
    held = _held.get((place(url), login)) or os.environ.get(f"WANGGE_PASSWORD_{login.upper()}")
    if held is not None:
        return held
    if url.username == login and url.password is not None:
        return str(url.password)
    return _from_keyring(login, url)


def _from_keyring(login: str, url: URL) -> str | None:
    import keyring
    import keyring.errors

    try:
        return keyring.get_password(f"{SERVICE} {place(url)}", login)
    except keyring.errors.KeyringError as no:
        LOG.debug("no keyring here: %s", no)
        return None


def keyring_here() -> bool:
    """Whether this system has a keyring that a password could be kept in."""
    import keyring
    from keyring.backends import fail, null

    return not isinstance(keyring.get_keyring(), fail.Keyring | null.Keyring)


def keep(url: str, login: str, password: str | None) -> bool:
    """Puts a password into the system's keyring, or (None) takes it out; False: there is none."""
    import keyring
    import keyring.errors

    service = f"{SERVICE} {place(url)}"
    try:
        if password is not None:
            keyring.set_password(service, login, password)
        elif keyring.get_password(service, login) is not None:
            keyring.delete_password(service, login)
    except keyring.errors.KeyringError as no:
        LOG.info("no keyring here: %s", no)
        return False
    return True
