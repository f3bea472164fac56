"""The chain proves the log: one changed byte is found and its event named; erasing breaks nothing."""

import pytest

from console.keeper import Keeper
from console.store.city import imports
from console.store.engine import open_store
from console.store.log import audit
from tests.store import town
from tests.store.attacks import dispatched, filed
from tests.store.world import World


def tamper(world: World, sql: str) -> None:
    """What somebody with the owner's rights could do."""
    with world.store.write() as connection:
        if world.store.embedded:
            names = connection.exec_driver_sql(
                "select name from sqlite_master where type = 'trigger'"
            ).scalars()
            for name in list(names):
                connection.exec_driver_sql(f"drop trigger {name}")
        else:
            connection.exec_driver_sql("set local session_replication_role = replica")
        connection.exec_driver_sql(sql)


def seq_of(world: World, case: int, version: int) -> int:
    (found,) = (
        row["seq"]
        for row in world.rows("event")
        if row["case_id"] == case and row["subject_version"] == version
    )
    assert isinstance(found, int)
    return found


def test_everything_settled_is_sealed_once(town_world: World) -> None:
    dispatched(town_world)
    count = len(town_world.rows("event"))
    assert audit.seal_all(town_world.store) == count
    assert audit.seal_all(town_world.store) == 0
    found = audit.verify(town_world.store)
    assert (found.events, found.seals, found.unsealed, found.broken) == (count, 1, 0, None)
    filed(town_world)
    assert audit.verify(town_world.store).unsealed == len(town_world.rows("event")) - count
    audit.seal_all(town_world.store)
    later = audit.verify(town_world.store)
    assert later.broken is None
    assert later.seals == 2
    assert later.last != found.last


def test_a_transaction_of_many_events_is_verified_in_their_order(town_world: World) -> None:
    """Read in the order of the numbers' texts, 10 came before 9 and a sound log was called broken."""
    case = filed(town_world)
    told = {"subject": case, "command": "note", "occurred_at": town_world.now, "before": {}}
    told |= {"after": {}, "region_id": town.EAST, "department_id": None, "reason": "history"}
    events = [told | {"subject_version": 10 + n, "command_id": f"h-{n}"} for n in range(120)]
    with town_world.store.write() as connection:
        imports.write_events(connection, events)
    audit.seal_all(town_world.store)
    found = audit.verify(town_world.store)
    assert (found.broken, found.events) == (None, len(town_world.rows("event")))


def test_a_seal_binds_no_more_than_asked(town_world: World) -> None:
    dispatched(town_world)
    with town_world.store.write() as connection:
        assert audit.seal(connection, most=2) == 2
    with town_world.store.write() as connection:
        assert audit.seal(connection, most=1) == 1
    assert audit.verify(town_world.store).broken is None


@pytest.mark.parametrize(
    "change",
    [
        "reason = 'x'",
        "recorded_at = recorded_at + 1",
        "actor_id = actor_id + 1",
        "post = 'leader'",
        "crossed = not crossed",
        "seat = ''",
        "occurred_at = occurred_at - 1",
    ],
)
def test_a_changed_event_is_named(town_world: World, change: str) -> None:
    first, second = filed(town_world), dispatched(town_world)
    audit.seal_all(town_world.store)
    seq = seq_of(town_world, second, 2)
    tamper(town_world, f"update event set {change} where seq = {seq}")
    found = audit.verify(town_world.store)
    assert found.broken is not None
    assert (found.broken["seq"], found.broken["case"]) == (seq, second)
    assert first != second


def test_one_byte_of_what_changed_is_found(town_world: World) -> None:
    case = dispatched(town_world)
    audit.seal_all(town_world.store)
    seq = seq_of(town_world, case, 3)
    cast = "" if town_world.store.embedded else "::jsonb"
    tamper(
        town_world,
        "update event set after = replace(cast(after as text), '\"stage\": 4', '\"stage\": 5')"
        f"{cast} where seq = {seq}",
    )
    found = audit.verify(town_world.store).broken
    assert found is not None
    assert found["seq"] == seq


def test_a_missing_event_and_one_slipped_in_are_found(town_world: World) -> None:
    case = dispatched(town_world)
    audit.seal_all(town_world.store)
    seq = seq_of(town_world, case, 4)
    tamper(town_world, f"delete from event where seq = {seq}")
    found = audit.verify(town_world.store).broken
    assert found is not None
    assert found.get("missing")


def test_the_event_after_a_missing_one_is_not_called_forged(town_world: World) -> None:
    case = dispatched(town_world)
    audit.seal_all(town_world.store)
    before = seq_of(town_world, case, 2)
    tamper(town_world, f"delete from event where seq = {seq_of(town_world, case, 3)}")
    found = audit.verify(town_world.store).broken
    assert found is not None
    assert (found.get("missing"), found["seq"]) == (True, before)


def test_a_rewritten_seal_is_found(town_world: World) -> None:
    dispatched(town_world)
    audit.seal_all(town_world.store)
    tamper(town_world, "update seal set hash = replace(hash, substr(hash, 1, 1), 'z')")
    found = audit.verify(town_world.store).broken
    assert found is not None
    assert found["seal"] == 1


def test_erasing_a_complainant_breaks_nothing(town_world: World) -> None:
    case = filed(town_world)
    with town_world.store.write() as connection:
        connection.exec_driver_sql(
            f"insert into complainant (case_id, name, phone) values ({case}, '某', '1')"
        )
    audit.seal_all(town_world.store)
    with town_world.store.write() as connection:
        connection.exec_driver_sql(
            "update complainant set name = null, phone = null, erased_at = 1"
        )
    assert audit.verify(town_world.store).broken is None


def test_any_console_that_keeps_seals(town_world: World) -> None:
    dispatched(town_world)
    store = open_store(town_world.url, "disp")
    Keeper(store, "a console", tasks=(audit.seal_task,)).turn()
    store.close()
    found = audit.verify(town_world.store)
    assert (found.broken, found.unsealed) == (None, 0)
    assert found.events == len(town_world.rows("event"))
