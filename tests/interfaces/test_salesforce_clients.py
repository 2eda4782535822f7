"""Independent clients read the Salesforce interface whole: simple-salesforce over TLS, jsforce on Node."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
import requests
import trustme
from simple_salesforce import Salesforce
from simple_salesforce.exceptions import SalesforceMalformedRequest

from simulator.interfaces import salesforce
from simulator.interfaces.salesforce import SECRETS
from simulator.interfaces.serving import Certificate, serve
from tests.interfaces.node_packages import node_modules, program
from tests.simulator.hand_made_deals import hand_made_deals

CLIENTS = 4_503
JSFORCE = Path(__file__).parent / "jsforce"


@pytest.fixture(scope="module")
def firm():
    """The hand-made firm with thousands of clients, some of whose names CSV and JSON have to take care of."""
    whole = hand_made_deals()
    one = whole["client"]
    number = pl.int_range(1, CLIENTS + 1)
    odd = pl.when(number % 7 == 0).then(pl.lit(', "quoted"\nÜber')).otherwise(pl.lit(""))
    clients = pl.concat([one] * CLIENTS).with_columns(
        id=number,
        name=pl.lit("Client ") + number.cast(pl.String) + odd,
        created_at=pl.col("created_at") + timedelta(seconds=1) * number,
    )
    return replace(whole, tables={**whole.tables, "client": clients})


@pytest.fixture(scope="module")
def expected(firm):
    clients = salesforce.records(firm).tables["Account"].sort("Id")
    return [
        (name, text, moment.strftime("%Y-%m-%dT%H:%M:%S.000"))
        for name, text, moment in clients.select("Id", "Name", "CreatedDate").iter_rows()
    ]


@pytest.fixture(scope="module")
def over_tls(firm, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    made = authority.issue_cert("127.0.0.1")
    made.private_key_pem.write_to_path(folder / "key.pem")
    for number, part in enumerate(made.cert_chain_pems):
        part.write_to_path(folder / "chain.pem", append=number > 0)
    with serve(salesforce, firm, certificate=Certificate(folder / "chain.pem", folder / "key.pem")) as served:
        session = requests.Session()
        session.trust_env = False
        session.verify = str(folder / "authority.pem")
        yield served, session


@pytest.fixture(scope="module")
def client(over_tls):
    """simple-salesforce writes https:// and its own host names before the token endpoint, so the token is fetched."""
    served, session = over_tls
    asked = {"grant_type": "client_credentials", **{name: SECRETS[name] for name in ("client_id", "client_secret")}}
    token = session.post(f"{served.url}/services/oauth2/token", data=asked, timeout=10).json()
    return Salesforce(
        instance_url=token["instance_url"], session_id=token["access_token"], session=session, version="62.0"
    )


def test_simple_salesforce_queries_page_by_page(client, expected):
    answer = client.query_all("SELECT Id, Name, CreatedDate FROM Account ORDER BY Id")
    assert answer["totalSize"] == CLIENTS
    rows = [(row["Id"], row["Name"], row["CreatedDate"]) for row in answer["records"]]
    assert rows == [(*row[:2], row[2] + "+0000") for row in expected]


def test_simple_salesforce_reads_bulk_results_page_by_page(client, expected):
    pages = list(client.bulk2.Account.query("SELECT Id, Name, CreatedDate FROM Account", max_records=2_000, wait=0))
    assert len(pages) == 3
    rows = [tuple(row) for page in pages for row in list(csv.reader(io.StringIO(page)))[1:]]
    assert sorted(rows) == [(*row[:2], row[2] + "Z") for row in expected]


def test_simple_salesforce_is_told_of_limits_and_fields(client):
    assert client.limits()["DailyApiRequests"]["Max"] == 1_000_000
    assert client.api_usage["api-usage"].total == 1_000_000
    fields = {field["name"]: field for field in client.Account.describe()["fields"]}
    assert fields["ParentId"]["referenceTo"] == ["Account"]
    assert fields["CreatedDate"]["type"] == "datetime"


def test_simple_salesforce_writes_and_is_refused(client):
    made = client.Account.create({"Name": "Made here"})["id"]
    client.Account.update(made, {"Name": "Renamed"})
    assert client.Account.get(made)["Name"] == "Renamed"
    client.Account.delete(made)
    assert client.query(f"SELECT Id FROM Account WHERE Id = '{made}'")["totalSize"] == 0
    assert client.query(f"SELECT Id FROM Account WHERE Id = '{made}'", include_deleted=True)["totalSize"] == 1
    with pytest.raises(SalesforceMalformedRequest) as refused:
        client.query("SELECT Id FROM")
    assert refused.value.content[0]["errorCode"] == "MALFORMED_QUERY"


def test_simple_salesforce_upserts_and_submits_for_approval(client, over_tls):
    objects, key = client.pse__Proj__c, "pse__Project_ID__c/P-0900"
    assert [objects.upsert(key, {"Name": name}) for name in ("Harbour", "Harbour 2")] == [201, 200]
    project = objects.get_by_custom_id("pse__Project_ID__c", "P-0900")
    assert project["Name"] == "Harbour 2"
    budget = client.pse__Budget__c.create({"Name": "Budget", "pse__Project__c": project["Id"]})["id"]
    served, _ = over_tls
    (approver, *_) = served.shown.tables["User"]["Id"]
    request = {"actionType": "Submit", "contextId": budget, "nextApproverIds": [approver]}
    (result,) = client.restful("process/approvals/", method="POST", json={"requests": [request]})
    assert (result["success"], result["instanceStatus"], result["actorIds"]) == (True, "Pending", [approver])
    with pytest.raises(SalesforceMalformedRequest) as refused:
        client.pse__Budget__c.create({"Name": "Budget"})
    assert refused.value.content[0]["fields"] == ["pse__Project__c"]


def test_jsforce_reads_everything(firm, expected, tmp_path):
    modules = node_modules(JSFORCE / "package.json")
    with serve(salesforce, firm) as served:
        done = subprocess.run(
            [program("node"), str(JSFORCE / "read_everything.cjs"), str(modules), served.url, json.dumps(SECRETS)],
            capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    got = json.loads(done.stdout)
    assert [tuple(row) for row in got["query"]] == [(*row[:2], row[2] + "+0000") for row in expected]
    assert sorted(tuple(row) for row in got["bulk"]) == [(*row[:2], row[2] + "Z") for row in expected]
    assert got["one"] == expected[0][1]
    assert (got["found"], got["made"]) == (5, True)
    assert {"Id", "Name", "SystemModstamp"} <= set(got["fields"])
    assert got["usage"]["limit"] == got["limits"]["Max"] == 1_000_000
    assert got["refusal"]["code"] == "INVALID_FIELD"
