"""Expressions of firm.toml are tried on the declared columns: what is mistyped, of no time, of a table not there."""

from __future__ import annotations

import pytest

from core.errors import BadSettings
from core.workspace import create_workspace
from ingest.source_settings import configured_source

GOOD = """[sources.bank]
connector = "folder"
path = "exports"
[sources.bank.tables.statement]
key = ["number"]
columns = {number = "text", booked_on = "date", sent = "text", amount = "number", client = "text", days = "json"}
checks = {"the amount is below nothing" = "r.amount >= 0"}
[[sources.bank.tables.statement.objects]]
type = "invoice"
id = "r.number"
attributes = {amount = "r.amount", client_name = "c.name"}
lookups = {c = {stream = "client", by = "r.client"}}
[[sources.bank.tables.statement.events]]
type = "invoice_sent"
at = "coalesce(try_strptime(r.sent, '%d.%m.%Y'), r.booked_on)"
objects = [{type = "invoice", id = "r.number"}]
[[sources.bank.tables.statement.events]]
type = "time_entered"
each = "from_json(r.days, '[{\\"day\\": \\"DATE\\", \\"hours\\": \\"DOUBLE\\"}]')"
at = "each.day"
where = "each.hours > 0"
objects = [{type = "invoice", id = "r.number"}]
[[sources.bank.tables.statement.observed]]
type = "invoice_paid"
when = "old.amount > 0 and r.amount = 0"
objects = [{type = "invoice", id = "r.number"}]
[[sources.bank.tables.statement.links]]
source = {type = "invoice", id = "r.number"}
target = {type = "client", id = "r.client", qualifier = "for"}
[sources.bank.tables.client]
key = ["id"]
columns = {name = "text"}
"""


def configured(folder, text):
    place = create_workspace(folder / "firm")
    place.settings_file.write_text(text)
    return configured_source(place, "bank")


def test_what_can_be_is_taken(tmp_path):
    assert configured(tmp_path, GOOD).has_own_tables


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        (
            'id = "r.number"\nattributes',
            'id = "r.nummer"\nattributes',
            "statement.objects.id: r.nummer cannot be: no column nummer is declared. The columns are r.number, ",
        ),
        ('at = "each.day"', 'at = "each.dya"', "statement.events.at: each.dya cannot be: "),
        ('at = "each.day"', 'at = "r.sent"', "events.at: r.sent is no time but varchar. Declare its column as date"),
        ('"r.amount >= 0"', '"r.amount >="', "statement.checks.'the amount is below nothing': r.amount >= cannot be: "),
        ('"c.name"', '"c.title"', "statement.objects.attributes.client_name: c.title cannot be: "),
        (
            'stream = "client", by',
            'stream = "clients", by',
            "objects.attributes.client_name: there is no table clients",
        ),
        ("old.amount > 0", "older.amount > 0", "statement.observed.when: older.amount > 0 and r.amount = 0 cannot be"),
        ('id = "r.client", q', 'id = "r.klient", q', "statement.links.target.id: r.klient cannot be: "),
    ],
)
def test_what_cannot_be_is_told_where_it_is_written(tmp_path, written, instead, told):
    assert GOOD.count(written) == 1
    with pytest.raises(BadSettings, match=told):
        configured(tmp_path, GOOD.replace(written, instead))


def test_it_is_told_with_the_other_mistakes(tmp_path):
    text = (
        GOOD.replace('at = "each.day"', 'at = "each.dya"').replace("old.amount", "old.amuont") + "[limits]\nspeed = 3\n"
    )
    with pytest.raises(BadSettings, match=r"(?s)has 3 mistakes\. .*each\.dya.*old\.amuont.*limits\.speed: "):
        configured(tmp_path, text)
