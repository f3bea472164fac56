"""Pictures of the demo city's cases: one drawn street scene for each class of problem, as reported
and after the work.

Few distinct ones, no faces, no foreign sources.
"""

from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from random import Random
from typing import Any, Final

from PIL import Image, ImageDraw

from console.city.tables import rows
from console.domain.category import Key
from console.intake import pictures

SIZE: Final = (800, 600)
KEPT: Final = (640, 480)
Pen = ImageDraw.ImageDraw
Draw = Callable[[Pen, Random], None]


@cache
def hues(name: str) -> tuple[str, ...]:
    """Colours of a thing that is drawn, from `resources/city/scene_colours.tsv`."""
    found = {row["name"]: row["colours"] for row in rows("scene_colours.tsv")}
    return tuple(found[name].split(","))


def hue(name: str) -> str:
    """The one colour of a thing."""
    return hues(name)[0]


class Pictures:
    """Every scene before and after, each made once."""

    def __init__(self) -> None:
        self.made = {
            (name, after): pictures.prepare(_drawn(scene, after), name)
            for name, scene in SCENES.items()
            for after in (False, True)
        }

    def of(self, category: Key, *, after: bool) -> str:
        """The hash of the picture that shows such a case."""
        return self.made[scene_of(category), after].hash

    def rows(self, at: int) -> list[dict[str, Any]]:
        """All of them as the database holds pictures."""
        return [
            {"hash": one.hash, "media_type": one.media_type, "content": one.content}
            | {"thumbnail": one.thumbnail, "stored_at": at}
            for one in self.made.values()
        ]


def scene_of(category: Key) -> str:
    """The scene of a category of the standard of 2007: its subclass's, else its class's."""
    _scheme, kind, code = category
    found = BY_CODE.get((kind, code)) or BY_CODE.get((kind, code[:2]))
    return found or ("hole" if kind == "component" else "refuse")


def _drawn(scene: Draw, after: bool) -> bytes:
    image = Image.new("RGB", SIZE, hue("sky"))
    pen = ImageDraw.Draw(image)
    _street(pen, Random(f"{scene.__name__}/street"))
    if not after:
        scene(pen, Random(f"{scene.__name__}"))
    elif scene is hole:
        pen.polygon(
            [(236, 494), (566, 490), (582, 572), (222, 576)], fill=hue("asphalt")
        )  # new asphalt
    out = BytesIO()
    image.resize(KEPT, Image.Resampling.LANCZOS).save(out, "BMP")  # quick to write and to read
    return out.getvalue()


def _street(pen: Pen, rng: Random) -> None:
    """Shops, pavement, kerb and road, seen from across the street; each scene has its own."""
    walls = rng.sample(hues("walls"), 4)
    signs = rng.sample(hues("signs"), 4)
    for place, (left, top) in enumerate(((0, 90), (230, 40), (470, 110), (660, 60))):
        right = (230, 470, 660, 800)[place]
        pen.rectangle((left, top, right, 350), fill=walls[place])
        for window in range(left + 22, right - 40, 58):
            pen.rectangle((window, top + 26, window + 32, top + 76), fill=hue("window"))
        pen.rectangle((left + 14, 236, right - 14, 350), fill=hue("shop"))
        pen.rectangle(
            (left + 6, 214, right - 6, 240),
            fill=signs[place],
        )
    pen.rectangle((0, 350, 800, 462), fill=hue("pavement"))
    for joint in range(-40, 800, 64):
        pen.line((joint + 40, 350, joint, 462), fill=hue("joint"), width=2)
    pen.rectangle((0, 400, 800, 418), fill=hue("tactile"))  # tactile paving
    pen.rectangle((0, 462, 800, 474), fill=hue("kerb"))
    pen.rectangle((0, 474, 800, 600), fill=hue("road"))
    for dash in range(20, 800, 130):
        pen.rectangle((dash, 548, dash + 70, 555), fill=hue("dash"))
    for trunk in (rng.randint(90, 200), rng.randint(560, 720)):
        pen.rectangle((trunk - 6, 230, trunk + 6, 372), fill=hue("wood"))
        pen.ellipse((trunk - 58, 120, trunk + 58, 256), fill=hue("crown"))


def bicycles(pen: Pen, rng: Random) -> None:
    for number in range(9):
        x, y = 170 + number * 52 + rng.randint(-8, 8), 424 + rng.randint(-16, 10)
        paint = rng.choice(hues("frames"))
        for wheel in (x, x + 46):
            pen.ellipse((wheel - 18, y - 18, wheel + 18, y + 18), outline=hue("black"), width=4)
        pen.line((x, y, x + 18, y - 34, x + 38, y - 34, x + 46, y), fill=paint, width=6)
        pen.line((x + 38, y - 34, x + 34, y - 52, x + 24, y - 54), fill=hue("black"), width=4)


