"""The one way to open DuckDB: with limits that leave room for others, and errors in our words."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from weakref import WeakSet

import duckdb

from core.errors import BadSettings, MemoryShort, StorageFull
from core.sql import literal, quoted

if TYPE_CHECKING:
    import pandas
    import pyarrow


# every connection of this process that has not been collected yet
_open_ones: "WeakSet[Database]" = WeakSet()


@dataclass(frozen=True)
class Limits:
    """How much one process may take: DuckDB alone would take 80 % of the memory in every process."""

    memory: str = "1536MiB"
    threads: int = 2


READER = Limits()
BUILDER = Limits(memory="6GiB")


class Database:
    """A connection to one DuckDB file, or to memory. Not for two threads at once: take a `cursor` each."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        _open_ones.add(self)

    def run(self, statement: str, **values: object) -> None:
        """Run one or more statements whose result nobody wants; each is given the values it names."""
        try:
            for each in self._connection.extract_statements(statement):
                named = {name: values[name] for name in each.named_parameters}
                self._connection.execute(each, named or None)
        except duckdb.Error as error:
            raise in_our_words(error) from error

    def rows(self, statement: str, **values: object) -> list[tuple[Any, ...]]:
        """All rows of a query, as tuples."""
        return self._execute(statement, values).fetchall()

    def row(self, statement: str, **values: object) -> tuple[Any, ...]:
        """The only row of a query."""
        (only,) = self.rows(statement, **values)
        return only

    def value(self, statement: str, **values: object) -> Any:
        """The only value of the only row of a query."""
        (only,) = self.row(statement, **values)
        return only

    def column(self, statement: str, **values: object) -> list[Any]:
        """The first column of a query."""
        return [row[0] for row in self.rows(statement, **values)]

    def frame(self, statement: str, **values: object) -> "pandas.DataFrame":
        """A query's result in pandas."""
        return self._execute(statement, values).df()

    def arrow(self, statement: str, **values: object) -> "pyarrow.Table":
        """A query's result in Arrow."""
        try:
            return self._connection.sql(statement, params=values or None).to_arrow_table()
        except duckdb.Error as error:
            raise in_our_words(error) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside becomes visible, and durable, at once; on an error nothing of it."""
        self.run("begin")
        try:
            yield
        except BaseException:
            self.run("rollback")
            raise
        self.run("commit")

    def register(self, name: str, table: object) -> None:
        """Let queries see an Arrow table or a pandas frame as `name`."""
        self._connection.register(name, table)

    def unregister(self, name: str) -> None:
        self._connection.unregister(name)

    def cursor(self, search_path: Sequence[str] = ()) -> "Database":
        """A connection of its own to the same database, for another thread, looking for tables in `search_path`."""
        other = Database(self._connection.cursor())
        if search_path:
            other.run(f"set search_path = {literal(','.join(map(quoted, search_path)))}")
        return other

    def interrupt(self) -> None:
        """Stop the query that another thread is running on this connection."""
        self._connection.interrupt()

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _execute(self, statement: str, values: dict[str, object]) -> duckdb.DuckDBPyConnection:
        try:
            return self._connection.execute(statement, values or None)
        except duckdb.Error as error:
            raise in_our_words(error) from error


def interrupt_all() -> None:
    """Stop whatever queries this process is running."""
    for database in list(_open_ones):
        database.interrupt()


@contextmanager
def telling_of_a_bad_statement(whose: str) -> Iterator[None]:
    """Inside, what DuckDB has against a statement that somebody wrote into a file is a mistake in that file."""
    try:
        yield
    except duckdb.Error as error:
        raise BadSettings(f"{whose} cannot be run. DuckDB says: {' '.join(str(error).split())}") from error


def in_our_words(error: duckdb.Error) -> Exception:
    """The user's errors among DuckDB's; the others are ours and keep their traceback."""
    text = str(error)
    if isinstance(error, duckdb.InterruptException):
        return TimeoutError("The question was stopped before it was answered.")
    if "No space left" in text or "File too large" in text or "max_temp_directory_size" in text:
        return StorageFull(
            "There is no room left on the disk. What was being written has been removed and nothing published "
            "changed. Free some space, or name a workspace on another disk with -w, and run it again. "
            f"(DuckDB: {text.splitlines()[0]})"
        )
    if isinstance(error, duckdb.OutOfMemoryException):
        return MemoryShort(
            "The work needs more memory than it may take. Raise reader_memory or builder_memory under [limits] in "
            "firm.toml, or filter to fewer cases. "
            f"(DuckDB: {text.splitlines()[0]})"
        )
    return error


def open_reader(path: Path, limits: Limits = READER, temporary: Path | None = None) -> Database:
    """A published generation, for reading only. Nobody waits for a lock. Spills go to the folder `temporary`."""
    return _open(str(path), limits, read_only=True, temporary=temporary)


@contextmanager
def open_writer(path: Path, limits: Limits = BUILDER, temporary: Path | None = None) -> Iterator[Database]:
    """A new generation while it is being built; it is on the disk when this ends. Spills go to the folder `temporary`.

    No write-ahead log is kept, for what a build that was cut off had done is of no use, and what small statements bring
    is packed once, at the end: a tenth of the work of a build of two million events.
    """
    with _open(":memory:", limits, read_only=False, temporary=temporary or path.parent) as database:
        database.run(f"attach {literal(path)} as generation (recovery_mode no_wal_writes)")
        database.run("use generation; set checkpoint_threshold = '1TB'")
        yield database
        database.run("checkpoint generation")


def open_memory(limits: Limits = READER, temporary: Path | None = None) -> Database:
    """A database that lives in memory, for looking at files."""
    return _open(":memory:", limits, read_only=False, temporary=temporary)


def _open(path: str, limits: Limits, *, read_only: bool, temporary: Path | None) -> Database:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": limits.memory,
        "threads": limits.threads,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if not read_only:
        # DuckDB's later way of packing texts does all that this one does; trying both is a tenth of all writing
        settings["disabled_compression_methods"] = "fsst"
    if temporary is not None:
        settings["temp_directory"] = str(temporary)
    try:
        connection = duckdb.connect(path, read_only=read_only, config=settings)
    except duckdb.Error as error:
        raise in_our_words(error) from error
    connection.execute("set global TimeZone = 'UTC'")
    return Database(connection)
