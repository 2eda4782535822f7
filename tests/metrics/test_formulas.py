"""From one formula of a number to another: what each counts that the other does not."""

from dataclasses import replace

import pytest

from core.access import Viewer
from core.errors import WrongUse
from metrics.cut import read_cut
from metrics.formulas import formulas, reconciled
from metrics.rollup import totals
from tests.metrics.hand_made_shares import kept, measure

TWO = (
    measure("ratio", "share", parts="worked_hours", formula="billable ÷ capacity")
    + measure("ratio", "share", name="base", parts="worked_hours", formula="billable ÷ base")
    + measure("ratio", "share", name="same", parts="worked_hours", as_measure="value", formula="Another's")
    + measure("mean", "count", name="other")
)


def day(name, kind, billable, hours, **more):
    return {
        "object_id": name, "measure": kind, "at": "2026-02-02", "numerator": 60 * billable, "denominator": 60 * hours,
        **more,
    }  # fmt: skip


# a day of work, a day of leave, and a day off on which something was worked
DAYS = [
    day("p/1", "value", 6, 8), day("p/1", "base", 6, 8),
    day("p/2", "base", 0, 8),
    day("p/3", "value", 2, 0), day("p/3", "base", 2, 0, entity="munich"),
]  # fmt: skip


def test_the_steps_lead_from_one_to_the_other_in_hours():
    steps = reconciled(kept(TWO, DAYS), "made", "value", "base", read_cut())
    assert [(step.words, step.amount, step.value) for step in steps] == [
        ("billable ÷ capacity", 0.0, 1.0),
        ("Below the line, only by the second", 8.0, 0.5),
        ("billable ÷ base", 0.0, 0.5),
    ]


def test_back_again_takes_away_what_was_added():
    steps = reconciled(kept(TWO, DAYS), "made", "base", "value", read_cut())
    assert [(step.amount, step.value) for step in steps] == [(0.0, 0.5), (-8.0, 1.0), (0.0, 1.0)]


def test_the_ends_are_the_totals():
    log = kept(TWO, DAYS)
    steps = reconciled(log, "made", "value", "base", read_cut(where="entity = london"))
    told = {total.measure: total.value for total in totals(log, "made", read_cut(where="entity = london"))}
    assert (steps[0].value, steps[-1].value) == (told["value"], told["base"])


def test_where_two_formulas_come_to_the_same_there_is_nothing_between():
    assert len(reconciled(kept(TWO, DAYS), "made", "value", "same", read_cut())) == 2


def test_what_has_no_formula_has_no_steps():
    log = kept(TWO, DAYS)
    with pytest.raises(WrongUse, match="has these: value, base, same"):
        reconciled(log, "made", "value", "other", read_cut())


def test_of_few_people_there_are_none():
    rows = [{**row, "person": 1} for row in DAYS]
    log = kept(TWO, rows, about_people=True)
    with pytest.raises(WrongUse, match="too few people"):
        reconciled(log, "made", "value", "base", read_cut())


def test_a_viewer_is_told_of_the_own_rows_only():
    log = replace(kept(TWO, DAYS), viewer=Viewer("Vera", frozenset(), entities=frozenset({"munich"})))
    assert [step.value for step in reconciled(log, "made", "value", "base", read_cut())] == [None, None, None]


def test_each_formula_is_labelled():
    log = kept(TWO, DAYS)
    (total, *_) = totals(log, "made", read_cut(measures="base"))
    assert total.of.formula == "billable ÷ base"
    from metrics.stored import stored_indicator

    assert formulas(stored_indicator(log, "made")) == {
        "value": "billable ÷ capacity",
        "base": "billable ÷ base",
        "same": "Another's",
    }
