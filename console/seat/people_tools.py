"""`db add-operator|give|take|lock|unlock|password` and `cases complainant`: people."""

import argparse
import getpass
import os
import sys
from typing import Any

from console.domain.administration import COMPLAINANT_POSTS
from console.domain.calls import telephone
from console.domain.intent import HeldPost
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.seat.opening import opened
from console.store.engine import Store
from console.store.people import administration, complainants, operators
from console.words import _

ToolAnswer = tuple[Any, list[str], int]


def add_operator(options: argparse.Namespace) -> ToolAnswer:
    """Makes a login with its posts; on a server its password comes from the environment."""
    with opened(options, options.actor) as store:
        posts = [held(store, text) for text in options.posts]
        password = os.environ.get(f"WANGGE_PASSWORD_{options.login.upper()}")
        made = administration.add_operator(
            store, options.login, options.name, options.name_en or options.name, posts, password
        )
    document = {"operator": made, "login": options.login, "posts": [_shown(p) for p in posts]}
    return document, [_("{login} may sign on now.").format(login=options.login)], 0


def posts(options: argparse.Namespace) -> ToolAnswer:
    """`db give` and `db take`: posts of a login, by the security administrator."""
    with opened(options, options.actor) as store:
        wanted = [held(store, text) for text in options.posts]
        administration.give(
            store, options.login, *wanted, take=options.act == "take", why=options.reason or ""
        )
        _id, _zh, _en, found = operators.operator(store, options.login)
    lines = [_("{login} holds {posts}.").format(
        login=options.login, posts=", ".join(p.post.label for p in found) or "-")]  # fmt: skip
    return {"login": options.login, "posts": [_shown(p) for p in found]}, lines, 0


def lock(options: argparse.Namespace) -> ToolAnswer:
    """`db lock` and `db unlock`: a locked login cannot sign on."""
    with opened(options, options.actor) as store:
        administration.act(store, options.act, options.login, {}, options.reason or "")
    said = _("{login} is locked.") if options.act == "lock" else _("{login} may sign on now.")
    return (
        {"login": options.login, "active": options.act == "unlock"},
        [said.format(login=options.login)],
        0,
    )


def password(options: argparse.Namespace) -> ToolAnswer:
    """`db password LOGIN`: one's own, or as security administrator; asked for, never a word."""
    new = os.environ.get("WANGGE_NEW_PASSWORD")
    if new is None and sys.stdin is not None and sys.stdin.isatty():
        new = getpass.getpass(_("New password: "))
    if new is None:
        raise Refused("password_not_given")
    with opened(options, options.actor) as store:
        administration.set_password(store, options.login, new)
    return {"login": options.login}, [_("The password is changed.")], 0


def complainant(options: argparse.Namespace) -> ToolAnswer:
    """`cases complainant CASE`: masked, unless `--reveal`, `--tell` or `--erase` says more."""
    what = options.what or "mask"
    phone = telephone(options.phone) if options.phone else None
    detail = {"name": options.name, "phone": phone, "address": options.address}
    with opened(options, options.actor) as store:
        post = _post_for(store, options, what)
        found = complainants.act(store, what, options.case, post, detail, options.reason or "")
    words = [found.get(name) or "-" for name in complainants.FIELDS]
    return {"case": options.case, **found}, ["  ".join(words)] if found else [_("Done.")], 0


def _post_for(store: Store, options: argparse.Namespace, what: str) -> Post | None:
    if options.actor is None:
        return None
    _id, _zh, _en, found = operators.operator(store, options.actor)
    able = [one.post for one in found if one.post in COMPLAINANT_POSTS[what]]
    if not able:
        raise Refused("other_post")
    return able[0]


def held(store: Store, text: str) -> HeldPost:
    """`dispatcher`, `dispatcher@320508` in a region, `department:环卫一所` in a department."""
    word, _at, code = text.partition("@")
    word, _colon, name = word.partition(":")
    if word not in [str(post) for post in Post]:
        raise Refused("post_unknown", text=word, known=", ".join(map(str, Post)))
    region = operators.region_of(store, code) if code else None
    department = operators.department_of(store, name) if name else None
    return HeldPost(Post(word), region, department)


def _shown(one: HeldPost) -> dict[str, Any]:
    return {"post": str(one.post), "region": one.region_id, "department": one.department_id}
