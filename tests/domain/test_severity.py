"""How urgent a case is when nobody has said so yet."""

import pytest

from console import words
from console.domain.limit import parse_limit
from console.domain.severity import Severity, from_limit


@pytest.mark.parametrize(
    ("limit", "severity"),
    [
        ("1紧急工作时", Severity.E),
        ("2紧急工作时", Severity.E),
        ("4紧急工作时", Severity.H),
        ("2小时", Severity.H),
        ("4工作时", Severity.H),
        ("1天", Severity.M),
        ("2工作日", Severity.M),
        ("2紧急工作日", Severity.M),
        ("3天", Severity.L),
        ("15天", Severity.L),
    ],
)
def test_the_default_follows_from_the_handling_limit(limit: str, severity: Severity) -> None:
    assert from_limit(parse_limit(limit)) is severity


def test_a_city_may_set_other_steps() -> None:
    strict = ((Severity.E, "working", 480),)
    assert from_limit(parse_limit("1天"), strict) is Severity.E
    assert from_limit(parse_limit("2天"), strict) is Severity.L


def test_chinese_shows_the_character_and_english_the_letter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(words, "_chosen", ["zh"])
    assert [(s.sign, s.title) for s in Severity] == [
        ("急", "紧急"),
        ("高", "高"),
        ("中", "中"),
        ("低", "低"),
    ]
    monkeypatch.setattr(words, "_chosen", ["en"])
    assert [s.sign for s in Severity] == ["E", "H", "M", "L"]
