"""A database of an earlier version becomes one of this, with what is in it."""

from contextlib import closing

import pytest
from alembic import command
from sqlalchemy import inspect

from console.store.engine import Store, open_store
from console.store.migrations import revisions
from console.store.schema import Base
from tests.store.world import administer, database_uri


def first_version(store: Store) -> None:
    """The tables as the first version made them."""
    with store.write() as connection:
        command.upgrade(revisions.config(connection), "0001")
        assert not inspect(connection).has_table("phone_call")


def upgraded(store: Store) -> None:
    """This program's tables and columns, all of them."""
    assert revisions.upgrade(store) == revisions.NEWEST
    with store.read() as connection:
        found = inspect(connection)
        for table in Base.metadata.sorted_tables:
            columns = {column["name"] for column in found.get_columns(table.name)}
            assert columns == set(table.columns.keys()), table.name
        indexes = {index["name"] for index in found.get_indexes("phone_call")}
        assert indexes == {index.name for index in Base.metadata.tables["phone_call"].indexes}
    assert revisions.check(store)["digest"]


def test_an_embedded_database_of_the_first_version(tmp_path: object) -> None:
    with closing(open_store(f"sqlite:///{tmp_path}/old.db", create=True)) as store:
        first_version(store)
        upgraded(store)


# SQLAlchemy's look at the tables does not know the type of a transaction's number
@pytest.mark.filterwarnings("ignore:Did not recognize type 'xid8'")
def test_a_shared_database_of_the_first_version(server_uri: str) -> None:
    administer(server_uri, "create database first_version")
    with closing(open_store(database_uri(server_uri, "first_version"))) as store:
        first_version(store)
        upgraded(store)
