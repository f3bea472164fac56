import ast
import json
from collections import defaultdict
from pathlib import Path

import pytest

from tests.house.source import ROOT, place, program_files, tree
from tests.house.words import glued, marked, placeholders, speaks_chinese

LOCALE = ROOT / "resources" / "locale" / "zh_CN"


def _pairs(file: Path) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = json.loads(
        file.read_text(encoding="utf-8"), object_pairs_hook=list
    )
    return pairs


@pytest.fixture(scope="module")
def chinese() -> dict[str, str]:
    return {en: zh for file in sorted(LOCALE.glob("*.json")) for en, zh in _pairs(file)}


@pytest.fixture(scope="module")
def used() -> dict[str, str]:
    found: dict[str, str] = {}
    for file in program_files():
        for line, text in marked(tree(file)):
            found.setdefault(text, place(file, line))
    return found


def test_every_marked_text_has_its_chinese(chinese: dict[str, str], used: dict[str, str]) -> None:
    missing = {text: where for text, where in used.items() if text not in chinese}
    assert not missing


def test_no_chinese_is_left_without_its_english(
    chinese: dict[str, str], used: dict[str, str]
) -> None:
    assert sorted(set(chinese) - set(used)) == []


def test_both_languages_fill_the_same_places(chinese: dict[str, str]) -> None:
    unequal = {en: zh for en, zh in chinese.items() if placeholders(en) != placeholders(zh)}
    assert not unequal


def test_the_chinese_is_chinese(chinese: dict[str, str]) -> None:
    assert [zh for zh in chinese.values() if not speaks_chinese(zh)] == []


def test_one_english_text_has_one_chinese_in_all_areas() -> None:
    said: dict[str, set[str]] = defaultdict(set)
    for file in sorted(LOCALE.glob("*.json")):
        pairs = _pairs(file)
        assert len(pairs) == len(dict(pairs)), f"{file.name} says the same text twice"
        for en, zh in pairs:
            said[en].add(zh)
    assert {en: zh for en, zh in said.items() if len(zh) > 1} == {}


def test_no_text_is_glued_before_it_is_looked_up() -> None:
    assert [place(f, line) for f in program_files() for line in glued(tree(f))] == []


def test_the_reader_finds_marked_and_glued_texts() -> None:
    source = ast.parse('_("a {b}")\nmark("c")\n_(f"d{e}")\n_("f" + g)\n')
    assert marked(source) == [(1, "a {b}"), (2, "c")]
    assert glued(source) == [3, 4]
    assert placeholders("{crew} at {time:%H:%M}") == {"crew", "time"}
