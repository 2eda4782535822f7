"""`Web`: the one client with which channels ask. It follows no redirect and uses no proxy of the environment."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import httpcore
import httpx

from actions.egress.pinned import Deadline, Pinned
from core.addresses import Address, Resolver, is_internal, resolved
from core.errors import TraceworkError
from core.secret import concealed

MOST_BYTES = 65_536
USUAL_TIMEOUT_S = 15.0
HOW_TO_ALLOW = ", or name the host under internal_hosts of [delivery] in firm.toml."


@cache
def public_authorities() -> ssl.SSLContext:
    """The authorities whose certificates are trusted; loading them takes a while."""
    return httpx.create_ssl_context(trust_env=False)


class NotReached(TraceworkError):
    """There is no answer this time: worth another try."""


class TargetRefused(TraceworkError):
    """Tracework does not send there, however often it is tried."""


@dataclass(frozen=True)
class Answer:
    """An answer; header names are in lower case, and of the body there is the beginning."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Web:
    """`internal_hosts` may be internal, and asked without encryption; each is a host, or a host and its port."""

    internal_hosts: frozenset[str] = frozenset()
    timeout_s: float = USUAL_TIMEOUT_S
    resolver: Resolver = resolved
    trusted: ssl.SSLContext = field(default_factory=public_authorities)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        return self.ask("POST", url, body, headers)

    def ask(self, method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        """One request, and its answer whatever its status. NotReached or TargetRefused where there is none."""
        place = address_of(url)
        deadline = Deadline(self.timeout_s)
        backend = Pinned(self._checked(place), deadline)
        sent = {
            "host": place.netloc.decode("ascii"), "user-agent": "tracework", **(headers or {}),
            "content-length": str(len(body)), "connection": "close",
        }  # fmt: skip
        asked = httpcore.Request(
            method,
            httpcore.URL(scheme=place.raw_scheme, host=place.raw_host, port=place.port, target=place.raw_path),
            headers=list(sent.items()),
            content=body,
            extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), self.timeout_s)},
        )
        try:
            with httpcore.ConnectionPool(self.trusted, network_backend=backend, max_keepalive_connections=0) as pool:
                answer = pool.handle_request(asked)
                try:
                    return Answer(answer.status, _named(answer), _beginning(answer))
                finally:
                    answer.close()
        except httpcore.TimeoutException:
            raise NotReached(f"{shown(url)} did not answer within {self.timeout_s:g} s.") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            told = concealed(str(error)).rstrip(".") or type(error).__name__
            raise NotReached(f"{shown(url)} could not be asked: {told}.") from None

    def _checked(self, place: httpx.URL) -> list[Address]:
        """The addresses to connect to. All of a host's must be public: a mixture is how a guard is tricked."""
        allowed = self._is_allowed(place)
        if place.scheme != "https" and not allowed:
            raise TargetRefused(f"{_place(place)} is not encrypted. Use https://{HOW_TO_ALLOW}")
        try:
            addresses = self.resolver(place.host, _port(place))
        except (OSError, UnicodeError) as error:
            raise NotReached(f"The name {place.host} cannot be resolved: {error}.") from None
        internal = [address for address in addresses if is_internal(address)]
        if internal and not allowed:
            raise TargetRefused(
                f"{_place(place)} leads to {internal[0]}, which is not on the public internet{HOW_TO_ALLOW}"
            )
        return addresses

    def _is_allowed(self, place: httpx.URL) -> bool:
        host = f"[{place.host}]" if ":" in place.host else place.host
        return bool({place.host, host, f"{host}:{_port(place)}"} & {name.lower() for name in self.internal_hosts})


def address_of(url: str) -> httpx.URL:
    """The address as its parts; TargetRefused, without showing it whole, where it is none."""
    try:
        place = httpx.URL(url)
    except httpx.InvalidURL:
        raise TargetRefused("The address of the channel is no web address. It begins with https://.") from None
    if place.scheme not in ("http", "https") or not place.host:
        raise TargetRefused("The address of the channel is no web address. It begins with https://.")
    if place.userinfo:
        raise TargetRefused(f"{_place(place)} has a user and password in its address. Put them where secrets are kept.")
    return place


def shown(url: str) -> str:
    """Scheme, host and port of an address; its path may hold a secret."""
    return _place(address_of(url))


def _place(place: httpx.URL) -> str:
    return f"{place.scheme}://{place.netloc.decode('ascii')}"


def _port(place: httpx.URL) -> int:
    return place.port or (443 if place.scheme == "https" else 80)


def _named(answer: httpcore.Response) -> dict[str, str]:
    return {name.decode("ascii").lower(): value.decode("latin-1") for name, value in answer.headers}


def _beginning(answer: httpcore.Response) -> bytes:
    body = b""
    for part in answer.iter_stream():
        body += part
        if len(body) >= MOST_BYTES:
            break
    return body[:MOST_BYTES]
