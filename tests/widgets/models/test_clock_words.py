"""What a clock says: time left, time over, and the minute that is neither."""

from collections.abc import Iterator

import pytest

from console import words
from widgets.models.clock_words import left_words


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = words.language()
    words.use("en")
    yield
    words.use(before)


@pytest.mark.parametrize(
    ("minutes", "over", "said"),
    [
        (18, False, "18 m left"),
        (0, False, "under 1 m left"),
        (0, True, "just over"),
        (-5, True, "5 m over"),
        (-134, True, "2 h 14 m over"),
    ],
)
def test_the_words_of_a_clock(minutes: int, over: bool, said: str) -> None:
    assert left_words(minutes, over=over) == said
