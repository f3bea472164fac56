"""Sort keys of the open cases, by column: one int64 each, smaller first, for many at once.

Keys by clock are deadlines, which order like the time left but do not change while it passes.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from console.desk.case_names import CaseNames
from console.desk.city_cache import CityCached
from console.desk.queues import Slots, deadlines
from console.words import language

Keys = NDArray[np.int64]

SECOND_BITS: Final = 32
ORIGIN_S: Final = 1_577_836_800
"""2020-01-01: seconds since then fit 32 bits until 2156."""
ADDRESS_BYTES: Final = 24
KIND: Final = f"S{ADDRESS_BYTES}"


class CaseOrder:
    """Keys for one desk. Ranks of names are kept until names, addresses or language change."""

    def __init__(self, case_names: CaseNames) -> None:
        self.case_names, self.desk = case_names, case_names.desk
        self._addresses: Keys | None = None  # ranks by slot
        self._by_address: Slots = np.zeros(0, np.int64)  # slots by rank
        self._raw: NDArray[np.bytes_] = np.zeros(0, KIND)
        self._unread: set[int] = set()

    def forget_addresses(self) -> None:
        """Marks all address ranks as outdated; they are computed when asked for."""
        self._addresses = None

    def read_addresses(self, slots: Iterable[int]) -> None:
        """Marks the addresses of these slots as changed."""
        if self._addresses is not None:
            self._unread.update(slots)

    def keys(self, column: str, slots: Slots) -> Keys:
        """One key per slot. Raises KeyError for a column that cannot be sorted by."""
        first = RANKS[column](self, slots)
        seconds = np.clip(deadlines(self.desk, slots) // 1000 - ORIGIN_S, 0, 2**SECOND_BITS - 1)
        made: Keys = (first << SECOND_BITS) + seconds
        return made

    def sorted(self, column: str, slots: Slots, *, falling: bool = False) -> Slots:
        """`slots` in order."""
        keys = self.keys(column, slots)
        return slots[np.argsort(-keys if falling else keys, kind="stable")]

    def _severity(self, slots: Slots) -> Keys:
        found: Keys = self.desk.room.cases.column("severity")[slots].astype(np.int64)
        return found

    def _number(self, slots: Slots) -> Keys:
        """Keys by number, which follow the order of registration."""
        at = self.desk.room.cases.column("registered_at")[slots] // 1000 - ORIGIN_S
        found: Keys = np.clip(at, 0, 2**31 - 1)
        return found

    def _nothing(self, slots: Slots) -> Keys:
        return np.zeros(len(slots), np.int64)

    def _category(self, slots: Slots) -> Keys:
        return self._rank("categories", "category_id", slots)

    def _holder(self, slots: Slots) -> Keys:
        return self._rank("operators", "holder_id", slots)

    def _department(self, slots: Slots) -> Keys:
        return self._rank("departments", "department_id", slots)

    def _stage(self, slots: Slots) -> Keys:
        found: Keys = self.desk.room.cases.column("stage")[slots].astype(np.int64)
        return found

    def _street(self, slots: Slots) -> Keys:
        regions = self.desk.room.cases.column("region_id")[slots]
        return _place(self._table("regions"), _place(self.case_names.street_of, regions))

    def _rank(self, table: str, column: str, slots: Slots) -> Keys:
        return _place(self._table(table), self.desk.room.cases.column(column)[slots])

    @CityCached
    def _ranks(self) -> dict[tuple[str, str], Keys]:
        return {}

    def _table(self, table: str) -> Keys:
        """Id → place of its name in the language in force; nobody comes last."""
        key = (table, language())
        if key not in self._ranks:
            rows = getattr(self.desk.directory, table)
            ranks = np.full(max(rows, default=0) + 1, len(rows), np.int64)
            names = sorted(rows, key=lambda one: self.case_names.name_of(table, one))
            for place, one in enumerate(names):
                ranks[one] = place
            self._ranks[key] = ranks
        return self._ranks[key]

    def _source(self, slots: Slots) -> Keys:
        texts = self.desk.room.cases.texts["source"]
        places = {word: place for place, word in enumerate(sorted(set(texts)))}
        return np.fromiter(map(places.__getitem__, texts), np.int64, len(texts))[slots]

    def _address(self, slots: Slots) -> Keys:
        """Ranks among all addresses; bytes of UTF-8 compare like the characters they spell."""
        texts = self.desk.room.cases.texts["address"]
        if self._addresses is None or len(self._addresses) != len(texts):
            self._raw = np.array([_bytes(text) for text in texts], KIND)
            parts = self._raw.view(">u8").reshape(-1, ADDRESS_BYTES // 8).astype(np.uint64)
            self._by_address = np.lexsort(parts.T[::-1])
            self._addresses = _numbered(self._raw[self._by_address], self._by_address)
        else:
            other = [slot for slot in self._unread if _bytes(texts[slot]) != self._raw[slot]]
            if other:
                self._raw[other] = [_bytes(texts[slot]) for slot in other]
                # nearly in order already: what is left to do is one look at each
                near = self._by_address
                near = near[np.argsort(self._raw[near], kind="stable")]
                self._by_address, self._addresses = near, _numbered(self._raw[near], near)
        self._unread.clear()
        return self._addresses[slots]


def _bytes(text: str) -> bytes:
    return text[:ADDRESS_BYTES].encode()[:ADDRESS_BYTES].rstrip(b"\0")


def _numbered(in_order: NDArray[np.bytes_], order: Slots) -> Keys:
    """By slot: the place of its value among the different ones."""
    made = np.zeros(len(order), np.int64)
    made[order[1:]] = np.cumsum(in_order[1:] != in_order[:-1])
    return made


def _place(table: Keys, ids: Slots) -> Keys:
    """Value of `table` for each id; an id this desk does not know yet has the value of none."""
    found: Keys = table[np.where(ids < len(table), ids, 0)]
    return found


RANKS: Final[Mapping[str, Callable[[CaseOrder, Slots], Keys]]] = {
    "mark": CaseOrder._severity,
    "number": CaseOrder._number,
    "category": CaseOrder._category,
    "address": CaseOrder._address,
    "street": CaseOrder._street,
    "source": CaseOrder._source,
    "stage": CaseOrder._stage,
    "department": CaseOrder._department,
    "clock": CaseOrder._nothing,
    "holder": CaseOrder._holder,
}
