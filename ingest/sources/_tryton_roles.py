"""Tryton's objects as declarations name them: ids as its own references, and the way to them from a record."""

from eventlog.record_mapping import Lookup, Role

WEEK = "strftime(date_trunc('week', r.date), '%Y-%m-%d')"
TIMESHEET = f"'company.employee,' || r.employee || '/' || {WEEK}"
"""Tryton has entries and no sheets: those of one person and week are one, named by the person and its Monday."""

USER = {"u": Lookup("res_user", 'r."user"')}
AUTHOR = {"u": Lookup("res_user", "r.create_uid")}
EDITOR = {"u": Lookup("res_user", "coalesce(r.write_uid, r.create_uid)")}
CURRENCY = {"c": Lookup("currency_currency", "r.currency")}
COMPANY = {"e": Lookup("company_company", "r.company"), "ep": Lookup("party_party", "e.party")}
PARTY = {"p": Lookup("party_party", "r.party")}
WORK = {
    "w": Lookup("timesheet_work", "r.work"),
    "t": Lookup("project_work", "case when w.origin like 'project.work,%' then split_part(w.origin, ',', 2) end"),
}
SALE_OF_LINE = {"l": Lookup("sale_line", "case when r.origin like 'sale.line,%' then split_part(r.origin, ',', 2) end")}

OPPORTUNITY = Role("opportunity", "'sale.opportunity,' || r.id")
INVOICE = Role("invoice", "'account.invoice,' || r.id")
CREDIT_MEMO = Role("credit_memo", "'account.invoice,' || r.id")
PERSON = Role("resource", "'company.employee,' || r.employee", "of")
PAYMENT = Role("payment", "'account.move.line,' || r.line")
BY = Role("resource", "'company.employee,' || u.employee", "by")


def client(party: str = "r.party", qualifier: str = "for") -> Role:
    return Role("client", f"'party.party,' || {party}", qualifier)


def entity(company: str = "r.company") -> Role:
    return Role("legal_entity", f"'company.company,' || {company}", "of")


def project(work: str, qualifier: str = "for") -> Role:
    """The project at the root of a work's tree; `work` is the alias of a record of `project_work`."""
    return Role("project", f"'project.work,' || {root(work)}", qualifier)


def root(work: str) -> str:
    return f"coalesce(nullif(split_part(trim({work}.path, '/'), '/', 1), ''), {work}.parent, {work}.id)"


def is_credit(invoice: str) -> str:
    """Whether an invoice we sent corrects another: Tryton has no type for it, its amount is below zero."""
    return f"({invoice}.type = 'out' and coalesce({invoice}.untaxed_amount_cache, 0) < 0)"


def is_sent_one(invoice: str) -> str:
    """Whether an invoice is one that we send to clients."""
    return f"({invoice}.type = 'out' and coalesce({invoice}.untaxed_amount_cache, 0) >= 0)"


def referred(stream: str) -> Lookup:
    """The record that an entry of the log is about, where it is of the stream's model."""
    return Lookup(stream, "split_part(r.resource, ',', 2)")
