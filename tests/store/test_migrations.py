"""A database of an earlier version becomes one of this, with what is in it."""

from contextlib import closing

import pytest
from alembic import command
from sqlalchemy import inspect

from console.domain.refusal import Refused
from console.store.engine import Store, open_store
from console.store.migrations import revisions
from console.store.schema import Base
from tests.store.world import administer, database_uri

EARLIER = ("0001", "0002", "0003")


def earlier_version(store: Store, revision: str) -> None:
    """The tables as an earlier version made them, with a city's name in them."""
    with store.write() as connection:
        command.upgrade(revisions.config(connection), revision)
        assert inspect(connection).has_table("phone_call") is (revision > "0001")
        connection.exec_driver_sql(
            "insert into schema_info (id, revision, digest, city_zh)"
            f" values (1, '{revision}', 'theirs', '望湖市')"  # noqa: S608
        )


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
    with store.read() as connection:
        kept = connection.exec_driver_sql("select city_zh, least, installer from schema_info").all()
    assert kept == [("望湖市", revisions.LEAST, "")]


@pytest.mark.parametrize("revision", EARLIER)
def test_an_embedded_database_of_an_earlier_version(tmp_path: object, revision: str) -> None:
    with closing(open_store(f"sqlite:///{tmp_path}/old.db", create=True)) as store:
        earlier_version(store, revision)
        with pytest.raises(Refused) as caught:
            revisions.fit(store)
        assert caught.value.key == "schema_older"
        upgraded(store)


# SQLAlchemy's look at the tables does not know the type of a transaction's number
@pytest.mark.filterwarnings("ignore:Did not recognize type 'xid8'")
@pytest.mark.parametrize("revision", EARLIER)
def test_a_shared_database_of_an_earlier_version(server_uri: str, revision: str) -> None:
    name = f"earlier_{revision}"
    administer(server_uri, f"create database {name}")
    with closing(open_store(database_uri(server_uri, name))) as store:
        earlier_version(store, revision)
        upgraded(store)
