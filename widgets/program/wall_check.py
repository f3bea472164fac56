"""`wall check`: one page of what is right and what is wrong with a wall at this machine."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from typing import Final

from qtpy.QtGui import (
    QFontDatabase,
    QFontMetrics,
    QGuiApplication,
    QOffscreenSurface,
    QOpenGLContext,
)

from console.domain.refusal import Refused
from console.seat import wall_check
from console.seat.wall_check import Finding
from console.words import _
from widgets import theme
from widgets.wall.awake import Awake
from widgets.wall.screens import chosen, key_of

RENDERER: Final = 0x1F01
"""GL_RENDERER."""
SOFTWARE: Final = ("llvmpipe", "softpipe", "swiftshader", "software", "swrast", "basic render")
SAMPLE: Final = "直角门区街巷"
REAL: Final = ("xcb", "windows", "cocoa")
"""Window systems on which a window goes onto the screen it is meant for."""


def run(options: argparse.Namespace) -> int:
    """Prints the page; answers 1 where anything is wrong. A QGuiApplication must be there."""
    found = [*_screen_findings(options), *wall_check.findings(options)]
    wrong = sum(not one.ok for one in found)
    if options.json:
        told = {"ok": not wrong, "checks": [one.as_json() for one in found]}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        last = _("{count} of these are wrong.").format(count=wrong) if wrong else _("All is well.")
        sys.stdout.write("\n".join([*(one.line() for one in found), last]) + "\n")
    return 1 if wrong else 0


def _screen_findings(options: argparse.Namespace) -> Iterator[Finding]:
    yield _screens(options)
    yield _awake()
    yield _windowing()
    yield _renderer()
    yield _fonts()


def _screens(options: argparse.Namespace) -> Finding:
    there = QGuiApplication.screens()
    known = ", ".join(f"{key_of(one)} {one.size().width()}×{one.size().height()}" for one in there)
    try:
        bound = chosen(options.screen, there)
    except Refused as no:
        cure = _("Name the screens anew with --screen, or look at the cable.")
        return Finding("screens", False, str(no), cure)
    names = ", ".join(one.name() or "–" for one in bound)
    said = _("{known}; bound: {bound}").format(known=known or "–", bound=names or "–")
    return Finding("screens", bool(bound), said, _("Connect a screen."))


def _awake() -> Finding:
    awake = Awake()
    awake.begin()
    problem = awake.problem
    awake.end()
    cure = _("Switch blanking and sleep off in the settings of the desktop.")
    if problem:
        return Finding("awake", False, _("nothing here keeps the screen on"), cure)
    return Finding("awake", True, _("the system keeps the screen on"))


def _windowing() -> Finding:
    name = QGuiApplication.platformName()
    if name == "xcb" and os.environ.get("WAYLAND_DISPLAY"):
        return Finding("windowing", True, "XWayland")
    cure = _("Sign on to an X session: Wayland places windows where it likes.")
    if name not in (*REAL, "wayland"):
        cure = _("Run this in the session that shows the wall.")
    return Finding("windowing", name in REAL, name, cure)


def _renderer() -> Finding:
    name = _gl_renderer()
    cure = _("Install the driver of the graphics card; without it the processor draws everything.")
    soft = not name or any(word in name.lower() for word in SOFTWARE)
    return Finding("renderer", not soft, name or _("no OpenGL"), cure)


def _gl_renderer() -> str:
    """The name that OpenGL gives to what draws; "" where there is none."""
    surface, context = QOffscreenSurface(), QOpenGLContext()
    surface.create()
    if not context.create() or not context.makeCurrent(surface):
        return ""
    try:
        return str(context.functions().glGetString(RENDERER) or "")
    finally:
        context.doneCurrent()


def _fonts() -> Finding:
    font = theme.font("body")
    held, first = set(QFontDatabase.families()), font.families()
    used = next((name for name in first if name in held), "")
    metrics = QFontMetrics(font)
    whole = all(metrics.inFontUcs4(ord(letter)) for letter in SAMPLE)
    said = used or _("none of {names}").format(names=", ".join(first))
    cure = _("Install Noto Sans CJK SC (package fonts-noto-cjk).")
    return Finding("fonts", bool(used) and whole, said, cure)
