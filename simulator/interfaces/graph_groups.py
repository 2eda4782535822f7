"""Groups as an application makes them: created, upserted by their unique name, looked up, and made into teams."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from itertools import count
from typing import Any

import polars as pl
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from simulator.interfaces import graph_written as written
from simulator.interfaces.graph_answers import Refusal, Row, known
from simulator.interfaces.shown import Shown

NEEDED = ("displayName", "mailEnabled", "mailNickname", "securityEnabled")
TAKEN = set('@()[]";:<>,\\ ')
LONGEST_NICKNAME = 64


class Groups:
    """What the directory knows of groups beside their records: unique names, owners, and who has no team yet."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown
        self._numbers = count(1)
        self._ids: dict[str, str] = {}
        self._owners: dict[str, list[str]] = {}
        self._without_team: set[str] = set()

    def as_object(self, row: Row) -> Row:
        shown = written.group(row)
        return {**shown, "resourceProvisioningOptions": []} if row["id"] in self._without_team else shown

    def found(self, column: str, value: str) -> list[Row]:
        rows = self._shown.tables["groups"].filter(pl.col(column) == value).to_dicts()
        return [self.as_object(row) for row in rows]

    def named(self, unique: str) -> Row | None:
        key = self._ids.get(unique)
        return self.found("id", key)[0] if key else None

    def create(self, given: Row, unique: str | None = None) -> Row:
        absent = [name for name in NEEDED if given.get(name) in (None, "")]
        if absent:
            raise _bad(f"A value is required for property '{absent[0]}' of resource 'Group'.")
        nickname = str(given["mailNickname"])
        if TAKEN & set(nickname) or not nickname.isascii() or len(nickname) > LONGEST_NICKNAME:
            raise _bad("Invalid value specified for property 'mailNickname' of resource 'Group'.")
        if self.found("mailNickname", nickname):
            raise _bad("Another object with the same value for property mailNickname already exists.")
        key = f"grp-8{next(self._numbers):09d}"
        row = {
            "id": key, "displayName": given["displayName"], "description": given.get("description"),
            "mailNickname": nickname, "createdDateTime": self._now(),
            "visibility": given.get("visibility", "Public"),
        }  # fmt: skip
        self._shown.create("groups", row)
        self._without_team.add(key)
        self._owners[key] = []
        for each in given.get("owners@odata.bind", []):
            self.add_owner(key, each)
        if unique:
            self._ids[unique] = key
        return self.found("id", key)[0]

    def add_owner(self, key: str, address: str) -> None:
        """An owner by the address of a user."""
        known(self.found("id", key), "Request_ResourceNotFound", f"Resource '{key}' does not exist.")
        self._owners.setdefault(key, []).append(address.rpartition("/")[2])

    def change(self, key: str, given: Row) -> None:
        values: Row = {name: given[name] for name in ("displayName", "description", "visibility") if name in given}
        if values:
            self._shown.change("groups", {"id": key}, values)

    def add_team(self, key: str) -> Row:
        known(self.found("id", key), "Request_ResourceNotFound", f"Resource '{key}' does not exist.")
        if key not in self._without_team:
            raise Refusal(409, "Conflict", "Team already exists for the group.")
        if not self._owners[key]:
            raise Refusal(400, "BadRequest", "Failed to execute request: the group must have at least one owner.")
        self._without_team.discard(key)
        (group,) = self.found("id", key)
        return {"id": key, **{name: group[name] for name in ("displayName", "description", "visibility")}}

    def _now(self) -> str:
        return self._shown.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def group_routes(groups: Groups, check: Callable[[Request], None]) -> APIRouter:
    """The routes of `/groups`, beside its delta query."""
    router = APIRouter(prefix="/v1.0/groups")

    @router.post("", status_code=201)
    async def create(request: Request) -> Row:
        check(request)
        return groups.create(await request.json())

    @router.get("(uniqueName='{unique}')")
    async def read_named(request: Request, unique: str) -> Row:
        check(request)
        found = groups.named(unique)
        if found is None:
            raise Refusal(404, "Request_ResourceNotFound", f"Resource '{unique}' does not exist.")
        return found

    @router.patch("(uniqueName='{unique}')")
    async def upsert(request: Request, unique: str) -> Response:
        """With `Prefer: create-if-missing` a group that is not there is made."""
        check(request)
        given: dict[str, Any] = await request.json()
        found = groups.named(unique)
        if found is not None:
            groups.change(found["id"], given)
            return Response(status_code=204)
        missing = "create-if-missing" not in request.headers.get("prefer", "")
        known(not missing, "Request_ResourceNotFound", f"Resource '{unique}' does not exist.")
        return JSONResponse(groups.create(given, unique), 201)

    @router.get("/{key}")
    async def read(request: Request, key: str) -> Row:
        check(request)
        found = groups.found("id", key)
        known(found, "Request_ResourceNotFound", f"Resource '{key}' does not exist.")
        return found[0]

    @router.post("/{key}/owners/$ref", status_code=204)
    async def add_owner(request: Request, key: str) -> Response:
        check(request)
        groups.add_owner(key, (await request.json())["@odata.id"])
        return Response(status_code=204)

    @router.put("/{key}/team", status_code=201)
    async def add_team(request: Request, key: str) -> Row:
        check(request)
        return groups.add_team(key)

    return router


def _bad(message: str) -> Refusal:
    return Refusal(400, "Request_BadRequest", message)
