"""Records that disagree at each month's end, and the money in it."""

from __future__ import annotations

from core.sql import load
from metrics.catalogue import indicator
from metrics.shares import keep_shares, nothing_kept
from tests.metrics.tiny_log import TinyLog

FOUND = """
insert into fact.gap (rule, object_id, part, raised_at, ended_at, weight, money, currency, entity) values
('hours_differ', 'psa:1', 'card', '2026-01-20', '2026-03-10', 1, 10000, 'GBP', 'london'),
('hours_differ', 'psa:2', '', '2026-02-03', '2026-02-20', 1, 400, 'GBP', 'london'),
('tax_number_differs', 'crm:1', '', '2026-02-28 12:00', null, 1, null, null, 'london')
"""


def test_a_gap_counts_at_every_month_end_at_which_it_is_open():
    """The second is settled before a month ends; a client has no money in it; March's end is the last."""
    log = TinyLog("2026-04-02")
    log.event("contract_signed", "2026-01-01", log.thing("contract", "crm:contract"))
    database = log.facts()
    nothing_kept(database)
    database.run(load("metrics.rules", "_table.sql").replace("{table}", "gap") + ";" + FOUND)
    keep_shares(database, indicator("reconciliation_gap"))
    assert database.rows(
        "select day::varchar, object_id, part, rule, value from indicator.reconciliation_gap "
        "where measure = 'count' order by all"
    ) == [
        ("2026-01-31", "psa:1", "hours_differ/card", "hours_differ", 1),
        ("2026-02-28", "crm:1", "tax_number_differs", "tax_number_differs", 1),
        ("2026-02-28", "psa:1", "hours_differ/card", "hours_differ", 1),
        ("2026-03-31", "crm:1", "tax_number_differs", "tax_number_differs", 1),
    ]
    assert database.rows(
        "select day::varchar, object_id, value, currency from indicator.reconciliation_gap "
        "where measure = 'money' and value > 0 order by all"
    ) == [("2026-01-31", "psa:1", 10_000, "GBP"), ("2026-02-28", "psa:1", 10_000, "GBP")]
