"""The demo: opens without signing in, and one click shows how each role sees the pretend firm. On this machine only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from shutil import copytree

import httpx
import pytest

from core.state import open_state
from core.workspace import Workspace, open_workspace
from tests.foreign_values import only_others_have
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


def test_no_indicator_tells_of_other_entities(web: httpx.Client, workspace: Workspace):
    """Totals, slices and the records behind them, as the project manager of Munich asks for them."""
    forbidden = only_others_have(workspace, "munich")
    assert len(forbidden) > 100
    web.post("/look-as", data={"key": "owner"})
    whole, described = web.get("/api/v1/indicators").json(), web.get("/api/v1/openapi.json").json()["paths"]
    measures = {each["name"]: each["measure"] for each in whole}
    web.post("/look-as", data={"key": "project_manager"})
    assert web.get("/api/v1/indicators").json() != whole
    paths = [path.removeprefix("/api/v1") for path in described if path.startswith("/api/v1/indicators")]
    walked = 0
    for path, name, by in product(paths, sorted(measures), ("", "entity", "client", "project")):
        asked = {"measure": measures[name]} if path.endswith("/records") else {"by": by}
        answer = web.get("/api/v1" + re.sub(r"{\w+}", name, path), params=asked)
        assert answer.status_code < 500, f"{path} {name} {by}: {answer.text[:300]}"
        found = [value for value in forbidden if value in answer.text]
        assert found == [], f"{path} {name} by {by}"
        if by == "entity":
            assert not {"london", "new_york", "leeds"} & set(re.findall(r"[a-z_]+", answer.text)), f"{path} {name}"
        walked += answer.status_code == 200
    assert walked > 3 * len(measures)


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
