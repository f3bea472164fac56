"""Sound, the door refuses every attack; with the check removed, the attack goes through."""

import pytest

from console.domain.intent import Answer, Forged
from console.store.guard.text import guard_sql
from tests.store.attacks import ATTACKS, Attack
from tests.store.mutations import mutate_embedded, mutate_server
from tests.store.world import World

BY_NAME = {attack.name: attack for attack in ATTACKS}


def answer(world: World, attack: Attack) -> str:
    """ "done", the key of the refusal, or "forged"."""
    try:
        given: Answer = attack.attempt(world)
    except Forged:
        return "forged"
    return "done" if given.done else str(given.reason)


def test_the_sound_door_refuses_every_attack(town_world: World) -> None:
    assert {a.name: answer(town_world, a) for a in ATTACKS} == {a.name: a.refusal for a in ATTACKS}


@pytest.mark.parametrize("name", BY_NAME)
def test_without_its_check_the_attack_passes_the_embedded_door(
    embedded: World, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    mutate_embedded(embedded, monkeypatch, name)
    assert answer(embedded, BY_NAME[name]) == "done"


@pytest.mark.parametrize("name", BY_NAME)
def test_without_its_check_the_attack_passes_the_server_door(server: World, name: str) -> None:
    mutate_server(server, guard_sql(), name)
    assert answer(server, BY_NAME[name]) == "done"
