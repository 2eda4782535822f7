"""The objects that Tryton's records are or mention, how they relate, and what their histories tell of them."""

from eventlog.record_mapping import ChangesOf, LinksOf, Lookup, ObjectsOf, RecordMapping, Role
from ingest.sources._tryton_events import EVENTS, OBSERVED
from ingest.sources._tryton_roles import (
    COMPANY,
    CURRENCY,
    INVOICE,
    OPPORTUNITY,
    PARTY,
    PAYMENT,
    PERSON,
    SALE_OF_LINE,
    TIMESHEET,
    WORK,
    client,
    entity,
    is_credit,
    is_sent_one,
    project,
    root,
)
from ingest.sources._tryton_streams import PAYMENTS

MONEY = {"currency": "c.code", "entity": "ep.name"}


def _client(stream: str, where: str = "true") -> ObjectsOf:
    """Any party may be anything; a client is one that something is sold to."""
    return ObjectsOf(
        "client", stream, "'party.party,' || r.party", attributes={"name": "p.name", "client": "p.name"},
        keys={"code": "p.code", "name": "p.name"}, since="p.create_date", where=where, lookups=PARTY,
    )  # fmt: skip


def _document(object_type: str, stream: str, model: str, where: str = "true", **attributes: str) -> ObjectsOf:
    """An object with a number, a party and an amount in a currency."""
    return ObjectsOf(
        object_type, stream, f"'{model},' || r.id",
        attributes={"number": "r.number", "status": "r.state", **MONEY, **attributes},
        since="r.create_date", where=where, lookups={**CURRENCY, **COMPANY, **PARTY},
    )  # fmt: skip


UNTAXED = "r.untaxed_amount_cache"

OBJECTS = (
    ObjectsOf(
        "legal_entity", "company_company", "'company.company,' || r.id",
        attributes={"name": "p.name", "entity": "p.name", "currency": "c.code", "zone": "r.timezone"},
        keys={"name": "p.name"}, since="r.create_date", lookups={**PARTY, **CURRENCY},
    ),
    ObjectsOf(
        "resource", "company_employee", "'company.employee,' || r.id",
        attributes={"name": "p.name", "entity": "ep.name", "hired_on": "r.start_date", "left_on": "r.end_date"},
        keys={"name": "p.name"}, since="r.create_date", lookups={**PARTY, **COMPANY},
    ),
    _client("sale_opportunity"),
    _client("sale_sale"),
    _client("project_work", "r.type = 'project'"),
    _client("account_invoice", "r.type = 'out'"),
    ObjectsOf(
        "client", "account_invoice", "'party.party,' || r.party", keys={"tax_number": "t.code"}, where="r.type = 'out'",
        lookups={"t": Lookup("party_identifier", "r.party_tax_identifier")},
    ),
    _document(
        "opportunity", "sale_opportunity", "sale.opportunity", amount="r.amount", client="p.name", name="r.description"
    ),
    _document("contract", "sale_sale", "sale.sale", amount=UNTAXED, client="p.name", signed_on="r.sale_date"),
    ObjectsOf(
        "project", "project_work", "'project.work,' || r.id",
        attributes={"name": "r.name", "project": "r.name", "client": "p.name", "entity": "ep.name",
                    "billing_type": "r.project_invoice_method", "status": "s.name"},
        since="r.create_date", where=f"r.type = 'project' and {root('r')} = r.id",
        lookups={**PARTY, **COMPANY, "s": Lookup("project_work_status", "r.status")},
    ),
    ObjectsOf("timesheet", "timesheet_line", TIMESHEET, attributes={"entity": "ep.name"}, lookups=COMPANY),
    _document("invoice", "account_invoice", "account.invoice", is_sent_one("r"), amount=UNTAXED, client="p.name",
              invoice_date="r.invoice_date", due_on="r.payment_term_date"),
    _document("credit_memo", "account_invoice", "account.invoice", is_credit("r"), amount=f"-{UNTAXED}",
              client="p.name"),
    _document("vendor_invoice", "account_invoice", "account.invoice", "r.type = 'in'", amount=UNTAXED, vendor="p.name",
              reference="r.reference", invoice_date="r.invoice_date"),
    _document("purchase_order", "purchase_purchase", "purchase.purchase", amount=UNTAXED, vendor="p.name"),
    ObjectsOf(
        "payment", PAYMENTS, "'account.move.line,' || r.line",
        attributes={"amount": "abs(l.credit - l.debit)", "currency": "c.code"}, since="l.create_date",
        lookups={"l": Lookup("account_move_line", "r.line"), "i": Lookup("account_invoice", "r.invoice"),
                 "c": Lookup("currency_currency", "i.currency")},
    ),
    ObjectsOf(
        "period_close", "account_period", "'account.period,' || r.id",
        attributes={"name": "r.name", "month": "strftime(r.start_date, '%Y-%m')", "status": "r.state"},
        where="r.type = 'standard'",
    ),
)  # fmt: skip

