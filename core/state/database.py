"""Opening the state database and its two kinds of transaction: reading, and writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

from sqlalchemy import Connection, Engine, make_url

from core.state.location import address_of, engine_at, place_words
from core.state.migrating import migrate
from core.state.sqlite import prepare_sqlite, turn_on_write_ahead
from core.workspace import Workspace


@dataclass(frozen=True)
class State:
    """A workspace's state database, to be shared by the threads of a process."""

    workspace: Workspace
    engine: Engine

    @property
    def place(self) -> str:
        """Where it is kept, in words."""
        return place_words(self.engine.url)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one unchanging state of the database. What is written through it is undone."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that takes the write lock at once, is kept as a whole, or undone if the block raises."""
        with self.engine.connect().execution_options(sqlite_begin="immediate") as connection, connection.begin():
            yield connection

    def close(self) -> None:
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_state(workspace: Workspace, url: str | None = None) -> State:
    """The state of a workspace, made if it is not there and migrated forward; where firm.toml says, or at `url`."""
    engine = engine_at(make_url(url) if url else address_of(workspace))
    state = State(workspace, engine)
    try:
        if engine.dialect.name == "sqlite":
            prepare_sqlite(engine, workspace.state_file)
            turn_on_write_ahead(engine)
        migrate(state.reading, state.writing, state.place)
    except BaseException:
        state.close()
        raise
    return state
