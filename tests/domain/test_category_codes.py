"""A code without its scheme means the city's own category, else the national one."""

from typing import Any

import pytest

from console.domain.category import CJT214, GBT30428, OWN
from console.domain.category_codes import CategoryCodes
from console.domain.refusal import Refused


def codes(*held: tuple[str, str, str]) -> CategoryCodes:
    rows = [
        {"id": number, "scheme": scheme, "kind": kind, "code": code}
        for number, (scheme, kind, code) in enumerate(held, 1)
    ]
    return CategoryCodes(rows)


CITY = codes(
    (CJT214, "event", "0401"),
    (GBT30428, "event", "0401"),
    (OWN, "event", "0401"),
    (GBT30428, "event", "0402"),
    (CJT214, "event", "0402"),
    (GBT30428, "event", "0601"),
    (CJT214, "component", "0101"),
    (CJT214, "event", "0101"),
)


@pytest.mark.parametrize(
    ("asked", "scheme"),
    [
        (("0401",), OWN),
        (("3205080401", "event"), OWN),
        (("0401", "event", CJT214), CJT214),
        (("0402", None, None), CJT214),
        (("0601", "", ""), GBT30428),
        (("0101", "component"), CJT214),
    ],
)
def test_the_citys_own_category_goes_before_the_national_one(
    asked: tuple[Any, ...], scheme: str
) -> None:
    assert CITY.resolve(*asked)["scheme"] == scheme


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (("0999",), "category_unknown"),
        (("0401", "component"), "category_unknown"),
        (("0401", "event", "none"), "category_unknown"),
        (("0101",), "category_ambiguous"),
    ],
)
def test_a_code_that_means_nothing_or_two_things_is_refused(
    asked: tuple[Any, ...], why: str
) -> None:
    with pytest.raises(Refused) as caught:
        CITY.resolve(*asked)
    assert caught.value.key == why


def test_a_code_that_two_own_schemes_hold_is_refused_with_both_named() -> None:
    two = codes(("old", "event", "0401"), (OWN, "event", "0401"), (CJT214, "event", "0401"))
    with pytest.raises(Refused) as caught:
        two.resolve("0401")
    assert (caught.value.key, caught.value.values["schemes"]) == ("category_schemes", "city, old")
    assert two.resolve("0401", "event", "old")["id"] == 1
