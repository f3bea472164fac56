"""A synthetic district of 8 km × 6 km for measurements and tests; the demo city is `console.city`."""

from typing import Final

import numpy as np

from widgets.map.arrays import COLLECTOR, CaseArrays, CrewArrays, Float, Ground, Outlines

WEST, SOUTH, EAST, NORTH = 116.30, 39.88, 116.394, 39.934
BOUNDS: Final = (WEST, SOUTH, EAST, NORTH)
NAMES: Final = (
    *("望湖", "解放", "河滨", "东山", "新桥", "南门", "北关", "西园"),
    *("和平", "光明", "建设", "团结", "胜利", "文化", "朝阳", "长青"),
)
_MIX: Final = (0.03, 0.14, 0.48, 0.35)


def cases(rows: int, *, seed: int = 1) -> CaseArrays:
    """`rows` open cases: two thirds around forty busy places, the rest anywhere."""
    rng = np.random.default_rng(seed)
    spots = rng.random((40, 2))
    near = spots[rng.integers(0, 40, rows)] + rng.normal(0, 0.03, (rows, 2))
    at = np.where(rng.random((rows, 1)) < 0.66, near, rng.random((rows, 2))).clip(0.004, 0.996)
    return CaseArrays(
        lon=WEST + at[:, 0] * (EAST - WEST),
        lat=SOUTH + at[:, 1] * (NORTH - SOUTH),
        id=np.arange(1, rows + 1, dtype=np.float64),
        used=rng.gamma(2.0, 0.22, rows).astype(np.float32),
        severity=rng.choice([1, 2, 3, 4], rows, p=_MIX).astype(np.uint8),
        filled=(rng.random(rows) < 0.18).astype(np.uint8),
        alive=np.ones(rows, np.uint8),
        street=((at[:, 1] * 4).astype(np.uint32) * 4 + (at[:, 0] * 4).astype(np.uint32) + 1),
    )


def crews(rows: int, *, seed: int = 2) -> CrewArrays:
    """`rows` crews, every fifth a collector, most of them with a position of the last five minutes."""
    rng = np.random.default_rng(seed)
    kind = (np.arange(rows) % 5 == 4).astype(np.uint8)
    words = ("环卫", "市政", "执法", "园林")
    return CrewArrays(
        lon=WEST + rng.random(rows) * (EAST - WEST),
        lat=SOUTH + rng.random(rows) * (NORTH - SOUTH),
        id=np.arange(1, rows + 1, dtype=np.float64),
        heading=(rng.random(rows) * 360).astype(np.float32),
        age=np.where(rng.random(rows) < 0.8, 20, rng.choice([400, 2400], rows)).astype(np.float32),
        status=rng.integers(0, 3, rows).astype(np.uint8),
        kind=kind,
        alive=np.ones(rows, np.uint8),
        label=[
            "李" if kind[i] == COLLECTOR else f"{words[i % 4]}{i % 60:02d}" for i in range(rows)
        ],
    )


def _line(points: list[tuple[float, float]]) -> Float:
    """Degrees from fractions of the district."""
    at = np.array(points, np.float64)
    return np.column_stack((WEST + at[:, 0] * (EAST - WEST), SOUTH + at[:, 1] * (NORTH - SOUTH)))


def _box(x0: float, y0: float, x1: float, y1: float) -> Float:
    return _line([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])


def _bent(at: float, across: bool, amount: float) -> Float:
    """A road through the district that bends a little."""
    along = np.linspace(0, 1, 25)
    side = at + amount * np.sin(along * 5 + at * 9)
    pairs = zip(along, side, strict=True) if across else zip(side, along, strict=True)
    return _line([(float(x), float(y)) for x, y in pairs])


def _oval(x: float, y: float, rx: float, ry: float) -> Float:
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    wave = 1 + 0.12 * np.sin(3 * turn) + 0.06 * np.cos(5 * turn)
    pairs = zip(x + rx * wave * np.cos(turn), y + ry * wave * np.sin(turn), strict=True)
    return _line([(float(a), float(b)) for a, b in pairs])


def ground() -> Ground:
    """City outline, a river, a lake, three parks, roads in three widths."""
    fine = [_bent(i / 26, True, 0.006) for i in range(1, 26)]
    fine += [_bent(i / 34, False, 0.005) for i in range(1, 34)]
    middle = [_bent(i / 7, True, 0.012) for i in range(1, 7)]
    middle += [_bent(i / 9, False, 0.01) for i in range(1, 9)]
    parks = [(1, "望湖公园", "Wanghu Park", [_oval(0.28, 0.62, 0.06, 0.08)])]
    parks += [(2, "东山公园", "Dongshan Park", [_oval(0.82, 0.28, 0.05, 0.06)])]
    parks += [(3, "河滨绿地", "Riverside Green", [_oval(0.55, 0.16, 0.09, 0.025)])]
    return {
        "city": Outlines.of([(1, "", "", [_box(0, 0, 1, 1)])]),
        "park": Outlines.of(parks),
        "water": Outlines.of([(1, "望湖", "Lake Wang", [_oval(0.30, 0.60, 0.03, 0.045)])]),
        "river": Outlines.of([(1, "", "", [_bent(0.22, True, 0.06)])]),
        "road.minor": _roads(fine, "巷", "Lane"),
        "road": _roads(middle, "路", "Road"),
        "road.major": _roads([_bent(0.5, True, 0.02), _bent(0.45, False, 0.02)], "大道", "Avenue"),
    }


def _roads(lines: list[Float], zh: str, en: str) -> Outlines:
    """Roads with a name each, as names along roads cost the map most."""
    count = len(NAMES)
    return Outlines.of(
        (n + 1, f"{NAMES[n % count]}{n // count + 1}{zh}", f"{en} {n + 1}", [line])
        for n, line in enumerate(lines)
    )


def regions() -> Outlines:
    """Seventeen streets' areas less one: 4 × 4."""
    boxes = [(i, _box(i % 4 / 4, i // 4 / 4, (i % 4 + 1) / 4, (i // 4 + 1) / 4)) for i in range(16)]
    return Outlines.of((i + 1, f"{NAMES[i]}街道", f"Street {i + 1}", [box]) for i, box in boxes)


def grids() -> Outlines:
    """Unit grids of about 100 m, 60 × 80, named by their last three digits."""
    found = []
    for i in range(80 * 60):
        x, y = i % 80, i // 80
        box = _box(x / 80, y / 60, (x + 1) / 80, (y + 1) / 60)
        found.append((i + 1, f"{i % 999 + 1:03d}", f"{i % 999 + 1:03d}", [box]))
    return Outlines.of(found)
