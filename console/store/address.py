"""The address of a database: SQLAlchemy's form, and libpq's with several hosts.

`postgresql://ops@h1:5432,h2/city` names servers of which one is the primary; the console tries them
in turn and works on the one that takes writes, unless the address says `target_session_attrs=any`.
"""

import re
from typing import Final
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

from console.domain.refusal import Refused

SERVER: Final = "postgresql+psycopg"
SEVERAL: Final = re.compile(
    r"(?P<scheme>postgresql(?:\+psycopg)?)://(?:(?P<who>[^@/?]*)@)?"
    r"(?P<hosts>[^@/?,]+(?:,[^@/?,]+)+)(?:/(?P<database>[^?]*))?(?:\?(?P<query>.*))?"
)
WRITING: Final = "read-write"


def parse(url: str) -> URL:
    """The parts of `url`, a server's with our driver. Raises `Refused` for what is no address."""
    try:
        parsed = make_url(_one_form(url))
    except (sa.exc.ArgumentError, ValueError):
        raise Refused("database_url", url=_without_password(url)) from None
    if not parsed.drivername.startswith("postgresql"):
        return parsed
    parsed = parsed.set(drivername=SERVER)
    hosts = parsed.query.get("host", ())
    if isinstance(hosts, tuple) and len(hosts) > 1 and "target_session_attrs" not in parsed.query:
        parsed = parsed.update_query_dict({"target_session_attrs": WRITING})
    return parsed


def plain(url: str | URL) -> str:
    """The address as psycopg itself reads it, password and all."""
    parsed = parse(url) if isinstance(url, str) else url
    parsed = parsed.set(drivername="postgresql")
    hosts = parsed.query.get("host", ())
    if not isinstance(hosts, tuple):
        return parsed.render_as_string(hide_password=False)
    query = {name: value for name, value in parsed.query.items() if name != "host"}
    text = parsed.set(query=query).render_as_string(hide_password=False)
    return re.sub(r"^postgresql://([^@/]*@)?/", rf"postgresql://\g<1>{','.join(hosts)}/", text)


def hosts_of(url: URL) -> str:
    """The servers of an address as people name them: `h1:5432, h2`; "" for a file.

    A server on this machine that is reached by a socket is "localhost".
    """
    if not url.drivername.startswith("postgresql"):
        return ""
    named = url.query.get("host", ())
    several = named if isinstance(named, tuple) else (named,)
    one = url.host and (f"{url.host}:{url.port}" if url.port else url.host)
    hosts = [one] if one else [host for host in several if not host.startswith("/")]
    return ", ".join(hosts) or "localhost"


def _one_form(url: str) -> str:
    """libpq's several hosts as SQLAlchemy writes them: one `host=` each."""
    found = SEVERAL.fullmatch(url)
    if found is None:
        return url
    who = f"{found['who']}@" if found["who"] is not None else ""
    query = [f"host={quote(host, safe=':[]')}" for host in found["hosts"].split(",")]
    query += [found["query"]] if found["query"] else []
    return f"{found['scheme']}://{who}/{found['database'] or ''}?{'&'.join(query)}"


def _without_password(url: str) -> str:
    return re.sub(r"(://[^:@/]*):[^@/]*@", r"\1:***@", url)
