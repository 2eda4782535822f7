"""Microsoft Graph's files: what an item is, and its content by an address at another place."""

from __future__ import annotations

import io
from urllib.parse import urlsplit

import httpx
import pypdfium2
import pytest

from simulator.interfaces import graph
from simulator.interfaces.serving import serve
from tests.ingest.signed_library import KEYS, library_firm
from tests.interfaces.test_graph import token

ITEMS = f"/v1.0/drives/{graph.SECRETS['drive']}/items"
FIRST = f"{ITEMS}/{KEYS[11]}"


@pytest.fixture(scope="module")
def served():
    with serve(graph, library_firm()) as running:
        yield running


@pytest.fixture
def client(served):
    with httpx.Client(base_url=served.url, trust_env=False) as asking:
        asking.headers["authorization"] = f"Bearer {token(asking).json()['access_token']}"
        yield asking
        asking.post("/_simulator/downloads", json={})


def test_a_file_tells_its_path_and_the_tag_of_its_content(client):
    item = client.get(FIRST).json()
    assert (item["name"], item["parentReference"]["path"]) == (
        "Roll-out signed.pdf",
        "/drives/b!contracts/root:/Acme",
    )
    assert item["cTag"] == item["eTag"]
    folder = client.get(f"{ITEMS}/{item['parentReference']['id']}").json()
    assert (folder["name"], folder["parentReference"]["path"]) == ("Acme", "/drives/b!contracts/root:")
    assert "root" in client.get(f"{ITEMS}/{folder['parentReference']['id']}").json()
    assert client.get(f"{ITEMS}/01DOC9").json()["error"]["code"] == "itemNotFound"


def test_content_lies_elsewhere_and_is_open_to_whoever_has_the_address(client, served):
    answer = client.get(f"{FIRST}/content")
    address = answer.headers["location"]
    assert answer.status_code == 302
    assert urlsplit(address).port != urlsplit(served.url).port
    content = httpx.get(address, trust_env=False)
    assert content.headers["content-type"] == "application/pdf"
    with pypdfium2.PdfDocument(content.content) as paper:
        assert "Acme" in paper[0].get_textpage().get_text_bounded()
    # as the vendor warns: whoever signs in there as well is turned away
    assert httpx.get(address, headers={"authorization": "Bearer x"}, trust_env=False).status_code == 401


def test_without_a_sign_in_no_address_is_handed_out(client):
    assert client.get(f"{FIRST}/content", headers={"authorization": ""}).status_code == 401
    assert client.get(f"{ITEMS}/01FOLDER0000000001/content").status_code == 404


def test_an_address_is_good_for_some_minutes(client):
    client.post("/_simulator/downloads", json={"life": -1})
    assert httpx.get(client.get(f"{FIRST}/content").headers["location"], trust_env=False).status_code == 401


def test_addresses_lead_where_one_wants(client):
    client.post("/_simulator/downloads", json={"place": "https://elsewhere.example"})
    assert client.get(f"{FIRST}/content").headers["location"].startswith("https://elsewhere.example/_layouts/")


def test_a_word_document_opens(client):
    from docx import Document

    address = client.get(f"{ITEMS}/{KEYS[12]}/content").headers["location"]
    paper = Document(io.BytesIO(httpx.get(address, trust_env=False).content))
    assert paper.paragraphs[0].text == "Audit"
