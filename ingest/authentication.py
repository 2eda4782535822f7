"""How to sign in at an interface: objects that put the proof into a request, and can get a new one.

    Basic(user, secret) · Bearer(secret) · ApiKey("x-api-key", secret) · OAuth2(http.at(token_url), grant)

A grant is what the token endpoint is asked with: `client_credentials`, `refresh_token`, `jwt_bearer` (Salesforce) and
`client_assertion` (NetSuite, Entra) make one each. Where the endpoint wants id and secret as basic authentication,
give it so: `OAuth2(http.at(token_url, auth=Basic(id, secret)), grant)`.
"""

import base64
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from uuid import uuid4

import httpx

from core.errors import BadSettings, SourceFailed
from core.secret import Secret, conceal

if TYPE_CHECKING:
    from ingest.http import Http

Grant = Callable[[datetime], Mapping[str, str]]

BAD_REQUEST = 400
SKEW_S = 30
EARLY_S = 60
ASSERTION_S = 300
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
CLIENT_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Auth(Protocol):
    """Signs requests."""

    def apply(self, request: httpx.Request) -> None:
        """Put the proof of who asks into the request."""

    def renew(self) -> bool:
        """Get a new proof after the old one was not accepted; whether that can be."""


class Open:
    """Nothing to sign in with."""

    def apply(self, request: httpx.Request) -> None:
        pass

    def renew(self) -> bool:
        return False


class Basic:
    """A user and a password; many vendors take an API key as either."""

    def __init__(self, user: str | Secret, password: str | Secret) -> None:
        self._user, self._password = user, password

    def apply(self, request: httpx.Request) -> None:
        token = base64.b64encode(f"{_plain(self._user)}:{_plain(self._password)}".encode()).decode()
        conceal(token)
        request.headers["authorization"] = f"Basic {token}"

    def renew(self) -> bool:
        """A secret is read each time it is used, so one that was replaced meanwhile is the new one now."""
        return True


class ApiKey:
    """A key in a header, after a word such as `token ` where the vendor wants one."""

    def __init__(self, header: str, key: Secret, before: str = "") -> None:
        self._header, self._key, self._before = header, key, before

    def apply(self, request: httpx.Request) -> None:
        request.headers[self._header] = self._before + self._key.reveal()

    def renew(self) -> bool:
        """A secret is read each time it is used, so one that was replaced meanwhile is the new one now."""
        return True


class Bearer(ApiKey):
    """A token that does not run out."""

    def __init__(self, token: Secret) -> None:
        super().__init__("authorization", token, "Bearer ")


class OAuth2:
    """Tokens from a token endpoint: fetched when first needed, renewed before they run out or once they are refused.

    `granted` is the endpoint's whole answer, for vendors that say there where to go on (`instance_url`).
    """

    def __init__(self, endpoint: "Http", grant: Grant) -> None:
        # a token endpoint says with 400 what others say with 401 (RFC 6749, section 5.2)
        self._endpoint = endpoint.judged(lambda answer: "renew" if answer.status == BAD_REQUEST else None)
        self._grant = grant
        self._granted: Mapping[str, Any] | None = None
        self._ends = 0.0

    @property
    def granted(self) -> Mapping[str, Any]:
        if self._granted is None or time.monotonic() > self._ends:
            self.renew()
        assert self._granted is not None
        return self._granted

    def apply(self, request: httpx.Request) -> None:
        request.headers["authorization"] = f"Bearer {self.granted['access_token'].reveal()}"

    def renew(self) -> bool:
        granted = self._asked()
        if not isinstance(granted, dict) or not isinstance(granted.get("access_token"), str):
            raise SourceFailed(
                f"{self._endpoint.source}: {self._endpoint.url} gave no access token. Check the address."
            )
        life = float(granted.get("expires_in") or 3600)
        self._ends = time.monotonic() + max(life - EARLY_S, life / 2)
        hidden = {
            name: Secret.of(str(granted[name])) for name in ("access_token", "refresh_token") if granted.get(name)
        }
        self._granted = {**granted, **hidden}
        return True

    def _asked(self) -> Any:
        before = self._endpoint.clock()
        try:
            return self._endpoint.post(data=self._grant(before))
        except SourceFailed as error:
            # an assertion is dated; the refusal has told the vendor's clock, so a skewed one is dated right this time
            ahead = abs((self._endpoint.clock() - before).total_seconds()) > SKEW_S
            if error.status not in (BAD_REQUEST, 401) or not ahead:
                raise
            return self._endpoint.post(data=self._grant(self._endpoint.clock()))


def client_credentials(client_id: str, secret: Secret | None = None, **more: str) -> Grant:
    """The application's own id and secret; without a secret, the endpoint proves it another way. `more`: scope …"""
    proof = {} if secret is None else {"client_secret": secret}
    return lambda now: {
        "grant_type": "client_credentials", "client_id": client_id, **_revealed(proof), **more,
    }  # fmt: skip


def refresh_token(client_id: str, secret: Secret, token: Secret, **more: str) -> Grant:
    """A long-lived token that a person consented to."""
    proof = {"client_secret": secret, "refresh_token": token}
    return lambda now: {"grant_type": "refresh_token", "client_id": client_id, **_revealed(proof), **more}


def jwt_bearer(assertion: Callable[[datetime], str], **more: str) -> Grant:
    """A signed statement stands for the user's consent (RFC 7523, section 2.1)."""
    return lambda now: {"grant_type": JWT_BEARER, "assertion": assertion(now), **more}


def client_assertion(assertion: Callable[[datetime], str], **more: str) -> Grant:
    """A signed statement stands for the application's secret (RFC 7523, section 2.2)."""
    return lambda now: {
        "grant_type": "client_credentials", "client_assertion_type": CLIENT_ASSERTION,
        "client_assertion": assertion(now), **more,
    }  # fmt: skip


def signed(
    key: Secret, algorithm: str, claims: Mapping[str, Any], header: Mapping[str, Any] | None = None
) -> Callable[[datetime], str]:
    """A JWT over `claims` (iss, sub, aud, scope …), dated when it is made; `key` is a private key in PEM.

    `algorithm` is RS256, PS256, ES256 or the like; `header` holds what else the vendor wants, such as kid or x5t.
    """
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import ECKey, RSAKey

    def assertion(now: datetime) -> str:
        dated = {"iat": int(now.timestamp()), "exp": int(now.timestamp()) + ASSERTION_S, "jti": uuid4().hex, **claims}
        kind = ECKey if algorithm.startswith("ES") else RSAKey
        try:
            made = jwt.encode({"alg": algorithm, **(header or {})}, dated, kind.import_key(key.reveal()), [algorithm])
        except (JoseError, ValueError, TypeError) as error:
            raise BadSettings(
                f"The private key cannot sign with {algorithm} ({type(error).__name__}). It should be a PEM file of an "
                f"{'elliptic curve' if algorithm.startswith('ES') else 'RSA'} key, without a passphrase."
            ) from None
        conceal(made)
        return made

    return assertion


def _plain(value: str | Secret) -> str:
    return value.reveal() if isinstance(value, Secret) else value


def _revealed(secrets: Mapping[str, Secret]) -> dict[str, str]:
    return {name: secret.reveal() for name, secret in secrets.items()}
