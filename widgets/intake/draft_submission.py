"""A registered draft on its way to the door."""

from collections.abc import Sequence

from console.desk.category_search import title
from console.desk.registration import Draft, Registration, address
from console.domain.intent import Answer
from console.words import _


class DraftSubmission:
    """A draft on its way to the door, as a new case or as a note on `case`.

    The record of the caller goes with it and is sent again with it.
    """

    def __init__(self, registration: Registration, draft: Draft, case: int | None = None) -> None:
        self.registration, self.draft, self.case = registration, draft, case
        self.caller = registration.caller(draft)
        row = registration.desk.directory.categories.get(draft.category or 0)
        self.what = " · ".join(filter(None, (title(row) if row else "", address(draft))))
        self.request_words = _("Register: {what}").format(what=self.what)
        if case is None:
            self.intent = registration.intent(draft)

    def then(self, answers: Sequence[Answer]) -> str:
        """Records the caller after the door's answer; returns other words for the status bar."""
        if self.case is not None:
            if answers[0].done and self.caller:
                self.registration.record_repeat(self.draft, self.case)
            return ""
        number = self.registration.after(self.caller, answers)
        told = _("Registered {number}: {what}")
        return told.format(number=number, what=self.what) if number else ""
