"""What tests of actions share: a new state database, once in SQLite and once in PostgreSQL, and a real receiver."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text

from core.state import State, open_state
from core.workspace import create_workspace
from tests.actions.receiver import Receiver, receiver


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state database as it is made; a copy of it is there at once."""
    place = create_workspace(tmp_path_factory.mktemp("made_once") / "firm")
    open_state(place).close()
    return place.state_file


@pytest.fixture(scope="session")
def one_in_postgres(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database that each test finds empty."""
    url: str = request.getfixturevalue("postgres").new_database("actions")
    open_state(create_workspace(tmp_path_factory.mktemp("made_once") / "firm"), url).close()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def either_state(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[State]:
    place = create_workspace(tmp_path / "firm")
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("made_once"), place.state_file)
        with open_state(place) as state:
            yield state
        return
    with open_state(place, request.getfixturevalue("one_in_postgres")) as state:
        with state.writing() as connection:
            _empty(connection)
        yield state


def _empty(connection: Connection) -> None:
    tables = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
    # the audit refuses to be emptied
    connection.execute(text("set local session_replication_role = replica"))
    connection.execute(text(f"truncate {', '.join(tables)} restart identity cascade"))


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiver() as found:
        yield found
