"""The demo: opens without signing in, and one click shows how each role sees the pretend firm. On this machine only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import httpx
import pytest

from core.state import open_state
from core.workspace import Workspace, open_workspace
from tests.served_orders import serving
from tests.tracework.people import with_accounts
from tracework.sign_in.demo_people import PEOPLE, demo_presence
from tracework.sign_in.doorkeeper import Doorkeeper


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, pretend_firm: Path) -> Workspace:
    return open_workspace(copytree(pretend_firm, tmp_path_factory.mktemp("demo") / "firm"))


@pytest.fixture(scope="module")
def address(workspace: Workspace) -> Iterator[str]:
    with serving(workspace) as found:
        yield found


@pytest.fixture
def web(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=60) as client:
        yield client


def entities(web: httpx.Client) -> set[str]:
    cases = web.get("/api/v1/processes/milestone_billing/cases?limit=1000").json()["page"]
    return {case["attributes"].get("entity", "") for case in cases}


def practices(web: httpx.Client) -> set[str]:
    cases = web.get("/api/v1/processes/milestone_billing/cases?limit=1000").json()["page"]
    return {case["attributes"].get("practice", "") for case in cases}


def test_it_opens_at_once_and_offers_everybody(web: httpx.Client):
    assert len(entities(web)) > 2
    page = web.get("/sign-in").text
    for words, _, _ in PEOPLE.values():
        assert words in page
    assert "<script" not in page


def test_each_sees_the_firm_with_their_own_eyes(web: httpx.Client):
    def look_as(key: str) -> None:
        assert web.post("/look-as", data={"key": key}).status_code == 303

    look_as("project_manager")
    assert entities(web) == {"munich"}
    assert web.get("/api/v1/audit").status_code == 403
    look_as("viewer")
    assert entities(web) == {"london"}
    assert "Person " in web.get("/api/v1/processes/milestone_billing/cases?limit=1000").text
    look_as("resource_manager")
    assert practices(web) == {"Strategy"}
    look_as("auditor")
    assert web.get("/api/v1/audit").status_code == 200
    assert web.post("/api/v1/pulls").status_code == 403
    look_as("controller")
    assert len(entities(web)) > 2
    assert web.get("/api/v1/audit").status_code == 403
    look_as("nobody that is there")
    assert web.get("/api/v1/audit").status_code == 200


def test_each_of_them_is_a_role_of_the_table():
    for key, (words, role, _) in PEOPLE.items():
        found = demo_presence(key)
        assert found.viewer.roles == {role}
        assert [choice.words for choice in found.choices if choice.chosen] == [words]


def test_it_ends_with_the_first_account_and_on_other_machines(workspace: Workspace, web: httpx.Client):
    with open_state(workspace) as state:
        scope = {"type": "http", "scheme": "http", "headers": []}
        assert Doorkeeper(state, here_only=False).known(scope) is None
        assert Doorkeeper(state, here_only=True).known(scope) is not None
    with_accounts(workspace)
    assert web.get("/api/v1/processes").status_code == 401
    assert web.post("/look-as", data={"key": "controller"}).status_code == 401
    assert "Look as" not in web.get("/sign-in").text
