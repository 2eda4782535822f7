"""Packed answers: to other machines that can unpack them, and the same bytes for all."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from core.workspace import create_workspace
from tracework.compression import PackedForOthers
from tracework.server import app

TEXT = "Timesheets wait for their approver. " * 500


async def words(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse(TEXT)(scope, receive, send)


def asked(server: ASGIApp, client: str, path: str = "/", accepts: str = "gzip") -> httpx.Response:
    """What the server answers to a request from a machine at this address."""

    async def ask() -> httpx.Response:
        carrier = httpx.ASGITransport(server, client=(client, 4711))
        async with httpx.AsyncClient(transport=carrier, base_url="http://127.0.0.1") as web:
            return await web.get(path, headers={"Accept-Encoding": accepts})

    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, ask()).result()


@pytest.mark.parametrize("client", ["10.1.2.3", "2001:db8::7", "a-name"])
def test_another_machine_gets_it_packed(client: str):
    answer = asked(PackedForOthers(words), client)
    assert answer.text == TEXT
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.num_bytes_downloaded < len(TEXT) / 10


@pytest.mark.parametrize(("client", "accepts"), [("127.0.0.1", "gzip"), ("::1", "gzip"), ("10.1.2.3", "identity")])
def test_this_machine_and_one_that_cannot_unpack_get_it_as_it_is(client: str, accepts: str):
    answer = asked(PackedForOthers(words), client, accepts=accepts)
    assert answer.text == TEXT
    assert "content-encoding" not in answer.headers


def test_the_files_of_the_pages_are_packed_and_kept_as_ever(tmp_path: Path):
    server = app(create_workspace(tmp_path / "firm"))
    path = "/assets/10_theme.css?m=1"
    far, near = asked(server, "10.1.2.3", path), asked(server, "127.0.0.1", path)
    assert far.content == near.content
    assert far.num_bytes_downloaded < near.num_bytes_downloaded / 2
    assert far.headers["content-encoding"] == "gzip"
    told = ("cache-control", "content-security-policy", "content-type", "etag")
    assert [far.headers.get(name) for name in told] == [near.headers.get(name) for name in told]
