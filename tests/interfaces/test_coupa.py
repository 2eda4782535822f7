"""Coupa's interface, asked as any client would: sign-in, searches of fifty, XML and JSON, errors, the bucket."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

import httpx
import pytest

from simulator.interfaces import coupa
from simulator.interfaces.serving import Served, serve
from tests.ingest.sources.test_coupa import bought

SCOPES = "core.requisition.read core.purchase_order.read core.invoice.read core.approval.read"


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serve(coupa, bought(60)) as running:
        yield running


@pytest.fixture(scope="module")
def api(served) -> Iterator[httpx.Client]:
    with signed_in(served) as client:
        yield client


def asked_for_token(served: Served, **form: str) -> httpx.Response:
    right = {"grant_type": "client_credentials", "scope": SCOPES, **coupa.SECRETS}
    return httpx.post(f"{served.url}/oauth2/token", data={**right, **form})


def signed_in(served: Served) -> httpx.Client:
    token = asked_for_token(served).json()["access_token"]
    headers = {"authorization": f"Bearer {token}", "accept": "application/json"}
    return httpx.Client(base_url=f"{served.url}/api/", headers=headers)


def test_a_token_is_good_for_a_day_and_for_its_scopes(served, api):
    granted = asked_for_token(served).json()
    assert (granted["expires_in"], set(granted["scope"].split())) == (86_399, set(SCOPES.split()))
    assert api.get("requisitions").status_code == 200
    refused = api.get("suppliers")
    assert (refused.status_code, refused.json()) == (
        403, {"errors": {"error": ["You are not authorized to access this resource."]}},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"client_secret": "guess"}, 401, "invalid_client"), ({"scope": ""}, 400, "invalid_scope"),
        ({"scope": "core.everything.write"}, 400, "invalid_scope"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)  # fmt: skip
def test_what_gives_no_token(served, form, status, error):
    answer = asked_for_token(served, **form)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_who_is_not_signed_in_is_told_so(served):
    answer = httpx.get(f"{served.url}/api/invoices", headers={"accept": "application/json"})
    assert (answer.status_code, list(answer.json())) == (401, ["errors"])


def test_json_has_dashed_names_and_nested_objects(api):
    (invoice,) = api.get("invoices").json()
    assert invoice["order-header"] == {"id": 1}
    assert invoice["created-at"] == "2026-03-14T02:00:07-07:00"
    assert invoice["payment-date"] == "2026-04-20T02:00:07-07:00"
    assert invoice["supplier"]["name"] == "Freelance <&> Co"
    assert [failure["code"] for failure in invoice["tolerance-failures"]] == ["price_exceeds_po"]
    assert invoice["custom-fields"]["project-code"] == "P-0001"
    (winter,) = api.get("requisitions", params={"id": 1}).json()
    assert winter["submitted-at"] == "2026-03-02T01:00:07-08:00"


def test_xml_where_json_is_not_asked_for(api):
    answer = api.get("invoices", headers={"accept": "*/*"})
    assert answer.headers["content-type"] == "application/xml"
    root = ElementTree.fromstring(answer.text)
    assert (root.tag, root.attrib) == ("invoices", {"type": "array"})
    (invoice,) = root
    assert invoice.tag == "invoice-header"
    assert invoice.findtext("supplier/name") == "Freelance <&> Co"
    assert invoice.find("paid").attrib == {"type": "boolean"}
    assert invoice.findtext("tolerance-failures/tolerance-failure/code") == "price_exceeds_po"
    gone = api.get("invoices", params={"id": 999}, headers={"accept": "application/xml"})
    assert ElementTree.fromstring(gone.text).findtext("error") == "No Results were found"


def test_fifty_records_a_page_whatever_is_asked(api):
    first = api.get("requisitions", params={"limit": 500, "order_by": "id"}).json()
    rest = api.get("requisitions", params={"offset": 50, "order_by": "id"}).json()
    assert [row["id"] for row in first + rest] == list(range(1, 61))
    assert api.get("requisitions", params={"offset": 100}).status_code == 404


def test_searches(api):
    def found(resource: str, **conditions: object) -> list[int]:
        answer = api.get(resource, params=conditions)
        return [row["id"] for row in answer.json()] if answer.status_code == 200 else []

    assert found("requisitions", **{"id[gt]": 57, "id[lt_or_eq]": 59}) == [58, 59]
    assert found("requisitions", dir="desc", order_by="id", limit=2) == [60, 59]
    assert found("approvals", **{"approvable-type": "InvoiceHeader"}) == [8]
    assert found("approvals", **{"updated_at[gt_or_eq]": "2026-03-18T02:00:07-07:00"}) == [8, 9]
    assert found("approvals", **{"updated_at[gt]": "2026-03-18T09:00:07+00:00"}) == [9]
    assert found("invoices", paid="false") == []
    only = api.get("approvals", params={"fields": '["id","status"]', "limit": 1}).json()
    assert only == [{"id": 6, "status": "rejected"}]


@pytest.mark.parametrize(
    "wrong", [{"colour": "red"}, {"id[near]": 3}, {"id[gt]": "three"}, {"limit": "many"}, {"fields": "id"}]
)
def test_searches_that_make_no_sense(api, wrong):
    answer = api.get("requisitions", params=wrong)
    assert answer.status_code == 400
    assert answer.json()["errors"]["error"]


def test_the_bucket_leaks(served, api):
    httpx.post(f"{served.url}/_simulator/bucket", json={"capacity": 2, "leak": 0})
    statuses = [api.get("requisitions").status_code for _ in range(3)]
    httpx.post(f"{served.url}/_simulator/bucket", json={"capacity": 1000, "leak": 1000})
    assert statuses == [200, 200, 429]
    assert api.get("requisitions").status_code == 200


def test_what_there_is_not(api):
    assert api.get("dinosaurs").status_code == 404
