"""Texts read back equal, wrong texts are refused with the place, and every kind of condition has its words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import WrongUse
from eventlog.filters import in_words, parse, to_text
from eventlog.filters.comparison import Comparison
from eventlog.filters.grammar import readers
from eventlog.filters.kinds.activity import Activity
from eventlog.filters.kinds.case_attribute import CaseAttribute
from eventlog.filters.kinds.duration import Duration
from eventlog.filters.kinds.event_attribute import EventAttribute
from eventlog.filters.kinds.follows import Follows
from eventlog.filters.kinds.rework import Rework

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30)
AMOUNTS = st.integers(0, 10**15)
SIGNS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
COMPARISONS = st.builds(Comparison, SIGNS, st.tuples(NAMES)) | st.builds(
    Comparison, st.just("in"), st.lists(NAMES, min_size=1, max_size=3).map(tuple)
)
CONDITIONS = st.one_of(
    st.builds(
        Activity,
        st.sampled_from(["has", "lacks", "starts", "ends"]),
        st.lists(NAMES, min_size=1, max_size=3).map(tuple),
    ),
    st.builds(CaseAttribute, NAMES, COMPARISONS),
    st.builds(EventAttribute, NAMES, COMPARISONS),
    st.builds(Duration, st.booleans(), st.sampled_from([">", ">=", "<", "<="]), AMOUNTS),
    st.builds(Rework, st.booleans(), st.none() | NAMES),
    st.builds(Follows, st.just(True), NAMES, NAMES, st.lists(NAMES, max_size=3).map(tuple), st.none() | AMOUNTS),
    st.builds(Follows, st.just(False), NAMES, NAMES, st.just(()), AMOUNTS, st.none() | AMOUNTS, st.booleans()),
)
EXAMPLES = {
    "started 2026-01..2026-03": "started Jan 2026 – Mar 2026",
    "contained 2026-03-15": "wholly inside 15 Mar 2026",
    "trimmed ..2026-03-15T12:00": "only steps of until 15 Mar 2026 12:00 UTC",
    'has "Send reminder"': "includes “Send reminder”",
    'lacks ("A", "B")': "without “A” and “B”",
    "case.amount > 1000": "amount is above 1000",
    'case."Cost center" in ("A 1", B)': "Cost center is A 1 or B",
    "case.id = 4711": "case is 4711",
    "case.due < 2026-03-15": "due is before 15 Mar 2026",
    'event.resource != "Ann"': "no step whose resource is Ann",
    "duration > 2h30m": "longer than 2 h 30 m",
    "business duration <= 16h": "at most 16 h of business time",
    'eventually ("A", "B") over 2h under 5d': "“A” then later “B”, more than 2 h between, less than 5 d between",
    "rework": "with repeated steps",
    'no rework "A"': "“A” not repeated",
    "variant (1, 3)": "variant 1 or 3",
}


@settings(max_examples=50, deadline=None)
@given(st.lists(CONDITIONS, max_size=4).map(tuple))
def test_a_text_reads_back_equal(conditions):
    assert parse(to_text(conditions)) == conditions


@pytest.mark.parametrize("text", EXAMPLES)
def test_words_of_each_kind(text):
    conditions = parse(text)
    assert in_words(conditions) == EXAMPLES[text]
    assert parse(to_text(conditions)) == conditions


def test_no_condition_means_all_cases():
    assert parse("") == parse("   ") == ()
    assert in_words(()) == "all cases"
    assert to_text(()) == ""


def test_capitals_do_not_matter_in_the_grammar_and_matter_in_names():
    assert parse('HAS "a" AND Rework') == parse('has "a" and rework')
    assert parse('has "a"') != parse('has "A"')


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("frobnicate", r'"frobnicate" stands at character 1 where a condition'),
        ('has "A" has "B"', r'"has" stands at character 9 where "and" should be'),
        ('has "A" and', "it ends where a condition"),
        ("has", "it ends where the name of an activity should follow"),
        ('has "A', "from character 5"),
        ("has ! x", "from character 5"),
        ("case.amount", "it ends where one of = != < <= > >= in should be"),
        ("case.amount in (1, 2", 'it ends where "\\)" should be'),
        ('"A"', '"A" stands at character 1'),
        ("x'; drop table step", "cannot be read"),
    ],
)
def test_a_wrong_text_names_the_place(text, said):
    with pytest.raises(WrongUse, match=said):
        parse(text)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        conditions = parse(text)
    except WrongUse:
        return
    assert parse(to_text(conditions)) == conditions


def test_every_kind_is_found():
    assert {"has", "case.", "event.", "started", "trimmed", "directly", "variant", "duration", "rework"} <= set(
        readers()
    )
