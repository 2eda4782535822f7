"""One file from an address that a source hands out: only from places that are allowed, and only up to a size.

Such an address is signed in by itself for some minutes, so it is a secret: errors name its host and nothing more. Our
own sign-in does not go there, and where it leads on nobody follows.
"""

import time
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import httpx

from core.addresses import Address, Resolver, is_internal, resolved
from core.errors import SourceFailed
from core.workspace import telling_of_full_disk
from ingest.http import MAY_PASS, REDIRECTS, Http
from ingest.tries import Passing, asked_to_wait

OUT_OF_DATE = frozenset({401, 403, 404, 410})
PORTS = {"http": 80, "https": 443}


class AddressExpired(Exception):
    """The address is good no more; whoever handed it out may give a new one. `status` is what it answered."""

    def __init__(self, status: int) -> None:
        super().__init__(f"it answered {status}")
        self.status = status


@dataclass(frozen=True)
class Places:
    """Where files may come from. `hosts` are names, or `*.` and the end of names; they must be public and encrypted.
    `internal_hosts` need not: each is a host, or a host and its port. `named` says where both are set."""

    hosts: tuple[str, ...]
    internal_hosts: frozenset[str]
    named: str
    resolver: Resolver = resolved


def download(http: Http, address: str, into: Path, places: Places, most_bytes: int) -> None:
    """Write what is at `address` to the file `into`, which is whole once this returns."""
    url = _address(http, address)

    def attempt() -> None:
        internal = _refuse_others(http, url, places)
        with http.unsigned(url) as answer:
            if not internal:
                _refuse_internal(http, url, places, _connected_to(answer))
            _refuse_what_is_no_file(http, url, answer)
            _keep(http, answer, into, most_bytes)

    http.patiently(f"GET {url.host}", attempt)


def _address(http: Http, address: str) -> httpx.URL:
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in PORTS or not url.host or url.userinfo:
        raise SourceFailed(f"{http.source}: the address of the file is no plain web address. Nothing was asked for.")
    return url


def _refuse_others(http: Http, url: httpx.URL, places: Places) -> bool:
    """Whether the place may be internal; raises where it is not allowed at all."""
    port = url.port or PORTS[url.scheme]
    host = f"[{url.host}]" if ":" in url.host else url.host
    if {host, f"{host}:{port}"} & {name.lower() for name in places.internal_hosts}:
        return True
    if not any(_matches(url.host, pattern.lower()) for pattern in places.hosts):
        raise SourceFailed(
            f"{http.source}: the file lies at {url.host}, which is not among the hosts of {places.named} in firm.toml. "
            "If it is the right place, name it there."
        )
    if url.scheme != "https":
        raise SourceFailed(f"{http.source}: the file would come unencrypted from {url.host}. Nothing was asked for.")
    try:
        addresses = places.resolver(url.host, port)
    except (OSError, UnicodeError):
        raise Passing(f"the name {url.host} cannot be resolved") from None
    for address in addresses:
        _refuse_internal(http, url, places, address)
    return False


def _matches(host: str, pattern: str) -> bool:
    return host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern


def _refuse_internal(http: Http, url: httpx.URL, places: Places, address: Address) -> None:
    if is_internal(address):
        raise SourceFailed(
            f"{http.source}: the file's place, {url.host}, leads to {address}, which is not on the public internet. If "
            f"it is the right place, name it under internal_hosts of {places.named} in firm.toml."
        )


def _connected_to(answer: httpx.Response) -> Address:
    """Where the connection really goes: the name may have been resolved anew, to something else."""
    told = answer.extensions["network_stream"].get_extra_info("server_addr")
    return ip_address(str(told[0]).partition("%")[0])


def _refuse_what_is_no_file(http: Http, url: httpx.URL, answer: httpx.Response) -> None:
    status = answer.status_code
    if status == 200:
        return
    if status in MAY_PASS:
        raise Passing(f"it answered {status}", asked_to_wait(answer.headers, http.clock()), status)
    if status in OUT_OF_DATE:
        raise AddressExpired(status)
    told = "leads on to another place, where nobody follows" if status in REDIRECTS else f"answered {status}"
    raise SourceFailed(f"{http.source}: the file's place, {url.host}, {told}. Pull again later.", status)


def _keep(http: Http, answer: httpx.Response, into: Path, most_bytes: int) -> None:
    over, came = time.monotonic() + http.settings.patience, 0
    with telling_of_full_disk(into), into.open("wb") as file:
        for portion in answer.iter_bytes():
            came += len(portion)
            if came > most_bytes:
                raise SourceFailed(
                    f"{http.source}: the file is larger than {most_bytes / 1024**2:g} MiB, the most that is taken. "
                    "Save a smaller one in its place, or read it yourself."
                )
            if time.monotonic() > over:
                raise Passing(f"the file did not come within {http.settings.patience:g} s")
            file.write(portion)
