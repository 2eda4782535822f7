"""Faults on demand: what goes wrong between a client and a vendor's interface, planned request by request."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

KINDS = (
    "unauthorized",  # 401 in the middle of a run
    "throttled",  # 429 with Retry-After (`seconds`)
    "throttled_silently",  # 429 without
    "server_error",  # 500
    "unavailable",  # 503 with Retry-After
    "slow",  # the answer comes `seconds` late
    "cut",  # the connection ends in the middle of the body
    "truncated",  # the body ends too early, the answer looks whole
    "skewed",  # the Date header is off by `seconds`
    "forbidden",  # 403
)


@dataclass
class Fault:
    """One planned fault: which kind, on which paths, from which matching request on (0 the first), how many times."""

    kind: str
    path: str = ".*"
    after: int = 0
    times: int = 1
    seconds: float = 1.0
    seen: int = 0

    def strikes(self, path: str) -> bool:
        """Whether this request is hit; counts it."""
        if not re.search(self.path, path):
            return False
        number, self.seen = self.seen, self.seen + 1
        return self.after <= number < self.after + self.times


@dataclass
class Faults:
    """The plan, in order; the first fault that strikes is the one that happens. `requests` counts all that came."""

    planned: list[Fault] = field(default_factory=list)
    requests: int = 0

    def plan(self, kind: str, **details: Any) -> Fault:
        if kind not in KINDS:
            raise ValueError(f"There is no fault {kind!r}. There are: {', '.join(KINDS)}.")
        self.planned.append(Fault(kind, **details))
        return self.planned[-1]

    def clear(self) -> None:
        self.planned.clear()

    def strike(self, path: str) -> Fault | None:
        self.requests += 1
        return next((fault for fault in self.planned if fault.strikes(path)), None)


class Faulty:
    """An application whose answers go wrong as planned, and whose Date header is the firm's clock."""

    def __init__(self, app: ASGIApp, faults: Faults, shown: Any, errors: dict[int, bytes]) -> None:
        self._app, self._faults, self._shown, self._errors = app, faults, shown, errors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/_simulator"):
            await self._app(scope, receive, send)
            return
        fault = self._faults.strike(scope["path"])
        dated = self._dated(send, fault)
        if fault is None or fault.kind == "skewed":
            await self._app(scope, receive, dated)
        elif fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
            await self._app(scope, receive, dated)
        elif fault.kind in ("cut", "truncated"):
            await self._app(scope, receive, _shortened(dated, cut=fault.kind == "cut"))
        else:
            await self._refuse(fault, dated)

    def _dated(self, send: Send, fault: Fault | None) -> Send:
        async def with_date(message: Message) -> None:
            if message["type"] == "http.response.start":
                now = self._shown.now()
                if fault is not None and fault.kind == "skewed":
                    now += timedelta(seconds=fault.seconds)
                stamp = now.strftime("%a, %d %b %Y %H:%M:%S GMT").encode()
                message = {**message, "headers": [*message.get("headers", []), (b"date", stamp)]}
            await send(message)

        return with_date

    async def _refuse(self, fault: Fault, send: Send) -> None:
        status = {
            "unauthorized": 401, "throttled": 429, "throttled_silently": 429, "server_error": 500, "unavailable": 503,
            "forbidden": 403,
        }[fault.kind]  # fmt: skip
        body = self._errors.get(status, b"{}")
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        if fault.kind in ("throttled", "unavailable"):
            headers.append((b"retry-after", str(int(fault.seconds)).encode()))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _shortened(send: Send, *, cut: bool) -> Send:
    """Half of the first portion of the body: the connection then ends (cut), or the answer claims to be whole."""
    start: list[Message] = []

    async def shortened(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.append(message)
            return
        half = message.get("body", b"")[: len(message.get("body", b"")) // 2]
        if start:
            headers = start[0]["headers"]
            if not cut:
                headers = [pair for pair in headers if pair[0].lower() != b"content-length"]
                headers.append((b"content-length", str(len(half)).encode()))
            await send({**start.pop(), "headers": headers})
            await send({"type": "http.response.body", "body": half, "more_body": cut})
            if cut:
                raise ConnectionResetError("the fault cuts the connection here")

    return shortened
