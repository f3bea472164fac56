"""The open request on a case, above its facts, so that it is decided with everything in view."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from functools import partial
from typing import Any

from qtpy.QtCore import QRectF, Qt, Signal
from qtpy.QtGui import QPainter, QPaintEvent
from qtpy.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from console.desk import requests
from console.desk.desk import Desk
from console.desk.pictures import CasePicture
from console.words import _
from widgets import theme
from widgets.controls import Button, PaintedWidget
from widgets.session.jobs import Jobs, ignore

FORM = "note"
"""Role of pictures that were attached during handling."""


class CardRequest(PaintedWidget):
    """The open request; hidden if there is none. `opened(digest)` shows the attached form.

    Reads the case's requests when the live columns say that one is open.
    """

    opened = Signal(str)

    def __init__(self, jobs: Jobs, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.jobs, self.zone = jobs, zone
        self.case: int | None = None
        self.desk: Desk | None = None
        self.rows: Sequence[Mapping[str, Any]] = ()
        self.pictures: Sequence[CasePicture] = ()
        self.shown: requests.Pending | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.what, self.who, self.why, self.earlier = (QLabel() for _part in range(4))
        self.form = Button("", size="strip")
        self.form.clicked.connect(self.look)
        self._lay_out()
        self.restyle()

    def _lay_out(self) -> None:
        row, lines = QHBoxLayout(self), QVBoxLayout()
        row.setContentsMargins(
            theme.px("space.16"), theme.px("space.8"), theme.px("space.12"), theme.px("space.8")
        )
        row.setSpacing(theme.px("space.12"))
        lines.setSpacing(theme.px("space.2"))
        for label in (self.what, self.who, self.why, self.earlier):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)  # reasons may hold tags
            lines.addWidget(label)
        row.addLayout(lines, 1)
        row.addWidget(self.form)

    def show_case(self, desk: Desk, case: int) -> None:
        """Shows the request of another case, or of the same one after a change."""
        if case != self.case:
            self.rows, self.pictures = (), ()
        self.desk, self.case = desk, case
        if not desk.room.cases.requests.get(case):
            self.rows = ()
            self._tell()
            return
        self._tell()
        # the story tells of a database that does not answer
        self.jobs.run(self, partial(requests.of_case, desk, case), partial(self.came, case), ignore)

    def came(self, case: int, rows: Sequence[Mapping[str, Any]]) -> None:
        """Shows the requests read; dropped if another case is shown by now."""
        if case == self.case:
            self.rows = rows
            self._tell()

    def show_pictures(self, pictures: Sequence[CasePicture]) -> None:
        """Takes the pictures of the case, among them a form attached to the request."""
        self.pictures = pictures
        self._tell()

    @property
    def forms(self) -> Sequence[CasePicture]:
        """Pictures attached since the department got the case, newest first."""
        if self.desk is None or self.case is None or self.case not in self.desk.room.cases:
            return ()
        row = self.desk.room.cases.row(self.case)
        since = row["department_since"] or row["registered_at"] or 0
        found = [one for one in self.pictures if one.role == FORM and one.at >= since]
        return sorted(found, key=_when, reverse=True)

    def look(self) -> None:
        """Opens the attached form large."""
        if self.shown is not None and self.forms:
            self.opened.emit(self.forms[0].hash)

    @override
    def restyle(self) -> None:
        self.what.setFont(theme.font("body", bold=True))
        self._tell()
        super().restyle()

    def _tell(self) -> None:
        shown = None
        if self.desk is not None and self.case is not None:
            shown = requests.pending(self.desk, self.case, self.rows, self.zone)
        self.shown = shown
        self.setVisible(shown is not None)
        if shown is None:
            return
        parts = (shown.what, shown.deadline)
        self.what.setText(" · ".join(part for part in parts if part))
        none = _("nothing asked for before")
        self.who.setText(shown.who if shown.earlier else f"{shown.who} · {none}")
        self.why.setText(_("Reason: {reason}").format(reason=shown.why) if shown.why else "")
        self.why.setVisible(bool(shown.why))
        earlier = _("Before: {what}").format(what=_(", ").join(shown.earlier))
        self.earlier.setText(earlier)
        self.earlier.setVisible(bool(shown.earlier))
        forms = len(self.forms)
        self.form.set_words(_("Attached form  F"))
        self.form.setVisible(bool(forms))
        self.setAccessibleName(" · ".join(filter(None, (*parts, shown.who, shown.why))))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.3"))
        bar = QRectF(0, 0, theme.px("bar.select"), self.height())
        painter.fillRect(bar, theme.color("accent"))


def _when(one: CasePicture) -> int:
    return one.at
