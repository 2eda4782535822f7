"""Coupa's tokens: client credentials with scopes, good for a day."""

from __future__ import annotations

import hashlib
import secrets
from time import monotonic

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from simulator.interfaces.coupa.resources import RESOURCES

A_DAY = 86_399
SECRETS = {
    "client_id": hashlib.md5(b"the pretend firm, coupa, client", usedforsecurity=False).hexdigest(),
    "client_secret": hashlib.sha256(b"the pretend firm, coupa, secret").hexdigest(),
}
SCOPES = {f"core.{resource.scope}.read" for resource in RESOURCES.values()}


class Tokens:
    """The tokens that were given out, each with its end and its scopes."""

    def __init__(self) -> None:
        self._given: dict[str, tuple[float, frozenset[str]]] = {}

    def add_to(self, api: FastAPI) -> None:
        @api.post("/oauth2/token")
        async def token(request: Request) -> Response:
            form = {name: str(value) for name, value in (await request.form()).items()}
            asked = frozenset(form.get("scope", "").split())
            if form.get("grant_type") != "client_credentials":
                return JSONResponse({"error": "unsupported_grant_type"}, 400)
            if any(form.get(name) != value for name, value in SECRETS.items()):
                return JSONResponse({"error": "invalid_client"}, 401)
            if not asked or not asked <= SCOPES:
                return JSONResponse({"error": "invalid_scope"}, 400)
            given = secrets.token_hex(32)
            self._given[given] = monotonic() + A_DAY, asked
            scope = " ".join(sorted(asked))
            return JSONResponse({"access_token": given, "token_type": "bearer", "expires_in": A_DAY, "scope": scope})

    def scopes(self, header: str) -> frozenset[str] | None:
        """What the token in a header may read; None where it is not good."""
        kind, _, token = header.partition(" ")
        ends, scopes = self._given.get(token, (0.0, frozenset[str]()))
        return scopes if kind == "Bearer" and ends > monotonic() else None
