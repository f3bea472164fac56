"""Figures of made-up cities: a small one, one with more than fits, one without any data."""

import math
from random import Random

from console.domain.moment import MINUTE_MS
from console.wall.figures import (
    DutyPost,
    Figures,
    FlowStep,
    HandledPart,
    Headline,
    Heat,
    LadderStep,
    NewestCase,
    OneThing,
    People,
    PhotoPair,
    PostPresence,
    Rank,
    Trend,
)
from console.words import both

AT = 1_773_468_186_000  # 2026-03-14 14:03:06 in Shanghai
HOURS = tuple(str(hour) for hour in range(24))
STREETS = (
    ("望湖街道", "Wanghu"), ("解放北路街道", "Jiefang North Road"), ("东华门街道", "Donghuamen"),
    ("和平里街道", "Hepingli"), ("朝阳门外街道", "Chaoyangmenwai"), ("建国路街道", "Jianguo Road"),
    ("新华街道", "Xinhua"), ("金水桥街道", "Jinshuiqiao"), ("双塔街道", "Shuangta"),
    ("西园街道", "Xiyuan"), ("沿河街道", "Yanhe"), ("南门街道", "Nanmen"), ("花园街道", "Huayuan"),
    ("科技园街道", "Science Park"), ("滨江街道", "Binjiang"), ("老城厢街道", "Laochengxiang"),
    ("机场路街道", "Airport Road"),
)  # fmt: skip
DEPARTMENTS = (
    ("市环境卫生管理局", "Environmental Sanitation Bureau"), ("城管执法支队", "Law Enforcement Team"),
    ("园林绿化处", "Parks and Greening Office"), ("市政设施管理处", "Municipal Facilities Office"),
    ("供水集团", "Water Supply Group"), ("供电公司", "Power Supply Company"),
)  # fmt: skip
CATEGORIES = (
    ("非机动车乱停放", "Bicycles parked badly"), ("暴露垃圾", "Exposed rubbish"),
    ("店外经营", "Trading outside shops"), ("井盖破损", "Broken manhole cover"),
    ("违规户外广告设施", "Unlicensed outdoor advertising"), ("路面破损", "Damaged road surface"),
    ("树木倒伏", "Fallen tree"), ("路灯不亮", "Street lamp out"),
)  # fmt: skip
STEPS = (
    ("信息收集", "Collecting"), ("案卷建立", "Filing"), ("任务派遣", "Dispatch"),
    ("任务处理", "Handling"), ("处理反馈", "Report back"), ("核查结案", "Check"),
    ("综合评价", "Evaluation"),
)  # fmt: skip
POSTS = (
    ("call_taker", "受理员", "Call taker", 4, 6), ("dispatcher", "派遣员", "Dispatcher", 3, 5),
    ("command_lead", "指挥值班长", "Command shift lead", 1, 2),
    ("supervision_lead", "监督值班长", "Supervision shift lead", 0, 2),
    ("department", "专业部门", "Department", 21, 30),
)  # fmt: skip


