"""Labels of fields, for forms and for the refusal of a missing value."""

from collections.abc import Mapping
from typing import Final

from console.words import _, mark

LABELS: Final[Mapping[str, str]] = {
    "answer": mark("As reported"),
    "condition_id": mark("Filing condition"),
    "closing_confirmed": mark("The closing condition is met"),
    "category_id": mark("Category"),
    "severity": mark("Severity"),
    "department_id": mark("Department"),
    "crews": mark("Crew"),
    "collector_id": mark("Collector"),
    "into": mark("Merge into"),
    "hours": mark("Hours"),
    "until": mark("Until"),
    "due": mark("Answer due"),
    "lon": mark("Longitude"),
    "lat": mark("Latitude"),
    "region_id": mark("Region"),
    "grid_code": mark("Unit grid"),
    "source": mark("Source"),
    "address": mark("Address"),
    "description": mark("Description"),
    "photos": mark("Pictures"),
    "request_id": mark("Request"),
    "approve": mark("Approved or declined"),
    "on_behalf_of": mark("On behalf of"),
    "reason": mark("Reason"),
    "answer_text": mark("Answer"),
    "name": mark("Name"),
    "phone": mark("Telephone"),
    "question": mark("Question"),
    "place": mark("Place"),
    "content": mark("Content"),
    "hold_back_s": mark("Held back, seconds"),
    "owner_id": mark("Owner"),
    "about": mark("What is shown"),
    "wall": mark("Wall"),
    "act": mark("Order"),
}
"""Labels by key of `changes`, of the two values beside it, and of a call's record."""


def field_label(key: str) -> str:
    """The label in the language in force; a key it does not know, as it is."""
    return _(LABELS.get(key, key))
