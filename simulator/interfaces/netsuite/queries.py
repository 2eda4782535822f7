"""The query service: `POST /services/rest/query/v1/suiteql`, a page of a query's rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from simulator.interfaces.netsuite.answers import Refusal
from simulator.interfaces.netsuite.role import Role
from simulator.interfaces.netsuite.sign_in import SignIn
from simulator.interfaces.netsuite.suiteql import Found, run
from simulator.interfaces.shown import Shown
from simulator.systems.netsuite.account import ZONE_INFO

PATH = "/services/rest/query/v1/suiteql"
MOST_A_PAGE = 1000
MOST_AT_ONCE = 5


def add_queries(api: FastAPI, shown: Shown, sign_in: SignIn, role: Role) -> None:
    running = [0]

    def found(query: str, limit: int, offset: int) -> Found:
        seen = {name: role.sees(name, rows) for name, rows in shown.tables.items()}
        tables = {name: rows for name, rows in seen.items() if rows is not None}
        return run(query, tables, shown.now().astimezone(ZONE_INFO).replace(tzinfo=None), limit, offset)

    @api.post(PATH)
    async def suiteql(request: Request) -> Response:
        running[0] += 1
        try:
            if running[0] > MOST_AT_ONCE:
                raise Refusal(429)
            sign_in.check(request)
            limit, offset = _page(request.query_params)
            query = _query(request.headers.get("prefer", ""), await request.body())
            answer = await run_in_threadpool(found, query, limit, offset)
            return _answer(answer, limit, offset, str(request.url.replace(query=None)))
        except Refusal as refusal:
            return refusal.response()
        finally:
            running[0] -= 1


def _query(prefer: str, body: bytes) -> str:
    if "transient" not in prefer.lower():
        raise Refusal(400, detail="The required request header 'Prefer' is missing or is not 'transient'.")
    try:
        query = orjson.loads(body)["q"]
    except (ValueError, TypeError, KeyError):
        raise Refusal(400, "INVALID_CONTENT", "The request body must be JSON with the query as 'q'.") from None
    return str(query)


def _page(asked: Mapping[str, str]) -> tuple[int, int]:
    try:
        limit, offset = int(asked.get("limit", MOST_A_PAGE)), int(asked.get("offset", 0))
    except ValueError:
        raise Refusal(400, detail="Limit and offset must be numbers.") from None
    if not 1 <= limit <= MOST_A_PAGE:
        raise Refusal(400, detail=f"Invalid limit value. It must be between 1 and {MOST_A_PAGE}.")
    if offset < 0 or offset % limit:
        raise Refusal(400, detail="Invalid offset value. It must be divisible by the limit.")
    return limit, offset


def _answer(found: Found, limit: int, offset: int, address: str) -> Response:
    more = found.total > offset + limit
    links = [{"rel": "self", "href": f"{address}?limit={limit}&offset={offset}"}]
    if more:
        links.append({"rel": "next", "href": f"{address}?limit={limit}&offset={offset + limit}"})
    items: list[dict[str, Any]] = [
        {"links": [], **{name: value for name, value in row.items() if value is not None}}
        for row in found.page.to_dicts()
    ]
    body = {
        "links": links, "count": len(items), "hasMore": more, "items": items, "offset": offset,
        "totalResults": found.total,
    }  # fmt: skip
    return Response(orjson.dumps(body), media_type="application/vnd.oracle.resource+json; type=collection")
