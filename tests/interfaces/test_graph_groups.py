"""Groups that an application makes in Graph's interface, and the teams they become."""

from __future__ import annotations

import httpx
import pytest

from simulator.interfaces import graph
from simulator.interfaces.serving import serve
from tests.interfaces.test_graph import token, whole_round
from tests.simulator.hand_made_firm import hand_made_firm

NEW = {
    "displayName": "Harbour", "description": "Workspace of project [P-0900]", "mailNickname": "p-0900",
    "mailEnabled": True, "securityEnabled": False, "groupTypes": ["Unified"], "visibility": "Private",
}  # fmt: skip
OWNED = {**NEW, "owners@odata.bind": ["https://graph.microsoft.com/v1.0/users/one@tracework.example"]}
NAMED = "/v1.0/groups(uniqueName='P-0900')"
MISSING = {"prefer": "create-if-missing"}


@pytest.fixture
def client():
    with serve(graph, hand_made_firm()) as served, httpx.Client(base_url=served.url, trust_env=False) as asking:
        asking.headers["authorization"] = f"Bearer {token(asking).json()['access_token']}"
        yield asking


def refused(answer):
    return answer.status_code, answer.json()["error"]["code"]


def test_a_group_comes_with_the_next_round_and_becomes_a_team(client):
    _, link = whole_round(client, "/v1.0/groups/delta")
    made = client.post("/v1.0/groups", json=OWNED)
    assert (made.status_code, made.json()["resourceProvisioningOptions"]) == (201, [])
    items, link = whole_round(client, link)
    assert [(item["id"], item["description"]) for item in items] == [(made.json()["id"], NEW["description"])]
    place = f"/v1.0/groups/{made.json()['id']}"
    team = client.put(f"{place}/team", json={})
    assert (team.status_code, team.json()["displayName"]) == (201, "Harbour")
    assert client.get(place).json()["resourceProvisioningOptions"] == ["Team"]
    assert [item["resourceProvisioningOptions"] for item in whole_round(client, link)[0]] == [["Team"]]
    assert refused(client.put(f"{place}/team", json={})) == (409, "Conflict")


def test_a_unique_name_makes_one_group_however_often(client):
    assert refused(client.patch(NAMED, json=NEW)) == (404, "Request_ResourceNotFound")
    made = client.patch(NAMED, json=NEW, headers=MISSING)
    again = client.patch(NAMED, json={"displayName": "Harbour 2"}, headers=MISSING)
    assert (made.status_code, again.status_code) == (201, 204)
    found = client.get(NAMED).json()
    assert (found["id"], found["displayName"]) == (made.json()["id"], "Harbour 2")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"displayName": None}, "required for property 'displayName'"),
        ({"mailNickname": "two words"}, "Invalid value specified for property 'mailNickname'"),
        ({"mailNickname": "p-0001"}, "same value for property mailNickname already exists"),
    ],
)
def test_what_is_wrong_with_a_group(client, sent, words):
    client.post("/v1.0/groups", json={**NEW, "mailNickname": "p-0001"})
    answer = client.post("/v1.0/groups", json={**NEW, **sent})
    assert refused(answer) == (400, "Request_BadRequest")
    assert words in answer.json()["error"]["message"]


def test_a_team_needs_an_owner_and_a_group(client):
    made = client.post("/v1.0/groups", json=NEW).json()
    assert refused(client.put(f"/v1.0/groups/{made['id']}/team", json={})) == (400, "BadRequest")
    owner = {"@odata.id": "https://graph.microsoft.com/v1.0/users/one@tracework.example"}
    assert client.post(f"/v1.0/groups/{made['id']}/owners/$ref", json=owner).status_code == 204
    assert client.put(f"/v1.0/groups/{made['id']}/team", json={}).status_code == 201
    assert refused(client.put("/v1.0/groups/grp-none/team", json={})) == (404, "Request_ResourceNotFound")
    assert refused(client.get("/v1.0/groups/grp-none")) == (404, "Request_ResourceNotFound")
    assert client.get("/v1.0/groups/x", headers={"authorization": ""}).status_code == 401
