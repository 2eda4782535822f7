"""Findings over HTTP: each sees and decides on their own, in the roles that may."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from core.state import open_state
from tests.models.findings.suspected import raised, suspicion
from tests.served_orders import serving
from tests.tracework.people import bearing, with_accounts
from tests.two_entities import imported


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, dict[str, str]]]:
    workspace = imported(tmp_path_factory.mktemp("findings"))
    with open_state(workspace) as state:
        raised(state, suspicion("psa:1", 0.6, entity="munich"), suspicion("psa:2", 0.5, entity="leeds"))
    keys = with_accounts(workspace)
    with serving(workspace) as address, httpx.Client(base_url=f"{address}/api/v1", timeout=60) as client:
        yield client, keys


def listed(web: tuple[httpx.Client, dict[str, str]], name: str, **query: str) -> list[dict[str, object]]:
    client, keys = web
    return client.get("/findings", headers=bearing(keys[name]), params=query).raise_for_status().json()


def test_each_sees_their_own(web: tuple[httpx.Client, dict[str, str]]):
    client, keys = web
    assert [each["subject"]["id"] for each in listed(web, "munich")] == ["psa:1"]
    assert [each["subject"]["id"] for each in listed(web, "leeds")] == ["psa:2"]
    assert len(listed(web, "everywhere")) == 2
    (of_leeds,) = listed(web, "leeds")
    answer = client.get(f"/findings/{of_leeds['id']}", headers=bearing(keys["munich"]))
    assert (answer.status_code, "that you may see" in answer.json()["detail"]) == (404, True)


def test_some_of_them_at_a_time_and_of_a_kind(web: tuple[httpx.Client, dict[str, str]]):
    client, keys = web
    every = listed(web, "everywhere")
    assert listed(web, "everywhere", limit="1") == every[:1]
    assert listed(web, "everywhere", limit="5", offset="1") == every[1:]
    assert listed(web, "everywhere", kind="likely_dispute") == []
    answer = client.get("/findings", headers=bearing(keys["everywhere"]), params={"kind": "unusual"})
    assert (answer.status_code, 'no kind "unusual"' in answer.json()["detail"]) == (400, True)


def test_names_are_hidden_from_a_viewer(web: tuple[httpx.Client, dict[str, str]]):
    assert "Anna Ames" in str(listed(web, "everywhere"))
    assert "Anna Ames" not in str(listed(web, "nameless"))


def test_a_verdict_needs_the_role_and_the_place(web: tuple[httpx.Client, dict[str, str]]):
    client, keys = web
    (mine,) = listed(web, "munich")
    place = f"/findings/{mine['id']}/verdict"
    said = {"verdict": "dismiss", "reason": "agreed"}
    assert client.post(place, json=said, headers=bearing(keys["nameless"])).status_code == 403
    assert client.post(place, json=said, headers=bearing(keys["leeds"])).status_code == 404
    assert client.post(place, json={"verdict": "dismiss"}, headers=bearing(keys["munich"])).status_code == 400
    answer = client.post(place, json=said, headers=bearing(keys["munich"]))
    assert (answer.status_code, answer.json()["state"]) == (200, "dismissed")
    told = client.get(f"/findings/{mine['id']}", headers=bearing(keys["munich"])).json()
    assert [(each["who"], each["verdict"], each["reason"]) for each in told["verdicts"]] == [
        ("munich", "dismiss", "agreed")
    ]
    assert listed(web, "munich") == []
    assert len(listed(web, "munich", state="any")) == 1
    undone = client.delete(place, headers=bearing(keys["munich"]))
    assert undone.json()["state"] == "open"


def test_the_cards_of_the_detectors(web: tuple[httpx.Client, dict[str, str]]):
    client, keys = web
    found = client.get("/detectors", headers=bearing(keys["munich"])).raise_for_status().json()
    rule = next(each for each in found if each["name"] == "rule_exception")
    assert rule["learnt"] is None
    assert rule["limits"]


def test_looking_is_for_whoever_may_build(web: tuple[httpx.Client, dict[str, str]]):
    client, keys = web
    assert client.post("/detect", headers=bearing(keys["munich"])).status_code == 403
    assert client.post("/detect", headers=bearing(keys["feeds"])).status_code == 202
