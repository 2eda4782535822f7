"""The indicator that docs/indicators.md shows works as it stands there."""

import re
from pathlib import Path

from metrics.declaration import Indicator
from metrics.header import read_declaration
from metrics.shares import keep_shares, nothing_kept
from tests.metrics.tiny_log import TinyLog

ROOT = Path(__file__).resolve().parents[2]


def test_it_counts_purchase_orders_when_they_were_ordered():
    (text,) = re.findall(r"```sql\n(.*?)```", (ROOT / "docs" / "indicators.md").read_text(encoding="utf-8"), re.DOTALL)
    log = TinyLog()
    for number, ordered in ((1, "2026-02-03"), (2, None)):
        order = log.thing("purchase_order", f"coupa:{number}", entity="london")
        log.event("purchase_requested", "2026-02-02", order)
        if ordered:
            log.event("purchase_ordered", ordered, order)
    database = log.facts()
    nothing_kept(database)
    keep_shares(database, read_declaration(Indicator, "orders", text, "docs"))
    assert database.rows("select object_id, day::varchar, value from indicator.orders") == [
        ("coupa:1", "2026-02-03", 1.0)
    ]
