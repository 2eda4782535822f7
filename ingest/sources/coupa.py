"""Coupa: purchases of subcontractors and pass-through services, from the requisition to the paid supplier invoice.

A purchase is named by its requisition, which is there first; orders and supplier invoices lead back to it. Fifty
records come a page, so each page asks for the ids after the last one, within a window of `updated-at` that is fixed:
a record that changes meanwhile leaves the window and comes with the next pull.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from itertools import pairwise
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, Field

from core.errors import Refused
from core.secret import Secret
from eventlog.record_stream import Stream
from ingest.authentication import OAuth2, client_credentials
from ingest.http import Http, Verdict
from ingest.http_answer import Answer
from ingest.source import Missing, Page, Source, Window
from ingest.sources._coupa_records import STREAMS, YIELDS

SOURCE = Source("coupa", "Coupa", "purchases, orders and supplier invoices, with their approvals", STREAMS, YIELDS)
SCOPES = ("requisition", "purchase_order", "invoice", "approval", "supplier")
A_PAGE = 50
# Objects and lists within a record, of which nothing stands where they are empty; failures are a stream of their own.
NESTED = ("supplier", "requested-by", "approver", "order-header", "requisition-header", "tolerance-failures")
# What is lost where a stream may not be read.
COSTS = {
    "suppliers": "suppliers go without their status",
    "requisitions": "purchases are not known before they are ordered",
    "purchase_orders": "orders are not known, and supplier invoices stand without a purchase",
    "invoices": "supplier invoices are not known",
    "tolerance_failures": "supplier invoices that do not match their order are not known",
    "approvals": "who approved a purchase or a supplier invoice, and when, is not known",
}


class Settings(BaseModel):
    """`[sources.NAME]` of a Coupa instance."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(description="such as https://FIRM.coupahost.com")
    client_id: str = Field(description="of an OpenID Connect client with the grant type client credentials")
    client_secret: Secret
    project_field: str = Field("project-code", description="the custom field that holds the project's code")
    entity_field: str = Field("legal-entity", description="the custom field that holds the legal entity")
    matched_field: str = Field("matched-at", description="the custom field of invoices that says when they matched")
    billing_field: str = Field(
        "billing-event",
        description="the custom field of invoices that holds the PSA's billing event they are passed on by",
    )
    role_field: str = Field("approver-role", description="the custom field of approvals that says in which role")


def connect(settings: Settings, http: Http) -> "Coupa":
    """A connection; Coupa is asked when it is first used."""
    url = settings.url.rstrip("/")
    scope = " ".join(f"core.{name}.read" for name in SCOPES)
    grant = client_credentials(settings.client_id, settings.client_secret, scope=scope)
    auth = OAuth2(http.at(f"{url}/oauth2/token"), grant)
    own_fields = {
        f"custom-fields.{theirs}": f"custom-fields.{ours}"
        for theirs, ours in (
            (settings.project_field, "project-code"),
            (settings.entity_field, "legal-entity"),
            (settings.matched_field, "matched-at"),
            (settings.billing_field, "billing-event"),
            (settings.role_field, "approver-role"),
        )
    }
    return Coupa(http.at(f"{url}/api", auth=auth, judge=_judge), own_fields)


def _judge(answer: Answer) -> Verdict | None:
    """A search without a hit answers 404."""
    return "fine" if answer.status == 404 and b"No Results" in answer.body else None


class Coupa:
    """An open way to one instance. `own_fields` are the firm's names of custom fields, and ours for them."""

    def __init__(self, api: Http, own_fields: Mapping[str, str]) -> None:
        self._api, self._own_fields = api, own_fields

    def now(self) -> datetime:
        with suppress(Refused):  # the clock is told by any answer
            self._found("requisitions", {"limit": 1})
        return self._api.clock()

    def probe(self) -> list[Missing]:
        missing = []
        for stream in STREAMS:
            try:
                found = self._found(_resource(stream), {"limit": 1})
            except Refused:
                scope = f"the scope core.{_resource(stream).removesuffix('s')}.read for the client"
                missing.append(Missing(f"the records of {stream.name}", COSTS[stream.name], scope, stream.name))
                continue
            if stream.name == "requisitions" and found and "custom-fields.project-code" not in self._flat(found[0]):
                costs = "purchases cannot be tied to projects"
                ask = "a custom field with the project's code on requisitions, named as project_field in firm.toml"
                missing.append(Missing("the project of a purchase", costs, ask, stream.name))
        return missing

    def read(self, stream: Stream, window: Window) -> Iterator[Page]:
        within = {"updated_at[lt_or_eq]": _text(window.until)}
        if window.after:
            within["updated_at[gt_or_eq]"] = _text(window.after)
        for found in self._pages(_resource(stream), within):
            yield Page(self._records(stream, found))

    def keys(self, stream: Stream) -> Iterator[Page] | None:
        """Nobody tells what was deleted."""
        nested = ["tolerance-failures"] if stream.name == "tolerance_failures" else []
        only = {"fields": orjson.dumps(["id", *nested]).decode()}
        for_keys = self._pages(_resource(stream), only)
        return (Page([{"id": record["id"]} for record in self._records(stream, found)]) for found in for_keys)

    def close(self) -> None:
        self._api.close()

    def _pages(self, resource: str, within: Mapping[str, str]) -> Iterator[list[dict[str, Any]]]:
        last = 0
        while True:
            asked = {**within, "id[gt]": last, "order_by": "id", "limit": A_PAGE}
            found = self._api.read("GET", resource, _in_order, params=asked)
            yield found
            if len(found) < A_PAGE:
                return
            last = found[-1]["id"]

    def _found(self, resource: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        return self._api.read("GET", resource, _records_of, params=parameters)

    def _records(self, stream: Stream, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if stream.name != "tolerance_failures":
            return [self._flat(record) for record in found]
        return [
            {**failure, "invoice-id": invoice["id"]} for invoice in found for failure in invoice["tolerance-failures"]
        ]

    def _flat(self, record: Mapping[str, Any], before: str = "") -> dict[str, Any]:
        """A record whose nested objects stand as columns: `supplier.name`."""
        columns: dict[str, Any] = {}
        for name, value in record.items():
            full = before + name
            if isinstance(value, dict):
                columns |= self._flat(value, f"{full}.")
            elif full not in NESTED:
                columns[self._own_fields.get(full, full)] = value
        return columns


def _records_of(answer: Answer) -> list[dict[str, Any]]:
    """The records of an answer, which has none where a search found nothing."""
    found = answer.json()
    return found if isinstance(found, list) else []


def _in_order(answer: Answer) -> list[dict[str, Any]]:
    """A page by rising ids; a ValueError if it is not, because the next page begins after the last of this one."""
    found = _records_of(answer)
    if any(one["id"] > other["id"] for one, other in pairwise(found)):
        raise ValueError("its records are not in the order asked for")
    return found


def _resource(stream: Stream) -> str:
    return "invoices" if stream.name == "tolerance_failures" else stream.name


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
