"""The command line of a wall."""

import argparse
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from console.machine import SettingInForce
from console.seat.wall_seat import WallStart

DAY_S: Final = 86_400
NONE: Final = ((), ())
"""No seams."""
FLAGS: Final = ("--visitors", "--bilingual", "--reduced-motion", "--led")


def add(wall: argparse.ArgumentParser) -> None:
    """All that a wall is started with."""
    wall.add_argument("act", nargs="?", choices=("install", "check"))
    wall.add_argument("--screen", type=_names, default=(), metavar="NAME,…")
    wall.add_argument("--one-window", action="store_true")
    wall.add_argument("--window", type=_size, metavar="WxH")
    wall.add_argument("--rotate", type=_seconds, default=None, metavar="SECONDS")
    wall.add_argument("--password-file", metavar="FILE")
    wall.add_argument("--test", action="store_true")
    for flag in (*FLAGS, "--remove", "--dry-run"):
        wall.add_argument(flag, action="store_true")
    add_look(wall)


def add_look(parser: argparse.ArgumentParser) -> None:
    """What a picture of a wall needs too: the scene, and how large its faces are."""
    parser.add_argument("--scene", default="", metavar="NAME")
    parser.add_argument("--pitch", type=_measure, metavar="MM")
    parser.add_argument("--distance", type=_measure, metavar="M")
    parser.add_argument("--seams", type=_seams, default=NONE, metavar="X,…[/Y,…]")


def fill(options: argparse.Namespace, here: Mapping[str, SettingInForce]) -> None:
    """Takes from this machine's settings what the command line leaves open; what does not fit is left out."""
    for name, (dest, read) in SETTINGS.items():
        if getattr(options, dest) in (None, (), NONE) and here[name].value:
            try:
                setattr(options, dest, read(here[name].value))
            except (ValueError, argparse.ArgumentTypeError):
                continue


def words_of(options: argparse.Namespace) -> Iterator[str]:
    """The words of the command line that start such a wall again, without those of this machine's settings."""
    named = {
        "--database": options.database,
        "--as": options.actor,
        "--seat": options.seat,
        "--language": options.language,
        "--theme": options.theme,
        "--screen": ",".join(options.screen),
        "--rotate": options.rotate,
        "--password-file": options.password_file,
        "--scene": options.scene,
        "--pitch": options.pitch,
        "--distance": options.distance,
        "--seams": seams_text(options.seams),
    }
    for name, value in named.items():
        if value not in (None, ""):
            yield from (name, f"{value:g}" if isinstance(value, float) else str(value))
    for flag in ("--one-window", *FLAGS):
        if getattr(options, flag[2:].replace("-", "_")):
            yield flag


def seams_text(seams: tuple[tuple[int, ...], tuple[int, ...]]) -> str:
    """Seams as the command line writes them; "" for none."""
    across, down = (",".join(map(str, places)) for places in seams)
    return f"{across}/{down}" if down else across


def start_of(options: argparse.Namespace, url: str) -> WallStart:
    """What the command line says, for the wall's program."""
    return WallStart(
        url,
        login=options.actor or "",
        name=(options.seat or "wall")[:40],
        screens=options.screen,
        over_all=options.one_window,
        scene=options.scene,
        rotate_s=options.rotate or 0,
        pitch=options.pitch,
        distance=options.distance,
        seams_x=options.seams[0],
        seams_y=options.seams[1],
        visitors=options.visitors,
        bilingual=options.bilingual,
        still=options.reduced_motion,
        led=options.led,
        size=options.window,
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _seconds(text: str) -> int:
    if not text.isdecimal() or int(text) > DAY_S:
        raise argparse.ArgumentTypeError(f"{text}: 0-{DAY_S}")
    return int(text)


def _measure(text: str) -> float:
    value = float(text)
    if not 0 < value < 1_000:
        raise argparse.ArgumentTypeError(f"{text}: > 0")
    return value


def _seams(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Places of seams in px: those across, and after a slash those down."""
    if not re.fullmatch(r"[\d,]*(/[\d,]*)?", text):
        raise argparse.ArgumentTypeError(f"{text}: X,…[/Y,…]")
    across, _sep, down = text.partition("/")
    return tuple(map(int, _names(across))), tuple(map(int, _names(down)))


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{3,5})[x×](\d{3,5})", text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text}: WIDTHxHEIGHT")
    return int(found[1]), int(found[2])


SETTINGS: Final[Mapping[str, tuple[str, Callable[[str], Any]]]] = {
    "wall_pitch": ("pitch", _measure),
    "wall_distance": ("distance", _measure),
    "wall_seams": ("seams", _seams),
    "wall_screens": ("screen", _names),
    "wall_rotate": ("rotate", _seconds),
}
"""Setting of this machine → the option that it stands for, and how its text is read."""
