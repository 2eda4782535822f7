"""The audit over HTTP, for auditors and administrators: its entries, and whether the chain holds."""

import asyncio
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query

from core.audit.reading import Wanted, entries, verified
from core.state import State


def router(state: State) -> APIRouter:
    routes = APIRouter(prefix="/audit", tags=["audit"])

    @routes.get("")
    async def listed(
        since: datetime | None = None, who: str = "", act: str = "", words: str = "",
        limit: Annotated[int, Query(ge=1, le=10_000)] = 200,
    ) -> list[dict[str, Any]]:  # fmt: skip
        """The entries, the newest first."""
        found = await asyncio.to_thread(entries, state, Wanted(since, who, act, words, limit))
        return [asdict(entry) for entry in found]

    @routes.get("/check")
    async def checked() -> dict[str, Any]:
        """Whether every entry stands as it was written; `fault` names the first that does not."""
        return asdict(await asyncio.to_thread(verified, state))

    return routes
