"""The editor of a scene: palette, grid and preview; saved through the door, with nothing lost on a conflict."""

from dataclasses import replace
from datetime import tzinfo
from typing import Final

from qtpy.QtCore import QSignalBlocker, Signal
from qtpy.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QTabBar, QVBoxLayout, QWidget
from typing_extensions import override

from console.desk.form_choices import Option
from console.live.clock import DatabaseClock
from console.seat.wall_desk import Row, WallsRead
from console.wall.editing import Panels
from console.wall.example import example_figures
from console.wall.rotation import readable
from console.wall.scenes import PERIODS, Scene
from console.words import _, mark
from widgets import theme
from widgets.card.form_inputs import ChoiceInput
from widgets.controls import Banner, BannerKind, Button, ButtonKind, Pane
from widgets.controls.ink import ink
from widgets.session.sent_command import SentCommand
from widgets.wall_desk.commands import WallCommands
from widgets.wall_desk.grid import SceneGrid
from widgets.wall_desk.palette import Palette
from widgets.wall_desk.preview import ScenePreview
from widgets.wall_desk.rows import NameStrip

USUAL, WIDE = 0, 1
SHAPES: Final = (mark("One screen"), mark("Wide wall"))
HINT: Final = mark(
    "Drag a kind onto the grid, or press Enter on it. Arrow keys move the chosen panel,"
    " Shift and arrow keys resize it, Delete removes it, Tab goes to the next."
)


