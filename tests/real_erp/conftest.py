"""A real Tryton for the tests: made if it is not there yet, started once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.workspace import Workspace
from tests.real_erp.environment import ENGAGEMENTS, Seeded, installed
from tests.real_erp.firm_log import FirmLog, by_database, by_rpc, new_workspace, pulled
from tests.real_erp.tryton_server import TrytonServer, running_tryton

MAKING_S = 1_800


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where nothing is kept yet, the first test waits until a Tryton has been made."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(MAKING_S))


@pytest.fixture(scope="session")
def seeded(scale: int) -> Seeded:
    return installed().seeded(ENGAGEMENTS * scale)


@pytest.fixture(scope="session")
def server(seeded: Seeded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TrytonServer]:
    """A server whose database no test changes."""
    with running_tryton(seeded, tmp_path_factory.mktemp("tryton")) as running:
        yield running


@pytest.fixture(scope="session")
def changing(seeded: Seeded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TrytonServer]:
    """A server of its own, in which tests change things."""
    with running_tryton(seeded, tmp_path_factory.mktemp("changing")) as running:
        yield running


@pytest.fixture(scope="session")
def rpc_workspace(server: TrytonServer, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace that has read the server."""
    folder = tmp_path_factory.mktemp("rpc")
    workspace = new_workspace(folder, by_rpc(server, folder))
    pulled(workspace)
    return workspace


@pytest.fixture(scope="session")
def sqlite_workspace(seeded: Seeded, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace that has read the SQLite database."""
    folder = tmp_path_factory.mktemp("sqlite")
    workspace = new_workspace(folder, by_database(folder, f"sqlite:///{seeded.sqlite}"))
    pulled(workspace)
    return workspace


@pytest.fixture(scope="session", params=["rpc_workspace", "sqlite_workspace"])
def log(request: pytest.FixtureRequest) -> FirmLog:
    """The log of a workspace, by either way."""
    return FirmLog(request.getfixturevalue(request.param))
