"""Diagnostics: facts for support, to be read and copied."""

import html
from collections.abc import Sequence
from typing import Final

from qtpy.QtCore import Qt, qVersion
from qtpy.QtGui import QFontInfo, QGuiApplication, QKeyEvent
from qtpy.QtWidgets import QApplication, QHBoxLayout, QLabel, QTextBrowser, QVBoxLayout, QWidget
from typing_extensions import override

from console import paths
from console.seat import diagnosis, memory
from console.seat.diagnosis import Section
from console.seat.seat import Seat
from console.words import _, language
from widgets import theme
from widgets.controls import Button, ButtonKind
from widgets.frame import link_facts
from widgets.session import launching
from widgets.session.context import Context

WIDTH: Final = 52
"""Of the window, in steps of space.16."""
SHARE: Final = 28
"""Of a table's width that labels take, in per cent."""
MB: Final = 1_000_000


class Diagnostics(QWidget):
    """A window of its own beside the console: F5 reads anew, Escape closes."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.context = context
        self.sections: Sequence[Section] = ()
        self.browser = QTextBrowser(self)
        self.copy, self.again, self.logs = Button("", ButtonKind.PRIMARY), Button(""), Button("")
        self.said = QLabel()
        self.copy.clicked.connect(self._copy)
        self.again.clicked.connect(self.read)
        self.logs.clicked.connect(self._open_logs)
        self._lay_out()
        theme.current().changed.connect(self.restyle)
        self.resize(WIDTH * theme.px("space.16"), parent.height() * 3 // 4)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(*[theme.px("space.12")] * 4)
        row.setSpacing(theme.px("space.8"))
        for button in (self.copy, self.again, self.logs):
            row.addWidget(button)
        row.addWidget(self.said, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.browser)
        column.addLayout(row)

    def open(self) -> None:
        """Shows the facts as they are now."""
        self.restyle()
        self.show()
        self.raise_()
        self.activateWindow()
        self.copy.setFocus()

    def restyle(self) -> None:
        """Words of the language in force; the facts are read again in it."""
        self.setWindowTitle(_("Diagnostics"))
        self.copy.set_words(_("Copy all"))
        self.again.set_words(_("Read again"))
        self.logs.set_words(_("Folder of logs"))
        self.said.setFont(theme.font("body"))
        self.browser.setFont(theme.font("body"))
        self.browser.setAccessibleName(_("Diagnostics"))
        self.browser.document().setDocumentMargin(theme.px("space.24"))
        self.read()

    def read(self) -> None:
        """Reads the database's facts on a worker thread, the window's own when it answers."""
        self.said.setText(_("Reading …"))
        self.context.jobs.run(self, self._database, self._show, self._failed)

    def _database(self) -> Section:
        return diagnosis.database(self.context.seat)

    def _show(self, database: Section) -> None:
        seat = self.context.seat
        self.sections = (
            diagnosis.program(),
            display(),
            database,
            link(seat),
            diagnosis.settings(),
            diagnosis.folders(),
        )
        place = self.browser.verticalScrollBar().value()
        self.browser.setHtml(as_page(self.sections))
        self.browser.verticalScrollBar().setValue(place)
        self.said.setText("")

    def _failed(self, error: Exception) -> None:
        self.said.setText("")
        raise error

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(diagnosis.as_text(self.sections))
        self.said.setText(_("Copied."))

    def _open_logs(self) -> None:
        if not launching.open_outside(str(paths.logs())):
            self.said.setText(
                _("No program on this machine opens folders: {path}").format(path=paths.logs())
            )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() == Qt.Key.Key_F5:
            self.read()
        else:
            super().keyPressEvent(event)


def link(seat: Seat) -> Section:
    """Facts of the link to the database: state, age, round trip, clocks, keeper."""
    room, heartbeat = seat.room, seat.heartbeat
    age = room.feed_thread.age_ms()
    lease = heartbeat.keeper_lease
    keeper = lease.holder if lease is not None and lease.held else _("nobody")
    if heartbeat.holds_lease:
        keeper = f"{keeper} ({_('this seat')})"
    rows = [
        (_("State"), link_facts.link_words(room.link_state(), (age or 0) // 1000)),
        (_("Last update"), "–" if age is None else _("{ms} ms ago").format(ms=age)),
        (_("Round trip"), f"{room.clock.round_trip_ms:.0f} ms"),
        (_("This clock is ahead by"), f"{room.clock.skew_ms} ms"),
        (_("Open cases"), str(len(room.cases))),
        (_("Mended differences"), str(room.faults)),
        (_("Seats"), str(heartbeat.seats)),
        (_("This seat"), heartbeat.occupant.seat),
        (_("Keeper"), keeper),
    ]
    return Section(_("Link"), rows)


def display() -> Section:
    """Qt, Chromium, screens, fonts in use, memory of this process and of the map's page."""
    from qtpy.QtWebEngineCore import qWebEngineChromiumVersion

    rows = [
        ("Qt", f"{qVersion()} · {QGuiApplication.platformName()}"),
        ("Chromium", str(qWebEngineChromiumVersion())),
        (_("Font"), f"{QFontInfo(theme.font('body')).family()} ({theme.family()})"),
        (_("Language and theme"), f"{language()} · {theme.current().mode}"),
    ]
    for screen in QGuiApplication.screens():
        size = screen.size()
        shown = f"{size.width()} × {size.height()} × {screen.devicePixelRatio():g}"
        told = f"{shown} · {screen.logicalDotsPerInch():.0f} dpi · {screen.refreshRate():.0f} Hz"
        rows.append((_("Screen {name}").format(name=screen.name()), told))
    rows.append((_("Memory"), _megabytes(QApplication.applicationPid())))
    rows += [(_("Memory of the map's page"), _megabytes(pid)) for pid in page_processes()]
    return Section(_("Display"), rows)


def page_processes() -> list[int]:
    """Processes of the web pages in all windows."""
    from qtpy.QtWebEngineWidgets import QWebEngineView

    views = [
        view for top in QApplication.topLevelWidgets() for view in top.findChildren(QWebEngineView)
    ]
    return sorted({pid for view in views if (pid := int(view.page().renderProcessPid())) > 0})


def _megabytes(pid: int) -> str:
    held = memory.private_bytes(pid)
    return "–" if held is None else f"{held / MB:.0f} MB"


def as_page(sections: Sequence[Section]) -> str:
    """The facts as HTML: a heading and a table each."""
    quiet, gap = theme.color("text.2").name(), theme.px("space.4")
    parts = []
    for section in sections:
        rows = "".join(
            f'<tr><td width="{SHARE}%"><font color="{quiet}">{html.escape(label)}</font></td>'
            f"<td>{html.escape(value)}</td></tr>"
            for label, value in section.rows
        )
        parts.append(f"<h3>{html.escape(section.title)}</h3>")
        parts.append(f'<table width="100%" cellspacing="0" cellpadding="{gap}">{rows}</table>')
    return "".join(parts)


def open_diagnostics(parent: QWidget, context: Context) -> Diagnostics:
    """The one window of diagnostics of a console."""
    found = parent.findChild(Diagnostics, options=Qt.FindChildOption.FindDirectChildrenOnly)
    window = found if isinstance(found, Diagnostics) else Diagnostics(parent, context)
    window.open()
    return window
