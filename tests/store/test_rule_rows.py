"""The rule table as the door of PostgreSQL reads it: every word in one place, none forgotten."""

import re
from dataclasses import replace

import pytest

from console.domain.workflow import RULES
from console.store.door.rule_rows import SPELT_OUT, row_of
from console.store.guard.text import guard_sql, plain_changes


def test_a_rule_writes_no_column_twice() -> None:
    """Fills, moments and counts come before the words that compute: their order must not matter."""
    for row in map(row_of, RULES):
        named = [word.split(":")[1] for word in row["moves"] if word.startswith(("first", "copy"))]
        columns = [*row["fills"], *row["moments"], *row["counts"], *named]
        assert len(columns) == len(set(columns)), row


def test_no_word_of_a_rule_is_lost() -> None:
    for rule in RULES:
        row = row_of(rule)
        sorted_in = sum(len(row[k]) for k in ("fills", "moments", "counts", "moves", "beside"))
        words = [part for word in rule.does for part in SPELT_OUT.get(word, (word,))]
        assert sorted_in == len(words) + sum(word == "merge" for word in words), rule
    with pytest.raises(ValueError, match="conjure"):
        row_of(replace(RULES[0], does=("conjure:case",)))


def test_the_door_knows_every_word_it_is_given() -> None:
    guard = guard_sql()
    for row in map(row_of, RULES):
        for word in row["moves"]:
            assert f"when '{word.partition(':')[0]}' then" in guard, word
        for word in row["beside"]:
            assert f"= '{word.partition(':')[0]}'" in guard, word


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("{}", True),
        ('{"department_id": 4}', True),
        ('{"approve": true, "request_id": -1}', True),
        ('{"department_id": "4"}', False),
        ('{"department_id": 4.0}', False),
        ('{"department_id": true}', False),
        ('{"approve": 1}', False),
        ('{"stage": 20}', False),
        ('{"department_id": 4, "stage": 20}', False),
        ('{"address": "x"}', False),
    ],
)
def test_only_whole_numbers_and_flags_pass_without_a_closer_look(text: str, plain: bool) -> None:
    assert bool(re.search(plain_changes(), text)) is plain
