"""`act KIND:COMMAND`, `nouns list`, `commands` and `cases offered` know every kind."""

import json
from typing import Any, Final

from console.domain.nouns import DECLARED
from tests.seat.conftest import Said, Say
from tests.store.world import World

CONTENT: Final = 'content={"panels": ["map"]}'


def run(say: Say, world: World, who: str, *words: str) -> Said:
    return say("--database", world.url, "--as", who, *words, "--json")


def made(say: Say, world: World, *more: str) -> dict[str, Any]:
    words = ("act", "scene:save-scene", "--set", "name=总览", "--set", CONTENT, *more)
    said = run(say, world, "cmdlead", *words)
    assert said.code == 0, said.err
    return dict(said.document["results"][0])


def test_a_scene_is_saved_shown_renamed_and_removed(say: Say, town_world: World) -> None:
    assert made(say, town_world) == {
        "kind": "scene", "subject": 1, "outcome": "done", "reason": None, "version": 1,
    }  # fmt: skip
    shown = run(say, town_world, "disp", "act", "scene:show-scene", "1")
    assert shown.document["results"][0]["outcome"] == "done"
    (row,) = run(say, town_world, "patrol", "nouns", "list", "scene").document
    assert (row["name"], row["state"], row["content"]) == ("总览", "kept", {"panels": ["map"]})
    assert row["shown_at"] is not None
    renamed = run(say, town_world, "lead", "act", "scene:rename-scene", "1", "--set", "name=街道")
    assert renamed.code == 0
    offered = run(say, town_world, "lead", "cases", "offered", "scene:1").document
    names = [command["command"] for command in offered["commands"]]
    assert (offered["state"], offered["version"]) == ("kept", 3)
    assert names == ["save-scene", "rename-scene", "remove-scene", "show-scene", "unshow-scene", "undo"]  # fmt: skip
    assert run(say, town_world, "lead", "act", "scene:remove-scene", "1").code == 0
    assert run(say, town_world, "disp", "nouns", "list", "scene").document == []
    assert len(run(say, town_world, "disp", "nouns", "list", "scene", "--all").document) == 1
    assert run(say, town_world, "lead", "act", "scene:undo", "1").code == 0
    assert len(run(say, town_world, "disp", "nouns", "list", "scene").document) == 1


def test_commands_tell_every_kind(say: Say, town_world: World) -> None:
    rows = run(say, town_world, "disp", "commands").document
    assert {row["kind"] for row in rows} == {"case", *(noun.kind for noun in DECLARED)}
    save = next(row for row in rows if row["command"] == "save-scene")
    assert (save["from"], save["to"]) == (["kept"], ["kept"])


REFUSED: Final = (
    (("act", "wall:show", "1"), "kind_unknown"),
    (("act", "scene:burn", "1"), "command_unknown"),
    (("act", "scene:remove-scene", "-1"), "unknown_noun"),
    (("act", "scene:remove-scene", str(2**70)), "unknown_noun"),
    (("act", "scene:rename-scene", "1", "--set", "name"), "change_shape"),
    (("act", "scene:save-scene", "1", "--set", "content={"), "change_shape"),
    (("act", "scene:rename-scene", "1", "--set", "name=" + "长" * 61), "forged"),
    (("act", "scene:rename-scene", "1", "--post", "king", "--set", "name=a"), "post_not_held"),
    (("nouns", "list", "king"), "kind_unknown"),
    (("cases", "offered", "scene:99"), "unknown_noun"),
    (("cases", "offered", "king:1"), "kind_unknown"),
)


def test_wrong_words_are_one_sentence_and_nothing_is_written(say: Say, town_world: World) -> None:
    made(say, town_world)
    for words, key in REFUSED:
        said = run(say, town_world, "lead", *words)
        assert (said.code, said.document["error"]) == (1, key), words
        assert len(said.err.strip().splitlines()) == 1
    assert json.dumps([row["version"] for row in town_world.rows("scene")]) == "[1]"