def _ranks(names: list[tuple[str, str]], scale: float, *, graded: bool, seed: int) -> list[Rank]:
    draw = Random(seed)
    made = []
    for at, (zh, en) in enumerate(names):
        value = max(1, round(scale * 128 / (at + 1.4)))
        change = draw.choice((0, 3, -5, 12, -2)) * max(1, round(scale))
        late = round(value * draw.choice((0, 0, 0.08, 0.2)))
        grade = "AABCDE"[min(5, at * 6 // len(names))] if graded else ""
        made.append(Rank(both(zh, en), value, change, late, grade))
    return made


def _headlines(scale: float) -> list[Headline]:
    def count(key: str, zh: str, en: str, value: float, hue: str = "") -> Headline:
        value = round(value * scale)
        words = (both(zh, en), both(en, zh))
        return Headline(key, words[0], value, value * 0.93, value * 1.08, None, hue, words[1])

    part, whole = round(711 * scale), round(804 * scale)
    rate = Headline(
        "on_time", both("按期结案率", "Closed on time"), part / max(1, whole), 0.872, 0.851,
        (part, whole), "", both("Closed on time", "按期结案率"),
    )  # fmt: skip
    return [
        count("reported", "上报", "Reported", 1284),
        count("filed", "立案", "Filed", 1021),
        count("closed", "结案", "Closed", 804),
        rate,
        count("overdue", "超期", "Overdue", 18, "alarm"),
        count("on_line", "在岗", "On duty", 137),
        count("dispatched", "派遣", "Dispatched", 988),
        count("handled", "处置", "Handled", 862),
    ]


def _trend(scale: float) -> Trend:
    def day(factor: float, until: int = 24) -> list[int | None]:
        return [
            round(scale * factor * (4 + 70 * math.exp(-(((h - 10) / 3.4) ** 2)) + 45 * math.exp(-(((h - 16) / 2.6) ** 2))))
            if h < until else None
            for h in range(24)
        ]  # fmt: skip

    before: list[int | None] = day(0.92)
    before[3] = before[4] = None  # nothing was recorded
    return Trend("hour", HOURS, day(1.0, until=15), before, day(1.1))


def _newest(count: int, scale: float) -> list[NewestCase]:
    made = []
    for at in range(count):
        used = (0.12, 0.5, 0.86, 1.3, 2.2, None)[at % 6]
        words = (
            ("余 1 时 40 分", "1 h 40 min left"), ("余 52 分", "52 min left"), ("余 8 分", "8 min left"),
            ("超 26 分", "26 min over"), ("超 3 时 4 分", "3 h 4 min over"), ("", ""),
        )[at % 6]  # fmt: skip
        street, kind = STREETS[at * 5 % len(STREETS)], CATEGORIES[at * 3 % len(CATEGORIES)]
        place = both(
            f"{street[0]}·解放北路与人民路口", f"{street[1]}, Jiefang North Rd / Renmin Rd"
        )
        made.append(
            NewestCase(
                f"0314-{125 - at:04}",
                1 + at % 4,
                both(*kind),
                place,
                both(*words),
                used,
                1 + at * 2 % 7,
                used is None,
                AT - at * 4 * MINUTE_MS,
            )
        )
    return made


def city(*, overfull: bool = False, pairs: tuple[tuple[str, str], ...] = ()) -> Figures:
    """A day at 14:03: 6 streets and departments, or 17 streets, 30 departments and 139 categories."""
    scale = 97.0 if overfull else 1.0
    many = lambda names, count: [  # noqa: E731
        (f"{names[at % len(names)][0]}{'' if at < len(names) else at}", f"{names[at % len(names)][1]}{'' if at < len(names) else f' {at}'}")
        for at in range(count)
    ]  # fmt: skip
    draw = Random(7)
    steps = (12, 9, 23, 146, 31, 18, 5)
    ladder = (("today", "今日", "Today", 64, 0), ("hour", "≤1时", "≤1 h", 9, 0), ("one", "1×", "1×", 11, 1),
              ("two", "2×", "2×", 5, 2), ("three", "3×", "3×", 2, 3))  # fmt: skip
    return Figures(
        period="today",
        period_label=both("今日", "Today"),
        at=AT,
        headlines=_headlines(scale),
        trend=_trend(scale),
        flow=[
            FlowStep(str(at), both(*STEPS[at]), round(count * scale), round(count * scale * (0.11 if at == 3 else 0.03)), (at * 47 + 18) * MINUTE_MS * (60 if overfull else 1))
            for at, count in enumerate(steps)
        ],
        ladder=[LadderStep(key, both(zh, en), round(count * scale), n) for key, zh, en, count, n in ladder],
        streets=_ranks(many(STREETS, 17 if overfull else 6), scale, graded=True, seed=1),
        departments=_ranks(many(DEPARTMENTS, 30 if overfull else 6), scale, graded=True, seed=2),
        categories=_ranks(many(CATEGORIES, 139 if overfull else 8), scale, graded=False, seed=3),
        sources=_ranks([("监督员上报", "Collectors"), ("12345 热线", "Hotline 12345"), ("视频巡查", "Cameras"), ("公众号", "App")], scale, graded=False, seed=4),
        handled=[
            HandledPart("component", both("部件", "Street assets"), round(211 * scale), round(252 * scale)),
            HandledPart("event", both("事件", "Street incidents"), round(500 * scale), round(552 * scale)),
        ],
        heat=Heat([[max(0, round(scale * (40 * math.exp(-(((h - 10) / 4) ** 2)) + 25 * math.exp(-(((h - 16) / 3) ** 2)) + draw.random() * 5) * (0.6 if d > 4 else 1))) for h in range(24)] for d in range(7)], 30),
        newest=_newest(60 if overfull else 9, scale),
        people=People([PostPresence(k, both(zh, en), on) for k, zh, en, on, _known in POSTS], 38, 21, 2, 112, 3, 380, 12),
        pairs=[PhotoPair(both(*CATEGORIES[at]), both(*STREETS[at]), before, after, (40 + 70 * at) * MINUTE_MS) for at, (before, after) in enumerate(pairs)],
        duty=[DutyPost(both("总值班", "Duty officer"), both("陈建国", "Chen Jianguo"), "08:00–20:00"), DutyPost(both("指挥值班长", "Command shift lead"), both("王敏", "Wang Min"), "08:00–20:00"), DutyPost(both("监督值班长", "Supervision shift lead"), both("李强", "Li Qiang"), "08:00–20:00")],
        one=OneThing(both("今日结案", "Closed today"), "804", both("比昨日多 52 件，按期 711 件。", "52 more than yesterday, 711 of them on time.")),
    )  # fmt: skip


def empty() -> Figures:
    """A city on its first morning: no figure is known."""
    keys = (("上报", "Reported"), ("立案", "Filed"), ("结案", "Closed"), ("超期", "Overdue"))
    nothing: list[int | None] = [None] * 24
    return Figures(
        "today", both("今日", "Today"), AT,
        [Headline(en, both(zh, en), None) for zh, en in keys],
        Trend("hour", HOURS, nothing, nothing, nothing),
        [], [], [], [], [], [], [], Heat([], 0), [], People([], 0, 0, 0, 0, 0, 0, 0),
    )  # fmt: skip
