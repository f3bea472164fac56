"""A case is found by its numbers, pairs of characters, words and pinyin initials."""

import pytest
from pypinyin import Style, lazy_pinyin

from console.domain import initials, tokens

CASE = {
    "number": "2026031400127",
    "day_number": "0314-0127",
    "address": "望湖路 12-3 号",
    "description": "井盖ABC破损",
}


def test_a_case_has_tokens_of_all_its_texts() -> None:
    assert tokens.of_case(CASE) == {
        *("2026031400127", "0314-0127", "望湖", "湖路", "12-3", "12", "3"),
        *("wh", "whl", "井盖", "abc", "破损"),
    }


@pytest.mark.parametrize("words", ["0314-0127", "望湖路 12", "WHL", "井盖 abc", "whl 12-3"])
def test_what_people_type_means_tokens_of_the_case(words: str) -> None:
    wanted = list(tokens.wanted(words))
    assert wanted
    assert set(wanted) <= tokens.of_case(CASE)


@pytest.mark.parametrize("words", ["望湖桥", "0314-0128", "whq", "13"])
def test_other_words_mean_other_cases(words: str) -> None:
    assert not set(tokens.wanted(words)) <= tokens.of_case(CASE)


def test_one_character_narrows_nothing_down() -> None:
    assert list(tokens.wanted("路 ，")) == []


def test_no_token_is_longer_than_its_column() -> None:
    case = {**CASE, "address": "x" * 99 + "-" + "y" * 99}
    assert max(map(len, tokens.of_case(case))) == tokens.LONGEST


def test_initials_are_those_of_the_commonest_reading() -> None:
    assert initials.initials("望湖小学 A1") == "whxxa1"
    for character in "一丁乐长重路街桥银行龥":
        (wanted,) = lazy_pinyin(character, style=Style.FIRST_LETTER)
        assert initials.letter(character) == wanted
    assert initials.letter("a") == initials.letter("，") == initials.letter("𠀀") == ""
