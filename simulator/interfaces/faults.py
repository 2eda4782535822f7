"""Faults on demand: what goes wrong between a client and a vendor's interface, planned request by request."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import unquote_plus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulator.interfaces.altered_answers import altered, with_count

REFUSALS = {
    "unauthorized": 401,
    "throttled": 429,
    "throttled_silently": 429,
    "server_error": 500,
    "unavailable": 503,
    "forbidden": 403,
}
ALTERED = ("reordered", "duplicated", "new_column", "changed_type")
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
    "repeated",  # the page before is handed out again, in place of the one that was asked for
    "reordered",  # the records of the answer come in the opposite order
    "duplicated",  # each record of the answer stands in it twice
    "new_column",  # each record of the answer has a column more
    "changed_type",  # a value of `column` is no number any more, but words
)


@dataclass(frozen=True)
class Asked:
    """A request: its path, and the words of its query string and body."""

    path: str
    words: str = ""


@dataclass
class Fault:
    """One planned fault: which kind, on which paths, from which matching request on (0 the first), how many times.

    `asked` narrows it to requests whose query string or body has this in it.
    """

    kind: str
    path: str = ".*"
    asked: str = ""
    after: int = 0
    times: int = 1
    seconds: float = 1.0
    column: str = ""
    seen: int = 0
    before: list[Message] = field(default_factory=list)

    def meets(self, request: Asked) -> bool:
        """Whether a request is one of those that are meant."""
        return bool(re.search(self.path, request.path) and re.search(self.asked, request.words))

    def strikes(self, request: Asked) -> bool:
        """Whether this request is hit; counts it."""
        if not self.meets(request):
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

    def strike(self, request: Asked) -> Fault | None:
        self.requests += 1
        return next((fault for fault in self.planned if fault.strikes(request)), None)

    def remembering(self, request: Asked) -> list[Fault]:
        """The faults that will hand out the answer to this request again."""
        return [fault for fault in self.planned if fault.kind == "repeated" and fault.meets(request)]


class Faulty:
    """An application whose answers go wrong as planned, and whose Date header is the firm's clock."""

    def __init__(self, app: ASGIApp, faults: Faults, shown: Any, errors: dict[int, bytes]) -> None:
        self._app, self._faults, self._shown, self._errors = app, faults, shown, errors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/_simulator"):
            await self._app(scope, receive, send)
            return
        body, receive = await _read(receive)
        words = unquote_plus(scope["query_string"].decode()) + body.decode(errors="replace")
        request = Asked(scope["path"], words)
        fault = self._faults.strike(request)
        # asked before any waiting: a late answer is not one that a fault planned meanwhile hands out again
        remembering = self._faults.remembering(request)
        dated = self._dated(send, fault)
        kind = fault.kind if fault else ""
        if fault is not None and kind in REFUSALS:
            await self._refuse(fault, dated)
        elif fault is not None and kind == "repeated" and fault.before:
            for message in fault.before:
                await dated(message)
        elif fault is not None and kind in ALTERED:
            await self._app(scope, receive, _gathered(dated, partial(_alter, fault)))
        elif kind in ("cut", "truncated"):
            await self._app(scope, receive, _shortened(dated, cut=kind == "cut"))
        else:
            if fault is not None and kind == "slow":
                await asyncio.sleep(fault.seconds)
            await self._app(scope, receive, _kept(dated, remembering))

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
        status = REFUSALS[fault.kind]
        body = self._errors.get(status, b"{}")
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        if fault.kind in ("throttled", "unavailable"):
            headers.append((b"retry-after", str(int(fault.seconds)).encode()))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


async def _read(receive: Receive) -> tuple[bytes, Receive]:
    """The body of a request, and a way to receive it once more."""
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return body, again


def _kept(send: Send, faults: list[Fault]) -> Send:
    """Each of these faults keeps the answer, to hand it out again."""
    if not faults:
        return send

    async def keeping(message: Message) -> None:
        for fault in faults:
            if message["type"] == "http.response.start":
                fault.before.clear()
            fault.before.append(message)
        await send(message)

    return keeping


def _gathered(send: Send, change: Callable[[Message, bytes], tuple[Message, bytes]]) -> Send:
    """The answer is sent when all of it is there, changed."""
    start: list[Message] = []
    parts: list[bytes] = []

    async def gathering(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.append(message)
            return
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            changed, body = change(start.pop(), b"".join(parts))
            await send(changed)
            await send({"type": "http.response.body", "body": body})

    return gathering


def _alter(fault: Fault, start: Message, body: bytes) -> tuple[Message, bytes]:
    """An answer with its records altered; one that tells an error stays as it is."""
    if start["status"] >= 300:
        return start, body
    body = altered(fault.kind, body, fault.column)
    headers = [pair for pair in with_count(fault.kind, start["headers"]) if pair[0].lower() != b"content-length"]
    return {**start, "headers": [*headers, (b"content-length", str(len(body)).encode())]}, body


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
