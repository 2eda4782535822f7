"""The Salesforce interface, asked over HTTP: signing in, SOQL, pages, Bulk 2.0, limits, permissions, refusals."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import polars as pl
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from simulator.interfaces import salesforce
from simulator.interfaces.salesforce import SECRETS
from simulator.interfaces.salesforce.errors import Refusal
from simulator.interfaces.salesforce.soql import Comparison, Joined, Order, read_soql
from simulator.interfaces.serving import serve
from tests.simulator.hand_made_deals import hand_made_deals
from tests.simulator.hand_made_firm import at

DATA = "/services/data/v62.0"
APP = {"client_id": SECRETS["client_id"], "client_secret": SECRETS["client_secret"]}


def firm_of(clients: int):
    whole = hand_made_deals()
    number = pl.int_range(1, clients + 1)
    many = pl.concat([whole["client"]] * clients).with_columns(
        id=number,
        name=pl.lit("Client ") + number.cast(pl.String),
        created_at=pl.col("created_at") + timedelta(minutes=1) * number,
    )
    return replace(whole, tables={**whole.tables, "client": many})


@pytest.fixture(scope="module")
def many():
    with serve(salesforce, firm_of(4_100)) as running:
        yield running


@pytest.fixture
def served():
    with serve(salesforce, hand_made_deals()) as running:
        yield running


def signed_in(running, **form):
    client = httpx.Client(base_url=running.url, trust_env=False)
    answer = client.post("/services/oauth2/token", data={"grant_type": "client_credentials", **APP, **form}).json()
    client.headers["authorization"] = f"Bearer {answer['access_token']}"
    return client


def asked(client, soql, **more):
    return client.get(f"{DATA}/query", params={"q": soql}, **more)


def names(client, soql):
    return [row["Name"] for row in asked(client, soql).json()["records"]]


def refused(answer):
    (error,) = answer.json()
    return answer.status_code, error["errorCode"]


def test_soql_is_read_into_what_it_asks():
    query = read_soql(
        "select Id, Account.Name from Opportunity where (StageName in ('Won','It\\'s') or Amount >= 10.5) and "
        "not CloseDate = 2026-03-01 order by Amount desc nulls last, Id limit 5 offset 2"
    )
    assert query.fields == ("Id", "Account.Name")
    assert query.order == (Order("Amount", descending=True, nulls_last=True), Order("Id"))
    assert (query.limit, query.offset) == (5, 2)
    assert isinstance(query.where, Joined)
    either, unless = query.where.parts
    assert either.parts[0] == Comparison("StageName", "in", ("Won", "It's"))
    assert unless.word == "not"


@pytest.mark.parametrize(
    "soql", ["", "SELECT FROM Account", "SELECT Id", "SELECT Id FROM Account WHERE", "SELECT Id FROM A B", "SELECT ^"]
)
def test_soql_that_cannot_be_read(soql):
    with pytest.raises(Refusal) as error:
        read_soql(soql)
    assert error.value.code == "MALFORMED_QUERY"


@pytest.mark.parametrize(
    ("where", "deals"),
    [
        ("StageName = 'closed won'", ["Deal 1"]),
        ("StageName != 'Closed Won'", ["Deal 2", "Deal 3"]),
        ("StageName IN ('Closed Won', 'Closed Lost')", ["Deal 1", "Deal 2"]),
        ("StageName NOT IN ('Closed Won', 'Closed Lost')", ["Deal 3"]),
        ("Name LIKE '%_1'", ["Deal 1"]),
        ("NOT Name LIKE 'Deal%'", []),
        ("IsWon = true OR IsClosed = false", ["Deal 1", "Deal 3"]),
        ("Amount > 1000 AND Amount <= 10000.50", ["Deal 1", "Deal 2", "Deal 3"]),
        ("CreatedDate < 2026-02-01T09:00:01Z AND SystemModstamp >= 2026-03-01T10:00:00+01:00",
         ["Deal 1", "Deal 2", "Deal 3"]),
        ("SystemModstamp > 2026-03-01T09:00:00.000Z", ["Deal 2", "Deal 3"]),
        ("CloseDate > 2026-03-01", ["Deal 2"]),
        ("Account.Name = 'ACME' AND LastStageChangeDate != null", ["Deal 1", "Deal 2", "Deal 3"]),
    ],
)  # fmt: skip
def test_conditions(served, where, deals):
    assert names(signed_in(served), f"SELECT Name FROM Opportunity WHERE {where} ORDER BY Name") == deals


def test_a_related_record_stands_in_an_object_of_its_own(served):
    (row,) = asked(signed_in(served), "SELECT Id, Account.Name FROM Opportunity LIMIT 1").json()["records"]
    assert row["Account"] == {"attributes": {"type": "Account"}, "Name": "Acme"}
    assert row["attributes"]["url"] == f"{DATA}/sobjects/Opportunity/{row['Id']}"


def test_pages_follow_each_other_by_their_addresses(many):
    client = signed_in(many)
    answer = asked(client, "SELECT Id, Name FROM Account ORDER BY CreatedDate DESC").json()
    sizes, first = [len(answer["records"])], answer["records"][0]["Name"]
    while not answer["done"]:
        answer = client.get(answer["nextRecordsUrl"]).json()
        sizes.append(len(answer["records"]))
    assert (sizes, first, answer["totalSize"]) == ([2000, 2000, 100], "Client 4100", 4100)
    smaller = asked(client, "SELECT Id FROM Account", headers={"Sforce-Query-Options": "batchSize=500"}).json()
    assert len(smaller["records"]) == 500
    assert refused(client.get(f"{DATA}/query/0r8000000009999-2000")) == (400, "INVALID_QUERY_LOCATOR")


def test_a_count_has_no_records(many):
    answer = asked(signed_in(many), "SELECT COUNT() FROM Account WHERE Name LIKE 'Client 40%'").json()
    assert answer == {"totalSize": 111, "done": True, "records": []}


def bulk(client, soql, operation="queryAll"):
    return client.post(f"{DATA}/jobs/query", json={"operation": operation, "query": soql}).json()


def test_bulk_results_come_in_pages_that_each_have_a_header(many):
    client = signed_in(many)
    job = bulk(client, "SELECT Id, Name, ParentId, CreatedDate, IsDeleted FROM Account")
    assert (job["state"], job["object"]) == ("UploadComplete", "Account")
    place = f"{DATA}/jobs/query/{job['id']}"
    assert refused(client.get(f"{place}/results")) == (400, "INVALIDJOBSTATE")
    assert [client.get(place).json()["state"] for _ in range(3)] == ["InProgress", "JobComplete", "JobComplete"]
    rows, locator = [], ""
    while locator != "null":
        page = client.get(f"{place}/results", params={"maxRecords": 1500, **({"locator": locator} if locator else {})})
        head, *records = csv.reader(io.StringIO(page.text))
        assert head == ["Id", "Name", "ParentId", "CreatedDate", "IsDeleted"]
        assert len(records) == int(page.headers["Sforce-NumberOfRecords"])
        rows, locator = rows + records, page.headers["Sforce-Locator"]
    assert len(rows) == 4100
    assert rows[0] == ["001000000000001", "Client 1", "", "2026-01-01T09:01:00.000Z", "false"]
    assert client.delete(place).status_code == 204
    assert refused(client.get(place)) == (404, "NOT_FOUND")


def test_bulk_results_may_be_empty(served):
    client = signed_in(served)
    place = f"{DATA}/jobs/query/{bulk(client, 'SELECT Id FROM Account WHERE Id = null')['id']}"
    client.get(place), client.get(place)
    page = client.get(f"{place}/results")
    assert (page.text, page.headers["Sforce-Locator"]) == ('"Id"\n', "null")


def test_a_session_runs_out(served):
    client = signed_in(served)
    assert asked(client, "SELECT Id FROM Account").status_code == 200
    client.post("/services/oauth2/revoke", data={"token": client.headers["authorization"].split()[1]})
    assert refused(asked(client, "SELECT Id FROM Account")) == (401, "INVALID_SESSION_ID")
    assert refused(httpx.get(f"{served.url}{DATA}/limits", trust_env=False)) == (401, "INVALID_SESSION_ID")


def assertion(key, **claims):
    later = int(datetime.now(UTC).timestamp()) + 100
    dated = {"iss": SECRETS["client_id"], "sub": SECRETS["username"], "aud": "https://login.salesforce.com"}
    return jwt.encode({"alg": "RS256"}, {**dated, "exp": later, **claims}, key)


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_id": "wrong"}, "invalid_client_id"),
        ({"grant_type": "device"}, "unsupported_grant_type"),
        ({"grant_type": "password", "username": "x", "password": "y"}, "invalid_grant"),
    ],
)
def test_signing_in_is_refused(served, form, error):
    url = f"{served.url}/services/oauth2/token"
    answer = httpx.post(url, data={"grant_type": "client_credentials", **APP, **form}, trust_env=False)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_signing_in_by_certificate(served):
    own, strange = RSAKey.import_key(SECRETS["private_key"]), RSAKey.generate_key(2048)
    grant = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer"}
    assert names(signed_in(served, **grant, assertion=assertion(own)), "SELECT Name FROM Account") == ["Acme"]
    url = f"{served.url}/services/oauth2/token"
    for bad in (assertion(strange), assertion(own, iss="x"), assertion(own, sub="x"), assertion(own, exp=1), "x.y.z"):
        answer = httpx.post(url, data={**grant, "assertion": bad}, trust_env=False)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


def test_requests_are_counted_and_limited(served):
    client = signed_in(served)
    assert client.get(f"{DATA}/limits").headers["Sforce-Limit-Info"] == "api-usage=1/1000000"
    client.post("/_simulator/requests", json={"max": 2})
    assert asked(client, "SELECT Id FROM Account").headers["Sforce-Limit-Info"] == "api-usage=2/2"
    assert refused(asked(client, "SELECT Id FROM Account")) == (403, "REQUEST_LIMIT_EXCEEDED")


def test_what_is_withheld_is_as_if_it_were_not_there(served):
    client = signed_in(served)
    client.post("/_simulator/permissions", json=["Case", "Account.Industry"])
    assert refused(asked(client, "SELECT Id FROM Case")) == (400, "INVALID_TYPE")
    assert refused(asked(client, "SELECT Industry FROM Account")) == (400, "INVALID_FIELD")
    assert "Case" not in {entity["name"] for entity in client.get(f"{DATA}/sobjects").json()["sobjects"]}
    assert refused(client.get(f"{DATA}/sobjects/Case/describe")) == (404, "NOT_FOUND")
    fields = client.get(f"{DATA}/sobjects/Account/describe").json()["fields"]
    assert "Industry" not in {field["name"] for field in fields}


@pytest.mark.parametrize(
    ("soql", "code"),
    [
        ("SELECT Nothing FROM Account", "INVALID_FIELD"),
        ("SELECT Id, Owner.Nothing FROM Account", "INVALID_FIELD"),
        ("SELECT Id FROM Nothing", "INVALID_TYPE"),
        ("SELECT Id FROM Account WHERE CreatedDate > 'now'", "MALFORMED_QUERY"),
        ("SELECT Id FROM Account WHERE Name = 5", "MALFORMED_QUERY"),
    ],
)
def test_a_query_is_refused(served, soql, code):
    assert refused(asked(signed_in(served), soql)) == (400, code)


def test_a_changed_record_is_new_and_a_deleted_one_is_told(served):
    client, place = signed_in(served), f"{DATA}/sobjects/Account/001000000000001"
    assert client.patch(place, json={"Name": "Acme Group"}).status_code == 204
    row = client.get(place).json()
    assert (row["Name"], row["SystemModstamp"] > "2026-03-31T18:00:00") == ("Acme Group", True)
    assert client.delete(place).status_code == 204
    assert refused(client.get(place)) == (404, "NOT_FOUND")
    assert names(client, "SELECT Name FROM Account") == []
    everything = client.get(f"{DATA}/queryAll", params={"q": "SELECT IsDeleted FROM Account"}).json()
    assert everything["records"][0]["IsDeleted"] is True
    window = {"start": at(31).isoformat(), "end": at(1, month=4).isoformat()}
    gone = client.get(f"{DATA}/sobjects/Account/deleted", params=window).json()["deletedRecords"]
    assert [record["id"] for record in gone] == ["001000000000001"]
    assert refused(client.patch(place, json={"Name": "x"})) == (404, "NOT_FOUND")
    made = client.post(f"{DATA}/sobjects/Case", json={"Type": "Billing dispute", "ClosedDate": None}).json()
    assert client.get(f"{DATA}/sobjects/Case/{made['id']}").json()["Type"] == "Billing dispute"


def test_the_firm_as_of_an_earlier_moment(served):
    served.shown.set_clock(at(2))
    client = signed_in(served)
    assert names(client, "SELECT Name FROM pse__Proj__c") == []
    assert names(client, "SELECT Name FROM Opportunity WHERE StageName = 'Closed Lost'") == []
    assert asked(client, "SELECT Id FROM Account").headers["date"].startswith("Mon, 02 Mar 2026 09:00:")
