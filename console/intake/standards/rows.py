"""Rows of a filing standard as its sheets hold them: a blank class, subclass or body is as
above.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Final

from console.domain.category import CategoryKind
from console.domain.limit import WIDE, Limit, parse_limit
from console.domain.refusal import Refused
from console.intake.files import columns
from console.intake.files.sheets import Sheet
from console.intake.standards.header import Header, plain

NAMED_CLASS: Final = re.compile(r"([0-9]{1,2})[\s.、．:：-]*(\D.*)?", re.DOTALL)
"""01公用设施: a class by its code and name in one cell."""
LENGTHS: Final = {3: 0, 4: 0, 10: 6}
"""Digits of a whole code → how many of them tell the county."""
NUMBER: Final = re.compile(r"[0-9]+(\.[0-9]+)?")
OWN_CELLS: Final = ("class_code", "class_zh", "code", "zh")
ERRORS: Final = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"}
)

Key = tuple[CategoryKind, str, int | None, str]
"""kind, code, area class (None: everywhere), condition without its blanks."""


@dataclass(frozen=True, slots=True)
class Line:
    """One filing condition and where it stands; `code` "" where it cannot be read.

    `problem` says why the line cannot be used.
    """

    sheet: str
    number: int
    kind: CategoryKind
    code: str = ""
    class_zh: str = ""
    zh: str = ""
    area_class: int | None = None
    condition: str = ""
    closing: str = ""
    limit: Limit | None = None
    handler: str = ""
    charge: str = ""
    problem: Refused | None = None

    @property
    def key(self) -> Key | None:
        """Key of the line; None if its category is unknown."""
        known = self.code and self.condition
        return (self.kind, self.code, self.area_class, squeezed(self.condition)) if known else None


@dataclass(slots=True)
class Reader:
    """Reads the sheets of one kind; what a code is called is known across them.

    The code decides: rows that give it another name are told `otherwise`.
    """

    kind: CategoryKind
    lines: list[Line] = field(default_factory=list)
    skipped: list[dict[str, Any]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    otherwise: list[dict[str, Any]] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)

    def read(self, sheet: Sheet, header: Header) -> None:
        """Adds the lines of a sheet, and what is no line: headings, notes, the header repeated."""
        above = _Above(self.names, self.otherwise)
        self.unused += header.unused()
        for number, row in sheet.rows.items():
            if number <= header.last:
                continue
            values = {ours: _clean(row[column]) for ours, column in header.found.items()}
            limits = [
                (kind, unit, _clean(row[column]))
                for column, kind, unit in header.limits
                if row[column]
            ]
            blank = not limits and not any(
                values.get(ours) for ours in ("condition", "closing", "code", "zh")
            )
            if blank or header.repeated(row):
                if blank:
                    above.heading(values)
                text = next(cell for cell in row if cell)
                self.skipped.append({"sheet": sheet.name, "line": number, "text": text})
            else:
                line = above.line(Line(sheet.name, number, self.kind), values)
                self.lines += _limited(line, values, limits or [("", "", "")])


class _Above:
    """Values that apply to later rows: class, subclass and bodies, until others are named."""

    def __init__(self, names: dict[str, str], otherwise: list[dict[str, Any]]) -> None:
        self.names, self.otherwise = names, otherwise
        self.large = self.code = ""
        self.rejected = 0
        self.row: Line | None = None
        self.bodies = {"handler": "", "charge": ""}

    def heading(self, values: Mapping[str, str]) -> None:
        with suppress(Refused):  # a note, not the name of a class
            self._class(values)

    def line(self, line: Line, values: Mapping[str, str]) -> Line:
        """The line with what it says of itself and what is as above."""
        for body in self.bodies:
            self.bodies[body] = values.get(body) or self.bodies[body]
        said = {"condition": values["condition"], "closing": values.get("closing", "")}
        line = self.row = replace(line, **said, **self.bodies)  # type: ignore[arg-type]
        try:
            _counted(values[ours] for ours in OWN_CELLS if ours in values)
            code = self._code(values)
            zh = self._called(code, _name(values.get("zh", "")))
        except Refused as no:
            self.code = ""  # blank codes below are of this unread one, not of the one above
            self.rejected = self.rejected or line.number
            return replace(line, problem=no)
        self.code, self.rejected = code, 0
        line = replace(line, code=code, zh=zh, class_zh=self.names.get(self.large, ""))
        try:
            _counted(values.values())
        except Refused as no:
            return replace(line, problem=no)
        return line

    def _class(self, values: Mapping[str, str]) -> tuple[str, str]:
        """Code and name of the class as the row says them, "" for each it does not say."""
        text, name = values.get("class_code", ""), _name(values.get("class_zh", ""))
        code = ""
        for cell in (name, digits(text, strict=False)):
            if match := NAMED_CLASS.fullmatch(cell):
                code, name = match[1].zfill(2), match[2] or (name if cell != name else "")
        if text and not NAMED_CLASS.fullmatch(digits(text, strict=False)):
            raise Refused("standard_code", text=text)
        if code and code != self.large:
            self.large, self.code = code, ""
        if code:
            self._called(code, name)
        return code, name

    def _code(self, values: Mapping[str, str]) -> str:
        """The code of four digits. Raises `Refused` where row and rows above do not tell it."""
        large, name = self._class(values)
        text = digits(values["code"])
        if self.rejected and not any(values.get(ours) for ours in OWN_CELLS):
            raise Refused("standard_continues", line=self.rejected)
        if len(text) > 2:
            if len(text) not in LENGTHS:
                raise Refused("standard_code", text=text)
            code = text[LENGTHS[len(text)] :].zfill(4)
            if large and large != code[:2]:
                raise Refused("standard_class", code=code, large=large)
        else:
            same = large or not name or self.names.get(self.large) in (None, name)
            large = self.large if same else ""
            if not large:
                raise Refused("standard_no_code")
            code = f"{large}{text:0>2}" if text else self._as_above(_name(values.get("zh", "")))
        self.large = code[:2]
        if name:
            self._called(self.large, name)
        return code

    def _as_above(self, zh: str) -> str:
        if not self.code or (zh and self.names.get(self.code) not in (None, zh)):
            raise Refused("standard_no_code")
        return self.code

    def _called(self, code: str, name: str) -> str:
        """What a class or subclass is called: as it was first; another name for it is noticed."""
        known = self.names.setdefault(code, name) if name else self.names.get(code, "")
        if name and squeezed(name) != squeezed(known):
            row = self.row or Line("", 0, "event")
            told = {"sheet": row.sheet, "line": row.number, "code": code}
            told |= {"one": name, "other": known}
            if told not in self.otherwise[-1:]:
                self.otherwise.append(told)
        return known


def _limited(
    line: Line, values: Mapping[str, str], limits: list[tuple[str, str, str]]
) -> Iterator[Line]:
    """The line once for every limit of its row."""
    for kind, unit, text in limits:
        try:
            level = _area_class(kind or values.get("area_class", ""))
        except Refused as no:
            yield replace(line, condition="", problem=line.problem or no)
            continue
        made = replace(line, area_class=level)
        try:
            if line.problem is None:
                _complete(line, text)
                bare = NUMBER.fullmatch(text.translate(WIDE))
                made = replace(made, limit=parse_limit(text + unit if bare else text))
        except Refused as no:
            made = replace(made, problem=no)
        yield made


def _complete(line: Line, limit: str) -> None:
    if not line.zh:
        raise Refused("row_without_name")
    if not line.condition:
        raise Refused("standard_no_condition")
    if not limit:
        raise Refused("standard_no_limit")


def _area_class(text: str) -> int | None:
    """1 to 3 for A to C; None for everywhere. Raises `Refused` for other words."""
    word = columns.of("standard").word("area_class", plain(text))
    if word and word not in ("1", "2", "3"):
        raise Refused("grid_class", text=text)
    return int(word) if word else None


def digits(text: str, strict: bool = True) -> str:
    """A code as digits: 1, 1.0, "０１". Raises `Refused` for other text if `strict`."""
    found = re.sub(r"\s|\.0*$", "", text.translate(WIDE))
    if strict and found and not (found.isascii() and found.isdigit()):
        raise Refused("standard_code", text=text)
    return found


def _counted(cells: Iterable[str]) -> None:
    """Raises `Refused` where a formula came to no result."""
    wrong = next((cell for cell in cells if cell in ERRORS), None)
    if wrong is not None:
        raise Refused("standard_error", text=wrong)


def _name(text: str) -> str:
    """A name without the line breaks a narrow cell gave it."""
    return text.replace("\n", "")


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _clean(text: str) -> str:
    """The text with its line breaks, but without blanks around them and blank lines."""
    return "\n".join(line for line in map(str.strip, text.splitlines()) if line)
