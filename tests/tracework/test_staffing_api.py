"""Who could fill a request, over HTTP: to each their own part of the firm, and to nobody who sees no names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import httpx
import pytest

from core.access import Viewer
from core.workspace import Workspace, open_workspace
from eventlog.reading import open_log
from models.staffing.requests import Request, requests
from models.staffing.suggestions import WEIGHTS
from tests.served_orders import serving
from tests.tracework.people import bearing, with_accounts


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, pretend_firm: Path) -> Workspace:
    return open_workspace(copytree(pretend_firm, tmp_path_factory.mktemp("staffing") / "firm"))


@pytest.fixture(scope="module")
def web(workspace: Workspace) -> Iterator[tuple[httpx.Client, dict[str, str]]]:
    keys = with_accounts(workspace)
    with serving(workspace) as address, httpx.Client(base_url=f"{address}/api/v1", timeout=60) as client:
        yield client, keys


@pytest.fixture(scope="module")
def asked(workspace: Workspace) -> dict[str, Request]:
    """By entity, the request asked for last."""
    with open_log(workspace, Viewer.owner()) as log:
        return {each.cell.entity: each for each in sorted(requests(log), key=lambda each: each.asked_at)}


def ask(web: tuple[httpx.Client, dict[str, str]], name: str, request: Request) -> httpx.Response:
    client, keys = web
    return client.get(f"/resource_requests/{request.id}/candidates", headers=bearing(keys[name]))


def test_each_is_told_of_the_people_of_their_own_part(
    web: tuple[httpx.Client, dict[str, str]], asked: dict[str, Request]
):
    all_of_them = ask(web, "everywhere", asked["munich"]).raise_for_status().json()
    own = ask(web, "munich", asked["munich"]).raise_for_status().json()
    assert all_of_them["weights"] == WEIGHTS
    scores = [each["score"] for each in all_of_them["candidates"]]
    assert scores == sorted(scores, reverse=True)
    assert all(each["name"] and each["why"] for each in all_of_them["candidates"])
    assert own["candidates"] == [each for each in all_of_them["candidates"] if each["entity"] == "munich"]
    assert len(own["candidates"]) < len(scores)


def test_a_request_of_another_part_is_not_there(web: tuple[httpx.Client, dict[str, str]], asked: dict[str, Request]):
    assert ask(web, "munich", asked["london"]).status_code == 404


def test_who_sees_no_names_is_refused(web: tuple[httpx.Client, dict[str, str]], asked: dict[str, Request]):
    answer = ask(web, "nameless", asked["munich"])
    assert answer.status_code == 403
    assert "sees no names" in answer.text
