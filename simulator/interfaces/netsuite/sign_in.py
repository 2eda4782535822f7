"""How clients prove who they are to NetSuite: OAuth 2.0 by a signed statement, or OAuth 1.0 (token-based).

The keys of the pretend firm are made from a phrase, so that they are the same in every process. As on the set-up page
of an account further certificates can be registered: `POST /_simulator/certificates` with `{"id": …,
"kind": "RSA", "pem": …}`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from time import monotonic
from urllib.parse import quote, unquote

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import GuestProtocol, Key, import_key

from simulator.interfaces.netsuite.answers import Refusal
from simulator.interfaces.shown import Shown

TOKEN_PATH = "/services/rest/auth/oauth2/v1/token"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
TOKEN_SECONDS = 3600
LONGEST_ASSERTION = 3600
CLOCK_SKEW = 300
ALGORITHMS = ["ES256", "ES384", "ES512", "PS256", "PS384", "PS512"]


def _phrase(name: str) -> str:
    return hashlib.sha256(f"the pretend firm, netsuite, {name}".encode()).hexdigest()


def _private_key() -> str:
    key = ec.derive_private_key(int(_phrase("key"), 16) >> 1, ec.SECP256R1())
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return pem.decode()


SECRETS = {
    "account": "TSTDRV2600001",
    "client_id": _phrase("client"),
    "certificate_id": _phrase("certificate")[:40],
    "private_key": _private_key(),
    "consumer_key": _phrase("consumer"),
    "consumer_secret": _phrase("consumer secret"),
    "token_id": _phrase("token"),
    "token_secret": _phrase("token secret"),
}


class SignIn:
    """The tokens that were given out, and the check of a request."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown
        self._tokens: dict[str, float] = {}
        self._keys: dict[str, Key] = {SECRETS["certificate_id"]: import_key(SECRETS["private_key"], "EC")}

    def add_to(self, api: FastAPI) -> None:
        @api.post(TOKEN_PATH)
        async def token(request: Request) -> Response:
            form = {name: str(value) for name, value in (await request.form()).items()}
            problem = self._problem(form, str(request.url))
            if problem:
                return JSONResponse({"error": problem}, 401 if problem == "invalid_client" else 400)
            given = secrets.token_urlsafe(24)
            self._tokens[given] = monotonic() + TOKEN_SECONDS
            return JSONResponse({"access_token": given, "expires_in": str(TOKEN_SECONDS), "token_type": "bearer"})

        @api.post("/_simulator/certificates")
        async def register(request: Request) -> dict[str, bool]:
            given = await request.json()
            self._keys[given["id"]] = import_key(given["pem"], given["kind"])
            return {"registered": True}

    def check(self, request: Request) -> None:
        """Raise a Refusal unless the request is signed in."""
        header = request.headers.get("authorization", "")
        kind, _, rest = header.partition(" ")
        if kind.lower() == "bearer" and self._tokens.get(rest, 0) > monotonic():
            return
        if kind.lower() == "oauth" and self._signed(request, rest):
            return
        raise Refusal(401)

    def _problem(self, form: dict[str, str], address: str) -> str | None:
        """What is wrong with a request for a token, in OAuth's words."""
        if form.get("grant_type") != "client_credentials":
            return "unsupported_grant_type"
        if form.get("client_assertion_type") != ASSERTION_TYPE:
            return "invalid_request"
        try:
            token = jwt.decode(form.get("client_assertion", ""), self._key_of, algorithms=ALGORITHMS)
        except (JoseError, ValueError, KeyError):
            return "invalid_client"
        return None if self._may(token.claims, address) else "invalid_client"

    def _key_of(self, token: GuestProtocol) -> Key:
        return self._keys[str(token.headers().get("kid"))]

    def _may(self, claims: dict[str, object], address: str) -> bool:
        now = self._shown.now().timestamp()
        issued, ends = claims.get("iat"), claims.get("exp")
        if not isinstance(issued, int | float) or not isinstance(ends, int | float):
            return False
        return (
            claims.get("iss") == SECRETS["client_id"]
            and claims.get("aud") == address
            and issued - CLOCK_SKEW <= now < ends
            and ends - issued < LONGEST_ASSERTION
        )

    def _signed(self, request: Request, header: str) -> bool:
        """Whether the OAuth 1.0 signature is right; a JSON body is no part of it."""
        given = {name: unquote(value) for name, value in re.findall(r'(\w+)="([^"]*)"', header)}
        if given.get("oauth_signature_method") != "HMAC-SHA256" or given.pop("realm", "") != SECRETS["account"]:
            return False
        if (given.get("oauth_consumer_key"), given.get("oauth_token")) != (
            SECRETS["consumer_key"],
            SECRETS["token_id"],
        ):
            return False
        signature = given.pop("oauth_signature", "")
        pairs = sorted((_quoted(k), _quoted(v)) for k, v in [*given.items(), *request.query_params.multi_items()])
        told = "&".join(f"{name}={value}" for name, value in pairs)
        address = str(request.url.replace(query=None, fragment=None))
        text = "&".join([request.method, _quoted(address), _quoted(told)])
        key = f"{_quoted(SECRETS['consumer_secret'])}&{_quoted(SECRETS['token_secret'])}"
        right = base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()
        return hmac.compare_digest(signature, right)


def _quoted(text: str) -> str:
    return quote(text, safe="-._~")
