"""Cached properties derived from the city's data, computed anew when the data change."""

from collections.abc import Callable
from typing import Any, Generic, Protocol, Self, TypeVar, overload

from console.desk.desk import Desk


class AtDesk(Protocol):
    """Any object that holds a desk."""

    desk: Desk


Owner = TypeVar("Owner", bound=AtDesk)
Made = TypeVar("Made")


class CityCached(Generic[Owner, Made]):
    """`cached_property` that is valid as long as `desk.directory`; for any thread."""

    def __init__(self, make: Callable[[Owner], Made]) -> None:
        self._make, self.__doc__ = make, make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._place = f"_of_city_{name}"

    @overload
    def __get__(self, owner: None, kind: Any = None) -> Self: ...
    @overload
    def __get__(self, owner: Owner, kind: Any = None) -> Made: ...

    def __get__(self, owner: Owner | None, kind: Any = None) -> Self | Made:
        if owner is None:
            return self
        directory = owner.desk.directory
        held = owner.__dict__.get(self._place)
        if held is None or held[0] is not directory:
            held = owner.__dict__[self._place] = directory, self._make(owner)
        made: Made = held[1]
        return made
