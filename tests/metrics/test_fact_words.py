"""Words that a statement reads through the facts: its own, those of each fact it names, and of the facts below."""

from metrics.fact_words import fact_words


def test_a_statement_reads_its_own_words_and_those_of_its_facts():
    words = fact_words("select 'value' as measure, object_id from fact.milestone")
    assert {"value", "milestone_accepted", "planned_on"} <= words
    assert "purchase_ordered" not in words


def test_facts_below_a_fact_are_read_too():
    assert "milestone_accepted" in fact_words("from fact.billing_event")
    assert "milestone_accepted" not in fact_words("from fact.purchase_order")


def test_what_rules_find_rests_on_all_that_a_rule_reads():
    assert {"project_closed", "milestone_accepted"} <= fact_words("from fact.exception")
    assert "project_closed" not in fact_words("from fact.gap")


def test_facts_of_calendars_have_no_words():
    assert fact_words("from fact.entity_day") == frozenset()
