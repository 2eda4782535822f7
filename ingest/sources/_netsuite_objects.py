"""The objects that NetSuite's records are or mention, and how they relate."""

from eventlog.record_mapping import ChangesOf, LinksOf, Lookup, ObjectsOf, Role
from ingest.sources._netsuite_events import BILLING_EVENT, SUBSIDIARY, TIMESHEET, close_of

CUSTOMER = {"c": Lookup("customer", "r.customer")}
BILLED = {"c": Lookup("customer", "r.entity")}
ASKED = {"a": Lookup("employee", "r.nextapprover")}
LINE_OF = {"t": Lookup("transaction", "r.transaction")}
# what a line of an invoice passes on stands in another system
CONCUR_ENTRY, COUPA_INVOICE = "'concur/' || r.custcol_concur_entry", "'coupa/' || r.custcol_coupa_invoice"
LINE = "r.transaction || '/' || r.uniquekey"
ENTITY_OF = {"entity": "coalesce(s.externalid, s.name)"}
NET = "round(r.foreigntotal - coalesce(r.taxtotal, 0), 2)"


def _transaction(object_type: str, kind: str, **more: str) -> ObjectsOf:
    return ObjectsOf(
        object_type, "transaction", "r.id",
        attributes={"number": "r.tranid", "amount": NET, "currency": "r.currency", **ENTITY_OF, **more},
        # a dispute in the CRM names an invoice by its number
        keys={"number": "r.tranid"} if object_type == "invoice" else {},
        since="r.createddate", where=f"r.type = '{kind}'",
        lookups={**SUBSIDIARY, **(BILLED | ASKED if "client" in more else {})},
    )  # fmt: skip


OBJECTS = (
    ObjectsOf(
        "legal_entity", "subsidiary", "r.id",
        attributes={"name": "r.name", "entity": "coalesce(r.externalid, r.name)", "region": "r.custrecord_region",
                    "currency": "r.currency", "zone": "r.custrecord_zone"},
        keys={"slug": "r.externalid", "name": "r.name"},
    ),
    ObjectsOf(
        "client", "customer", "r.id",
        attributes={"name": "r.companyname", "client": "r.companyname", "industry": "r.category",
                    "country": "r.defaulttaxcountry", **ENTITY_OF},
        keys={"crm_id": "r.externalid", "tax_number": "r.vatregnumber", "name": "r.companyname"},
        since="r.datecreated", lookups=SUBSIDIARY,
    ),
    ObjectsOf(
        "project", "job", "r.id",
        attributes={"name": "r.companyname", "project": "r.companyname", "code": "r.entityid",
                    "currency": "r.currency", "billing_type": "r.jobbillingtype", "client": "c.companyname",
                    "status": "r.entitystatus", "practice": "r.custentity_practice",
                    "service_line": "r.custentity_service_line", "project_manager": "m.entityid",
                    "region": "s.custrecord_region", **ENTITY_OF},
        keys={"psa_id": "r.externalid", "code": "r.entityid"},
        since="r.datecreated", lookups={**SUBSIDIARY, **CUSTOMER, "m": Lookup("employee", "r.projectmanager")},
    ),
    ObjectsOf("contract", "job", "r.custentity_contract", keys={"number": "r.custentity_contract"}),
    ObjectsOf(
        "resource", "employee", "r.id",
        attributes={"name": "r.entityid", "keeps_time": "r.isjobresource = 'T'", **ENTITY_OF},
        keys={"email": "lower(r.email)"}, lookups=SUBSIDIARY,
    ),
    ObjectsOf("timesheet", "timebill", TIMESHEET, keys={"psa_id": TIMESHEET}),
    ObjectsOf(
        "expense_report", "transaction", "r.id", keys={"concur_id": "r.custbody_concur_report"},
        where="r.type = 'ExpRept'",
    ),
    *(
        ObjectsOf("billing_event", stream, BILLING_EVENT, keys={"psa_id": BILLING_EVENT})
        for stream in ("timebill", "transactionline")
    ),
    _transaction(
        "invoice", "CustInvc", client="c.companyname", tax="r.taxtotal", due_on="r.duedate", pending_role="a.title",
        po_number="r.otherrefnum",
    ),
    ObjectsOf(
        "invoice_line", "transactionline", LINE,
        attributes={"kind": "r.custcol_billing_kind", "amount": "r.foreignamount", "currency": "t.currency",
                    "hours": "r.quantity", "item": "r.item", "tax_code": "r.taxcode"},
        where="t.type = 'CustInvc'", lookups=LINE_OF,
    ),
    ObjectsOf("expense_line", "transactionline", CONCUR_ENTRY, keys={"concur_id": "r.custcol_concur_entry"}),
    ObjectsOf("vendor_invoice", "transactionline", COUPA_INVOICE, keys={"coupa_id": "r.custcol_coupa_invoice"}),
    ObjectsOf(
        "currency", "currencyrate", "r.transactioncurrency",
        attributes={"code": "r.transactioncurrency", "base": "r.basecurrency"}, keys={"code": "r.transactioncurrency"},
    ),
    _transaction("payment", "CustPymt"),
    _transaction("credit_memo", "CustCred", dispute="r.custbody_psa_dispute"),
    _transaction("journal", "Journal", manual="r.custbody_manual = 'T'"),
    ObjectsOf(
        "period_close", "accountingperiod", close_of("r"),
        attributes={"name": "r.periodname", "month": "strftime(r.startdate, '%Y-%m')", **ENTITY_OF}, lookups=SUBSIDIARY,
    ),
)  # fmt: skip


