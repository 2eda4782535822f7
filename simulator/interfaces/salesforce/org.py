"""The organisation behind the interface: who is signed in, how many requests were used, what a user may not see."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from itertools import count
from time import monotonic

import polars as pl
from starlette.requests import Request

from simulator.interfaces.salesforce.errors import limit_exceeded, session_invalid
from simulator.interfaces.shown import Shown

ORGANISATION = "00D000000000001"
INTEGRATION_USER = "005000000009999"
VERSIONS = ("58.0", "59.0", "60.0", "61.0", "62.0", "63.0")
SESSION_SECONDS = 7200.0
REQUESTS_A_DAY = 1_000_000
LONGEST_PAGE = 2_000


@dataclass(frozen=True)
class Result:
    """What a query found, kept to be paged through."""

    entity: str
    rows: pl.DataFrame


@dataclass
class Org:
    """What the routes share. `withheld` names objects, and fields as `Object.Field`, that permissions do not give."""

    shown: Shown
    requests_max: int = REQUESTS_A_DAY
    requests_used: int = 0
    longest_page: int = LONGEST_PAGE
    withheld: frozenset[str] = frozenset()
    sessions: dict[str, float] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)
    results: dict[str, Result] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def sign_in(self, user: str) -> str:
        """A new session's token."""
        token = f"{ORGANISATION}!{secrets.token_urlsafe(48)}"
        self.sessions[token] = monotonic() + SESSION_SECONDS
        self.users[token] = user
        return token

    def admit(self, request: Request) -> str:
        """Refuse a request without a running session, or past the day's requests; count it, and tell whose it is."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() not in ("bearer", "oauth") or self.sessions.get(token, 0.0) < monotonic():
            raise session_invalid()
        if self.requests_used >= self.requests_max:
            raise limit_exceeded()
        self.requests_used += 1
        return self.users[token]

    def usage(self) -> str:
        return f"api-usage={self.requests_used}/{self.requests_max}"

    def tables(self) -> dict[str, pl.DataFrame]:
        """The tables as this user sees them."""
        seen = {}
        for name, table in self.shown.tables.items():
            if name not in self.withheld:
                seen[name] = table.drop([column for column in table.columns if f"{name}.{column}" in self.withheld])
        return seen

    def keep(self, result: Result) -> str:
        """Keep a query's result; the oldest of fifty goes."""
        name = f"0r8{next(self._numbers):012d}"
        self.results[name] = result
        while len(self.results) > 50:
            self.results.pop(next(iter(self.results)))
        return name
