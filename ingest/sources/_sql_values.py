"""Values as each kind of database writes them, the order that reading goes by, and moments as they are compared.

PostgreSQL and MariaDB write every type as text themselves: exact, and quicker than a detour over Python's types.
A file of SQLite keeps whatever it was given: what is no time comes as it stands, for the build to set apart.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.mysql import BIT, SET
from sqlalchemy.sql.elements import KeyedColumnElement

from core.errors import SourceFailed

AnyColumn = KeyedColumnElement[Any]
MYSQL = ("mysql", "mariadb")
UTC_NOW = {"mysql": "utc_timestamp(6)", "mariadb": "utc_timestamp(6)", "mssql": "sysutcdatetime()"}
IN_UTC = "set time_zone = '+00:00', sql_mode = ''"
"""What a session with MariaDB or MySQL begins with: times with a zone in UTC, days like 0000-00-00 as they stand."""


def as_written(column: AnyColumn, dialect: str) -> sa.ColumnElement[Any]:
    """The value as text, where the database can write it; else as the driver gives it."""
    if dialect == "postgresql":
        return _by_postgresql(column)
    if dialect in MYSQL:
        return _by_mysql(column)
    if dialect == "sqlite" and not isinstance(column.type, sa.Boolean):
        return sa.type_coerce(column, sa.types.NullType())
    return column


def in_order(column: AnyColumn, dialect: str) -> sa.ColumnElement[Any]:
    """The column as it is sorted by and compared with a value that came before."""
    if dialect in MYSQL and isinstance(column.type, sa.Enum | SET):
        # sorted by the place in its list, and compared by its name
        return sa.cast(column, sa.Text)
    return sa.type_coerce(column, sa.types.NullType()) if dialect == "sqlite" else column


def place_of(ordered: sa.ColumnElement[Any], dialect: str) -> sa.ColumnElement[Any]:
    """Where a row stands by one column, in the form that `in_order` is compared with."""
    return as_written(ordered, dialect) if dialect == "postgresql" else ordered  # type: ignore[arg-type]


def comparable(cursor: AnyColumn, dialect: str) -> sa.ColumnElement[Any]:
    """A cursor of times as a moment is compared with it: in SQLite some write a T, some a Z, some neither."""
    if dialect == "sqlite" and isinstance(cursor.type, sa.DateTime):
        return sa.type_coerce(sa.func.strftime("%Y-%m-%d %H:%M:%f", cursor), cursor.type)
    return cursor


def undated(cursor: AnyColumn, dialect: str) -> sa.ColumnElement[bool]:
    """Rows that no moment can be compared with."""
    if dialect == "sqlite":
        return sa.func.julianday(sa.type_coerce(cursor, sa.types.NullType())).is_(None)
    return cursor.is_(None)


def bound(cursor: AnyColumn, moment: datetime, wall: datetime, dialect: str) -> datetime | date:
    """A moment as the cursor column is compared with it: by what the clock on the wall shows where times have no
    offset."""
    if isinstance(cursor.type, sa.DateTime):
        return moment.astimezone(UTC) if has_offset(cursor, dialect) else wall
    if isinstance(cursor.type, sa.Date):
        return wall.date()
    raise SourceFailed(
        f"The column {cursor.name} cannot be a cursor: it is of type {cursor.type}. Name a time or a whole number."
    )


def has_offset(column: AnyColumn, dialect: str) -> bool:
    """Whether the database knows which moment a time of this column is."""
    if dialect in MYSQL:
        return isinstance(column.type, sa.TIMESTAMP)
    return isinstance(column.type, sa.DateTime) and bool(column.type.timezone)


def behind_row(ordered: Sequence[sa.ColumnElement[Any]], last: Sequence[Any]) -> sa.ColumnElement[bool]:
    """What comes after the row `last`, in a form that every database understands."""
    first, value = ordered[0], last[0]
    if len(ordered) == 1:
        return sa.and_(first > value)
    return sa.or_(first > value, sa.and_(first == value, behind_row(ordered[1:], last[1:])))


def _by_postgresql(column: AnyColumn) -> sa.ColumnElement[Any]:
    if not has_offset(column, "postgresql"):
        return sa.cast(column, sa.Text)
    return sa.cast(sa.func.timezone("UTC", column), sa.Text).op("||")("+00")


def _by_mysql(column: AnyColumn) -> sa.ColumnElement[Any]:
    if isinstance(column.type, sa.types.NullType | sa.LargeBinary | sa.BINARY | sa.VARBINARY):
        return sa.func.concat("\\x", sa.func.lower(sa.func.hex(column)))
    if isinstance(column.type, BIT):
        return sa.cast(sa.type_coerce(column, sa.Integer) + 0, sa.Text)
    if isinstance(column.type, sa.String) and not isinstance(column.type, sa.Enum | SET):
        return column
    text = sa.cast(column, sa.Text)
    return sa.func.concat(text, "+00") if has_offset(column, "mysql") else text