def _to(stream: str, source: Role, target: Role, where: str = "true") -> LinksOf:
    return LinksOf(stream, source, target, where)


def _of_entity(object_type: str, stream: str, where: str = "true") -> LinksOf:
    return _to(stream, Role(object_type, "r.id"), Role("legal_entity", "r.subsidiary", "of"), where)


PERIOD = {"p": Lookup("accountingperiod", "r.postingperiod")}
APPLIED = {"t": Lookup("transaction", "r.nextdoc")}

LINKS = (
    _of_entity("client", "customer"),
    _of_entity("project", "job"),
    _of_entity("resource", "employee"),
    _of_entity("invoice", "transaction", "r.type = 'CustInvc'"),
    _of_entity("payment", "transaction", "r.type = 'CustPymt'"),
    _of_entity("credit_memo", "transaction", "r.type = 'CustCred'"),
    _of_entity("journal", "transaction", "r.type = 'Journal'"),
    _to("accountingperiod", Role("period_close", close_of("r")), Role("legal_entity", "r.subsidiary", "of")),
    _to("job", Role("project", "r.id"), Role("client", "r.customer", "for")),
    _to("transaction", Role("invoice", "r.id"), Role("client", "r.entity", "to"), "r.type = 'CustInvc'"),
    LinksOf(
        "transaction", Role("journal", "r.id"), Role("period_close", close_of("p"), "in"), "r.type = 'Journal'",
        lookups=PERIOD,
    ),
    _to("transactionline", Role("invoice", "r.transaction"), Role("project", "r.entity", "for")),
    _to("transactionline", Role("invoice", "r.transaction"), Role("billing_event", BILLING_EVENT, "bills")),
    _to("transaction", Role("invoice", "r.id"), Role("invoice", "r.custbody_reissue_of", "reissues")),
    _to("job", Role("project", "r.id"), Role("contract", "r.custentity_contract", "under")),
    *(
        _to("transactionline", Role("invoice_line", LINE), target)
        for target in (
            Role("invoice", "r.transaction", "of"), Role("project", "r.entity", "for"),
            Role("billing_event", BILLING_EVENT, "bills"), Role("expense_line", CONCUR_ENTRY, "bills"),
            Role("vendor_invoice", COUPA_INVOICE, "bills"),
        )
    ),
    LinksOf(
        "previoustransactionlinelink", Role("payment", "r.nextdoc"), Role("invoice", "r.previousdoc", "settles"),
        "t.type = 'CustPymt'", lookups=APPLIED,
    ),
    LinksOf(
        "previoustransactionlinelink", Role("credit_memo", "r.nextdoc"), Role("invoice", "r.previousdoc", "corrects"),
        "t.type = 'CustCred'", lookups=APPLIED,
    ),
)  # fmt: skip

CHANGES = (
    # what one of a currency is worth in the base currency
    ChangesOf(
        "currency", "currencyrate", "r.transactioncurrency", "r.effectivedate::timestamp", {"rate": "r.exchangerate"},
    ),
    ChangesOf(
        "invoice", "systemnote", "r.recordid", "r.date", {"status": "r.newvalue"},
        where="r.recordtypeid = -30 and r.field in ('TRANDOC.KSTATUS', 'TRANDOC.KAPPROVALSTATUS')",
    ),
)  # fmt: skip
