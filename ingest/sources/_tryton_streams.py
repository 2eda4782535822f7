"""What is read of Tryton, by the names of its tables: the same streams whether they come by RPC or from the database.

A record's `changed_at` is its `write_date`, or its `create_date` while nobody has changed it: Tryton itself compares
records by that. Ids are texts, as Tryton writes references (`sale.sale,12`). Only what is listed here is asked for, so
password hashes, reports and logos stay where they are. A column that an installation has not is simply not there.

A table that ends in `__history` keeps every version of a record. Where one transaction wrote a record twice, RPC shows
the last version only, so that is what a history stream has; `state_before` is the state of the version before.
"""

from eventlog.record_stream import Kind, Stream

CHANGED = "changed_at"
STATE_BEFORE = "state_before"
HISTORY = "__history"
LOG = "ir_model_log"
PAYMENTS = "account_invoice-account_move_line"
"""Which journal lines pay an invoice. RPC does not read this table; there it is a field of the invoice."""


def model_of(stream: str) -> str:
    """The model that a stream's records are of, such as `sale.opportunity` for `sale_opportunity__history`."""
    return stream.removesuffix(HISTORY).replace("_", ".")


def is_history(stream: Stream) -> bool:
    return stream.name.endswith(HISTORY)


def own_columns(stream: Stream) -> list[str]:
    """The columns that the vendor keeps; the others are made of them."""
    return [name for name in stream.columns if name not in (CHANGED, STATE_BEFORE)]


def _columns(**by_kind: str) -> dict[str, Kind]:
    kinds: dict[str, Kind] = {"text": "text", "number": "number", "date": "date", "instant": "instant"}
    return {name: kinds[kind] for kind, names in by_kind.items() for name in names.split()}


def _records(table: str, **by_kind: str) -> Stream:
    """The records of a table as they are now."""
    stamps = _columns(text="id create_uid write_uid", instant=f"create_date write_date {CHANGED}")
    return Stream(
        table, ("id",), stamps | _columns(**by_kind), cursor=CHANGED, version=CHANGED, required=("create_date",)
    )


def _history(table: str, **by_kind: str) -> Stream:
    """All versions of the records of a table."""
    stamps = _columns(text="id create_uid write_uid", instant=f"create_date write_date {CHANGED}")
    columns = stamps | _columns(**by_kind) | _columns(text=STATE_BEFORE)
    return Stream(f"{table}{HISTORY}", ("id", CHANGED), columns, cursor=CHANGED, append_only=True)


STREAMS = (
    _records("res_user", text="name employee"),
    _records("currency_currency", text="code"),
    _records("company_company", text="party currency timezone"),
    _records("company_employee", text="party company", date="start_date end_date"),
    _records("party_party", text="name code"),
    _records("party_identifier", text="party type code"),
    _records(
        "sale_opportunity", text="number party company currency employee description state", number="amount",
        date="start_date end_date",
    ),
    _history("sale_opportunity", text="state", number="amount"),
    _records(
        "sale_sale", text="number party company currency origin description state", number="untaxed_amount_cache",
        date="sale_date quotation_date",
    ),
    _records("sale_line", text="sale"),
    _records(
        "project_work",
        text="name type parent path party company origin status project_invoice_method invoice_line",
    ),
    _records("project_work_status", text="name", number="progress"),
    _records("timesheet_work", text="origin"),
    _records("timesheet_line", text="employee work company description invoice_line", number="duration", date="date"),
    _records(
        "account_invoice",
        text="number type state party company currency move cancel_move party_tax_identifier reference",
        number="untaxed_amount_cache total_amount_cache", date="invoice_date payment_term_date", instant="numbered_at",
    ),
    _records("account_invoice_line", text="invoice origin type"),
    _records("account_move", text="origin number state", date="date post_date"),
    _records("account_move_line", text="move", number="debit credit"),
    Stream(PAYMENTS, ("invoice", "line"), _columns(text="invoice line")),
    _records(
        "purchase_purchase", text="number party company currency description state", number="untaxed_amount_cache",
        date="purchase_date",
    ),
    _records("purchase_line", text="purchase work"),
    _records("account_fiscalyear", text="company"),
    _records("account_period", text="name type fiscalyear state", date="start_date end_date"),
    Stream(
        LOG, ("id",), _columns(text="id resource event target user", instant="create_date"),
        cursor="create_date", required=("event", "create_date"), append_only=True,
    ),
)  # fmt: skip
