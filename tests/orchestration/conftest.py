"""The pretend firm's systems, and a Prefect and a Node-RED that have the handoff, each started once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.interfaces import graph, netsuite, salesforce
from simulator.state import State
from tests.orchestration.environment import installed_node_red, installed_prefect
from tests.orchestration.servers import EXAMPLES, PrefectServer, free_port, running_node_red, running_prefect
from tests.orchestration.signed_messages import REPORTING, SENDING, Reports, reports
from tracework.demo import PretendFirm
from tracework.demo_systems import Systems, running

FIRM = PretendFirm(people=60, months=8)
MAKING_S = 1_800


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where nothing is kept yet, the first test waits until the servers have been made."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(MAKING_S))


@pytest.fixture(scope="session")
def firm() -> State:
    return FIRM.state()


@pytest.fixture(scope="session")
def systems(firm: State) -> Iterator[Systems]:
    """All systems of the firm; tests write into them, each about contracts of its own."""
    with running(firm) as answering:
        yield answering


def settings_of_flows(systems: Systems, port: int, folder: Path) -> dict[str, str]:
    """The environment of the flows, as the README of the handoff has it."""
    key = folder / "netsuite.pem"
    key.write_text(netsuite.SECRETS["private_key"])
    url = {name: served.url for name, served in systems.served.items()}
    return {
        "TRACEWORK_URL": f"http://127.0.0.1:{port}", "TRACEWORK_KEYS": SENDING, "TRACEWORK_RECEIPT_KEYS": REPORTING,
        "SALESFORCE_URL": url["salesforce"], "SALESFORCE_CLIENT_ID": salesforce.SECRETS["client_id"],
        "SALESFORCE_CLIENT_SECRET": salesforce.SECRETS["client_secret"],
        "NETSUITE_URL": url["netsuite"], "NETSUITE_CLIENT_ID": netsuite.SECRETS["client_id"],
        "NETSUITE_CERTIFICATE_ID": netsuite.SECRETS["certificate_id"], "NETSUITE_PRIVATE_KEY_FILE": str(key),
        "GRAPH_URL": url["graph"], "GRAPH_LOGIN_URL": url["graph"], "GRAPH_TENANT": graph.SECRETS["tenant"],
        "GRAPH_CLIENT_ID": graph.SECRETS["client_id"], "GRAPH_CLIENT_SECRET": graph.SECRETS["client_secret"],
        "HANDOFF_PLAN": str(EXAMPLES / "plan.json"),
    }  # fmt: skip


@pytest.fixture(scope="session")
def port() -> int:
    """Where Tracework answers, or in tests that send a message themselves, what stands for it."""
    return free_port()


@pytest.fixture
def told(port: int) -> Iterator[Reports]:
    """What flows report, where a test sends a message itself."""
    with reports(port) as found:
        yield found


@pytest.fixture(scope="session")
def prefect(systems: Systems, port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    folder = tmp_path_factory.mktemp("prefect")
    with running_prefect(installed_prefect(), folder, settings_of_flows(systems, port, folder)) as server:
        yield server


@pytest.fixture(scope="session")
def node_red(systems: Systems, port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("node_red")
    with running_node_red(installed_node_red(), folder, settings_of_flows(systems, port, folder)) as url:
        yield url
