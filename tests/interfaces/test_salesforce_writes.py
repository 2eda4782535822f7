"""What a client writes into Salesforce's interface: checked, kept with its history, named by external ids, approved."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from simulator.interfaces import salesforce
from simulator.interfaces.salesforce import SECRETS
from simulator.interfaces.serving import serve
from tests.simulator.hand_made_deals import hand_made_deals

DATA = "/services/data/v62.0"
APP = {"client_id": SECRETS["client_id"], "client_secret": SECRETS["client_secret"]}
OBJECTS, APPROVALS = f"{DATA}/sobjects", f"{DATA}/process/approvals/"
PROJECT, MANAGER, APPROVER, INTEGRATION = "a01000000000001", "005000000000001", "005000000000004", "005000000009999"


@pytest.fixture
def served():
    with serve(salesforce, hand_made_deals()) as running:
        yield running


@pytest.fixture
def client(served):
    return signed_in(served)


def signed_in(served, **form):
    asking = httpx.Client(base_url=served.url, trust_env=False)
    granted = asking.post("/services/oauth2/token", data={"grant_type": "client_credentials", **APP, **form}).json()
    asking.headers["authorization"] = f"Bearer {granted['access_token']}"
    return asking


def person(served, user):
    """A user of the firm, signed in by name and password."""
    users = served.shown.tables["User"]
    (name,) = users.filter(users["Id"] == user)["Username"]
    return signed_in(served, grant_type="password", username=name, password=SECRETS["password"])


def asked(client, soql):
    records = client.get(f"{DATA}/query", params={"q": soql}).json()["records"]
    return [{name: value for name, value in record.items() if name != "attributes"} for record in records]


def refused(answer):
    (error,) = answer.json()
    return answer.status_code, error["errorCode"]


def new_project(client, **more):
    sent = {"Name": "Harbour", "pse__Account__c": "001000000000001", "CurrencyIsoCode": "USD", **more}
    return client.patch(f"{OBJECTS}/pse__Proj__c/pse__Project_ID__c/P-0900", json=sent)


def test_a_record_is_kept_with_who_made_it_and_what_it_begins_with(client, served):
    made = new_project(client)
    key = made.json()["id"]
    assert (made.status_code, made.json()) == (201, {"id": key, "success": True, "errors": [], "created": True})
    row = client.get(f"{OBJECTS}/pse__Proj__c/pse__Project_ID__c/p-0900").json()
    assert (row["Id"], row["Name"], row["pse__Stage__c"], row["pse__Is_Active__c"]) == (key, "Harbour", "Planned", True)
    assert (row["pse__Closed_for_Time_Entry__c"], row["CreatedById"], row["OwnerId"]) == (
        False,
        INTEGRATION,
        INTEGRATION,
    )
    assert row["CreatedDate"][:16] == served.shown.now().isoformat()[:16]


def test_an_upsert_that_comes_again_makes_nothing(client):
    first, again = new_project(client), new_project(client, Name="Harbour 2")
    assert (again.status_code, again.json()["created"], again.json()["id"]) == (200, False, first.json()["id"])
    assert asked(client, "SELECT Name FROM pse__Proj__c WHERE pse__Project_ID__c = 'P-0900'") == [{"Name": "Harbour 2"}]
    twice = client.post(f"{OBJECTS}/pse__Proj__c", json={"Name": "Other", "pse__Project_ID__c": "P-0900"})
    assert refused(twice) == (400, "DUPLICATE_VALUE")
    assert first.json()["id"] in twice.json()[0]["message"]


@pytest.mark.parametrize(
    ("entity", "sent", "code", "fields"),
    [
        ("pse__Milestone__c", {"Name": "M1"}, "REQUIRED_FIELD_MISSING", ["pse__Project__c"]),
        ("pse__Budget__c", {"Name": "B", "pse__Project__c": "a01000000000099"}, "INVALID_CROSS_REFERENCE_KEY",
         ["pse__Project__c"]),
        ("pse__Proj__c", {"Name": "P", "CreatedDate": "2026-01-01T00:00:00Z"}, "INVALID_FIELD_FOR_INSERT_UPDATE",
         ["CreatedDate"]),
        ("pse__Proj__c", {"Name": "P", "Colour__c": "red"}, "INVALID_FIELD", None),
        ("pse__Proj__c", {"Name": "P", "pse__Start_Date__c": "soon"}, "JSON_PARSER_ERROR", None),
        ("pse__Proj__c", {"Name": "P", "Baseline_Cost__c": "much"}, "JSON_PARSER_ERROR", None),
        ("pse__Proj__c", {"Name": "P", "pse__Is_Active__c": "yes"}, "JSON_PARSER_ERROR", None),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_record(client, entity, sent, code, fields):
    answer = client.post(f"{OBJECTS}/{entity}", json=sent)
    assert refused(answer) == (400, code)
    assert answer.json()[0].get("fields") == fields


def test_only_an_external_id_names_a_record(client):
    assert refused(client.patch(f"{OBJECTS}/pse__Proj__c/Name/Lake", json={})) == (404, "NOT_FOUND")
    assert refused(client.get(f"{OBJECTS}/pse__Proj__c/pse__Project_ID__c/P-9999")) == (404, "NOT_FOUND")
    assert client.get(f"{OBJECTS}/pse__Proj__c/pse__Project_ID__c/P-0001").json()["Id"] == PROJECT


def test_what_is_tracked_has_its_history_by_who_changed_it(served):
    manager = person(served, MANAGER)
    for stage in ("In Progress", "In Progress"):
        assert manager.patch(f"{OBJECTS}/pse__Proj__c/{PROJECT}", json={"pse__Stage__c": stage}).status_code == 204
    assert manager.patch(f"{OBJECTS}/pse__Proj__c/{PROJECT}", json={"Name": "Lakes"}).status_code == 204
    soql = f"SELECT OldValue, NewValue, CreatedById FROM pse__Proj__History WHERE ParentId = '{PROJECT}' ORDER BY Id"
    assert asked(manager, soql)[-1] == {"OldValue": "Completed", "NewValue": "In Progress", "CreatedById": MANAGER}
    assert len(asked(manager, soql)) == 3


def test_a_firm_that_keeps_no_history_has_none_of_what_is_written():
    with serve(salesforce, replace(hand_made_deals(), record_troubles=frozenset({"history_off"}))) as served:
        client = signed_in(served)
        client.patch(f"{OBJECTS}/pse__Proj__c/{PROJECT}", json={"pse__Stage__c": "In Progress"})
        assert asked(client, "SELECT Id FROM pse__Proj__History") == []


def test_written_records_outlast_a_turn_of_the_clock(client, served):
    key = new_project(client).json()["id"]
    served.shown.set_clock(served.shown.now())
    assert asked(client, "SELECT Id FROM pse__Proj__c WHERE Name = 'Harbour'") == [{"Id": key}]


@pytest.fixture
def budget(client):
    project = new_project(client).json()["id"]
    sent = {"Name": "Budget of Harbour", "pse__Project__c": project, "pse__Amount__c": 5000.0}
    return client.patch(f"{OBJECTS}/pse__Budget__c/External_Key__c/P-0900-budget", json=sent).json()["id"]


def submit(client, budget, **more):
    request = {"actionType": "Submit", "contextId": budget, "nextApproverIds": [APPROVER], **more}
    return client.post(APPROVALS, json={"requests": [request]})


def decide(client, action, item):
    return client.post(APPROVALS, json={"requests": [{"actionType": action, "contextId": item}]})


def problem(answer):
    (result,) = answer.json()
    return answer.status_code, result["success"], result["errors"][0]["statusCode"]


def test_a_budget_is_submitted_and_approved_by_whom_it_waits_for(client, served, budget):
    (result,) = submit(client, budget).json()
    assert (result["success"], result["entityId"], result["instanceStatus"]) == (True, budget, "Pending")
    assert (result["actorIds"], result["errors"]) == ([APPROVER], None)
    (item,) = result["newWorkitemIds"]
    assert problem(submit(client, budget)) == (400, False, "ALREADY_IN_PROCESS")
    assert problem(decide(client, "Approve", item)) == (400, False, "INSUFFICIENT_ACCESS_OR_READONLY")
    (done,) = decide(person(served, APPROVER), "Approve", item).json()
    assert (done["success"], done["instanceStatus"], done["newWorkitemIds"]) == (True, "Approved", [])
    row = client.get(f"{OBJECTS}/pse__Budget__c/{budget}").json()
    assert (row["pse__Status__c"], row["pse__Approved__c"], row["LastModifiedById"]) == ("Approved", True, APPROVER)
    of_this = f"ProcessInstanceId = '{result['instanceId']}' ORDER BY CreatedDate, Id"
    soql = f"SELECT StepStatus, ActorId, OriginalActorId FROM ProcessInstanceStep WHERE {of_this}"
    steps = asked(client, soql)
    assert [(step["StepStatus"], step["ActorId"], step["OriginalActorId"]) for step in steps] == [
        ("Started", INTEGRATION, APPROVER),
        ("Approved", APPROVER, APPROVER),
    ]
    assert problem(decide(person(served, APPROVER), "Approve", item)) == (400, False, "INVALID_CROSS_REFERENCE_KEY")


def test_a_rejected_budget_may_be_submitted_again(client, served, budget):
    (first,) = submit(client, budget).json()
    decide(person(served, APPROVER), "Reject", first["newWorkitemIds"][0])
    assert client.get(f"{OBJECTS}/pse__Budget__c/{budget}").json()["pse__Status__c"] == "Rejected"
    (again,) = submit(client, budget).json()
    assert again["instanceId"] != first["instanceId"]
    assert client.get(f"{OBJECTS}/pse__Budget__c/{budget}").json()["pse__Status__c"] == "Open"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"contextId": "001000000000001"}, "NO_APPLICABLE_PROCESS"),
        ({"processDefinitionNameOrId": "Timecard_Approval"}, "NO_APPLICABLE_PROCESS"),
        ({"nextApproverIds": []}, "REQUIRED_FIELD_MISSING"),
        ({"actionType": "Forward"}, "INVALID_INPUT"),
    ],
)
def test_what_cannot_be_submitted(client, budget, more, code):
    assert problem(submit(client, budget, **more)) == (400, False, code)