CHANGES = (
    ChangesOf(
        "opportunity", "sale_opportunity__history", "'sale.opportunity,' || r.id", "r.changed_at",
        {"status": "r.state", "amount": "r.amount"},
    ),
)  # fmt: skip


def _of_company(object_type: str, stream: str, model: str, where: str = "true") -> LinksOf:
    return LinksOf(stream, Role(object_type, f"'{model},' || r.id"), entity(), where)


SOLD_BY = Role("contract", "'sale.sale,' || l.sale", "under")
CONTRACT = Role("contract", "'sale.sale,' || r.id")
BILLED_INVOICE = Role("invoice", "'account.invoice,' || b.invoice")
BILLED_ON = {"b": Lookup("account_invoice_line", "r.invoice_line")}
OF_INVOICE = {"i": Lookup("account_invoice", "r.invoice")}
PURCHASED = {
    "pl": Lookup("purchase_line", "case when r.origin like 'purchase.line,%' then split_part(r.origin, ',', 2) end"),
}  # fmt: skip
CORRECTED = {
    "o": Lookup(
        "account_invoice_line", "case when r.origin like 'account.invoice.line,%' then split_part(r.origin, ',', 2) end"
    ),
}

LINKS = (
    _of_company("resource", "company_employee", "company.employee"),
    _of_company("opportunity", "sale_opportunity", "sale.opportunity"),
    _of_company("contract", "sale_sale", "sale.sale"),
    _of_company("project", "project_work", "project.work", f"r.type = 'project' and {root('r')} = r.id"),
    _of_company("invoice", "account_invoice", "account.invoice", is_sent_one("r")),
    _of_company("credit_memo", "account_invoice", "account.invoice", is_credit("r")),
    _of_company("vendor_invoice", "account_invoice", "account.invoice", "r.type = 'in'"),
    _of_company("purchase_order", "purchase_purchase", "purchase.purchase"),
    LinksOf(
        "account_period", Role("period_close", "'account.period,' || r.id"), entity("f.company"), "r.type = 'standard'",
        lookups={"f": Lookup("account_fiscalyear", "r.fiscalyear")},
    ),
    LinksOf("sale_opportunity", OPPORTUNITY, client()),
    LinksOf("sale_sale", CONTRACT, client()),
    LinksOf(
        "sale_sale", CONTRACT, Role("opportunity", "r.origin", "from"),
        "r.origin like 'sale.opportunity,%'",
    ),
    LinksOf("project_work", project("r", ""), SOLD_BY, lookups=SALE_OF_LINE),
    LinksOf("project_work", project("r", ""), client(), "r.type = 'project'"),
    LinksOf("timesheet_line", Role("timesheet", TIMESHEET), PERSON),
    LinksOf("timesheet_line", Role("timesheet", TIMESHEET), project("t", "on"), lookups=WORK),
    LinksOf("account_invoice", INVOICE, client(qualifier="to"), is_sent_one("r")),
    LinksOf("timesheet_line", BILLED_INVOICE, Role("timesheet", TIMESHEET, "bills"), lookups=BILLED_ON),
    LinksOf("timesheet_line", BILLED_INVOICE, project("t"), lookups={**BILLED_ON, **WORK}),
    LinksOf("project_work", BILLED_INVOICE, project("r"), lookups=BILLED_ON),
    LinksOf(
        "account_invoice_line", Role("invoice", "'account.invoice,' || r.invoice"),
        SOLD_BY, is_sent_one("i"), lookups={**SALE_OF_LINE, **OF_INVOICE},
    ),
    LinksOf(
        "account_invoice_line", Role("credit_memo", "'account.invoice,' || r.invoice"),
        Role("invoice", "'account.invoice,' || o.invoice", "corrects"), is_credit("i"),
        lookups={**OF_INVOICE, **CORRECTED},
    ),
    LinksOf(
        "account_invoice_line", Role("vendor_invoice", "'account.invoice,' || r.invoice"),
        Role("purchase_order", "'purchase.purchase,' || pl.purchase", "for"), lookups=PURCHASED,
    ),
    LinksOf(
        "purchase_line", Role("purchase_order", "'purchase.purchase,' || r.purchase"), project("t"),
        lookups={"t": Lookup("project_work", "r.work")},
    ),
    *(
        LinksOf(
            PAYMENTS, PAYMENT, Role(settled, "'account.invoice,' || r.invoice", "settles"), f"i.type = '{kind}'",
            lookups=OF_INVOICE,
        )
        for settled, kind in (("invoice", "out"), ("vendor_invoice", "in"))
    ),
)  # fmt: skip

YIELDS = RecordMapping(objects=OBJECTS, changes=CHANGES, links=LINKS, events=EVENTS, observed=OBSERVED)
