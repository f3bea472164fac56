"""Report of an import: result of each row, and remarks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from console.domain.refusal import Refused, sentence
from console.words import both

NAMED_MOST: Final = 20
"""Most lines that one remark names; of more it gives the count."""


@dataclass(slots=True)
class Report:
    """Results by row: rows = imported + unchanged + rejected.

    `unused` are the columns of the file that were not read; `notes` are remarks, in order.
    """

    rows: int = 0
    imported: int = 0
    unchanged: int = 0
    rejections: list[dict[str, Any]] = field(default_factory=list)
    without_place: list[int] | None = None
    more: dict[str, Any] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def reject(self, number: int, no: Refused) -> None:
        self.rejections.append({"line": number, "reason": str(no)})

    def count(self, changed: bool) -> None:
        """Counts one row that is in the database now, fresh or `changed`, or as it was before."""
        self.imported += changed
        self.unchanged += not changed

    def remark(self, key: str, **values: Any) -> None:
        """Adds a remark."""
        self.notes.append(sentence(key, values))

    def remark_lines(self, key: str, lines: list[int], **values: Any) -> None:
        """A sentence about these lines of the file; none where there are none."""
        if lines:
            self.remark(key, lines=numbered(lines), **values)

    def document(self) -> dict[str, Any]:
        """The report as scripts read it."""
        self.rejections.sort(key=lambda entry: int(entry["line"]))
        notes = [*self.notes, *_remarks(self.more)]
        if self.unused:
            notes.append(sentence("told_unused", {"columns": both("、", ", ").join(self.unused)}))
        places = self.without_place
        return {
            "rows": self.rows,
            "imported": self.imported,
            "unchanged": self.unchanged,
            "rejected": len(self.rejections),
            "without_place": len(places or ()),
            **({} if places is None else {"without_place_lines": places}),
            "rejections": self.rejections,
            **self.more,
            "unused": self.unused,
            "remarks": notes,
        }


def numbered(lines: list[int]) -> str:
    """“2, 3, 7”, and how many more."""
    told = ", ".join(map(str, lines[:NAMED_MOST]))
    return told if len(lines) <= NAMED_MOST else f"{told} … ({len(lines)})"


TOLD: Final = {"overlaps": "told_overlap", "gaps": "told_gap", "outside": "told_outside"}
"""List of a report → the sentence for each of its entries."""


def _remarks(more: Mapping[str, Any]) -> Iterator[str]:
    """What a report tells beside its rejections, one sentence each."""
    for name, key in TOLD.items():
        for entry in more.get(name, ()):
            values = {"community": entry.get("community"), "area": entry["area_m2"]}
            codes = entry.get("codes") or [entry.get("code", "-")]
            yield sentence(key, values | {"codes": ", ".join(codes)})
    if more.get("ended"):
        yield sentence("told_ended", {"codes": ", ".join(more["ended"])})
