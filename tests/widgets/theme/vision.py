"""Colour as eyes see it: WCAG contrast, simulated colour blindness, CIEDE2000 distance."""

import math
from itertools import combinations

Rgb = tuple[float, float, float]

# Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB
SIGHT: dict[str, tuple[Rgb, Rgb, Rgb]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(colour: str) -> Rgb:
    """`#RRGGBB` as linear light, 0 to 1."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _light(red), _light(green), _light(blue)


def _light(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio, 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def seen(colour: str, sight: str) -> Rgb:
    """Linear RGB as this sight has it, clipped to what a screen can show."""
    light = linear(colour)
    mixed = [sum(w * c for w, c in zip(row, light, strict=True)) for row in SIGHT[sight]]
    red, green, blue = (min(1.0, max(0.0, value)) for value in mixed)
    return red, green, blue


def lab(light: Rgb) -> Rgb:
    """CIE L*a*b* under D65."""
    red, green, blue = light
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = _root(x), _root(y), _root(z)
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _root(value: float) -> float:
    return value ** (1 / 3) if value > (6 / 29) ** 3 else value / (3 * (6 / 29) ** 2) + 4 / 29


def distance(one: Rgb, other: Rgb) -> float:
    """CIEDE2000 between two L*a*b* colours (Sharma, Wu, Dalal 2005)."""
    l1, a1, b1 = one
    l2, a2, b2 = other
    mean_c = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    grey = 0.5 * (1 - math.sqrt(mean_c**7 / (mean_c**7 + 25**7)))
    a1, a2 = a1 * (1 + grey), a2 * (1 + grey)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = math.degrees(math.atan2(b1, a1)) % 360, math.degrees(math.atan2(b2, a2)) % 360
    step = 0.0 if not c1 * c2 else (h2 - h1 + 180) % 360 - 180
    dh = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(step / 2))
    l_, c_ = (l1 + l2) / 2, (c1 + c2) / 2
    h_ = (h1 + h2 if not c1 * c2 else h1 + step / 2) % 360
    t = (
        1
        - 0.17 * math.cos(math.radians(h_ - 30))
        + 0.24 * math.cos(math.radians(2 * h_))
        + 0.32 * math.cos(math.radians(3 * h_ + 6))
        - 0.20 * math.cos(math.radians(4 * h_ - 63))
    )
    sl = 1 + 0.015 * (l_ - 50) ** 2 / math.sqrt(20 + (l_ - 50) ** 2)
    sc, sh = 1 + 0.045 * c_, 1 + 0.015 * c_ * t
    turn = 60 * math.exp(-(((h_ - 275) / 25) ** 2))
    rt = -2 * math.sqrt(c_**7 / (c_**7 + 25**7)) * math.sin(math.radians(turn))
    dl, dc, dh = (l2 - l1) / sl, (c2 - c1) / sc, dh / sh
    return math.sqrt(dl**2 + dc**2 + dh**2 + rt * dc * dh)


def nearest(colours: list[str], sight: str) -> float:
    """The smallest distance within a set."""
    points = [lab(seen(colour, sight)) for colour in colours]
    return min(distance(a, b) for a, b in combinations(points, 2))
