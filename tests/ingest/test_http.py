"""The client of connectors against a real server that fails on purpose."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse

from core.errors import BadSettings, Refused, SourceFailed
from core.secret import Secret
from ingest.authentication import ApiKey, Basic, Bearer, OAuth2, client_credentials, refresh_token
from ingest.http import Http
from ingest.http_answer import Answer
from ingest.http_settings import HttpSettings
from tests.ingest.small_server import SmallServer

QUICK = HttpSettings(timeout=0.4, attempts=3, patience=5, first_wait=0.01, longest_wait=0.02)
PASSWORD = "correct-horse-battery"


def interface() -> FastAPI:
    app = FastAPI()
    app.state.tokens = []

    @app.get("/api/orders")
    async def orders(request: Request) -> dict[str, object]:
        return {"orders": [1, 2, 3], "asked": dict(request.query_params), "key": request.headers.get("x-key")}

    @app.post("/token")
    async def token(request: Request) -> dict[str, object]:
        form = await request.form()
        if form.get("client_secret") != PASSWORD:
            return JSONResponse({"error": "invalid_client", "echo": str(form.get("client_secret"))}, 401)
        app.state.tokens.append(f"token-number-{len(app.state.tokens) + 1}")
        return {"access_token": app.state.tokens[-1], "expires_in": 3600, "instance_url": "x"}

    @app.get("/api/guarded")
    async def guarded(request: Request) -> object:
        if app.state.tokens and request.headers.get("authorization") == f"Bearer {app.state.tokens[-1]}":
            return {"welcome": len(app.state.tokens)}
        return JSONResponse({"error": "expired", "was": request.headers.get("authorization")}, 401)

    @app.get("/api/moved")
    async def moved(to: str) -> RedirectResponse:
        return RedirectResponse(to)

    @app.get("/api/echo")
    async def echo(request: Request) -> object:
        return JSONResponse({"you": dict(request.headers), "asked": str(request.url)}, 400)

    @app.get("/api/late")
    async def late(seconds: float, how: str) -> object:
        if app.state.tokens:
            return {"served": True}
        app.state.tokens.append("asked")
        until = format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)
        return JSONResponse({}, 429, {"retry-after": until if how == "date" else str(int(seconds))})

    return app


@pytest.fixture
def server():
    with SmallServer(interface()) as running:
        yield running


@pytest.fixture
def api(server):
    with Http("crm", QUICK) as http:
        yield http.at(server.url + "/api")


def test_an_answer_is_decoded(api):
    assert api.get("orders", params={"since": "2026-01-01"})["asked"] == {"since": "2026-01-01"}
    assert api.get("/api/orders?page=2")["asked"] == {"page": "2"}
    assert api.answer("GET", "orders", headers={"x-key": "k"}).json()["key"] == "k"


@pytest.mark.parametrize("kind", ["server_error", "throttled_silently", "cut", "truncated", "slow"])
def test_what_passes_is_healed(server, api, kind):
    server.faults.plan(kind, times=2)
    assert api.get("orders")["orders"] == [1, 2, 3]
    assert server.faults.requests == 3


@pytest.mark.parametrize("kind", ["server_error", "throttled_silently", "cut", "truncated", "slow"])
def test_what_stays_is_told_in_one_line(server, api, kind):
    server.faults.plan(kind, times=99)
    with pytest.raises(SourceFailed) as told:
        api.get("orders")
    assert server.faults.requests == 3
    assert str(told.value).startswith(f"crm: GET {server.url}/api/orders failed, tried 3 times in ")
    # whoever cut the connection or was slow was not known to be there
    assert ("check its address" in str(told.value)) == (kind in ("cut", "slow"))
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("how", ["seconds", "date"])
def test_it_waits_as_long_as_it_is_asked_to(api, how):
    began = time.monotonic()
    assert api.get("late", params={"seconds": 1 if how == "seconds" else 2, "how": how})["served"]
    assert time.monotonic() - began >= 0.9


def test_a_wait_beyond_its_patience_is_not_begun(server, api):
    server.faults.plan("throttled", seconds=3600)
    with pytest.raises(SourceFailed, match="it asks to wait 3600 s more"):
        api.get("orders")
    assert server.faults.requests == 1


def test_a_missing_permission_is_not_asked_for_twice(server, api):
    server.faults.plan("forbidden")
    with pytest.raises(Refused, match="not permitted"):
        api.get("orders")
    assert server.faults.requests == 1


def test_a_judge_knows_what_the_vendor_means(server):
    def judge(answer: Answer) -> str | None:
        return {403: "again", 400: "refused"}.get(answer.status)

    with Http("crm", QUICK) as http:
        api = http.at(server.url + "/api", judge=judge)
        server.faults.plan("forbidden")
        assert api.get("orders")["orders"] == [1, 2, 3]
        with pytest.raises(Refused):
            api.get("echo")


def test_a_broken_reading_is_asked_for_again(server, api):
    seen = []

    def reading(answer: Answer) -> str:
        seen.append(answer)
        if len(seen) < 3:
            raise ValueError("half a table")
        return answer.text

    assert api.read("GET", "orders", reading).startswith("{")


def test_links_to_another_origin_are_not_followed(server, api):
    with pytest.raises(SourceFailed, match="leads on to another place, http://127"):
        api.get("http://127.0.0.1:9/api/orders")
    with pytest.raises(SourceFailed, match="another place"):
        api.get("moved", params={"to": "http://127.0.0.1:9/api/orders"})
    assert api.get("moved", params={"to": "/api/orders"})["orders"] == [1, 2, 3]


def test_secrets_do_not_go_unencrypted_over_the_net():
    with Http("crm", QUICK) as http, pytest.raises(BadSettings, match="plain_http"):
        http.at("http://erp.example.com/api")


def guarded(http: Http, server: SmallServer) -> Http:
    grant = client_credentials("tracework", Secret.of(PASSWORD))
    return http.at(server.url + "/api", auth=OAuth2(http.at(server.url + "/token"), grant))


def test_a_sign_in_that_ran_out_is_renewed_once(server):
    with Http("crm", QUICK) as http:
        api = guarded(http, server)
        assert api.get("guarded") == {"welcome": 1}
        server.faults.plan("unauthorized", path="guarded")
        assert api.get("guarded") == {"welcome": 2}
        server.faults.plan("unauthorized", path="guarded", times=9)
        with pytest.raises(SourceFailed, match="sign-in is not accepted") as told:
            api.get("guarded")
        assert told.value.status == 401
        assert server.faults.requests == 1 + 1 + 3 + 3


def test_the_clock_is_the_servers_and_the_slowest_of_several(server, api):
    server.clock.ahead = timedelta(days=100)
    api.get("orders")
    assert abs(api.clock() - server.clock.now()) < timedelta(seconds=3)
    server.faults.plan("skewed", seconds=7200)
    api.get("orders")
    assert abs(api.clock() - server.clock.now()) < timedelta(seconds=3)
    server.faults.plan("skewed", seconds=-7200)
    api.get("orders")
    assert abs(api.clock() - server.clock.now() + timedelta(seconds=7200)) < timedelta(seconds=3)


def test_requests_keep_the_pace_that_is_set(server):
    with Http("crm", HttpSettings(rate=20)) as http:
        api = http.at(server.url + "/api")
        began = time.monotonic()
        for _ in range(5):
            api.get("orders")
        assert time.monotonic() - began >= 4 / 20


@pytest.mark.parametrize(
    "auth",
    [
        Basic("ann", Secret.of(PASSWORD)), Bearer(Secret.of(PASSWORD)), ApiKey("x-key", Secret.of(PASSWORD)),
        ApiKey("x-key", Secret.of("p w/d+1 that is odd"), "token "),
    ],
)  # fmt: skip
def test_a_vendor_that_echoes_a_secret_does_not_get_it_told(server, caplog, auth):
    caplog.set_level(logging.DEBUG)
    with Http("crm", QUICK) as http, pytest.raises(SourceFailed) as told:
        http.at(server.url + "/api", auth=auth).get("echo", params={"api_key": PASSWORD})
    heard = str(told.value) + repr(told.value) + caplog.text + repr(auth)
    assert PASSWORD not in heard
    assert "p w/d+1" not in heard
    assert "Y29ycmVjd" not in heard
    assert "answered 400" in heard


def test_a_refused_grant_is_told_without_its_secret(server):
    secret = Secret.of("not-the-right-one")
    with Http("crm", QUICK) as http:
        for grant in (client_credentials("me", secret), refresh_token("me", secret, secret)):
            with pytest.raises(SourceFailed, match="sign-in is not accepted") as told:
                http.at(server.url, auth=OAuth2(http.at(server.url + "/token"), grant)).get("api/orders")
            assert "not-the-right-one" not in str(told.value)
