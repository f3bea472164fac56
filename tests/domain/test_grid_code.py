"""Unit-grid codes: 15 digits, 999 is the last, numbered as one reads a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.geodesy import LocalPlane
from console.domain.grid_code import GridCode, next_in, numbering
from console.domain.refusal import Refused


def test_a_code_falls_into_its_parts() -> None:
    code = GridCode.parse("110101001001001")
    assert code == GridCode("110101", "001", "001", 1)
    assert code.community_code == "110101001001"


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.integers(1, 999))
def test_every_code_survives_the_way_to_text_and_back(community: str, sequence: int) -> None:
    code = GridCode.make(community[:6], community[6:9], community[9:], sequence)
    assert GridCode.parse(str(code)) == code
    assert len(str(code)) == 15


@pytest.mark.parametrize(
    "text",
    ["", "11010100100100", "1101010010010011", "110101001001000", "11010100100100a", "１" * 15],
)
def test_anything_but_fifteen_digits_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        GridCode.parse(text)
    assert refused.value.key == "grid_code_shape"


@pytest.mark.parametrize("parts", [("1101", "01001", "001", 1), ("110101", "001", "001", 1000)])
def test_parts_of_the_wrong_length_do_not_slip_into_their_neighbours(
    parts: tuple[str, str, str, int],
) -> None:
    with pytest.raises(Refused, match=r"."):
        GridCode.make(*parts)


def test_a_new_grid_follows_the_highest_number_ever_used() -> None:
    assert next_in("110101001001", [1, 2, 7]).sequence == 8
    assert str(next_in("110101001001", [])) == "110101001001001"


def test_the_last_number_is_999_and_then_gaps_are_used() -> None:
    assert next_in("110101001001", range(1, 999)).sequence == 999
    assert next_in("110101001001", {*range(1, 1000)} - {40}).sequence == 40


def test_a_full_community_is_refused_by_name() -> None:
    with pytest.raises(Refused) as refused:
        next_in("110101001001", range(1, 1000))
    assert refused.value.key == "community_full"
    assert "110101001001" in str(refused.value)


@given(st.integers(1, 6), st.integers(1, 6), st.randoms(use_true_random=False))
def test_a_page_of_grids_is_numbered_like_a_page(rows: int, columns: int, random: object) -> None:
    frame = LocalPlane(116.9, 31.7)
    wobble = getattr(random, "uniform")  # noqa: B009  (hypothesis hands out its own Random)
    centres = [
        frame.to_degrees(100 * column + wobble(-15, 15), -100 * row + wobble(-15, 15))
        for row in range(rows)
        for column in range(columns)
    ]
    assert numbering(centres) == list(range(1, rows * columns + 1))


def test_no_grids_need_no_numbers() -> None:
    assert numbering([]) == []
