"""Coupa's streams, and what their records tell: purchases, supplier invoices, who asked, approved and paid, and when.

Nested objects are columns here: `supplier.name` is the name of the object `supplier`.
"""

from eventlog.record_mapping import EventsOf, LinksOf, Lookup, ObjectsOf, RecordMapping, Role
from eventlog.record_stream import Kind, Stream
from ingest.sources._currencies import KNOWN_CURRENCY

STAMPS: dict[str, Kind] = {"id": "integer", "created-at": "instant", "updated-at": "instant"}
PURCHASE: dict[str, Kind] = {
    **STAMPS, "status": "text", "total": "number", "currency.code": "text", "supplier.id": "integer",
    "supplier.name": "text", "requested-by.id": "integer", "requested-by.email": "text",
    "requested-by.fullname": "text", "custom-fields.project-code": "text", "custom-fields.legal-entity": "text",
}  # fmt: skip
KNOWN = {"unknown_master_data": KNOWN_CURRENCY.format('r."currency.code"')}
MONEY = {"worth": "r.total", "currency": 'r."currency.code"'}


def _stream(name: str, columns: dict[str, Kind], **more: object) -> Stream:
    return Stream(name, key=("id",), columns=columns, cursor="updated-at", version="updated-at", **more)  # type: ignore[arg-type]


STREAMS = (
    _stream("suppliers", {**STAMPS, "name": "text", "status": "text"}, required=("name",)),
    _stream(
        "requisitions", {**PURCHASE, "submitted-at": "instant"}, required=("total",), checks=KNOWN,
        references={"supplier.id": "suppliers"}, **MONEY,
    ),
    _stream(
        "purchase_orders",
        {**PURCHASE, "po-number": "text", "exported": "boolean", "requisition-header.id": "integer"},
        required=("po-number", "total"), checks=KNOWN, **MONEY,
        references={"supplier.id": "suppliers", "requisition-header.id": "requisitions"},
    ),
    _stream(
        "invoices",
        {**PURCHASE, "invoice-number": "text", "order-header.id": "integer", "paid": "boolean",
         "payment-date": "instant", "custom-fields.matched-at": "instant", "custom-fields.pass-through": "boolean",
         "custom-fields.billing-event": "text"},
        required=("invoice-number", "total"),
        checks={**KNOWN, "contradicting_times": 'r."payment-date" is null or r."payment-date" >= r."created-at"'},
        references={"supplier.id": "suppliers", "order-header.id": "purchase_orders"}, **MONEY,
    ),
    Stream(
        "tolerance_failures", key=("id",), cursor="updated-at", required=("created-at",),
        version="updated-at",
        columns={**STAMPS, "invoice-id": "integer", "code": "text", "resolved-at": "instant"},
        references={"invoice-id": "invoices"},
    ),
    _stream(
        "approvals",
        {**STAMPS, "approvable-type": "text", "approvable-id": "integer", "position": "integer", "status": "text",
         "approval-date": "instant", "approver.id": "integer", "approver.email": "text", "approver.fullname": "text",
         "custom-fields.approver-role": "text"},
        required=("approvable-type", "approvable-id"),
    ),
)  # fmt: skip

BILLING_EVENT = 'r."custom-fields.billing-event"'
PROJECT, ENTITY = 'r."custom-fields.project-code"', 'r."custom-fields.legal-entity"'
REQUISITION = "coalesce(r.\"requisition-header.id\"::varchar, 'order ' || r.id)"
PURCHASE_OF_INVOICE = "coalesce(o.\"requisition-header.id\"::varchar, 'order ' || o.id)"
ORDER = {"o": Lookup("purchase_orders", 'r."order-header.id"')}
ASKED = Role("resource", 'r."requested-by.id"', "by")
APPROVED = Role("resource", 'r."approver.id"', "by")
ABOUT = {
    "amount": "r.total", "currency": 'r."currency.code"', "supplier": 'r."supplier.name"', "entity": ENTITY,
}  # fmt: skip


def _person(stream: str, role: str) -> ObjectsOf:
    return ObjectsOf(
        "resource", stream, f'r."{role}.id"', attributes={"name": f'r."{role}.fullname"'},
        keys={"email": f'lower(r."{role}.email")'},
    )  # fmt: skip


