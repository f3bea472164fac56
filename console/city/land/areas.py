"""The 17 streets' areas: communities gathered into neighbours of like size, never over the river."""

from math import dist
from random import Random
from typing import Final

from console.city.land.mesh import Point

STREETS: Final = 17
TRIES: Final = 40
ROUNDS: Final = 5


def gather(
    sizes: list[int], beside: list[set[int]], centres: list[Point], rng: Random
) -> list[list[int]]:
    """Groups of community numbers, each connected; the evenest of several tries."""
    best: list[list[int]] = []
    least = float("inf")
    for _try in range(TRIES):
        seeds = _spread(centres, rng)
        groups: list[list[int]] = []
        for _round in range(ROUNDS):
            groups = _grow(sizes, beside, centres, seeds)
            if sum(map(len, groups)) < len(sizes):
                break
            seeds = [_middle(group, centres) for group in groups]
        else:
            score = _unevenness(groups, sizes, centres)
            if score < least:
                best, least = groups, score
    assert best, "no try covered the whole district"
    return [sorted(group) for group in best]


def _spread(centres: list[Point], rng: Random) -> list[int]:
    """Starting communities far from each other."""
    seeds = [rng.randrange(len(centres))]
    while len(seeds) < STREETS:
        gaps = [
            min(dist(centre, centres[seed]) for seed in seeds) * rng.uniform(0.6, 1)
            for centre in centres
        ]
        seeds.append(max(range(len(gaps)), key=gaps.__getitem__))
    return seeds


def _grow(
    sizes: list[int], beside: list[set[int]], centres: list[Point], seeds: list[int]
) -> list[list[int]]:
    """The smallest group that still can takes the nearest free neighbour, until none can."""
    groups = [[seed] for seed in seeds]
    weights = [sizes[seed] for seed in seeds]
    free = set(range(len(sizes))) - set(seeds)
    growing = set(range(len(groups)))
    while free and growing:
        g = min(growing, key=lambda i: (weights[i], i))
        near = sorted({n for member in groups[g] for n in beside[member]} & free)
        if not near:
            growing.discard(g)
            continue
        taken = min(near, key=lambda n: dist(centres[n], centres[seeds[g]]))
        groups[g].append(taken)
        weights[g] += sizes[taken]
        free.discard(taken)
    return groups


def _middle(group: list[int], centres: list[Point]) -> int:
    """The member nearest to the middle of its group."""
    x = sum(centres[i][0] for i in group) / len(group)
    y = sum(centres[i][1] for i in group) / len(group)
    return min(group, key=lambda i: dist(centres[i], (x, y)))


def _unevenness(groups: list[list[int]], sizes: list[int], centres: list[Point]) -> float:
    """Lower is better: even sizes first, then groups that keep together."""
    weights = [sum(sizes[i] for i in group) for group in groups]
    mean = sum(weights) / len(weights)
    spread = sum((weight / mean - 1) ** 2 for weight in weights)
    reach = sum(dist(centres[i], centres[_middle(g, centres)]) for g in groups for i in g)
    return spread + reach / len(sizes) / 300
