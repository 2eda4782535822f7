"""Signing in over OAuth 2: client credentials, a signed assertion (JWT bearer), or a user's password."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey
from starlette.responses import Response

from simulator.interfaces.salesforce.org import INTEGRATION_USER, ORGANISATION, Org

USERNAME = "integration@example.com"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@cache
def _key() -> RSAKey:
    return RSAKey.generate_key(2048)


# The certificate's key is made anew in every process, so none is kept.
SECRETS: dict[str, str] = {
    "client_id": "3MVG9tracework",
    "client_secret": "the-consumer-secret",
    "username": USERNAME,
    "password": "the-password-and-token",
    "private_key": _key().as_pem(private=True).decode(),
}


class NotSignedIn(Exception):
    """The token endpoint's refusal."""


def signing_in(org: Org) -> APIRouter:
    """The routes of the token endpoint."""
    router = APIRouter()

    @router.post("/services/oauth2/token")
    async def token(request: Request) -> Any:
        form = dict(parse_qsl((await request.body()).decode()))
        try:
            user = _user(form, org)
        except NotSignedIn as refused:
            return _refused(str(refused))
        host = f"{request.url.scheme}://{request.url.netloc}"
        return {
            "access_token": org.sign_in(user),
            "instance_url": host,
            "id": f"{host}/id/{ORGANISATION}/{user}",
            "token_type": "Bearer",
            "issued_at": str(int(org.shown.now().timestamp() * 1000)),
            "signature": "not-checked",
            "scope": "api",
        }

    @router.post("/services/oauth2/revoke")
    async def revoke(request: Request) -> Response:
        org.sessions.pop(dict(parse_qsl((await request.body()).decode())).get("token", ""), None)
        return Response(status_code=200)

    return router


def _refused(reason: str) -> Response:
    error, _, text = reason.partition(": ")
    body = f'{{"error":"{error}","error_description":"{text}"}}'
    return Response(body, status_code=400, media_type="application/json;charset=UTF-8")


def _user(form: Mapping[str, str], org: Org) -> str:
    """Who signs in: the integration, or by password any user of the firm."""
    grant = form.get("grant_type")
    if grant == JWT_BEARER:
        _check_assertion(form.get("assertion", ""))
        return INTEGRATION_USER
    if form.get("client_id") != SECRETS["client_id"]:
        raise NotSignedIn("invalid_client_id: client identifier invalid")
    if form.get("client_secret") != SECRETS["client_secret"]:
        raise NotSignedIn("invalid_client: invalid client credentials")
    if grant == "client_credentials":
        return INTEGRATION_USER
    if grant != "password":
        raise NotSignedIn("unsupported_grant_type: grant type not supported")
    users: dict[str, str] = {
        USERNAME: INTEGRATION_USER,
        **dict(org.shown.tables["User"].select("Username", "Id").iter_rows()),
    }
    if form.get("username") not in users or form.get("password") != SECRETS["password"]:
        raise NotSignedIn("invalid_grant: authentication failure")
    return users[form["username"]]


def _check_assertion(assertion: str) -> None:
    """Signed with RS256 by the certificate's key, for this user, by this client, and not run out."""
    try:
        claims = jwt.decode(assertion, _key(), algorithms=["RS256"]).claims
        jwt.JWTClaimsRegistry(iss={"essential": True, "value": SECRETS["client_id"]}).validate(claims)
    except (JoseError, ValueError) as error:
        raise NotSignedIn("invalid_grant: invalid assertion") from error
    if claims.get("sub") != SECRETS["username"]:
        raise NotSignedIn("invalid_grant: user hasn't approved this consumer")
