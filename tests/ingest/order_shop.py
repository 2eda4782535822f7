"""A shop's interface with orders that change, and the connector that reads it: small, and like the vendors' in kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict

from core.workspace import Workspace
from eventlog.landed import landed_runs
from eventlog.record_mapping import ObjectsOf, RecordMapping
from eventlog.record_stream import Stream
from ingest.connectors import Connector
from ingest.http import Http
from ingest.source import Missing, Page, Source, Window
from ingest.source_settings import CommonSettings, ConfiguredSource
from tests.ingest.small_server import SmallServer

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
QUICK = {"timeout": 2, "attempts": 3, "patience": 5, "first_wait": 0.01, "longest_wait": 0.02}
ORDERS = Stream("Order/Line", ("id",), {"id": "text", "changed": "instant", "amount": "number"}, cursor="changed")
NOTES = Stream("notes", ("id",), {"id": "text", "text": "text"})
SHOP = Source("shop", "Shop", "orders", (ORDERS, NOTES), RecordMapping(objects=(ObjectsOf("order", "notes", "r.id"),)))


class Shop:
    """Its records, its interface and its quirks."""

    def __init__(self, orders: int = 0) -> None:
        self.orders: dict[str, dict[str, Any]] = {}
        self.notes: dict[str, dict[str, Any]] = {}
        self.page_size, self.repeat, self.endless, self.backwards = 10, False, False, False
        self.asked: list[str | None] = []
        for number in range(orders):
            self.order(number, START + timedelta(minutes=number), amount=number / 4)

    def order(self, number: int, changed: datetime, **more: Any) -> None:
        self.orders[f"O-{number}"] = {"id": f"O-{number}", "changed": changed.isoformat(), **more}

    def page(self, after: str | None, until: str, offset: int) -> dict[str, Any]:
        rows = [row for row in self.orders.values() if (after or "") < row["changed"] <= until]
        rows.sort(key=lambda row: row["changed"], reverse=self.backwards)
        page = rows[offset : offset + self.page_size]
        more = self.endless or offset + self.page_size < len(rows)
        return {"rows": page, "next": offset if self.endless else offset + self.page_size if more else None}

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/orders")
        async def orders(until: str, after: str | None = None, offset: int = 0) -> dict[str, Any]:
            self.asked.append(after)
            return self.page(after, until, offset)

        @app.get("/notes")
        async def notes() -> list[dict[str, Any]]:
            return list(self.notes.values())

        @app.get("/keys")
        async def keys() -> list[str]:
            return list(self.orders)

        return app


class ShopSettings(BaseModel):
    model_config = ConfigDict(extra="forbid")
    url: str


class ShopConnection:
    def __init__(self, http: Http, shop: Shop) -> None:
        self._http, self._shop = http, shop
        self.sweeps = True

    def now(self) -> datetime:
        return self._http.clock()

    def probe(self) -> list[Missing]:
        self._http.get("keys")
        return [Missing("change log", "times of changes are guessed", "turn it on", "notes")]

    def read(self, stream: Stream, window: Window) -> Iterator[Page]:
        if stream is NOTES:
            yield Page(self._http.get("notes"))
            return
        params = {"until": window.until.isoformat(), "offset": 0}
        if window.after:
            params["after"] = window.after.isoformat()
        while True:
            answer = self._http.get("orders", params=params)
            yield Page(answer["rows"])
            if self._shop.repeat:
                yield Page(list(reversed(answer["rows"])))
            if answer["next"] is None:
                return
            params["offset"] = answer["next"]

    def keys(self, stream: Stream) -> Iterator[Page] | None:
        if stream is NOTES or not self.sweeps:
            return None
        return iter([Page([{"id": key} for key in self._http.get("keys")])])

    def close(self) -> None:
        pass


def configured(server: SmallServer, shop: Shop, **common: Any) -> ConfiguredSource:
    """The shop as a source that firm.toml might name."""
    module = SimpleNamespace(
        Settings=ShopSettings, SOURCE=SHOP,
        connect=lambda settings, http: ShopConnection(http.at(settings.url), shop),
    )  # fmt: skip
    settings = CommonSettings.model_validate({"connector": "shop", "http": QUICK, **common})
    return ConfiguredSource("shop", settings, ShopSettings(url=server.url), Connector("shop", module), SHOP)


def landed(workspace: Workspace, stream: str) -> list[dict[str, Any]]:
    """Every row that stands of a stream, oldest first, without our numbers."""
    import pyarrow.parquet as pq

    files = [path for run in landed_runs(workspace) if (path := run.stream(stream))]
    return [
        {name: value for name, value in row.items() if name not in ("_key", "_content") and value is not None}
        for path in files
        for row in pq.read_table(path).to_pylist()
    ]
