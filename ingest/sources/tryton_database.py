"""Tryton by its database, on PostgreSQL or SQLite: the same streams as by JSON-RPC, quicker, and with no sign-in to it.

    [sources.erp]
    connector = "tryton_database"
    url = {env = "TRYTON_DATABASE"}               # postgresql://reader:…@host/firm

An account that may select is enough. What is read stands in `_tryton_streams.py`; it is read as any database is, by key
and streamed (`sql.py`). Tried on Tryton 8.2.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field

from core.errors import Refused
from core.secret import Secret
from eventlog.record_stream import Stream
from ingest.http import Http
from ingest.source import Missing, Page, Source, Window
from ingest.sources import sql
from ingest.sources._tryton_objects import YIELDS
from ingest.sources._tryton_probe import absent_columns, unreadable
from ingest.sources._tryton_streams import CHANGED, STATE_BEFORE, STREAMS, is_history, own_columns

SOURCE = Source(
    "tryton_database", "Tryton",
    "opportunities, sales, projects, time, purchases, invoices, payments and credits of one ERP",
    STREAMS, YIELDS, level="L2",
)  # fmt: skip

NUMBER = "__id"
"""The order in which the versions of all records of a table were written."""


class Settings(BaseModel):
    """`[sources.NAME]` of a Tryton database."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    url: Secret = Field(description="such as postgresql://reader:…@host/tryton, or sqlite:////path/tryton.sqlite")
    database_schema: str | None = Field(None, alias="schema", description="where the tables are, if not by default")


def connect(settings: Settings, http: Http) -> "TrytonDatabase":
    """A way to the database."""
    return TrytonDatabase(settings, http)


class TrytonDatabase(sql.Database):
    """The tables of one Tryton database."""

    def __init__(self, settings: Settings, http: Http) -> None:
        super().__init__(sql.Settings(url=settings.url, schema=settings.database_schema, tables={}), http)
        self._schema = settings.database_schema
        self._known_columns: dict[str, frozenset[str]] = {}

    def probe(self) -> list[Missing]:
        missing = []
        for stream in STREAMS:
            try:
                missing += absent_columns(stream.name, self._columns(stream.name))
            except Refused as error:
                missing.append(unreadable(stream.name, str(error)))
        return missing

    def read(self, stream: Stream, window: Window) -> Iterator[Page]:
        records = self._versions(stream) if is_history(stream) else self._records(stream)
        within: sa.ColumnElement[bool] = sa.true()
        if stream.cursor:
            cursor = records.columns[stream.cursor]
            within = cursor <= window.until.replace(tzinfo=None)
            if window.after:
                within &= cursor > window.after.replace(tzinfo=None)
        return self._pages(records, stream.key, within, list(records.columns))

    def keys(self, stream: Stream) -> Iterator[Page] | None:
        if stream.append_only:
            return None
        records = self._records(stream)
        return self._pages(records, stream.key, sa.true(), [records.columns[name] for name in stream.key])

    def _records(self, stream: Stream) -> sa.Subquery:
        """The records of a table, with the moment each was last written."""
        table = self._table_of(stream)
        shown = [self._shown(table.columns[name]) for name in own_columns(stream) if name in table.columns]
        changed = [_changed(table)] if CHANGED in stream.columns else []
        return sa.select(*shown, *changed).subquery(stream.name)

    def _versions(self, stream: Stream) -> sa.Subquery:
        """The last version that each transaction left of a record, with the state of the version before."""
        table = self._table_of(stream, NUMBER)
        shown = [self._shown(table.columns[name]) for name in own_columns(stream) if name in table.columns]
        turn = sa.func.row_number().over(
            partition_by=[table.columns["id"], _changed(table)], order_by=table.columns[NUMBER].desc()
        )
        # a version without a create_date says that the record was deleted
        existing = table.columns["create_date"].is_not(None)
        each = sa.select(*shown, _changed(table), turn.label("turn")).where(existing).subquery()
        before = sa.func.lag(each.c["state"]).over(partition_by=each.c["id"], order_by=each.c[CHANGED])
        columns = [column for column in each.columns if column.name != "turn"]
        return sa.select(*columns, before.label(STATE_BEFORE)).where(each.c["turn"] == 1).subquery(stream.name)

    def _table_of(self, stream: Stream, *further: str) -> sa.TableClause:
        """The table with those of the declared columns it has; values come as the driver gives them, but for times."""
        there = self._columns(stream.name)
        columns = [_column(stream, name) for name in (*own_columns(stream), *further) if name in there]
        return sa.table(stream.name, *columns, schema=self._schema)

    def _columns(self, name: str) -> frozenset[str]:
        """The columns that a table has in this database."""
        if name not in self._known_columns:
            if not self._tried(lambda connection: sa.inspect(connection).has_table(name, self._schema)):
                raise Refused(f"{self._name}: there is no table {name}.")
            nothing = sa.select(sa.text("*")).select_from(sa.table(name, schema=self._schema)).where(sa.false())
            self._known_columns[name] = frozenset(self._tried(lambda connection: connection.execute(nothing).keys()))
        return self._known_columns[name]

    def _shown(self, column: sa.ColumnClause[Any]) -> sa.ColumnElement[Any]:
        """Durations as seconds, as SQLite keeps them already."""
        if column.name == "duration" and self._engine.dialect.name == "postgresql":
            return sa.extract("epoch", column).label(column.name)
        return column


def _column(stream: Stream, name: str) -> sa.ColumnClause[Any]:
    if name in ("id", NUMBER, *stream.key):
        return sa.column(name, sa.Integer)
    if stream.columns[name] == "instant":
        return sa.column(name, sa.DateTime)
    return sa.column(name)


def _changed(table: sa.TableClause) -> sa.Label[Any]:
    return sa.func.coalesce(table.columns["write_date"], table.columns["create_date"]).label(CHANGED)
