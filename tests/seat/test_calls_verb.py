"""`calls answer|list|erase` by a script, on both databases."""

from tests.seat.conftest import Say
from tests.store.world import World

ANSWER = (
    "calls",
    "answer",
    "--question",
    "consult",
    "--answer",
    "停水到今晚八点",
    "--name",
    "李某",
)


def test_a_call_is_answered_listed_and_its_caller_erased(say: Say, town_world: World) -> None:
    at = ("--database", town_world.url, "--as")
    said = say(*at, "caller", *ANSWER, "--phone", "138-0000-1234", "--command-id", "c1", "--json")
    (result,) = said.document["results"]
    assert (said.code, result) == (0, {"call": 1, "outcome": "done", "reason": None})
    listed = say(*at, "lead", "calls", "list", "--since", "2020-01-01", "--json").document
    (row,) = listed["calls"]
    assert (row["name"], row["phone"], row["answer"]) == ("李*", "138****1234", "停水到今晚八点")
    assert listed["answered_today"] == 1
    assert "今日当场答复：1" in say(*at, "caller", "calls", "list").out
    assert say(*at, "lead", "calls", "erase", "1", "--reason", "本人要求").code == 0
    (row,) = say(*at, "lead", "calls", "list", "--since", "2020-01-01", "--json").document["calls"]
    assert (row["name"], row["phone"]) == (None, None)


def test_what_is_off_is_one_sentence(say: Say, town_world: World) -> None:
    at = ("--database", town_world.url)
    for words, sentence in (
        ((*at, *ANSWER), "请说明身份"),
        ((*at, "--as", "disp", *ANSWER), "由其他岗位"),
        ((*at, "--as", "caller", *ANSWER, "--phone", "abc"), "“abc”不是电话号码"),
        (
            (*at, "--as", "caller", "calls", "answer", "--question", "x", "--answer", "y"),
            "没有这种",
        ),
        ((*at, "--as", "caller", "calls", "erase", "1"), "由其他岗位"),
        ((*at, "--as", "lead", "calls", "erase", "1"), "没有这条来电"),
    ):
        said = say(*words)
        assert said.code == 1
        told = said.err + said.out
        assert sentence in told, told
        assert len(told.strip().splitlines()) == 1
