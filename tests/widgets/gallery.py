"""One sheet with every mark and control, as the tests and the eye want to see them."""

from qtpy.QtCore import QRectF, QSize
from qtpy.QtGui import QPainter, QPaintEvent
from qtpy.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from console import words
from widgets import icons, marks, theme
from widgets.controls import (
    Banner,
    BannerKind,
    Button,
    ButtonKind,
    Chip,
    ConfirmStrip,
    CounterButton,
    IconButton,
    PaintedWidget,
    Pane,
    SearchField,
    State,
    StatusBar,
    Tone,
    draw_load,
    states,
)


def say(zh: str, en: str) -> str:
    """A caller's words in the language in force."""
    return words.both(zh, en)


class Marks(PaintedWidget):
    """Every mark once, in a row each."""

    @override
    def sizeHint(self) -> QSize:
        return QSize(640, 260)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.1"))
        for code in (1, 2, 3, 4):
            for filled in (True, False):
                box = QRectF(20 + code * 30 + (0 if filled else 140), 12, 16, 16)
                marks.draw_severity(painter, box, code, filled=filled)
        for number, used in enumerate((0.3, 0.7, 0.9, 1.0, 1.2, 2.1, 3.4)):
            marks.draw_clock(painter, QRectF(20 + number * 48, 48, 32, 6), used)
        marks.draw_clock(painter, QRectF(20 + 7 * 48, 48, 32, 6), 0.5, suspended=True)
        for number, letter in enumerate("ABCDE"):
            marks.draw_grade(painter, QRectF(20 + number * 30, 70, 22, 22), letter)
        x = 20.0
        for level in (1, 2, 3, 4):
            size = marks.plate_size(marks.warning_text(level), 28)
            marks.draw_warning(painter, QRectF(x, 104, size.width(), 28), level)
            x += size.width() + 8
        size = marks.plate_size(marks.response_text(2), 28)
        marks.draw_response(painter, QRectF(x, 104, size.width(), 28), 2)
        for number, verdict in enumerate(marks.Verdict):
            box = QRectF(20 + number * 120, 146, 108, 32)
            marks.draw_outline(painter, box, verdict)
            marks.draw_sign(painter, QRectF(box.right() - 26, box.y() + 8, 16, 16), verdict)
        draw_load(painter, QRectF(28, 198, 48, 8), 1.3)
        for number, name in enumerate(icons.names()):
            box = QRectF(20 + number * 28, 228, 16, 16)
            icons.draw(painter, name, box, theme.color("text.2"))


def controls() -> list[QWidget]:
    """Every small control, in its usual states."""
    off = Button(say("批量派遣", "Dispatch all"), ButtonKind.PRIMARY)
    off.forbid(say("只读", "Read only"))
    counters = [
        CounterButton(say("待派遣", "To dispatch")),
        CounterButton(say("超期", "Overdue"), "alarm"),
        CounterButton(say("1时内到期", "Due in 1 h"), "warn"),
        CounterButton(say("失联", "Lost"), "alarm"),
    ]
    for counter, figure in zip(counters, (23, 18, 9, 0), strict=True):
        counter.set_figure(figure)
    counters[0].setChecked(True)
    return [
        Button(say("派遣", "Dispatch"), ButtonKind.PRIMARY),
        Button(say("撤销", "Undo"), icon="undo"),
        Button(say("作废 3 件", "Void 3 cases"), ButtonKind.DANGER),
        off,
        IconButton("layers", say("图层", "Layers")),
        Chip(say("东片区", "East"), removable=True),
        Chip(say("街面秩序", "Street order"), Tone.ACTIVE, removable=True),
        Chip(say("迟 8 秒", "8 s late"), Tone.WARN),
        Chip(say("演练", "Drill"), Tone.SPECIAL),
        *counters,
        SearchField(say("部门（首字母）", "Department (initials)")),
    ]


def banners() -> list[QWidget]:
    """Every manner of banner, the strip and the status bar."""
    strip = ConfirmStrip()
    strip.ask(
        say("作废 3 件案件", "Void 3 cases"),
        say("编号保留，不再计时", "Their numbers stay, their clocks end"),
        say("作废 3 件", "Void 3 cases"),
        danger=True,
    )
    bar = StatusBar()
    bar.resize(1200, 32)
    bar.offer_undo(say("已派遣 3 件 → 环卫一所", "3 cases dispatched → Sanitation 1"))
    bar.set_facts(
        [
            say("14:03:06 · 1 秒前 · 同步正常", "14:03:06 · 1 s ago · in sync"),
            say("往返 4 ms", "round trip 4 ms"),
            say("席位 38", "38 seats"),
        ]
    )
    return [
        Banner(say("14:03:07 起无新数据", "No new data since 14:03:07"), BannerKind.ALARM),
        Banner(say("只读", "Read only"), BannerKind.READ_ONLY, size="banner.thin"),
        Banner(say("时钟差 3 秒", "Clock off by 3 s"), BannerKind.WARN),
        Banner(
            say("暴雨内涝 · 解放北路", "Flooding · Jiefang North Rd"),
            BannerKind.INFO,
            action=say("加入", "Join"),
        ),
        Banner(say("演练", "Drill"), BannerKind.SPECIAL),
        strip,
        bar,
    ]


def all_states() -> list[State]:
    """A pane's seven states, and what belongs to them."""
    return [
        states.READY,
        states.LOADING,
        states.empty(
            say("没有待派遣案件 · 下一件到期 14:20", "Nothing to dispatch · next due 14:20")
        ),
        states.filtered(312),
        states.late(8),
        states.disconnected("14:03:07"),
        states.read_only(),
        states.forbidden(say("值班长", "shift lead")),
        states.failed(say("案件列表没有读出来。", "The list of cases could not be read."), "trace"),
        states.wrong_schema(
            say(
                "数据库版本较新，请更新本程序。",
                "The database is newer; please update this program.",
            )
        ),
    ]


def pane(state: State) -> Pane:
    """A pane with a line of content, in this state."""
    made = Pane(say("待派遣", "To dispatch"))
    made.set_counts(say("23/23 · 已选 2", "23/23 · 2 selected"))
    made.set_age(say("14:03:06 · 1 秒前", "14:03:06 · 1 s ago"))
    made.tools.addWidget(IconButton("filter", say("筛选", "Filter")))
    body = QLabel(say("非机动车乱停放", "Bicycles parked badly"))
    body.setMargin(12)
    made.set_body(body)
    made.set_state(state)
    if state is states.LOADING:
        made.cover.patient = False  # as it is after its 300 ms
    return made


def sheet() -> QWidget:
    """Everything on one sheet of 1200 px."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.addWidget(Marks())
    for group in (controls()[:9], controls()[9:]):
        row = QHBoxLayout()
        for control in group:
            row.addWidget(control)
        row.addStretch(1)
        column.addLayout(row)
    for part in banners():
        column.addWidget(part)
    grid = QGridLayout()
    for number, state in enumerate(all_states()):
        one = pane(state)
        one.setMinimumHeight(170)
        grid.addWidget(one, number // 3, number % 3)
    column.addLayout(grid)
    made.resize(1200, 1400)
    return made
