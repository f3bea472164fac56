"""A code means something only together with its scheme and its kind."""

import csv
import os
from collections import Counter
from pathlib import Path

import pytest

from console.domain.category import (
    CJT214,
    GBT30428,
    SCHEMES,
    Category,
    by_key,
    classes,
    counterpart,
    national,
)

SHARED = Path(os.environ.get("WANGGE_SHARED", "../shared")) / "data" / "cjt214_2007_codes.tsv"


def test_the_standard_of_2007_has_its_139_codes() -> None:
    kinds = Counter(category.kind for category in national())
    assert kinds == {"component": 85, "event": 54}
    per_class = Counter(c.class_code for c in national() if c.kind == "component")
    assert per_class == {"01": 38, "02": 17, "03": 11, "04": 10, "05": 3, "06": 6}


def test_the_same_digits_are_a_manhole_and_an_illegal_building() -> None:
    assert by_key()[CJT214, "component", "0101"].zh == "上水井盖"
    assert by_key()[CJT214, "event", "0101"].zh == "私搭乱建"


def test_no_two_categories_share_a_key() -> None:
    assert len(by_key()) == 2 * 139


def test_the_later_standard_swaps_sudden_events_and_street_order() -> None:
    found = {c.code: c.zh for c in classes(GBT30428) if c.kind == "event"}
    assert (found["04"], found["05"], found["06"]) == ("街面秩序", "突发事件", "其他事件")
    assert by_key()[GBT30428, "event", "0504"].zh == "下水道堵塞或破损"
    assert by_key()[GBT30428, "event", "0404"].zh == "店外经营"


def test_every_subclass_of_2007_has_its_counterpart_and_comes_back() -> None:
    for category in national():
        later = counterpart(category, GBT30428)
        assert later is not None
        assert (later.zh, later.en) == (category.zh, category.en)
        assert counterpart(later, CJT214) == category


def test_a_citys_own_subclass_has_no_counterpart() -> None:
    own = Category(GBT30428, "event", "0699", "06", "其他事件", "Other events", "共享单车", "Bikes")
    assert counterpart(own, CJT214) is None


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_category_has_a_name_in_both_languages(scheme: str) -> None:
    for category in national(scheme):
        assert category.zh
        assert category.class_zh
        assert category.en.isascii() or "ç" in category.en
        assert category.code.startswith(category.class_code)
    assert len({(c.kind, c.en) for c in national(scheme)}) == 139


def test_an_unknown_scheme_is_a_bug_of_the_caller() -> None:
    for ask in (national, classes):
        with pytest.raises(ValueError, match="nowhere-1"):
            ask("nowhere-1")


@pytest.mark.skipif(not SHARED.exists(), reason="the shared list of codes is not on this machine")
def test_the_shipped_codes_are_those_of_the_shared_list() -> None:
    kinds = {"部件": "component", "事件": "event"}
    rows = csv.DictReader(SHARED.read_text(encoding="utf-8").splitlines(), delimiter="\t")
    listed = [(kinds[row["kind"]], row["code4"], row["small_name"]) for row in rows]
    plain = str.maketrans("（）", "()")
    assert [(c.kind, c.code, c.zh.translate(plain)) for c in national()] == listed
