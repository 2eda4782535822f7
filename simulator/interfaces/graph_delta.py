"""Microsoft Graph's delta queries: all there is by pages, then a link that brings what has changed since.

A round hands out `@odata.nextLink` until its last page, which has an `@odata.deltaLink` instead. A link of a round that
is not known here, or older than a month, is answered 410: the client starts over. `endless` makes rounds go on for
ever with the same items, as has been seen.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import Request

LONGEST_LIFE = timedelta(days=30)
SKIP, DELTA = "$skiptoken", "$deltatoken"
Items = Mapping[str, dict[str, Any]]
Removed = Callable[[str], dict[str, Any]]


class Gone(Exception):
    """The link leads nowhere any more; `restart` is where to begin again."""

    def __init__(self, restart: str) -> None:
        super().__init__(restart)
        self.restart = restart


@dataclass(frozen=True)
class Round:
    """What one delta query brings, and all that there was when it began."""

    path: str
    began: datetime
    items: list[dict[str, Any]]
    all_items: Items
    asked: Mapping[str, str]


class DeltaFeed:
    """All rounds that clients have begun, by the token of the round."""

    def __init__(self) -> None:
        self._rounds: dict[str, Round] = {}
        self.endless = False
        self.longest_page: int | None = None

    def page(
        self, request: Request, now: datetime, current: Callable[[], Items], removed: Removed, usual: int
    ) -> dict[str, Any]:
        """The page that a request asks for.

        `current` gives all items as now, `removed` writes one that is gone, `usual` is the size of a page.
        """
        asked = dict(request.query_params)
        token, _, offset = asked.get(SKIP, "").partition("-")
        if not token:
            before = self._known(asked[DELTA], request, now) if DELTA in asked else None
            kept = before.asked if before else {name: value for name, value in asked.items() if name != DELTA}
            items = current()
            changed = _changed(items, before.all_items if before else {}, removed)
            token, offset = secrets.token_hex(16), "0"
            self._rounds[token] = Round(request.url.path, now, changed, items, kept)
        this, start = self._known(token, request, now), int(offset)
        end = start + min(self.longest_page or usual, _preferred(request) or int(this.asked.get("$top", usual)))
        if self.endless:
            return {"value": this.items[start:end], "@odata.nextLink": _link(request, {SKIP: f"{token}-{start}"})}
        onward = {SKIP: f"{token}-{end}"} if end < len(this.items) else {DELTA: token}
        name = "@odata.nextLink" if SKIP in onward else "@odata.deltaLink"
        return {"value": this.items[start:end], name: _link(request, onward)}

    def begun_with(self, request: Request) -> Mapping[str, str]:
        """The parameters that the round was begun with: links do not repeat them."""
        token = request.query_params.get(SKIP, "").partition("-")[0] or request.query_params.get(DELTA, "")
        known = self._rounds.get(token)
        return known.asked if known else dict(request.query_params)

    def _known(self, token: str, request: Request, now: datetime) -> Round:
        known = self._rounds.get(token)
        if known is None or known.path != request.url.path or abs(now - known.began) > LONGEST_LIFE:
            raise Gone(_link(request, {}))
        return known


def _changed(current: Items, before: Items, removed: Removed) -> list[dict[str, Any]]:
    changed = [item for key, item in current.items() if before.get(key) != item]
    return changed + [removed(key) for key in before if key not in current]


def _preferred(request: Request) -> int | None:
    _, _, size = request.headers.get("prefer", "").partition("odata.maxpagesize=")
    return int(size) if size.isdecimal() else None


def _link(request: Request, query: Mapping[str, str]) -> str:
    place = str(request.url.replace(query=""))
    return f"{place}?{urlencode(query)}" if query else place
