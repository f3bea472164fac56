"""Every category can be filed: it has a condition, a limit and an end."""

import pytest

from console.domain.category import CJT214, GBT30428, SCHEMES, national
from console.domain.condition import default_conditions
from console.domain.severity import Severity


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_category_has_a_condition_in_both_languages(scheme: str) -> None:
    conditions = default_conditions(scheme)
    assert {c.category for c in conditions} == {category.key for category in national(scheme)}
    for condition in conditions:
        assert all((condition.zh, condition.en, condition.closing_zh, condition.closing_en))
        assert condition.limit.minutes > 0


def test_a_manhole_cover_has_the_four_conditions_of_the_field() -> None:
    found = [c for c in default_conditions() if c.category == (CJT214, "component", "0101")]
    assert [c.limit.text for c in found] == ["2紧急工作时", "4工作时", "2工作日", "5工作日"]


@pytest.mark.parametrize(
    ("code", "limit"),
    [
        ("0403", "1紧急工作时"),
        ("0402", "1紧急工作时"),
        ("0401", "2紧急工作时"),
        ("0406", "2紧急工作时"),
    ],
)
def test_emergencies_have_the_limits_of_emergencies(code: str, limit: str) -> None:
    first = next(c for c in default_conditions() if c.category == (CJT214, "event", code))
    assert first.limit.text == limit
    assert first.severity is Severity.E


def test_the_later_standard_keeps_the_limits_under_its_own_codes() -> None:
    (gas,) = [c for c in default_conditions(GBT30428) if c.category == (GBT30428, "event", "0503")]
    assert gas.limit.text == "1紧急工作时"
