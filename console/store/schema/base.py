"""Column types that mean the same on SQLite and PostgreSQL, and the declarative base.

Moments are int milliseconds since the epoch, UTC: one arithmetic in Python, numpy, SQLite and
PL/pgSQL, no time zone to lose on the way. JSON documents are `jsonb` on PostgreSQL.
"""

from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, Integer, MetaData, SmallInteger, String, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import UserDefinedType

BIG = BigInteger().with_variant(
    Integer, "sqlite"
)  # SQLite numbers rows by INTEGER PRIMARY KEY only
DOCUMENT = JSON().with_variant(JSONB, "postgresql")
SCOPE = ARRAY(Integer).with_variant(JSON, "sqlite")
WORDS = ARRAY(Text).with_variant(JSON, "sqlite")


class TransactionId(UserDefinedType[int]):
    """`xid8` on PostgreSQL, the number of the writing transaction; INTEGER on SQLite."""

    cache_ok = True

    def get_col_spec(self, **_kw: Any) -> str:
        return "xid8"


XID = TransactionId().with_variant(Integer, "sqlite")

Id = Annotated[int, mapped_column(BIG, primary_key=True, autoincrement=True)]
Ref = Annotated[int, mapped_column(BIG)]
Moment = Annotated[int, mapped_column(BIG)]
Small = Annotated[int, mapped_column(SmallInteger)]
Word = Annotated[str, mapped_column(String(40))]
Document = Annotated[Any, mapped_column(DOCUMENT)]


def where(condition: str) -> dict[str, Any]:
    """The condition of a partial index, for either database."""
    return {"postgresql_where": text(condition), "sqlite_where": text(condition)}


class Base(DeclarativeBase):
    """Every table of the program."""

    metadata = MetaData(
        naming_convention={
            "pk": "%(table_name)s_pkey",
            "ix": "%(table_name)s_%(column_0_N_name)s_index",
            "uq": "%(table_name)s_%(column_0_N_name)s_key",
            "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
            "ck": "%(table_name)s_%(constraint_name)s_check",
        }
    )
