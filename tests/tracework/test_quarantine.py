"""Records set apart, over HTTP: one as a form, mended by a job, refused in words where it cannot be."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from core.access import Viewer
from core.workspace import Workspace, open_workspace
from dashboards.health_page.mending import record_apart
from eventlog.reading import open_log
from tests.served_orders import serving
from tests.tracework.sold_invoices import sold_invoices

PATIENCE_S = 60
PLACE = "/quarantine/erp/000001/invoice/1"


@pytest.fixture(scope="module")
def sold(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return open_workspace(sold_invoices(tmp_path_factory.mktemp("sold")))


@pytest.fixture(scope="module")
def api(sold: Workspace) -> Iterator[httpx.Client]:
    with serving(sold) as address, httpx.Client(base_url=f"{address}/api/v1", timeout=30) as client:
        yield client


def result(api: httpx.Client, answer: httpx.Response) -> dict[str, Any]:
    """What the job came to, once it is done."""
    assert answer.status_code == 202, answer.text
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        job = api.get(f"/jobs/{answer.json()['id']}").json()
        if job["state"] not in ("queued", "running"):
            assert job["state"] == "done", job
            return dict(job["result"])
        time.sleep(0.1)
    raise AssertionError("the job did not end")


def test_a_record_is_shown_as_a_form_with_what_its_reason_names_first(api: httpx.Client):
    found = api.get(PLACE).json()
    assert "amount is not a number: 1.200,00" in found["reason"]
    fields = {field["name"]: field for field in found["fields"]}
    assert [field["name"] for field in found["fields"] if field["named"]] == ["sent_on", "amount"]
    assert [field["value"] for field in found["fields"]] == ["2026-03-32", "1.200,00", "2"]
    assert fields["sent_on"]["hint"] == "a day, such as 2026-03-31"
    assert fields["id"]["needed"]


@pytest.mark.parametrize("place", ["erp/000001/invoice/0", "erp/000009/invoice/1", "crm/000001/invoice/1"])
def test_what_is_not_set_apart_is_not_found(api: httpx.Client, place: str):
    answer = api.get(f"/quarantine/{place}")
    assert answer.status_code == 404
    assert "is not set apart in generation" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "at least 1 item"),
        ({"colour": "red"}, "invoice has no column colour that could be mended. It has sent_on, amount, id."),
        ({"amount": 7}, "string"),
    ],
)
def test_a_mend_that_says_nothing_useful_is_refused(api: httpx.Client, values: dict[str, Any], words: str):
    answer = api.post(PLACE, json={"values": values})
    assert answer.status_code == 400
    assert words in answer.json()["detail"]


def test_a_record_is_mended_step_by_step(api: httpx.Client, sold: Workspace):
    half = result(api, api.post(PLACE, json={"values": {"amount": "-1200"}}))
    assert half["still"].startswith("sent_on is not a date: 2026-03-32")
    assert api.get(PLACE).status_code == 200
    whole = result(api, api.post(PLACE, json={"values": {"amount": "-1200", "sent_on": "2026-03-31"}}))
    assert whole["still"] is None
    assert whole["generation"] == half["generation"] + 1 == sold.current_generation()
    assert api.get(PLACE).status_code == 404
    with open_log(sold, Viewer.owner()) as log:
        assert log.database.value("select count(*) from quarantine") == 0
        assert log.database.column("select value from object_attribute order by 1") == ["-1200.0", "100.0"]


def test_a_source_that_firm_toml_names_no_more_still_has_its_columns(tmp_path_factory: pytest.TempPathFactory):
    place = open_workspace(sold_invoices(tmp_path_factory.mktemp("gone")))
    place.settings_file.write_text('[sources.erp]\nconnector = "nothing"\n')
    with open_log(place, Viewer.owner()) as log:
        found = record_apart(log, "erp", "000001", "invoice", 1)
    assert [(field.name, field.hint) for field in found.fields] == [("amount", ""), ("sent_on", ""), ("id", "")]
