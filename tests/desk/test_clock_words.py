"""What a clock says: time left, time over, and the minute that is neither."""

from collections.abc import Iterator

import pytest

from console import words
from console.desk.clock_words import left_words


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = words.language()
    words.use("en")
    yield
    words.use(before)


@pytest.mark.parametrize(
    ("minutes", "over", "said"),
    [
        (18, False, "18 min left"),
        (0, False, "under 1 min left"),
        (0, True, "just over"),
        (-5, True, "5 min over"),
        (-134, True, "2 h 14 min over"),
    ],
)
def test_the_words_of_a_clock(minutes: int, over: bool, said: str) -> None:
    assert left_words(minutes, over=over) == said


@pytest.mark.parametrize(
    ("minutes", "over", "en", "zh"),
    [
        (200, False, "3 work h 20 min left", "余 3 工作时 20 分"),
        (20, False, "20 work min left", "余 20 工作分"),
        (-65, True, "1 work h 5 min over", "超 1 工作时 5 分"),
        (8 * 60 + 20, False, "8 work h left", "余 8 工作时"),
        (0, False, "under 1 min left", "不足 1 分"),
    ],
)
def test_working_time_is_called_so(minutes: int, over: bool, en: str, zh: str) -> None:
    assert left_words(minutes, over=over, working=True) == en
    words.use("zh")
    assert left_words(minutes, over=over, working=True) == zh
