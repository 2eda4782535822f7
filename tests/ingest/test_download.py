"""One file from an address that a source hands out: where from, how large, and what is shown of the address."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse

from core.addresses import Resolver
from core.errors import SourceFailed
from core.secret import Secret
from ingest.authentication import ApiKey
from ingest.download import AddressExpired, Places, download
from ingest.http import Http
from ingest.http_settings import HttpSettings
from tests.ingest.small_server import SmallServer

QUICK = HttpSettings(timeout=2, attempts=2, patience=5, first_wait=0.01, longest_wait=0.02)
TOKEN = "tempauth=eyJ0eXAi"
MOST = 1 << 16


def place() -> FastAPI:
    app = FastAPI()

    @app.get("/file")
    async def file(request: Request) -> Response:
        if "authorization" in request.headers:
            return PlainTextResponse("signed in twice", 401)
        return Response(b"%PDF-1.7" + bytes(1000))

    @app.get("/endless")
    async def endless() -> Response:
        return StreamingResponse(bytes(4096) for _ in range(1000))

    @app.get("/gone")
    async def gone() -> Response:
        return PlainTextResponse("", 404)

    @app.get("/on")
    async def on() -> Response:
        return RedirectResponse("/file", 302)

    @app.get("/teapot")
    async def teapot() -> Response:
        return PlainTextResponse("", 418)

    return app


@pytest.fixture(scope="module")
def server():
    with SmallServer(place()) as running:
        yield running


@pytest.fixture
def http():
    with Http("graph", QUICK) as client:
        yield client


def places(*hosts: str, internal: tuple[str, ...] = (), resolver: Resolver | None = None) -> Places:
    found = resolver or (lambda host, port: [ip_address("8.8.8.8")])
    return Places(hosts, frozenset(internal), "[sources.graph.contract_files]", found)


HERE = places(internal=("127.0.0.1",))


def test_a_file_comes_whole_and_our_sign_in_stays_here(server: SmallServer, http: Http, tmp_path: Path):
    signed_in = http.at(server.url, auth=ApiKey("authorization", Secret.of("key-of-the-source")))
    with pytest.raises(SourceFailed, match="401"):
        signed_in.answer("GET", "file")
    download(signed_in, f"{server.url}/file?{TOKEN}", tmp_path / "a", HERE, MOST)
    assert (tmp_path / "a").read_bytes() == b"%PDF-1.7" + bytes(1000)


@pytest.mark.parametrize(
    ("address", "allowed", "said"),
    [
        ("https://evil.example/x", places("*.sharepoint.com"), "lies at evil.example, which is not among the hosts"),
        ("https://sharepoint.com/x", places("*.sharepoint.com"), "not among the hosts"),
        ("https://notsharepoint.com/x", places("*.sharepoint.com"), "not among the hosts"),
        ("https://a.sharepoint.com.evil.example/x", places("*.sharepoint.com"), "not among the hosts"),
        ("http://a.sharepoint.com/x", places("*.sharepoint.com"), "would come unencrypted"),
        ("https://user:word@a.sharepoint.com/x", places("*.sharepoint.com"), "no plain web address"),
        ("file:///etc/passwd", places("*.sharepoint.com"), "no plain web address"),
        ("https://[::1", places("*.sharepoint.com"), "no plain web address"),
        ("http://127.0.0.1:9/x", places("127.0.0.1"), "would come unencrypted"),
        ("http://127.0.0.1:9/x", places("*.sharepoint.com", internal=("127.0.0.1:10",)), "not among the hosts"),
    ],
)
def test_other_places_are_not_asked(http: Http, tmp_path: Path, address: str, allowed: Places, said: str):
    with pytest.raises(SourceFailed, match=said) as told:
        download(http, f"{address}?{TOKEN}", tmp_path / "a", allowed, MOST)
    assert TOKEN not in str(told.value)
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("inside", ["127.0.0.1", "169.254.169.254", "10.0.0.8", "::1"])
def test_a_name_that_leads_inside_is_not_asked(http: Http, tmp_path: Path, inside: str):
    tricky = places("*.sharepoint.com", resolver=lambda host, port: [ip_address("8.8.8.8"), ip_address(inside)])
    with pytest.raises(SourceFailed, match="not on the public internet"):
        download(http, f"https://a.sharepoint.com/x?{TOKEN}", tmp_path / "a", tricky, MOST)


def test_a_name_that_leads_nowhere_may_pass(http: Http, tmp_path: Path):
    def nowhere(host: str, port: int) -> list[object]:
        raise OSError("no such name")

    with pytest.raises(SourceFailed, match=r"tried 2 times in .*cannot be resolved"):
        download(http, "https://a.sharepoint.com/x", tmp_path / "a", places("*.sharepoint.com", resolver=nowhere), MOST)


@pytest.mark.parametrize(
    ("path", "said"),
    [("endless", r"larger than 0\.0625 MiB"), ("on", "leads on to another place"), ("teapot", "answered 418")],
)
def test_what_is_no_file_is_told_without_its_address(
    server: SmallServer, http: Http, tmp_path: Path, path: str, said: str
):
    with pytest.raises(SourceFailed, match=said) as told:
        download(http, f"{server.url}/{path}?{TOKEN}", tmp_path / "a", HERE, MOST)
    assert TOKEN not in str(told.value)


def test_an_address_that_is_good_no_more_is_told_apart(server: SmallServer, http: Http, tmp_path: Path):
    with pytest.raises(AddressExpired):
        download(http, f"{server.url}/gone", tmp_path / "a", HERE, MOST)


def test_what_was_cut_is_begun_again(server: SmallServer, http: Http, tmp_path: Path):
    server.faults.clear()
    server.faults.plan("cut", path="file")
    download(http, f"{server.url}/file", tmp_path / "a", HERE, MOST)
    assert (tmp_path / "a").stat().st_size == 1008


def test_where_it_leads_is_told_and_not_gone_to(server: SmallServer, http: Http):
    assert http.at(server.url).leads_to("on") == f"{server.url}/file"
    with pytest.raises(SourceFailed, match=r"tried 2 times in .*it leads nowhere"):
        http.at(server.url).leads_to("file")
