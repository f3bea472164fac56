"""Operators for every post, called by surname and post, and the collectors with their duty grids."""

from collections.abc import Sequence
from random import Random
from typing import Final

from console.city.bodies import Body
from console.city.facts import Collector, DutyGrid, Grid, Operator, PostHeld, Region
from console.city.land.regions import DISTRICT_ID
from console.domain.stage import Post

SURNAMES: Final = tuple(
    tuple(pair.split(":"))
    for pair in [
        "李:li",
        "王:wang",
        "张:zhang",
        "刘:liu",
        "陈:chen",
        "杨:yang",
        "赵:zhao",
        "黄:huang",
        "周:zhou",
        "吴:wu",
        "徐:xu",
        "孙:sun",
        "胡:hu",
        "朱:zhu",
        "高:gao",
        "林:lin",
        "何:he",
        "郭:guo",
        "马:ma",
        "罗:luo",
        "梁:liang",
        "宋:song",
        "郑:zheng",
        "谢:xie",
        "韩:han",
        "唐:tang",
        "冯:feng",
        "于:yu",
        "董:dong",
        "萧:xiao",
        "程:cheng",
        "曹:cao",
        "袁:yuan",
        "邓:deng",
        "许:xu",
        "傅:fu",
        "沈:shen",
        "曾:zeng",
        "彭:peng",
        "吕:lv",
        "苏:su",
        "卢:lu",
    ]
)
AREAS: Final = 4
"""Dispatchers who each have a quarter of the streets, besides two who have the whole district."""
PER_DUTY_GRID: Final = 2
"""Communities that make one duty grid."""
COLLECTORS_ON_DUTY: Final = 0.8


class LoginNames:
    """Assigns operators: surnames in turn, `wang` then `wang2`."""

    def __init__(self) -> None:
        self.operators: list[Operator] = []
        self._used: dict[str, int] = {}

    def take(self, *posts: PostHeld) -> Operator:
        zh, pinyin = SURNAMES[len(self.operators) % len(SURNAMES)]
        self._used[pinyin] = self._used.get(pinyin, 0) + 1
        login = pinyin if self._used[pinyin] == 1 else f"{pinyin}{self._used[pinyin]}"
        number = len(self.operators) + 1
        self.operators.append(Operator(number, login, zh, pinyin.capitalize(), posts))
        return self.operators[-1]


def operators(bodies: Sequence[Body], regions: list[Region]) -> list[Operator]:
    """First those who see the whole district, one of each post; `li` is a dispatcher.

    A body's desk speaks for everything below it; some desks are shared by two bodies.
    """
    roll = LoginNames()
    everywhere = (
        Post.DISPATCHER,
        Post.CALL_TAKER,
        Post.SUPERVISION_LEAD,
        Post.COMMAND_LEAD,
        Post.LEADER,
        Post.DUTY_LEADER,
        Post.EMERGENCY_COORDINATOR,
        Post.ADMINISTRATOR,
        Post.WALL,
        Post.DISPATCHER,
        Post.CALL_TAKER,
        Post.CALL_TAKER,
        Post.SUPERVISION_LEAD,
        Post.COMMAND_LEAD,
    )
    for post in everywhere:
        roll.take(PostHeld(post, DISTRICT_ID, None))
    streets = [region.id for region in regions if region.tier == "street"]
    for area in range(AREAS):
        mine = streets[area * len(streets) // AREAS : (area + 1) * len(streets) // AREAS]
        roll.take(*(PostHeld(Post.DISPATCHER, street, None) for street in mine))
    for body in bodies:
        if body.row["desk"] == "own":
            shared = [b for b in bodies if b.row["desk"] == body.department.zh]
            desk = [b.department for b in (body, *shared)]
            roll.take(*(PostHeld(Post.DEPARTMENT, one.region, one.id) for one in desk))
    for street in streets[:4]:
        roll.take(PostHeld(Post.COLLECTOR, street, None))
    for post in (Post.SECURITY_ADMINISTRATOR, Post.AUDITOR):
        roll.take(PostHeld(post, None, None))
    return roll.operators


def duty_grids(regions: list[Region], grids: list[Grid]) -> list[DutyGrid]:
    """Two communities of a street at a time, in the order of their codes."""
    inside: dict[int, list[str]] = {}
    for grid in grids:
        inside.setdefault(grid.region, []).append(grid.code)
    found: list[DutyGrid] = []
    for street in (region for region in regions if region.tier == "street"):
        communities = [region for region in regions if region.parent == street.id]
        for first in range(0, len(communities), PER_DUTY_GRID):
            pair = communities[first : first + PER_DUTY_GRID]
            codes = tuple(code for community in pair for code in inside[community.id])
            name = f"{street.zh.removesuffix('街道')}{first // PER_DUTY_GRID + 1:02d}"
            found.append(DutyGrid(len(found) + 1, name, street.id, codes))
    return found


def collectors(duty: list[DutyGrid], staff: list[Operator], rng: Random) -> list[Collector]:
    """One or two for each duty grid; a few have a terminal and thereby an operator's account."""
    accounts = {
        operator.posts[0].region: operator.id
        for operator in staff
        if operator.posts[0].post == Post.COLLECTOR
    }
    found: list[Collector] = []
    for grid in duty:
        for _person in range(2 if rng.random() < 0.25 else 1):
            account = accounts.pop(grid.region, None)
            on_duty = account is not None or rng.random() < COLLECTORS_ON_DUTY
            number = len(found) + 1
            sign = f"监督{number:03d}"
            found.append(Collector(number, sign, grid.region, (grid.id,), on_duty, account))
    return found
