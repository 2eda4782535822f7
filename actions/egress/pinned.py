"""Connections that go to addresses resolved and checked before, and end in time however slowly the other side talks."""

import ssl
import time
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore

from core.addresses import Address


class Deadline:
    """The moment by which a whole request must be over."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    def left(self, error: type[Exception]) -> float:
        """The seconds left; `error` if there are none."""
        seconds = self._until - time.monotonic()
        if seconds <= 0:
            raise error("the whole answer took too long")
        return seconds


class Pinned(httpcore.NetworkBackend):
    """Connects to one of `addresses`, whatever the name of the host resolves to meanwhile. The name itself is still
    what TLS checks the certificate against."""

    def __init__(self, addresses: Sequence[Address], deadline: Deadline) -> None:
        self._addresses, self._deadline = addresses, deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        for number, address in enumerate(self._addresses, start=1):
            left = self._deadline.left(httpcore.ConnectTimeout)
            # the first of several addresses may be dead, and leaves time for the others
            share = left / (len(self._addresses) - number + 1)
            try:
                stream = self._plain.connect_tcp(str(address), port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(self._addresses):
                    raise
            else:
                return _Timed(stream, self._deadline)
        raise httpcore.ConnectError(f"{host} has no address")


class _Timed(httpcore.NetworkStream):
    """A stream each of whose steps ends by the deadline of the whole."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = self._deadline.left(httpcore.ConnectTimeout)
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
