"""A workspace whose one source, a small ERP in SQLite, has an invoice that cannot be used."""

import sqlite3
from pathlib import Path

from tests.tracework.command_line import tracework

INVOICES = [("1", "2026-03-02", "100"), ("2", "2026-03-32", "1.200,00")]


def sold_invoices(folder: Path) -> Path:
    """The workspace in `folder`, pulled and built by the command line. Row 1 of `invoice` has neither a day nor an
    amount that can be read."""
    firm = folder / "firm"
    firm.mkdir()
    (firm / "firm.toml").write_text(
        f'[sources.erp]\nconnector = "sql"\nurl = {{file = "{folder}/url"}}\n'
        '[sources.erp.tables.invoice]\nkey = ["id"]\ncolumns = {sent_on = "date", amount = "number"}\n'
        'events = [{type = "invoice_sent", at = "r.sent_on", objects = [{type = "invoice", id = "r.id"}]}]\n'
        'objects = [{type = "invoice", id = "r.id", attributes = {amount = "r.amount"}}]\n'
    )
    (folder / "url").write_text(f"sqlite:///{folder / 'erp.db'}")
    with sqlite3.connect(folder / "erp.db") as database:
        database.execute("create table invoice (id text primary key, sent_on text, amount text)")
        database.executemany("insert into invoice values (?, ?, ?)", INVOICES)
    answer = tracework("pull", "-w", firm)
    assert answer.code == 0, answer.err
    return firm