def refuse(pen: Pen, rng: Random) -> None:
    for _bag in range(26):
        x, y = rng.randint(270, 520), rng.randint(392, 452)
        size = rng.randint(16, 34)
        paint = rng.choice(hues("bags"))
        pen.ellipse(
            (x - size, y - size, x + size, y + size * 0.6), fill=paint, outline=hue("outline")
        )
    for _scrap in range(40):
        x, y = rng.randint(230, 570), rng.randint(430, 470)
        pen.rectangle((x, y, x + rng.randint(4, 14), y + rng.randint(3, 7)), fill=hue("scrap"))


def goods(pen: Pen, rng: Random) -> None:
    for table in range(4):
        x = 236 + table * 92
        pen.rectangle((x, 372, x + 80, 384), fill=hue("table"))
        for leg in (x + 6, x + 70):
            pen.rectangle((leg, 384, leg + 5, 424), fill=hue("wood"))
        for box in range(5):
            paint = rng.choice(hues("wares"))
            left = x + 4 + box * 15
            pen.rectangle((left, 372 - rng.randint(12, 26), left + 12, 372), fill=paint)
    for crate in range(5):
        x = 250 + crate * 66
        pen.rectangle((x, 424, x + 52, 456), fill=hue("crate"), outline=hue("crate_edge"), width=3)


def posters(pen: Pen, rng: Random) -> None:
    for _sheet in range(34):
        x, y = rng.randint(20, 760), rng.randint(244, 322)
        paint = rng.choice(hues("sheets"))
        pen.rectangle((x, y, x + 24, y + 32), fill=paint, outline=hue("sheet_edge"))
        for line in range(3):
            pen.line(
                (x + 4, y + 8 + line * 8, x + 20, y + 8 + line * 8), fill=hue("print"), width=2
            )


def cars(pen: Pen, _rng: Random) -> None:
    for x, paint in zip((130, 390), hues("cars"), strict=True):
        pen.polygon(
            [(x + 46, 398), (x + 76, 358), (x + 162, 358), (x + 200, 398)],
            fill=paint,
            outline=hue("black"),
        )
        pen.polygon(
            [(x + 60, 396), (x + 82, 366), (x + 116, 366), (x + 116, 396)], fill=hue("glass")
        )
        pen.polygon(
            [(x + 122, 396), (x + 122, 366), (x + 158, 366), (x + 184, 396)], fill=hue("glass")
        )
        pen.rounded_rectangle((x, 396, x + 236, 440), 14, fill=paint, outline=hue("black"))
        for wheel in (x + 52, x + 186):
            pen.ellipse((wheel - 24, 418, wheel + 24, 466), fill=hue("tyre"))
            pen.ellipse((wheel - 10, 432, wheel + 10, 452), fill=hue("hub"))


def hole(pen: Pen, rng: Random) -> None:
    ring = [(400 + rng.randint(150, 190) * a, 530 + rng.randint(34, 44) * b) for a, b in ROUND]
    pen.polygon(ring, fill=hue("rim"))
    pen.polygon(
        [(400 + (x - 400) * 0.7, 532 + (y - 530) * 0.6) for x, y in ring], fill=hue("depth")
    )
    for _stone in range(36):
        x, y = rng.randint(200, 610), rng.randint(488, 584)
        pen.ellipse((x, y, x + rng.randint(5, 14), y + rng.randint(4, 9)), fill=hue("stone"))


def greenery(pen: Pen, rng: Random) -> None:
    pen.line((150, 452, 560, 388), fill=hue("wood"), width=20)
    for _branch in range(60):
        x, y = rng.randint(360, 640), rng.randint(330, 450)
        pen.ellipse((x - 24, y - 14, x + 24, y + 14), fill=rng.choice(hues("leaves")))


ROUND: Final = tuple(
    (a / 10, b / 10)
    for a, b in (
        *((10, 0), (8, 6), (5, 9), (0, 10), (-5, 9), (-8, 6)),
        *((-10, 0), (-8, -6), (-5, -9), (0, -10), (5, -9), (8, -6)),
    )
)
SCENES: Final[Mapping[str, Draw]] = {
    one.__name__: one for one in (bicycles, refuse, goods, posters, cars, hole, greenery)
}
BY_CODE: Final[Mapping[tuple[str, str], str]] = {
    **dict.fromkeys([("event", "05"), ("event", "04"), ("event", "03")], "goods"),
    **dict.fromkeys([("event", "01"), ("component", "03"), ("component", "05")], "refuse"),
    **dict.fromkeys([("event", "02"), ("component", "0307")], "posters"),
    **dict.fromkeys([("component", "01"), ("component", "06"), ("event", "0404")], "hole"),
    **dict.fromkeys([("event", "0110"), ("event", "0111")], "hole"),
    ("event", "0506"): "bicycles",
    ("event", "0505"): "cars",
    ("component", "02"): "cars",
    ("component", "04"): "greenery",
}
"""By kind and code, of a subclass or of a whole class."""
