"""Reasons of the program itself: one wording in the log, each reader's language on the screen."""

from collections.abc import Iterator

import pytest

from console import words
from console.domain.automatic import (
    MAIN_ENDED,
    SENTENCES,
    SILENT,
    STANDING,
    automatic_reason,
    escape_reason,
    reader_text,
)

TOLD = {
    SILENT: ("监督004 未答复，自动改派", "No answer from 监督004: the next is sent automatically"),
    MAIN_ENDED: ("随主案件 监督004 结案", "Ends with its main case 监督004"),
    STANDING: ("按常设规则 监督004", "By standing rule 监督004"),
}


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    yield
    words.use("zh")


@pytest.mark.parametrize("word", SENTENCES)
@pytest.mark.parametrize(("place", "language"), [(0, "zh"), (1, "en")])
def test_each_is_told_in_the_readers_language(word: str, place: int, language: str) -> None:
    words.use(language)
    assert reader_text(automatic_reason(word, "监督004")) == TOLD[word][place]


@pytest.mark.parametrize(
    "reason",
    [
        "",
        "@",
        "@silentlike 张三",
        "silent 监督004",
        "见 @silent 张三",
        "@某某 请看",
        "@silent",
        "@silent ",
    ],
)
def test_what_a_person_wrote_is_told_as_it_stands(reason: str) -> None:
    assert reader_text(reason) == reason


def test_nobody_writes_the_programs_own_words_by_hand() -> None:
    forged = escape_reason("@standing 7")
    assert forged is not None
    assert reader_text(forged) == " @standing 7"
    assert [escape_reason(reason) for reason in (None, "", "见附件")] == [None, "", "见附件"]
