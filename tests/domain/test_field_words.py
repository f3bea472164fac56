"""What is missing is said in the words of the forms, in either language."""

from collections.abc import Iterator

import pytest

from console import words
from console.domain.calls import TEXTS
from console.domain.field_words import LABELS, field_label
from console.domain.nouns import DECLARED
from console.domain.refusal import sentence
from console.domain.workflow import KEY_TYPES


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    words.use("zh")
    yield
    words.use("zh")


def test_every_key_that_can_be_missing_has_its_words() -> None:
    of_a_call = {*TEXTS} - {"answer"} | {"answer_text", "place"}
    given = {
        need.partition(":")[2]
        for noun in DECLARED
        for rule in noun.rules()
        for need in rule.needs
        if need.startswith("given:")
    }
    assert set(LABELS) == {*KEY_TYPES, *of_a_call, *given, "reason", "on_behalf_of"}


def test_no_key_is_shown_as_it_is_stored() -> None:
    assert sentence("needs", {"what": "reason"}) == "缺少必填项：理由。"
    assert sentence("needs", {"what": "region_id"}) == "缺少必填项：所属区域。"
    words.use("en")
    assert sentence("needs", {"what": "reason"}) == "Something is missing: Reason."
    for key in LABELS:
        assert sentence("needs", {"what": key}) == f"Something is missing: {LABELS[key]}."


def test_a_key_of_another_build_is_shown_as_it_is() -> None:
    assert field_label("weather") == "weather"
