"""What is lost where a stream of Tryton cannot be read, or keeps less than it could: the same for RPC and database."""

from collections.abc import Collection

from ingest.source import Missing
from ingest.sources._tryton_streams import LOG

MODULES = {
    "sale_opportunity": "opportunities are not known",
    "sale_opportunity__history": "when opportunities were qualified, won and lost is not known",
    "sale_sale": "quotations and contracts are not known",
    "sale_line": "projects and invoices cannot be tied to contracts",
    "project_work": "projects are not known",
    "project_work_status": "the end of projects is not known",
    "timesheet_work": "time cannot be tied to projects",
    "timesheet_line": "no time is known",
    "account_invoice": "no invoice, credit memo or vendor invoice is known",
    "account_invoice_line": "invoices cannot be tied to projects, contracts and what they correct",
    "account_move": "the value dates of payments are not known",
    "account_move_line": "payments are not known",
    "account_period": "the month-end close is not known",
    "purchase_purchase": "purchases are not known",
    "purchase_line": "purchases cannot be tied to projects and vendor invoices",
    LOG: "quotations, contracts, reviews, payments in full and purchase approvals are not known",
}
"""Stream → what is not known without it."""

COLUMNS = {
    ("account_invoice", "numbered_at"): (
        "the moment of posting is taken from the button; invoices posted by other means seem unsent",
        "the module account_invoice_history",
    ),
    ("timesheet_line", "invoice_line"): ("invoices cannot be tied to the time on them", "the module project_invoice"),
    ("purchase_line", "work"): ("purchases cannot be tied to projects", "the module project_plan or purchase_project"),
}


def unreadable(stream: str, reason: str) -> Missing:
    costs = MODULES.get(stream, f"what {stream} would add, such as names, is not known")
    return Missing(f"{stream} cannot be read: {reason}", costs, f"the right to read {stream}, or its module", stream)


def absent_columns(stream: str, has: Collection[str]) -> list[Missing]:
    """The columns an installation has not that something hangs on."""
    return [
        Missing(f"{stream} has no column {column}", costs, ask_for, stream)
        for (table, column), (costs, ask_for) in COLUMNS.items()
        if table == stream and column not in has
    ]
