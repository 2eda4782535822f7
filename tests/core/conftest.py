"""What tests of the state share: a new state database, once in SQLite and once in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from core.state import State, open_state
from core.workspace import create_workspace

_databases = count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def either_state(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[State]:
    url = None
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").new_database(f"state_{next(_databases)}")
    with open_state(create_workspace(tmp_path / "firm"), url) as state:
        yield state
