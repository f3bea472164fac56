"""Invented place names, Chinese with their English rendering."""

from random import Random
from typing import Final

CITY: Final = ("衡泽市", "Hengze City")
DISTRICT: Final = ("临湖区", "Linhu District")
RIVER: Final = ("清澜河", "Qinglan River")
LAKE: Final = ("望湖", "Wanghu Lake")

FIRST: Final = dict(
    pair.split(":")
    for pair in [
        "望:wang",
        "临:lin",
        "清:qing",
        "青:qing",
        "云:yun",
        "碧:bi",
        "翠:cui",
        "兰:lan",
        "桂:gui",
        "枫:feng",
        "松:song",
        "竹:zhu",
        "梅:mei",
        "荷:he",
        "柳:liu",
        "金:jin",
        "银:yin",
        "玉:yu",
        "锦:jin",
        "瑞:rui",
        "和:he",
        "安:an",
        "康:kang",
        "永:yong",
        "春:chun",
        "秋:qiu",
        "晨:chen",
        "霞:xia",
        "星:xing",
        "月:yue",
        "明:ming",
        "文:wen",
    ]
)
SECOND: Final = dict(
    pair.split(":")
    for pair in [
        "湖:hu",
        "溪:xi",
        "泉:quan",
        "塘:tang",
        "桥:qiao",
        "湾:wan",
        "园:yuan",
        "庭:ting",
        "林:lin",
        "山:shan",
        "岭:ling",
        "岗:gang",
        "坪:ping",
        "峰:feng",
        "堤:di",
        "渡:du",
        "亭:ting",
        "台:tai",
        "泽:ze",
        "源:yuan",
        "川:chuan",
        "浦:pu",
        "洲:zhou",
        "荫:yin",
        "田:tian",
    ]
)
REAL: Final = frozenset(
    [
        "桂林",
        "玉林",
        "银川",
        "玉溪",
        "和田",
        "文山",
        "金川",
        "永川",
        "青川",
        "安溪",
        "兰溪",
        "松溪",
        "明溪",
        "金溪",
        "青田",
        "玉田",
        "金湖",
        "临泉",
        "临泽",
        "玉山",
        "金山",
        "云林",
        "清源",
        "安源",
        "松源",
        "桂湖",
        "望湖",
        "临湖",
        "梅山",
        "明山",
        "玉泉",
        "金堤",
        "银山",
        "康山",
    ]
)
"""Excluded pairs: a real county or city, or a name in use already."""
ORDINALS: Final = "一二三四五六七八九十"
NUMBERED: Final = ("1st", "2nd", "3rd", *(f"{n}th" for n in range(4, 11)))

Name = tuple[str, str]
"""Chinese, English."""


class Names:
    """Draws names of two characters, none twice in Chinese or in English."""

    def __init__(self, rng: Random) -> None:
        pairs = [(a, b) for a in FIRST for b in SECOND if a + b not in REAL]
        rng.shuffle(pairs)
        self._pairs = pairs
        self._given: set[str] = set()

    def draw(self) -> Name:
        """A name not drawn before."""
        while True:
            first, second = self._pairs.pop()
            english = (FIRST[first] + SECOND[second]).capitalize()
            if english not in self._given:
                self._given.add(english)
                return first + second, english


def lane(stem: Name, number: int) -> Name:
    """The lane of a community by its number, from 1: 桂泉三巷, Guiquan 3rd Lane."""
    if number <= len(ORDINALS):
        return f"{stem[0]}{ORDINALS[number - 1]}巷", f"{stem[1]} {NUMBERED[number - 1]} Lane"
    return f"{stem[0]}{number}巷", f"{stem[1]} {number}th Lane"
