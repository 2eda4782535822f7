"""Any database that SQLAlchemy can open: the tables that firm.toml names, streamed in the order of cursor and key.

    [sources.erp]
    connector = "sql"
    url = {env = "ERP_DATABASE"}                  # postgresql://reader:…@host/erp, mysql://reader:…@host/erp
    [sources.erp.tables.invoice]                  # see ingest/declared_tables.py

A cursor is a time or a growing whole number. Values are taken as the database writes them. A connection that is cut is
opened again, and reading goes on after the last record that came. Deletions are found by comparing keys.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, TypeVar
from warnings import catch_warnings, simplefilter
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.csv as pa_csv
import sqlalchemy as sa
from pydantic import BaseModel, BeforeValidator, Field
from sqlalchemy import exc

from core.errors import BadSettings, MissingPart, Refused, SourceFailed
from core.secret import Secret, conceal, concealed
from eventlog.record_stream import Stream
from ingest.declared_tables import STRICT, DeclaredTable, mapping_of, naming_their_stream
from ingest.http import Http
from ingest.record_text import as_text
from ingest.source import Missing, Page, Source, Window
from ingest.sources._sql_values import (
    IN_UTC,
    MYSQL,
    UTC_NOW,
    AnyColumn,
    as_written,
    behind_row,
    bound,
    comparable,
    in_order,
    place_of,
    undated,
)  # fmt: skip
from ingest.tries import Passing, Tries
from ingest.wall_clock import on_the_wall, since_on_the_wall

T = TypeVar("T")

AnyTable = sa.Table | sa.Subquery
Portion = tuple[pa.Table, Sequence[Any]]
ROWS_A_PAGE = 10_000
DRIVERS = {
    "postgres": ("postgresql+psycopg", "postgres"),
    "postgresql": ("postgresql+psycopg", "postgres"),
    "postgresql+psycopg": ("postgresql+psycopg", "postgres"),
    "mysql": ("mysql+pymysql", "mysql"),
    "mysql+pymysql": ("mysql+pymysql", "mysql"),
    "mariadb": ("mariadb+pymysql", "mysql"),
    "mariadb+pymysql": ("mariadb+pymysql", "mysql"),
}
"""Of an address: the driver that is used, and the extra of ours that brings it."""
NO_ENTRY = ("authentication failed", "access denied", "no pg_hba.conf", "does not exist", "unknown database")


class Table(DeclaredTable):
    """A table as a stream. `table` is its name where the stream is called otherwise."""

    table: str | None = None
    deletions: bool = True


class Settings(BaseModel):
    """What `[sources.NAME]` may say."""

    model_config = STRICT
    url: Secret
    title: str = "Database"
    database_schema: str | None = Field(None, alias="schema")
    zone: str = "UTC"
    own_types: list[str] = Field(default_factory=list)
    tables: Annotated[dict[str, Table], BeforeValidator(naming_their_stream)]


def source(settings: Settings) -> Source:
    """The tables that the settings declare."""
    for name, table in settings.tables.items():
        if not table.key:
            raise BadSettings(f"tables.{name} has no key: name the columns that identify a row")
    streams = tuple(table.stream(name) for name, table in settings.tables.items())
    return Source("sql", settings.title, "what its tables hold", streams, mapping_of(settings.tables), "L2")


def connect(settings: Settings, http: Http) -> "Database":
    """Open the database."""
    return Database(settings, http)


class Database:
    """A way to the tables of one database."""

    def __init__(self, settings: Settings, http: Http) -> None:
        self._settings, self._name, self._patience = settings, http.source, http.settings
        self._engine = _engine(settings.url, http.source)
        self._reached = False

    def now(self) -> datetime:
        clock: sa.ColumnElement[Any] = sa.literal_column(UTC_NOW.get(self._engine.dialect.name, "current_timestamp"))
        told = self._tried(lambda connection: connection.scalar(sa.select(clock)))
        moment = told if isinstance(told, datetime) else datetime.fromisoformat(str(told))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)

    def probe(self) -> list[Missing]:
        there = self._tried(
            lambda connection: (
                sa.inspect(connection).get_table_names(self._settings.database_schema)
                + sa.inspect(connection).get_view_names(self._settings.database_schema)
            )
        )
        return [
            Missing(f"table {table.table or name}", f"nothing of {name} is known", "the right to see it", name)
            for name, table in self._settings.tables.items()
            if (table.table or name) not in there
        ]

    def read(self, stream: Stream, window: Window) -> Iterator[Page]:
        table = self._table(stream)
        if stream.cursor is None:
            yield from self._pages(table, stream.key, sa.true(), list(table.columns))
            return
        cursor = table.columns[stream.cursor]
        if isinstance(cursor.type, sa.Integer):
            yield from self._numbered(table, stream, cursor, window)
            return
        zone, dialect = ZoneInfo(self._settings.zone), self._engine.dialect.name
        moments = comparable(cursor, dialect)
        within = moments <= bound(cursor, window.until, on_the_wall(window.until, zone), dialect)
        if window.after is not None:
            within &= moments >= bound(cursor, window.after, since_on_the_wall(window.after, zone), dialect)
        yield from self._pages(table, (stream.cursor, *stream.key), within, list(table.columns))
        if cursor.nullable or dialect == "sqlite":
            yield from self._pages(table, stream.key, undated(cursor, dialect), list(table.columns))

    def keys(self, stream: Stream) -> Iterator[Page] | None:
        if not self._settings.tables[stream.name].deletions or stream.append_only:
            return None
        table = self._table(stream)
        return self._pages(table, stream.key, sa.true(), [table.columns[name] for name in stream.key])

    def close(self) -> None:
        self._engine.dispose()

    def _numbered(self, table: sa.Table, stream: Stream, cursor: sa.Column[Any], window: Window) -> Iterator[Page]:
        """The records past the number that the last run ended at; the token is the number this one ends at."""
        last = self._tried(lambda connection: connection.scalar(sa.select(sa.func.max(cursor))))
        within = cursor <= last if last is not None else sa.false()
        if window.token is not None:
            within &= cursor > int(window.token)
        yield from self._pages(table, (str(stream.cursor), *stream.key), within, list(table.columns))
        yield Page(token=window.token if last is None else str(last))

    def _table(self, stream: Stream) -> sa.Table:
        """The table as the database describes it, with the columns that the settings rely on."""
        name = self._settings.tables[stream.name].table or stream.name
        metadata = sa.MetaData(schema=self._settings.database_schema)
        try:
            with catch_warnings():
                # a type that SQLAlchemy has no name for is read all the same
                simplefilter("ignore", exc.SAWarning)
                table = self._tried(lambda connection: sa.Table(name, metadata, autoload_with=connection))
        except exc.NoSuchTableError:
            raise Refused(f"{self._name}: there is no table {name}, or no right to see it.") from None
        absent = [column for column in (*stream.key, stream.cursor) if column and column not in table.columns]
        if absent:
            raise SourceFailed(
                f"{self._name}: {name} has no column {', '.join(absent)}. It has: {', '.join(table.columns.keys())}. "
                f"Mend [sources.{self._name}.tables.{stream.name}]."
            )
        return table

    def _pages(
        self, table: AnyTable, order: Sequence[str], within: sa.ColumnElement[bool], columns: Sequence[AnyColumn]
    ) -> Iterator[Page]:
        """Pages in the order of `order`. After a cut the next statement begins behind the last row that came."""
        dialect, driver = self._engine.dialect.name, self._engine.dialect.loaded_dbapi
        reading = _copied if dialect == "postgresql" else _streamed
        ordered = [in_order(table.columns[name], dialect) for name in order]
        asked = [as_written(column, dialect).label(f"text_{column.name}") for column in columns]
        places = [place_of(table.columns[name], dialect).label(f"order_{name}") for name in order]
        last: Sequence[Any] | None = None
        tries = Tries(self._patience)
        while True:
            behind = within if last is None else within & behind_row(ordered, last)
            statement = sa.select(*asked, *places).where(behind).order_by(*ordered)
            try:
                with self._engine.connect() as connection:
                    for rows, place in reading(connection, statement, [column.name for column in columns]):
                        last, tries = place, Tries(self._patience)
                        yield Page(rows)
                return
            except (exc.DBAPIError, driver.Error) as error:
                tries.wait_or_give_up(self._passing(_known(error, driver)), f"{self._name}: reading {table.name}")

    def _tried(self, work: Callable[[sa.Connection], T]) -> T:
        """The result of a small piece of work on a connection, tried again where it was cut."""
        tries = Tries(self._patience)
        while True:
            try:
                with self._engine.connect() as connection:
                    self._reached = True
                    return work(connection)
            except exc.DBAPIError as error:
                tries.wait_or_give_up(self._passing(error), f"{self._name}: asking the database", self._reached)

    def _passing(self, error: exc.DBAPIError) -> Passing:
        """The error as one that may pass, or in our words where it will not."""
        said = _said(error)
        if isinstance(error, exc.ProgrammingError) or "command denied" in said.lower():
            raise Refused(f"{self._name}: the database refuses ({said}). Ask for the right to read it.") from None
        if not isinstance(error, exc.OperationalError | exc.InterfaceError) and not error.connection_invalidated:
            raise SourceFailed(f"{self._name}: the database cannot answer ({said}).") from None
        if any(word in said.lower() for word in NO_ENTRY):
            raise SourceFailed(
                f"{self._name}: the database does not let us in ({said}). Check the address that "
                f"[sources.{self._name}] url refers to."
            ) from None
        return Passing(said)


def _engine(url: Secret, name: str) -> sa.Engine:
    try:
        place = sa.make_url(url.reveal())
    except exc.ArgumentError:
        raise BadSettings(f"{name}: its url is none. It looks like postgresql://user:password@host/database.") from None
    if place.password:
        conceal(str(place.password))
    file = place.database if place.get_backend_name() == "sqlite" else None
    if file and not file.startswith(("file:", ":")) and not Path(file).exists():
        # SQLite would make one, in which then no table is found
        raise SourceFailed(f"{name}: there is no file {file}. Check the address that [sources.{name}] url refers to.")
    driver, extra = DRIVERS.get(place.drivername, (place.drivername, ""))
    beginning = {"init_command": IN_UTC} if place.get_backend_name() in MYSQL else {}
    try:
        return sa.create_engine(place.set(drivername=driver), pool_pre_ping=True, connect_args=beginning)
    except (ModuleNotFoundError, exc.NoSuchModuleError) as error:
        extra = f" with pip install tracework[{extra}]" if extra else ""
        raise MissingPart(
            f"{name}: the driver for {place.drivername} is not here ({error}). Install it{extra}."
        ) from None


def _copied(connection: sa.Connection, statement: sa.Select[Any], names: Sequence[str]) -> Iterator[Portion]:
    """The rows as PostgreSQL copies them out, one message a row: several times as fast as rows that Python makes."""
    text = statement.compile(connection.engine, compile_kwargs={"literal_binds": True}).string.replace("%%", "%")
    places = [str(place) for place in range(len(statement.selected_columns))]
    taken = pa_csv.ConvertOptions(
        column_types=dict.fromkeys(places, pa.string()), null_values=[""], strings_can_be_null=True,
        quoted_strings_can_be_null=False,
    )  # fmt: skip
    split = pa_csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False)
    whole = pa_csv.ReadOptions(use_threads=False, column_names=places)
    opened: Any = connection.connection.driver_connection
    try:
        with opened.cursor() as cursor, cursor.copy(f"copy ({text}) to stdout (format csv)") as rows:
            while portion := b"".join(islice(rows, ROWS_A_PAGE)):
                table = pa_csv.read_csv(pa.BufferReader(portion), whole, split, taken)
                last = [_quoted(column[-1].as_py()) for column in table.columns[len(names) :]]
                yield table.select(places[: len(names)]).rename_columns(list(names)), last
    except connection.dialect.loaded_dbapi.Error:
        # SQLAlchemy has not heard of the error, and would try to use the connection again
        connection.invalidate()
        raise


def _streamed(connection: sa.Connection, statement: sa.Select[Any], names: Sequence[str]) -> Iterator[Portion]:
    """The rows as any driver streams them."""
    opened = connection.connection.driver_connection
    try:
        result = connection.execution_options(yield_per=ROWS_A_PAGE).execute(statement)
        for rows in result.partitions():
            columns = zip(*rows, strict=True)
            arrays = {name: _text_array(values) for name, values in zip(names, columns, strict=False)}
            yield pa.table(arrays), rows[-1][len(names) :]
    except exc.DBAPIError:
        # else PyMySQL prints that it cannot read the rest of it from a connection that was cut
        if unread := getattr(opened, "_result", None):
            unread.unbuffered_active = False
        raise


def _quoted(value: str) -> sa.ColumnElement[Any]:
    """A value as a text that PostgreSQL reads as of the type of the column it is compared with."""
    return sa.literal_column("'" + value.replace("'", "''") + "'")


def _said(error: exc.DBAPIError) -> str:
    """The first line of what the database says, without a secret."""
    told = error.orig.args[-1] if error.orig and error.orig.args else ""
    return concealed((str(told).strip() or type(error.orig).__name__).splitlines()[0])


def _known(error: Exception, driver: Any) -> exc.DBAPIError:
    """A driver's own error as SQLAlchemy tells of it."""
    if isinstance(error, exc.DBAPIError):
        return error
    known = exc.DBAPIError.instance(None, None, error, driver.Error)
    assert isinstance(known, exc.DBAPIError)
    return known


def _text_array(values: Sequence[Any]) -> pa.Array:
    try:
        return pa.array(values, pa.string())
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([as_text(value) for value in values], pa.string())