class SceneEditor(Pane):
    """Edits one scene at a time. `left()` once it is saved or given up; `message(words, hue)`."""

    left = Signal()
    message = Signal(str, str)

    def __init__(
        self,
        commands: WallCommands,
        clock: DatabaseClock,
        zone: tzinfo,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self.commands, self.zone, self.clock = commands, zone, clock
        self.begun, self.name = Scene("", ()), ""
        self.row: Row | None = None
        self.usual: Panels = ()
        self.wide: Panels = ()
        self._sent: SentCommand | None = None
        self.shapes, self.palette_, self.grid = QTabBar(), Palette(), SceneGrid()
        self.preview = ScenePreview(clock, zone)
        self.own, self.head = QCheckBox(), QCheckBox()
        self.period = ChoiceInput([], None)
        self.period_label, self.hint, self.example = QLabel(), QLabel(), QLabel()
        self.conflict, self.strip = Banner("", BannerKind.WARN), NameStrip()
        self.add, self.turns, self.delete = (Button("") for _n in range(3))
        self.leave, self.go = Button(""), Button("", ButtonKind.PRIMARY)
        self._arrange()
        self._connect()
        self.restyle()

    def _arrange(self) -> None:
        space = theme.px("space.8")
        for _shape in SHAPES:
            self.shapes.addTab("")
        top = QHBoxLayout()
        top.setSpacing(theme.px("space.12"))
        for part in (self.shapes, self.own, self.period_label, self.period, self.head):
            top.addWidget(part)
        top.addStretch(1)
        self.period.setMinimumContentsLength(10)
        kinds = QVBoxLayout()
        kinds.setSpacing(space)
        kinds.addWidget(self.palette_, 1)
        for button in (self.add, self.turns, self.delete):
            kinds.addWidget(button)
        seen = QVBoxLayout()
        seen.setSpacing(space)
        seen.addWidget(self.preview)
        for label in (self.example, self.hint):
            label.setWordWrap(True)
            seen.addWidget(label)
        seen.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(space)
        middle.addLayout(kinds)
        middle.addWidget(self.grid, 5)
        middle.addLayout(seen, 4)
        below = QHBoxLayout()
        below.setSpacing(space)
        below.addStretch(1)
        below.addWidget(self.leave)
        below.addWidget(self.go)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(space, space, space, space)
        column.setSpacing(space)
        column.addWidget(self.conflict)
        column.addWidget(self.strip)
        column.addLayout(top)
        column.addLayout(middle, 1)
        column.addLayout(below)
        self.conflict.hide()
        self.set_body(body)

    def _connect(self) -> None:
        self.shapes.currentChanged.connect(self._show_shape)
        self.own.toggled.connect(self._own_toggled)
        self.period.changed.connect(self._look)
        self.head.toggled.connect(self._look)
        self.palette_.wanted.connect(self.grid.add)
        self.add.clicked.connect(self._add)
        self.turns.clicked.connect(self._take_turns)
        self.delete.clicked.connect(self.grid.remove)
        self.grid.edited.connect(self._edited)
        self.grid.chose.connect(self._chose)
        self.grid.refused.connect(self._refused)
        self.leave.clicked.connect(self.ask_to_leave)
        self.confirm.confirmed.connect(self._give_up)
        self.go.clicked.connect(self.save)
        self.conflict.acted.connect(self._ask_name)
        self.strip.given.connect(self._save_as)
        self.commands.confirmed.connect(self._confirmed)
        self.commands.refused.connect(self._not_saved)

    # the scene

    def begin(self, scene: Scene, row: Row | None) -> None:
        """Opens a scene; `row` is what is kept of it, None if nothing."""
        kept = readable(row) if row is not None else None
        self.row, self.usual, self.wide = row, scene.panels, scene.wide
        # what a file brings is a change of what is kept
        self.begun = kept if kept is not None and kept != scene else scene
        self._sent = None
        self.conflict.hide()
        self.strip.hide()
        self.confirm.hide()
        blocked = [QSignalBlocker(part) for part in (self.head, self.period, self.own)]
        self.head.setChecked(scene.head)
        self._offer_periods(scene.period)
        self.own.setChecked(bool(scene.wide))
        del blocked
        self.set_title(_("Scene “{scene}”").format(scene=_(scene.name)))
        self.grid.chosen = 0
        self.name = scene.name
        self.shapes.setCurrentIndex(USUAL)
        self._show_shape()
        self.grid.setFocus()

    @property
    def scene(self) -> Scene:
        """The scene as it is drawn now."""
        period = self.period.value() or self.begun.period
        return replace(
            self.begun, name=self.name, panels=self.usual, wide=self.wide, period=period,
            head=self.head.isChecked(),
        )  # fmt: skip

    @property
    def draft(self) -> str:
        """The name of a scene with unsaved changes; "" if there are none."""
        return _(self.name) if self.name and self.scene != self.begun else ""

    def _show_shape(self) -> None:
        """The arrangement of the chosen shape; a wide one that is not its own cannot be changed."""
        wide = self.shapes.currentIndex() == WIDE
        self.own.setVisible(wide)
        panels = self.wide if wide and self.wide else self.usual
        self.grid.setEnabled(not wide or bool(self.wide))
        self.grid.show_panels(panels)
        self._chose()
        self._look()

    def _own_toggled(self, own: bool) -> None:
        self.wide = (self.wide or self.usual) if own else ()
        self._show_shape()

    def _edited(self) -> None:
        if self.shapes.currentIndex() == WIDE:
            self.wide = self.grid.panels
        else:
            self.usual = self.grid.panels
        self.message.emit("", "text.2")
        self._look()

    def _look(self) -> None:
        """Paints the preview anew."""
        scene = self.scene
        figures = example_figures(scene.period, self.clock.now(), self.zone)
        wide = self.shapes.currentIndex() == WIDE
        self.preview.show_scene(scene, figures, wide=wide)

    def _chose(self) -> None:
        panel = self.grid.panel
        self.palette_.mark_kinds(panel.kinds if panel is not None else ())

    def _add(self) -> None:
        self.grid.add(self.palette_.kind)

    def _take_turns(self) -> None:
        self.grid.switch(self.palette_.kind)

    def _refused(self, sentence: str) -> None:
        self.message.emit(sentence, "alarm.text")

    # saved

    def save(self) -> None:
        """Keeps the scene; the editor stays until the database has answered."""
        self.go.forbid(_("The scene is being saved."))
        self._sent = self.commands.save(self.scene, self.row)
        if self._sent is None:
            self.go.forbid("")

    def _save_as(self, name: str) -> None:
        self.name, self.row = name, None
        self.set_title(_("Scene “{scene}”").format(scene=name))
        self.conflict.hide()
        self.save()

    def _confirmed(self, sent: SentCommand) -> None:
        if sent is self._sent:
            self._end()

    def _not_saved(self, sent: SentCommand) -> None:
        """Everything stays as it was drawn; where somebody was faster, another name is offered."""
        if sent is not self._sent:
            return
        self._sent = None
        self.go.forbid("")
        reason = sent.refusals[0].text if sent.refusals else sent.failure
        words = _("Not saved, and nothing is lost: {reason}").format(reason=reason)
        self.conflict.show_message(words, BannerKind.WARN, _("Save under another name"))
        self.conflict.show()

    def hear(self, found: WallsRead) -> None:
        """Tells in time that somebody else has saved the scene that is being edited."""
        if (
            not self.name
            or self.row is None
            or self._sent is not None
            or not self.conflict.isHidden()
        ):
            return
        now = found.scenes.get(int(self.row["id"]))
        if now is None:
            words = _("Somebody has removed this scene meanwhile.")
        elif now["content"] != self.row["content"]:
            words = _("Somebody has changed this scene meanwhile.")
        else:
            return
        self.conflict.show_message(words, BannerKind.WARN, _("Save under another name"))
        self.conflict.show()

    def _ask_name(self) -> None:
        self.strip.ask(_("Another name"), _("Save"), self.name)

    def ask_to_leave(self) -> None:
        """Leaves; a draft asks before that."""
        if not self.draft:
            self._give_up()
            return
        what = _("Leave without saving “{draft}”?").format(draft=self.draft)
        self.confirm.ask(what, _("What was drawn is lost."), _("Leave"), danger=True)

    def _give_up(self) -> None:
        self.message.emit("", "text.2")
        self._end()

    def _end(self) -> None:
        self._sent, self.name = None, ""
        self.go.forbid("")
        self.left.emit()

    # looks

    def _offer_periods(self, chosen: str) -> None:
        self.period.offer([Option(key, _(words)) for key, words in PERIODS.items()], chosen)

    @override
    def restyle(self) -> None:
        for place, words in enumerate(SHAPES):
            self.shapes.setTabText(place, _(words))
        self.shapes.setAccessibleName(_("Shape of the wall"))
        self.own.setText(_("An arrangement of its own"))
        self.head.setText(_("Figures in the head"))
        self.period_label.setText(_("Period"))
        self.period.setAccessibleName(_("Period"))
        self.add.set_words(_("New panel"))
        self.turns.set_words(_("In this panel, by turn"))
        self.delete.set_words(_("Remove the panel"))
        self.leave.set_words(_("Cancel"))
        self.go.set_words(_("Save"))
        self.hint.setText(_(HINT))
        self.example.setText(_("Preview with figures of an example"))
        for label in (self.period_label, self.hint, self.example):
            label.setFont(theme.font("dense"))
            ink(label, "text.2")
        if self.name:
            self._offer_periods(self.period.value() or self.begun.period)
            self.set_title(_("Scene “{scene}”").format(scene=_(self.name)))
            self._chose()
            self._look()
        super().restyle()
