"""What a server's own limits mean for whoever writes much, and how they are said."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from console.city import demo, entries
from console.city.present import rows as case_rows
from console.city.present import story
from console.domain.refusal import Refused
from console.store.engine import Store
from console.store.reading import tokens
from tests.store.world import World

ONE = "update region set code = code where id = 1"


def ended_while_idle(server: World, sql: str, rows: list[tuple[int, ...]] | None = None) -> None:
    """Goes on in a transaction that the server has ended meanwhile."""
    with server.store.write() as connection:
        connection.exec_driver_sql("set local idle_in_transaction_session_timeout = '20ms'")
        own = connection.exec_driver_sql("select pg_backend_pid()").scalar_one()
        alive = sa.text("select count(*) from pg_stat_activity where pid = :pid")
        for _look in range(2000):
            with server.store.read() as other:
                if not other.execute(alive, {"pid": own}).scalar_one():
                    break
        connection.exec_driver_sql(sql, rows)


@pytest.mark.server_timers
@pytest.mark.parametrize("rows", [None, [(1,), (2,)]])
def test_an_ended_transaction_is_called_by_its_reason(
    server: World, rows: list[tuple[int, ...]] | None
) -> None:
    """Many rows went by a pipeline that lost it: the server was said not to answer."""
    with pytest.raises(Refused) as no:
        ended_while_idle(server, ONE.replace("= 1", "= %s") if rows else ONE, rows)
    assert no.value.key == "transaction_idle"
    assert "idle_in_transaction_session_timeout" in str(no.value)


@pytest.mark.server_timers
def test_a_question_that_took_too_long_is_called_by_its_reason(server: World) -> None:
    def ask() -> None:
        with server.store.read() as connection:
            connection.exec_driver_sql("set local statement_timeout = '50ms'")
            connection.exec_driver_sql("select pg_sleep(20)")

    with pytest.raises(Refused) as no:
        ask()
    assert no.value.key == "statement_long"


@pytest.mark.parametrize("history", [0, 40])
def test_the_demo_city_is_made_before_its_transaction_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, history: int
) -> None:
    """A server ends a transaction that waits ten seconds for this program to compute."""
    writing: list[bool] = []
    computed: list[str] = []

    @contextmanager
    def watched(self: Store, patience_s: float | None = None) -> Iterator[Any]:
        with write(self, patience_s) as connection:
            writing.append(True)
            yield connection
        writing.pop()

    def outside(place: Any, name: str) -> None:
        real = getattr(place, name)

        def computes(*given: Any, **more: Any) -> Any:
            assert not writing, f"{name} is computed in a transaction"
            computed.append(name)
            return real(*given, **more)

        monkeypatch.setattr(place, name, computes)

    write = Store.write
    monkeypatch.setattr(Store, "write", watched)
    dear = ((demo, "open_cases"), (demo, "History"), (case_rows, "row"), (story.StoryWriter, "tell"),
            (tokens, "rows"), (entries, "rows"))  # fmt: skip
    for place, name in dear:
        outside(place, name)
    made = demo.build(
        f"sqlite:///{tmp_path}/city.db", cases=30, history=history, components=20, places=20
    )
    assert made["case_"] == 30 + history
    assert {"open_cases", "row", "tell", "rows"} <= set(computed)
