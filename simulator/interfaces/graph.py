"""Microsoft Graph: groups, one calendar, a list and a document library, by delta queries; files and their versions.
Groups are made, and become teams, as whoever provisions a workspace does it.

Signing in is Entra's client credentials at `/TENANT/oauth2/v2.0/token`. A calendar's delta query is bound to the span
of days it was begun with. A drive tells of folders too, and of what is gone by a `deleted` facet, where others say
`@removed`. `POST /_simulator/endless {"on": true}` makes delta queries lead on for ever,
`POST /_simulator/pages {"longest": 5}` makes their pages short.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from time import monotonic
from typing import Any

import polars as pl
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from simulator.interfaces import graph_written as written
from simulator.interfaces.graph_answers import Refusal, Row, error_body, known, planned
from simulator.interfaces.graph_delta import DeltaFeed, Gone
from simulator.interfaces.graph_files import ROOT, Files, file_routes
from simulator.interfaces.graph_groups import Groups, group_routes
from simulator.interfaces.shown import Shown
from simulator.systems.graph import DRIVE, MAILBOX, REQUESTS, SITE, records
from simulator.systems.moments import read

__all__ = ["ELSEWHERE", "ERRORS", "SECRETS", "app", "records"]

ELSEWHERE = True

SECRETS = {
    "tenant": "5d1f2c3b-4a59-4e6d-8c7b-9a0b1c2d3e4f",
    "client_id": "a7b6c5d4-e3f2-4101-9a8b-7c6d5e4f3a2b",
    "client_secret": "Zk8Q~simulated.secret-of-the-pretend-firm",
    "mailbox": MAILBOX,
    "drive": DRIVE,
    "site": SITE,
    "list": REQUESTS,
}
LIFE_S = 3600


ERRORS = {
    401: planned("InvalidAuthenticationToken", "Lifetime validation failed, the token is expired."),
    403: planned("Authorization_RequestDenied", "Insufficient privileges to complete the operation."),
    429: planned("TooManyRequests", "Too many requests. Retry after the given time."),
    500: planned("generalException", "An unspecified error has occurred."),
    503: planned("serviceNotAvailable", "The service is not available. Try again later."),
}


def app(shown: Shown) -> FastAPI:
    """The interface over what is shown."""
    api = FastAPI(openapi_url=None)
    tokens: dict[str, float] = {}
    feed, groups = DeltaFeed(), Groups(shown)
    _add_errors(api)
    _add_sign_in(api, tokens)

    @api.post("/_simulator/endless")
    async def endless(request: Request) -> dict[str, bool]:
        feed.endless = bool((await request.json())["on"])
        return {"endless": feed.endless}

    @api.post("/_simulator/pages")
    async def shorten_pages(request: Request) -> dict[str, Any]:
        feed.longest_page = (await request.json())["longest"]
        return {"longest": feed.longest_page}

    def delta(request: Request, table: str, shape: Callable[[Row], Row], usual: int) -> Row:
        _check(request, tokens)

        def current() -> dict[str, Row]:
            items = {row["id"]: shape(row) for row in shown.tables[table].iter_rows(named=True)}
            if table == "driveItems":
                return {ROOT["id"]: ROOT, **items}
            return _within(items, feed.begun_with(request)) if table == "events" else items

        return feed.page(request, shown.now(), current, _deleted if table == "driveItems" else _removed, usual)

    @api.get("/v1.0/groups/delta")
    async def changed_groups(request: Request) -> Row:
        return delta(request, "groups", groups.as_object, 100)

    @api.get("/v1.0/users/{user}/calendarView/delta")
    async def calendar(request: Request, user: str) -> Row:
        known(user == MAILBOX, "ErrorInvalidUser", f"The requested user '{user}' is invalid.")
        return delta(request, "events", written.event, 50)

    @api.get("/v1.0/sites/{site}/lists/{name}/items/delta")
    async def list_items(request: Request, site: str, name: str) -> Row:
        known((site, name) == (SITE, REQUESTS), "itemNotFound", "The list does not exist.")
        return delta(request, "workspaceRequests", written.list_item, 200)

    @api.get("/v1.0/drives/{drive}/root/delta")
    async def drive_items(request: Request, drive: str) -> Row:
        known(drive == DRIVE, "itemNotFound", "The resource could not be found.")
        return delta(request, "driveItems", written.drive_item, 200)

    @api.get("/v1.0/drives/{drive}/items/{item}/versions")
    async def versions(request: Request, drive: str, item: str) -> Row:
        _check(request, tokens)
        there = drive == DRIVE and item in shown.tables["driveItems"]["id"]
        known(there, "itemNotFound", "The resource could not be found.")
        found = shown.tables["versions"].filter(pl.col("itemId") == item).drop("itemId")
        return {"value": found.sort("lastModifiedDateTime", descending=True).to_dicts()}

    api.include_router(group_routes(groups, lambda request: _check(request, tokens)))
    api.include_router(file_routes(api, Files(shown), lambda request: _check(request, tokens)))
    return api


def _add_errors(api: FastAPI) -> None:
    @api.exception_handler(Refusal)
    async def refuse(_: Request, refusal: Refusal) -> Response:
        return JSONResponse(refusal.body, refusal.status)

    @api.exception_handler(Gone)
    async def start_over(_: Request, gone: Gone) -> Response:
        words = "Resync required. Replace any local items with the server's version."
        return JSONResponse(error_body("resyncRequired", words), 410, headers={"Location": gone.restart})


def _add_sign_in(api: FastAPI, tokens: dict[str, float]) -> None:
    @api.get("/{tenant}/v2.0/.well-known/openid-configuration")
    async def discovery(request: Request, tenant: str) -> Row:
        place = f"{str(request.base_url).rstrip('/')}/{tenant}"
        return {
            "issuer": f"{place}/v2.0",
            "authorization_endpoint": f"{place}/oauth2/v2.0/authorize",
            "token_endpoint": f"{place}/oauth2/v2.0/token",
        }

    @api.post("/{tenant}/oauth2/v2.0/token")
    async def token(request: Request, tenant: str) -> Response:
        form = dict(await request.form())
        wrong = _sign_in_error(tenant, form)
        if wrong:
            return JSONResponse({"error": wrong[0], "error_description": wrong[1], "error_codes": []}, 401)
        access = secrets.token_urlsafe(32)
        tokens[access] = monotonic() + LIFE_S
        granted = {"token_type": "Bearer", "expires_in": LIFE_S, "ext_expires_in": LIFE_S, "access_token": access}
        return JSONResponse(granted)


def _sign_in_error(tenant: str, form: Row) -> tuple[str, str] | None:
    if tenant != SECRETS["tenant"]:
        return "invalid_request", f"AADSTS90002: Tenant '{tenant}' not found."
    if form.get("client_id") != SECRETS["client_id"]:
        return "unauthorized_client", "AADSTS700016: Application was not found in the directory."
    if form.get("client_secret") != SECRETS["client_secret"]:
        return "invalid_client", "AADSTS7000215: Invalid client secret provided."
    if not str(form.get("scope", "")).endswith("/.default"):
        return "invalid_scope", "AADSTS1002012: The provided value for scope is not valid."
    return None


def _check(request: Request, tokens: dict[str, float]) -> None:
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    if tokens.get(token, 0.0) < monotonic():
        raise Refusal(401, "InvalidAuthenticationToken", "Access token is empty, invalid or expired.")


def _within(events: dict[str, Row], asked: Any) -> dict[str, Row]:
    """Events that fall into the span of a calendar view."""
    try:
        start, end = read(asked["startDateTime"]), read(asked["endDateTime"])
    except (KeyError, ValueError):
        words = "This request requires a time window specified by StartDateTime and EndDateTime."
        raise Refusal(400, "ErrorInvalidParameter", words) from None

    def falls(event: Row) -> bool:
        began, ended = sorted((_day(event["start"]), _day(event["end"])))
        return began < end and ended > start

    return {key: event for key, event in events.items() if falls(event)}


def _day(moment: dict[str, str]) -> datetime:
    return read(moment["dateTime"])


def _removed(key: str) -> Row:
    return {"id": key, "@removed": {"reason": "deleted"}}


def _deleted(key: str) -> Row:
    return {"id": key, "deleted": {"state": "deleted"}}
