"""The list of scenes: shown and taken off, edited, renamed, removed, written to a file and read from one."""

from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path
from typing import Final

from qtpy.QtCore import Qt, Signal
from qtpy.QtGui import QAction
from qtpy.QtWidgets import QFileDialog, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from console.domain.refusal import Refused, unreadable
from console.seat import wall_desk, wall_words
from console.seat.wall_desk import Row, WallsRead
from console.wall.rotation import readable
from console.wall.scene_files import from_toml, to_toml
from console.wall.scenes import Panel, Scene
from console.words import _, mark
from widgets.controls import Button, Pane, states
from widgets.wall_desk.commands import WallCommands
from widgets.wall_desk.lists import Lines, LinesList
from widgets.wall_desk.rows import NameStrip, button_row

FOR: Final[Sequence[tuple[str, int]]] = (
    (mark("For 5 min"), 5),
    (mark("For 15 min"), 15),
    (mark("For 1 h"), 60),
    (mark("For 8 h"), 480),
)
BLANK: Final = (Panel(("map",), 0, 0, 28, 24),)
"""A new scene begins with these panels."""
SUFFIX: Final = ".toml"
FILE_MOST: Final = 100_000


class ScenesPane(Pane):
    """Scenes of the program and of the database.

    Signals: `edit_wanted(scene, row or None)` for the editor, `message(words, hue)` for the status bar.
    """

    edit_wanted = Signal(object, object)
    message = Signal(str, str)

    def __init__(self, commands: WallCommands, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.commands, self.zone = commands, zone
        self.read: WallsRead | None = None
        self.scenes: dict[str, Scene] = {}
        self.list, self.strip = LinesList(), NameStrip()
        self._asked = ""  # what the name in the strip is for
        self.show_button, self.off, self.edit, self.new = (Button("") for _n in range(4))
        self.rename, self.remove, self.export, self.take = (Button("") for _n in range(4))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(self.strip)
        first = (self.show_button, self.off, self.edit, self.new)
        second = (self.rename, self.remove, self.export, self.take)
        for buttons in (first, second):
            row = button_row(buttons)
            row.addStretch(1)
            column.addLayout(row)
        self.set_body(body)
        self._connect()
        self.set_state(states.LOADING)
        self.restyle()

    def _connect(self) -> None:
        self.list.picked.connect(self._tell)
        self.list.opened.connect(self._edit)
        self.strip.given.connect(self._named)
        self.show_button.clicked.connect(self._open_show)
        self.off.clicked.connect(self._take_off)
        self.edit.clicked.connect(self._edit)
        self.new.clicked.connect(self._ask_new)
        self.rename.clicked.connect(self._ask_rename)
        self.remove.clicked.connect(self._ask_remove)
        self.confirm.confirmed.connect(self._remove)
        self.export.clicked.connect(self._ask_export)
        self.take.clicked.connect(self._ask_import)

    # what is shown

    def show_read(self, found: WallsRead) -> None:
        """Shows the scenes as they were read."""
        self.read = found
        self.scenes = {name: scene for name, (scene, _version) in found.known.items()}
        for row in found.scenes.values():
            scene = readable(row)
            if scene is not None:
                self.scenes.setdefault(scene.name, scene)
        unread = [str(row["name"]) for row in found.scenes.values() if readable(row) is None]
        rows = [self._lines(name, scene) for name, scene in self.scenes.items()]
        self.list.show_lines([*rows, *(self._unreadable(name) for name in unread)])
        self.set_counts(str(len(rows) + len(unread)))
        self.set_state(states.READY)
        self._tell()

    def show_failure(self, no: Refused) -> None:
        """The scenes could not be read."""
        self.read = None
        self.set_state(states.failed(_("The scenes could not be read."), str(no)))

    def _lines(self, name: str, scene: Scene) -> Lines:
        assert self.read is not None
        row, now = self.read.row_of(name), self.read.now
        on = wall_desk.is_shown(row, now)
        words = wall_words.scene_state(row, now, self.zone)
        hue = "info.text" if on else "text.3"
        return Lines(name, _(name), lines=(((words, hue), ("", "")),), scene=scene)

    def _unreadable(self, name: str) -> Lines:
        words = _("of a newer program; it cannot be read here")
        return Lines(name, name, lines=(((words, "warn.text"), ("", "")),))

    @property
    def row(self) -> Row | None:
        """The kept row of the chosen scene; None for one of the program's own."""
        return self.read.row_of(self.list.key) if self.read is not None else None

    @property
    def scene(self) -> Scene | None:
        """The chosen scene; None where it cannot be read."""
        return self.scenes.get(self.list.key)

    def _tell(self) -> None:
        """Readiness of the buttons for the chosen scene and this post."""
        now = self.read.now if self.read is not None else 0
        other, may = _("This is done by another post."), self.commands.may
        saves = "" if may("scene", "save-scene") else other
        shows = "" if may("scene", "show-scene") else other
        none = "" if self.scene is not None else _("Choose a scene.")
        kept = "" if self.row is not None else _("It is the program's own.")
        off = "" if wall_desk.is_shown(self.row, now) else _("It is not on the walls.")
        self.show_button.forbid(shows or none)
        self.off.forbid(shows or off)
        self.edit.forbid(saves or none)
        self.new.forbid(saves)
        self.rename.forbid(saves or kept)
        self.remove.forbid(saves or kept)
        self.export.forbid(none)
        self.take.forbid(saves)

    @override
    def restyle(self) -> None:
        self.set_title(_("Scenes"))
        self.list.setAccessibleName(_("Scenes"))
        for button, words in (
            (self.show_button, _("Show …")),
            (self.off, _("Take off")),
            (self.edit, _("Edit")),
            (self.new, _("New …")),
            (self.rename, _("Rename …")),
            (self.remove, _("Remove …")),
            (self.export, _("Export …")),
            (self.take, _("Import …")),
        ):
            button.set_words(words)
        if self.read is not None:
            self.show_read(self.read)
        else:
            self._tell()
        super().restyle()

    # on the walls

    def _open_show(self) -> None:
        menu = self.show_menu()
        menu.popup(self.show_button.mapToGlobal(self.show_button.rect().bottomLeft()))

    def show_menu(self) -> QMenu:
        """How long the chosen scene is shown, and whether it lets nothing else beside it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, minutes in FOR:
            menu.addAction(_(words)).setData((minutes, False))
        if self.commands.may("scene", "save-scene"):
            menu.addSeparator()
            within = menu.addMenu(_("Exclusively: nothing else is shown"))
            for words, minutes in FOR:
                within.addAction(_(words)).setData((minutes, True))
        menu.triggered.connect(self._picked)
        return menu

    def _picked(self, action: QAction) -> None:
        minutes, exclusive = action.data()
        if self.scene is not None:
            self.commands.show(self.scene, self.row, minutes, exclusive=exclusive)

    def _take_off(self) -> None:
        if self.row is not None:
            self.commands.take_off(self.row)

    # kept

    def _edit(self) -> None:
        if self.scene is not None and self.edit.isEnabled():
            self.edit_wanted.emit(self.scene, self.row)

    def _ask_new(self) -> None:
        self._asked = "new"
        self.strip.ask(_("Name of the new scene"), _("Edit"))

    def _ask_rename(self) -> None:
        self._asked = "rename"
        self.strip.ask(
            _("New name of “{scene}”").format(scene=self.list.key), _("Rename"), self.list.key
        )

    def _named(self, name: str) -> None:
        if self._asked == "new":
            self.edit_wanted.emit(Scene(name, BLANK), None)
        elif self.row is not None and name != self.list.key:
            self.commands.rename(self.row, name)

    def _ask_remove(self) -> None:
        what = _("Remove the scene “{scene}”?").format(scene=_(self.list.key))
        if self._over:
            count = len(self._over)
            what = _("Remove all scenes that were shown and are over: {count}?").format(count=count)
        self.confirm.ask(what, _("It can be undone for a while."), _("Remove"), danger=True)

    @property
    def _over(self) -> Sequence[Row]:
        """All scenes that were only shown, where the chosen one is of them."""
        over = self.read.over if self.read is not None else ()
        return over if self.row in over else ()

    def _remove(self) -> None:
        if self._over:
            self.commands.remove_all(self._over)
        elif self.row is not None:
            self.commands.remove(self.row)

    # files

    def _ask_export(self) -> None:
        dialog = self._dialog(_("Export the scene"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX[1:])
        dialog.selectFile(f"{_(self.list.key)}{SUFFIX}".replace("/", "-"))
        dialog.fileSelected.connect(self.write)
        dialog.open()

    def _ask_import(self) -> None:
        dialog = self._dialog(_("Import a scene"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.load)
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setNameFilter(f"TOML (*{SUFFIX})")
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def write(self, file: str) -> None:
        """Writes the chosen scene into a file."""
        if self.scene is None:
            return
        try:
            Path(file).write_text(to_toml(self.scene), encoding="utf-8", newline="\n")
        except OSError:
            self.message.emit(str(Refused("file_unwritable", path=file)), "alarm.text")
            return
        self.message.emit(_("Written: {path}").format(path=file), "text.1")

    def load(self, file: str) -> None:
        """Reads a scene from a file and opens it in the editor; nothing is saved before it is seen."""
        try:
            with Path(file).open("rb") as opened:
                scene = from_toml(opened.read(FILE_MOST))
        except OSError as error:
            self.message.emit(str(unreadable(file, error.errno)), "alarm.text")
        except Refused as no:
            self.message.emit(str(no), "alarm.text")
        else:
            row = self.read.row_of(scene.name) if self.read is not None else None
            self.edit_wanted.emit(scene, row)
