"""Names of a case's references in the language in force: category, street, source, people."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from console.desk.city_cache import CityCached
from console.desk.desk import Desk
from console.domain.source import SOURCES
from console.domain.stage import Stage
from console.words import _, both


class CaseNames:
    """Everything by slot of the open cases; "" where there is nothing."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def number(self, slot: int) -> str:
        """The short number spoken by radio."""
        return self.desk.room.cases.texts["day_number"][slot] or self.text("number", slot)

    def text(self, name: str, slot: int) -> str:
        return self.desk.room.cases.texts[name][slot]

    def category(self, slot: int) -> str:
        return self.name_of("categories", self._id("category_id", slot))

    def street(self, slot: int) -> str:
        region = self._id("region_id", slot)
        street = int(self.street_of[region]) if region < len(self.street_of) else 0
        return self.name_of("regions", street or region)

    def source(self, slot: int) -> str:
        word = self.text("source", slot)
        return _(SOURCES.get(word, word))

    def holder(self, slot: int) -> str:
        return self.name_of("operators", self._id("holder_id", slot))

    def department(self, slot: int) -> str:
        return self.name_of("departments", self._id("department_id", slot))

    def stage(self, slot: int) -> str:
        return Stage(self._id("stage", slot)).label

    def call_sign(self, collector: int) -> str:
        """A collector's; "" for nobody."""
        row: Any = self.desk.directory.collectors.get(collector)
        return row["call_sign"] if row else ""

    def name_of(self, table: str, key: int) -> str:
        """A row's name in the language in force; "" for none."""
        row: Any = getattr(self.desk.directory, table).get(key)
        return both(row["zh"], row["en"]) if row else ""

    @CityCached
    def street_of(self) -> NDArray[np.int64]:
        """Region id → id of the street it lies in (0: none)."""
        found = self.desk.directory
        made = np.zeros(max(found.regions, default=0) + 1, np.int64)
        for region, path in found.region_paths.items():
            streets = [above for above in path if found.regions[above]["tier"] == "street"]
            made[region] = streets[0] if streets else 0
        return made

    def _id(self, column: str, slot: int) -> int:
        return int(self.desk.room.cases.column(column)[slot])
