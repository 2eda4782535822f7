"""The API's description is true: of every address, of what is refused, of what stands in the documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.served_orders import imported, orders, serving

DOCS = sorted((Path(__file__).resolve().parents[2] / "docs").glob("*.md"))
SIGNED = ("/api/v1/actions/{number}/receipt", "/api/v1/inbound/{channel}")


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    workspace = imported(tmp_path_factory.mktemp("description") / "firm", orders(20))
    with serving(workspace) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def described(web: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = web.get("/api/v1/openapi.json").json()
    return found


def operations(described: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(verb, path, each) for path, verbs in described["paths"].items() for verb, each in verbs.items()]


def test_each_address_says_in_a_sentence_what_it_gives(described: dict[str, Any]):
    for verb, path, each in operations(described):
        assert len(each["summary"].split()) >= 3, f"{verb} {path}: {each['summary']}"
        assert each["description"].startswith(each["summary"])
        assert "\n" not in each["description"]


def test_what_is_refused_is_described_as_it_is_answered(web: httpx.Client, described: dict[str, Any]):
    for verb, path, each in operations(described):
        assert "422" not in each["responses"], f"{verb} {path}"
        assert each["responses"]["default"] == {"$ref": "#/components/responses/Problem"}
    schemas = described["components"]["schemas"]
    assert not any(name.endswith("ValidationError") for name in schemas)
    assert schemas.keys() >= set(re.findall(r"#/components/schemas/(\w+)", str(described)))
    for verb, path, status in (
        ("GET", "/processes/orders/cases?limit=0", 400),
        ("GET", "/processes/none/map", 404),
        ("GET", "/nothing", 404),
        ("POST", "/nothing", 405),
        ("PUT", "/findings", 405),
    ):
        answer = web.request(verb, f"/api/v1{path}")
        assert answer.status_code == status, f"{verb} {path}: {answer.text}"
        assert answer.headers["content-type"] in described["components"]["responses"]["Problem"]["content"]
        assert set(answer.json()) == set(schemas["Problem"]["required"])


def test_a_token_is_how_to_sign_in_and_a_signature_where_receivers_report(described: dict[str, Any]):
    assert described["components"]["securitySchemes"] == {"token": {"type": "http", "scheme": "bearer"}}
    assert described["security"] == [{"token": []}, {}]
    for verb, path, each in operations(described):
        assert (each.get("security") == []) == (path in SIGNED), f"{verb} {path}"
    for path in SIGNED:
        assert {"200", "202"} <= described["paths"][path]["post"]["responses"].keys()


def test_files_are_described(described: dict[str, Any]):
    (taken,) = described["paths"]["/api/v1/uploads"]["post"]["requestBody"]["content"]
    assert taken == "multipart/form-data"
    given = described["paths"]["/api/v1/reports/{name}"]["get"]["responses"]["200"]["content"]
    assert {"text/html", "application/pdf"} <= given.keys()


@pytest.mark.parametrize("document", DOCS, ids=lambda path: path.name)
def test_the_documents_name_addresses_that_are_there(described: dict[str, Any], document: Path):
    there = [re.sub(r"\{\w+\}", r"[^/]+", path) for path in (*described["paths"], "/api/v1/openapi.json")]
    for named in re.findall(r"/api/v1/[\w/{}.-]*[\w}]", document.read_text(encoding="utf-8")):
        assert any(re.fullmatch(path, named) for path in there), f"{document.name} names {named}"
