"""Categories, departments and regions of an import: found by name, or made."""

from sqlalchemy.engine import Connection

from console.intake.cases.formats import Form
from console.store.city import imports


class Bodies:
    """Looks names up once each; what is missing is added under the format's own scheme and city."""

    def __init__(self, connection: Connection, form: Form) -> None:
        self.connection, self.form = connection, form
        city = form.city
        self._city = imports.region(connection, None, "city", city["code"], city["zh"], city["en"])
        self._regions: dict[str, int] = {"": self._city}
        self._codes = imports.region_codes(connection)
        self._number = 0
        self._departments: dict[str, int | None] = {"": None}
        self._categories: dict[tuple[str, str], int] = {}

    def region(self, name: str) -> int:
        """The part of the city with this name; the city itself where the record names none."""
        if name not in self._regions:
            code = self._free_code()
            self._regions[name] = imports.region(
                self.connection, self._city, "district", code, name, name
            )
        return self._regions[name]

    def _free_code(self) -> str:
        """The next code below the city's that no region has."""
        self._number += 1
        while (code := f"{self.form.city['code'][:9]}{self._number:04d}") in self._codes:
            self._number += 1
        return code

    def department(self, name: str, initials: str) -> int | None:
        if name not in self._departments:
            self._departments[name] = imports.department(
                self.connection, self._city, name, initials
            )
        return self._departments[name]

    def category(self, class_name: str, subclass: str) -> int:
        key = (class_name, subclass)
        if key not in self._categories:
            self._categories[key] = imports.category(
                self.connection, self.form.name, class_name, subclass
            )
        return self._categories[key]