def _pending(object_type: str, document: str) -> ObjectsOf:
    """What waits for an approval, since when and for whom."""
    return ObjectsOf(
        object_type, "approvals", 'r."approvable-id"',
        attributes={"pending_role": 'r."custom-fields.approver-role"', "pending_since": 'r."created-at"'},
        where=f"r.\"approvable-type\" = '{document}' and r.status = 'pending_approval'",
    )  # fmt: skip


def _decided(event: str, object_type: str, document: str, status: str, kind: str) -> EventsOf:
    return EventsOf(
        event, "approvals", 'r."approval-date"', (Role(object_type, 'r."approvable-id"'), APPROVED),
        by='r."approver.fullname"', where=f"r.\"approvable-type\" = '{document}' and r.status = '{status}'",
        attributes={
            "kind": f"'{kind}'", "approver_role": 'r."custom-fields.approver-role"', "asked_at": 'r."created-at"',
            "round": "r.position",
        },
    )  # fmt: skip


OBJECTS = (
    ObjectsOf(
        "purchase_order", "purchase_orders", REQUISITION,
        attributes={"number": 'r."po-number"', **ABOUT, "ordered": "true"},
    ),
    ObjectsOf("purchase_order", "requisitions", "r.id", attributes=ABOUT, since='r."created-at"'),
    ObjectsOf(
        "vendor_invoice", "invoices", "r.id", since='r."created-at"',
        attributes={"number": 'r."invoice-number"', **ABOUT, "pass_through": 'r."custom-fields.pass-through"'},
        keys={"coupa_id": "r.id"},
    ),
    _pending("purchase_order", "RequisitionHeader"),
    _pending("vendor_invoice", "InvoiceHeader"),
    *(ObjectsOf("project", name, PROJECT, keys={"code": PROJECT}) for name in ("requisitions", "invoices")),
    *(ObjectsOf("legal_entity", name, ENTITY, keys={"slug": ENTITY}) for name in ("requisitions", "invoices")),
    ObjectsOf("billing_event", "invoices", BILLING_EVENT, keys={"psa_id": BILLING_EVENT}),
    _person("requisitions", "requested-by"),
    _person("approvals", "approver"),
)  # fmt: skip

LINKS = (
    LinksOf("requisitions", Role("purchase_order", "r.id"), Role("project", PROJECT, "for")),
    LinksOf("requisitions", Role("purchase_order", "r.id"), Role("legal_entity", ENTITY, "of")),
    LinksOf(
        "invoices", Role("vendor_invoice", "r.id"), Role("purchase_order", PURCHASE_OF_INVOICE, "for"), lookups=ORDER
    ),
    LinksOf("invoices", Role("vendor_invoice", "r.id"), Role("legal_entity", ENTITY, "of")),
    LinksOf("invoices", Role("billing_event", BILLING_EVENT), Role("vendor_invoice", "r.id", "passes_on")),
)

EVENTS = (
    EventsOf(
        "purchase_requested", "requisitions", 'r."submitted-at"', (Role("purchase_order", "r.id"), ASKED),
        by='r."requested-by.fullname"',
    ),
    _decided("purchase_rejected", "purchase_order", "RequisitionHeader", "rejected", "purchase"),
    _decided("purchase_approved", "purchase_order", "RequisitionHeader", "approved", "purchase"),
    EventsOf("purchase_ordered", "purchase_orders", 'r."created-at"', (Role("purchase_order", REQUISITION),)),
    EventsOf("vendor_invoice_received", "invoices", 'r."created-at"', (Role("vendor_invoice", "r.id"),)),
    EventsOf(
        "vendor_invoice_mismatched", "tolerance_failures", 'r."created-at"',
        (Role("vendor_invoice", 'r."invoice-id"'),), attributes={"reason": "r.code"},
    ),
    EventsOf(
        "vendor_invoice_matched", "invoices", 'r."custom-fields.matched-at"', (Role("vendor_invoice", "r.id"),)
    ),
    _decided("vendor_invoice_rejected", "vendor_invoice", "InvoiceHeader", "rejected", "vendor_invoice"),
    _decided("vendor_invoice_approved", "vendor_invoice", "InvoiceHeader", "approved", "vendor_invoice"),
    EventsOf("vendor_invoice_paid", "invoices", 'r."payment-date"', (Role("vendor_invoice", "r.id"),), where="r.paid"),
)  # fmt: skip

YIELDS = RecordMapping(objects=OBJECTS, links=LINKS, events=EVENTS)
