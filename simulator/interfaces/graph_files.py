"""Microsoft Graph's files: what an item is, and its content by an address at another place.

`/content` answers 302 with an address that is signed in by itself for some minutes; whoever shows a token there as
well is turned away. `POST /_simulator/downloads` sets how long addresses live (`{"life": 0}`) and where they lead
(`{"place": "http://elsewhere"}`), and how many downloads to come are altered on the way (`{"altered": 1}`).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from time import monotonic
from typing import Any

import polars as pl
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from simulator.documents.signed import content
from simulator.interfaces import graph_written as written
from simulator.interfaces.graph_answers import Row, known
from simulator.interfaces.quick_xor import quick_xor
from simulator.interfaces.shown import Shown
from simulator.systems.graph import DRIVE

LIFE_S = 300.0
DOWNLOAD = "/_layouts/15/download.aspx"
ROOT: Row = {"id": "01ROOT", "name": "root", "root": {}, "folder": {"childCount": 0}}
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class Files:
    """The files of the library, and the addresses that were handed out for them."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown
        self._addresses: dict[str, tuple[str, float]] = {}
        self.life, self.place, self.altered = LIFE_S, "", 0

    def item(self, key: str) -> Row:
        """A file, or a folder, with its path, which delta queries leave out. Only who asks for one file is told the
        hash of its content: the vendor may have none before."""
        if key == ROOT["id"]:
            return ROOT
        items = self._shown.tables["driveItems"]
        for row in items.filter(pl.col("id") == key).iter_rows(named=True):
            shown = written.drive_item(row)
            path = {"path": written.encoded(row["path"])}
            file = {**shown["file"], "hashes": {"quickXorHash": quick_xor(self._written(row))}}
            above = {**shown["parentReference"], **path}
            return {**shown, "cTag": shown["eTag"], "parentReference": above, "file": file}
        inside = items.filter(pl.col("folderId") == key)
        known(inside.height, "itemNotFound", "The resource could not be found.")
        return written.folder(inside.row(0, named=True), ROOT["id"])

    def address(self, key: str, usual: str) -> str:
        """An address for the content of a file, good for some minutes."""
        known(key in self._shown.tables["driveItems"]["id"], "itemNotFound", "The resource could not be found.")
        token = secrets.token_urlsafe(48)
        self._addresses[token] = (key, monotonic() + self.life)
        return f"{self.place or usual}{DOWNLOAD}?UniqueId={key}&tempauth={token}"

    def content(self, token: str) -> tuple[bytes, str] | None:
        """What is at an address, and its type; None where the address is good no more."""
        key, ends = self._addresses.get(token, ("", 0.0))
        found = self._shown.tables["driveItems"].filter(pl.col("id") == key)
        if ends < monotonic() or found.is_empty():
            return None
        row = found.row(0, named=True)
        written_file = self._written(row)
        if self.altered:
            self.altered -= 1
            written_file = bytes([written_file[0] ^ 1]) + written_file[1:]
        return written_file, TYPES.get(row["name"].rpartition(".")[2], "application/octet-stream")

    def _written(self, row: Row) -> bytes:
        return content(self._shown.state, int(row["ContractNumber"]), row["name"])


def file_routes(api: FastAPI, files: Files, check: Callable[[Request], None]) -> APIRouter:
    """The routes of items and their content, and of the place where content lies."""
    router = APIRouter()

    @router.post("/_simulator/downloads")
    async def settle(request: Request) -> dict[str, Any]:
        told = await request.json()
        files.life, files.place, files.altered = told.get("life", LIFE_S), told.get("place", ""), told.get("altered", 0)
        return {"life": files.life, "place": files.place, "altered": files.altered}

    @router.get("/v1.0/drives/{drive}/items/{key}")
    async def item(request: Request, drive: str, key: str) -> Row:
        check(request)
        known(drive == DRIVE, "itemNotFound", "The resource could not be found.")
        return files.item(key)

    @router.get("/v1.0/drives/{drive}/items/{key}/content")
    async def hand_out(request: Request, drive: str, key: str) -> Response:
        check(request)
        known(drive == DRIVE, "itemNotFound", "The resource could not be found.")
        return RedirectResponse(files.address(key, api.state.files_url), 302)

    @router.get(DOWNLOAD)
    def download(request: Request) -> Response:
        found = files.content(request.query_params.get("tempauth", ""))
        if found is None or "authorization" in request.headers:
            return PlainTextResponse("401 UNAUTHORIZED", 401)
        return Response(found[0], media_type=found[1])

    return router
