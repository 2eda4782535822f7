"""BambooHR's interface, asked over HTTP as its clients do."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree as ET

import httpx
import pytest

from simulator.interfaces import bamboohr
from simulator.interfaces.serving import serve
from tests.simulator.hand_made_firm import AS_OF, at, hand_made_firm

KEY = bamboohr.SECRETS["api_key"]


@pytest.fixture
def served():
    with serve(bamboohr, hand_made_firm()) as running:
        yield running


@pytest.fixture
def client(served):
    with httpx.Client(
        base_url=f"{served.url}/api/v1", auth=(KEY, "x"), headers={"accept": "application/json"}, trust_env=False
    ) as asking:
        yield asking


def changed(client, since, **more):
    return client.get("/employees/changed", params={"since": since.isoformat(), **more}).json()["employees"]


def test_the_key_is_the_user_and_a_wrong_one_is_told_in_a_header(client):
    refused = client.get("/employees/changed", auth=("wrong", "x"))
    assert (refused.status_code, refused.content) == (401, b"")
    assert refused.headers["X-BambooHR-Error-Message"] == "Invalid API key"


def test_who_changed_since(client):
    actions = {number: row["action"] for number, row in changed(client, at(10)).items()}
    assert actions == {"2": "Updated", "3": "Updated", "6": "Inserted"}
    assert set(changed(client, at(1, month=1), type="updated")) == set()
    assert client.get("/employees/changed").headers["X-BambooHR-Error-Message"].startswith("since must be")


def test_the_latest_change_is_told_and_nobody_changed_in_the_future(client):
    answer = client.get("/employees/changed", params={"since": at(1, month=1).isoformat()}).json()
    assert answer["latest"] == "2026-03-25T09:00:00Z"
    assert changed(client, AS_OF + timedelta(days=1)) == {}


def test_a_deleted_employee_is_told_and_gone(client, served):
    served.shown.remove("employees", {"id": "4"})
    told = changed(client, AS_OF - timedelta(minutes=1))
    assert {number: row["action"] for number, row in told.items()} == {"4": "Deleted"}
    assert client.get("/employees/4").status_code == 404
    assert set(changed(client, AS_OF + timedelta(days=1))) == set()


def test_turning_the_clock_back_deletes_nobody(client, served):
    served.shown.set_clock(at(10))
    assert "Deleted" not in {row["action"] for row in changed(client, at(1, month=1)).values()}


def test_only_the_fields_that_are_asked_for_and_known(client):
    person = client.get("/employees/2", params={"fields": "firstName,hireDate,shoeSize,created"}).json()
    assert person == {"id": "2", "firstName": "Bob", "hireDate": "2025-01-06"}


def test_any_change_brings_all_rows_of_an_employee(client):
    answer = client.get("/employees/changed/tables/customGrades", params={"since": at(16).isoformat()}).json()
    assert answer["table"] == "customGrades"
    assert [row["grade"] for row in answer["employees"]["2"]["rows"]] == ["Consultant", "Senior"]
    assert client.get("/employees/changed/tables/nothing", params={"since": at(1).isoformat()}).status_code == 404


def test_time_off_that_touches_the_days_asked_for(client):
    def asked(start, end):
        return [row["id"] for row in client.get("/time_off/requests", params={"start": start, "end": end}).json()]

    assert asked("2026-03-27", "2026-05-03") == ["1"]
    assert asked("2026-03-27", "2026-05-04") == ["1", "2"]
    assert client.get("/time_off/requests", params={"start": "March"}).status_code == 400


def test_answers_are_xml_unless_asked_otherwise(client):
    def asked(path, **params):
        return ET.fromstring(client.get(path, params=params, headers={"accept": "*/*"}).text)

    assert [one.get("id") for one in asked("/employees/changed", since=at(25).isoformat())] == ["6"]
    assert asked("/employees/2", fields="firstName").find("field[@id='firstName']").text == "Bob"
    rows = asked("/employees/changed/tables/customGrades", since=at(16).isoformat()).findall("employee[@id='2']/row")
    assert [row.find("field[@id='date']").text for row in rows] == ["2025-01-06", "2026-02-02"]
    first = asked("/time_off/requests", start="2026-01-01", end="2026-12-31").find("request")
    assert (first.find("employee").get("id"), first.find("status").text) == ("2", "approved")


def test_too_many_requests_are_sent_away_for_a_while(client, served):
    served.faults.plan("unavailable", path="changed", seconds=3)
    refused = client.get("/employees/changed", params={"since": at(1).isoformat()})
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "3")
