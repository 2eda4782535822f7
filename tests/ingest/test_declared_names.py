"""Types that are mistyped in firm.toml are told with the nearest; types of the firm's own are taken."""

from __future__ import annotations

import pytest

from core.errors import BadSettings
from core.words import event_types, object_types
from ingest.declared_names import nearest, slips
from tests.ingest.test_declared_expressions import GOOD, configured


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        (
            'type = "invoice_sent"',
            'type = "invoice_snet"',
            r"statement\.events\.type: there is no event type invoice_snet; the nearest is invoice_sent\. If it is",
        ),
        ('type = "invoice"\nid', 'type = "Invoices"\nid', r"objects\.type: .* type Invoices; the nearest is invoice\."),
        ('target = {type = "client"', 'target = {type = "clinet"', r"target\.type: .* clinet; the nearest is client"),
        (
            'at = "each.day"',
            'at = "each.day"\nquality = "busines_date"',
            r"quality: busines_date is none; write logged",
        ),
        (
            'at = "each.day"',
            'at = "each.day"\nunless = "statment"',
            r"unless: there is no table statment; there are st",
        ),
    ],
)
def test_what_is_mistyped_is_told_where_it_is_written(tmp_path, written, instead, told):
    assert GOOD.count(written) == 1
    with pytest.raises(BadSettings, match=told):
        configured(tmp_path, GOOD.replace(written, instead))


def test_it_is_told_once_and_with_the_mistakes_in_expressions(tmp_path):
    text = GOOD.replace('{type = "invoice", id', '{type = "invioce", id').replace("old.amount", "old.amuont")
    with pytest.raises(BadSettings, match=r"(?s)has 4 mistakes\. .*invioce.*old\.amuont"):
        configured(tmp_path, text)


def test_a_type_of_the_firms_own_is_taken_where_it_is_like_none_or_is_named(tmp_path):
    assert nearest("period_opened", event_types()) == "period_reopened"
    near = GOOD.replace('"invoice_sent"', '"period_opened"')
    with pytest.raises(BadSettings, match="period_opened; the nearest is period_reopened"):
        configured(tmp_path / "unnamed", near)
    named = near.replace('path = "exports"\n', 'path = "exports"\nown_types = ["period_opened"]\n')
    assert configured(tmp_path / "named", named).has_own_tables
    # the declarations that are good have types of their own, which no word is like
    assert "time_entered" in GOOD
    assert "time_entered" not in event_types()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("abc", "abc", 0),
        ("", "ab", 2),
        ("clinet", "client", 1),
        ("invoces", "invoice", 2),
        ("ab", "ba", 1),
        ("x", "y", 1),
    ],
)
def test_slips_are_counted(one, other, expected):
    assert slips(one, other) == slips(other, one) == expected


@pytest.mark.parametrize("known", [event_types(), object_types()])
def test_no_word_is_taken_for_a_slip(known):
    assert not [name for name in known if nearest(name, known)]
