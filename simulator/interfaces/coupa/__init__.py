"""Coupa's interface over the firm: client credentials, fifty records a page, XML unless JSON is asked for.

A search without a hit answers 404. Requests fill a bucket that leaks; `POST /_simulator/bucket` with
`{"capacity": 3, "leak": 10}` makes it a small one.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Response

from simulator.interfaces.coupa.bucket import Bucket
from simulator.interfaces.coupa.resources import RESOURCES
from simulator.interfaces.coupa.search import BadSearch, Search
from simulator.interfaces.coupa.sign_in import SECRETS, Tokens
from simulator.interfaces.coupa.written import as_json, as_xml, errors
from simulator.interfaces.shown import Shown
from simulator.systems.coupa import records

__all__ = ["ERRORS", "SECRETS", "app", "records"]

DETAILS = {
    401: "The API request needs a valid access token.",
    403: "You are not authorized to access this resource.",
    404: "No Results were found",
    429: "Too many requests.",
    500: "An error occurred while processing the request.",
    503: "The instance is under maintenance.",
}
ERRORS = {status: errors(detail, json=True) for status, detail in DETAILS.items()}


class Refusal(Exception):
    """A request that is turned down with a status."""

    def __init__(self, status: int, detail: str = "") -> None:
        super().__init__(detail or DETAILS[status])
        self.status = status


def app(shown: Shown) -> FastAPI:
    """The interface of one instance."""
    api, bucket, tokens = FastAPI(openapi_url=None), Bucket(), Tokens()
    tokens.add_to(api)

    @api.post("/_simulator/bucket")
    async def set_bucket(request: Request) -> dict[str, bool]:
        bucket.resize(**await request.json())
        return {"resized": True}

    @api.get("/api/{name}")
    def search(request: Request, name: str) -> Response:
        json = "json" in request.headers.get("accept", "")
        media = "application/json" if json else "application/xml"
        try:
            scopes = tokens.scopes(request.headers.get("authorization", ""))
            _allow(scopes, bucket, name)
            body = _found(request, name, shown)
        except Refusal as refusal:
            return Response(errors(str(refusal), json=json), refusal.status, media_type=media)
        return Response(as_json(body) if json else as_xml(body, name, RESOURCES[name].element), media_type=media)

    return api


def _allow(scopes: frozenset[str] | None, bucket: Bucket, name: str) -> None:
    """Raise a Refusal unless the resource may be asked for now."""
    if scopes is None:
        raise Refusal(401)
    if not bucket.takes():
        raise Refusal(429)
    if name not in RESOURCES:
        raise Refusal(404)
    if f"core.{RESOURCES[name].scope}.read" not in scopes:
        raise Refusal(403)


def _found(request: Request, name: str, shown: Shown) -> list[dict[str, Any]]:
    try:
        found = Search(request.query_params.multi_items()).run(shown.tables, RESOURCES[name])
    except BadSearch as problem:
        raise Refusal(400, str(problem)) from None
    if not found:
        raise Refusal(404)
    return found
