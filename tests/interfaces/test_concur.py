"""Concur's interface, asked over HTTP as its clients do."""

from __future__ import annotations

import httpx
import pytest

from simulator.interfaces import concur
from simulator.interfaces.serving import serve
from tests.simulator.hand_made_firm import at, hand_made_firm

SECRETS = concur.SECRETS


@pytest.fixture
def served():
    with serve(concur, hand_made_firm()) as running:
        yield running


@pytest.fixture
def client(served):
    with httpx.Client(base_url=served.url, trust_env=False) as asking:
        asking.headers["authorization"] = f"Bearer {token(asking).json()['access_token']}"
        yield asking


def token(client, **other):
    return client.post("/oauth2/v0/token", data={"grant_type": "refresh_token", **SECRETS, **other})


def reports(client, **asked):
    return client.get("/api/v3.0/expense/reports", params={"user": "ALL", **asked})


def test_a_token_says_where_to_go_and_brings_the_next_refresh_token(client, served):
    first = token(client).json()
    assert (first["geolocation"], first["expires_in"]) == (served.url, "3600")
    second = token(client, refresh_token=first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    spent = token(client, refresh_token=first["refresh_token"])
    assert (spent.status_code, spent.json()["code"], spent.json()["error"]) == (400, 108, "invalid_grant")
    assert token(client).status_code == 200
    assert token(client, client_secret="wrong").json()["error"] == "invalid_client"


def test_without_a_token_nothing_is_shown(client):
    refused = reports(httpx.Client(base_url=client.base_url, trust_env=False))
    assert (refused.status_code, "Unauthorized" in refused.json()["Message"]) == (401, True)


def test_pages_lead_on_by_whole_addresses_that_keep_what_was_asked(client, served):
    answer = reports(client, limit=2, modifiedDateAfter="2026-03-02T12:00:00").json()
    numbers = [row["ID"] for row in answer["Items"]]
    assert answer["NextPage"].startswith(f"{served.url}/api/v3.0/expense/reports?")
    while answer["NextPage"]:
        answer = client.get(answer["NextPage"]).json()
        numbers += [row["ID"] for row in answer["Items"]]
    assert numbers == ["2", "3", "4", "5", "6"]
    assert reports(client, limit=101).status_code == reports(client, limit="all").status_code == 400


def test_reports_are_found_by_when_they_changed_by_owner_and_by_status(client):
    def found(**asked):
        return [row["ID"] for row in reports(client, **asked).json()["Items"]]

    assert found(modifiedDateAfter="2026-03-04T09:00:00") == ["3", "6"]
    assert found(modifiedDateBefore="2026-03-03T09:00:00.000") == ["1"]
    assert found(approvalStatusCode="A_RESU,A_ACCO") == ["4", "5", "6"]
    assert found(user="cid@firm.example") == ["5"]
    assert client.get("/api/v3.0/expense/reports").json()["Items"] == []
    assert reports(client, modifiedDateAfter="yesterday").status_code == 400


def test_a_report_has_its_entity_and_when_it_was_billed_on(client):
    report = client.get("/api/v3.0/expense/reports/3").json()
    assert report["OrgUnit1"] == {"Type": "List", "Value": "Firm Inc.", "Code": "new_york", "ListItemID": None}
    assert report["Custom3"]["Value"] == "2026-03-20T09:00:00"
    assert client.get("/api/v3.0/expense/reports/99").status_code == 404


def test_entries_are_found_by_report(client):
    entries = client.get("/api/v3.0/expense/entries", params={"reportID": "3"}).json()["Items"]
    assert [(row["ID"], row["Custom1"]["Code"], row["HasImage"]) for row in entries] == [
        ("2", "P-0001", True),
        ("3", "P-0002", False),
    ]
    assert len(client.get("/api/v3.0/expense/entries", params={"user": "ALL"}).json()["Items"]) == 4
    assert client.get("/api/v3.0/expense/entries").status_code == 400


def test_the_workflow_of_a_report_tells_each_action(client):
    path = "/expensereports/v4/users/bob@firm.example/context/MANAGER/reports/{}/workflowSteps"
    steps = client.get(path.format(3)).json()
    assert [step["action"] for step in steps] == ["Submit", "Send Back to Employee", "Submit", "Approve", "Approve"]
    assert steps[1]["enteredDate"] == "2026-03-03T09:00:00Z"
    assert client.get(path.format(1)).json() == []
    missing = client.get(path.format(99))
    assert (missing.status_code, missing.json()["httpStatus"]) == (404, "404 NOT_FOUND")


def test_a_report_that_is_changed_or_taken_away(client, served):
    served.shown.change("reports", {"ID": "2"}, {"Total": 7.5, "LastModifiedDate": "2026-03-31T17:00:00"})
    served.shown.remove("reports", {"ID": "5"})
    rows = reports(client).json()["Items"]
    assert {row["ID"]: row["Total"] for row in rows}["2"] == 7.5
    assert "5" not in {row["ID"] for row in rows}


def test_earlier_there_was_less(client, served):
    served.shown.set_clock(at(4))
    assert {row["ID"]: row["ApprovalStatusCode"] for row in reports(client).json()["Items"]}["3"] == "A_RESU"


def test_too_many_requests_are_told_in_concurs_words(client, served):
    served.faults.plan("throttled", seconds=2)
    refused = reports(client)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "2")
    assert refused.json() == {"Message": "Too Many Requests"}
