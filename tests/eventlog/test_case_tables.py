"""Case tables hold exactly the cases they were made from: steps, waits, variants and moves, against plain Python."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tests.generated_logs import START, Case, Event, process_log, random_cases, trace

US = timedelta(microseconds=1)


def in_order(case):
    """The events of a case as the product must see them: by time, ties as the file has them."""
    return sorted(case.events, key=lambda event: event.at)


@pytest.mark.parametrize("seed", range(4))
def test_steps_are_the_events_of_each_case_in_order(seed):
    cases = random_cases(seed, 60)
    process = process_log(cases)
    names = process.activities
    found = {}
    for object_id, number, following, ts, wait in process.database.rows(
        "select object_id, activity_no, next_activity_no, ts, wait_us from step "
        'join "case" using (case_no) order by case_no, seq'
    ):
        found.setdefault(object_id, []).append(
            (names[number], None if following is None else names[following], ts, wait)
        )
    for case in cases:
        events = in_order(case)
        instants = [(event.at - datetime(1970, 1, 1, tzinfo=UTC)) // US for event in events]
        expected = [
            (
                event.activity,
                events[i + 1].activity if i + 1 < len(events) else None,
                instants[i],
                instants[i + 1] - instants[i] if i + 1 < len(events) else None,
            )
            for i, event in enumerate(events)
        ]
        assert found[case.id] == expected


@pytest.mark.parametrize("seed", range(4))
def test_variants_are_the_distinct_sequences(seed):
    cases = random_cases(seed, 200, activities="ABC", longest=5)
    process = process_log(cases)
    expected = Counter(tuple(event.activity for event in in_order(case)) for case in cases)
    found = {
        tuple(process.activities[number] for number in activities): count
        for activities, count in process.database.rows("select activities, cases from variant")
    }
    assert found == expected
    counts = process.database.column("select cases from variant order by variant_no")
    assert counts == sorted(counts, reverse=True)
    moves = Counter()
    for sequence, count in expected.items():
        for pair in pairwise(sequence):
            moves[pair] += count
    edges = process.database.rows(
        "select from_no, to_no, sum(times * cases)::bigint from variant_edge "
        "join variant using (variant_no) group by all"
    )
    assert {(process.activities[a], process.activities[b]): n for a, b, n in edges} == moves


def test_permuted_cases_are_different_variants():
    process = process_log([trace("1", "ABCD"), trace("2", "ABDC"), trace("3", "DCBA"), trace("4", "ABCD")])
    assert process.database.value("select count(*) from variant") == 3


def test_equal_times_keep_the_order_of_the_file():
    events = [Event(name, START) for name in "CABBA"]
    process = process_log([Case("1", events)])
    order = process.database.column("select activity_no from step order by seq")
    assert "".join(process.activities[number] for number in order) == "CABBA"


def test_a_case_of_a_hundred_thousand_events_and_the_ends_of_time():
    long = Case("long", [Event("AB"[i % 2], START + timedelta(seconds=i)) for i in range(100_000)])
    ancient = Case(
        "ancient",
        [Event("A", datetime(1, 1, 1, tzinfo=UTC)), Event("B", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))],
    )
    process = process_log([long, ancient])
    assert process.database.rows('select object_id, n from "case" order by object_id') == [
        ("ancient", 2),
        ("long", 100_000),
    ]
    assert process.database.value("select max(seq) from step") == 99_999
    days = process.database.value("select max(wait_us) from step") / 86_400_000_000
    assert days == pytest.approx((datetime(9999, 12, 31) - datetime(1, 1, 1)).days, abs=2)


def test_three_hundred_activities_do_not_collide():
    cases = [
        Case(str(n), [Event(f"activity {n}", START), Event(f"activity {(n + 7) % 300}", START + timedelta(hours=1))])
        for n in range(300)
    ]
    process = process_log(cases)
    assert len(process.activities) == 300
    assert process.database.value("select count(*) from variant") == 300
    assert sorted(process.places) == list(range(300))


def test_one_event_and_none():
    assert process_log([trace("1", "A")]).database.row("select next_activity_no, wait_us from step") == (None, None)
    empty = process_log([])
    assert (empty.cases, empty.events, empty.activities) == (0, 0, [])


def test_attributes_of_cases_become_typed_slices():
    cases = [
        Case("1", [Event("A", START)], {"region": "EMEA", "amount": 12.5, 'odd "name"': "x"}),
        Case("2", [Event("A", START)], {"region": "AMER"}),
    ]
    process = process_log(cases)
    assert {each.name: each.type for each in process.slices} == {
        "region": "text",
        "amount": "number",
        'odd "name"': "text",
    }
    assert process.database.rows("select region, amount from case_slice order by region") == [
        ("AMER", None),
        ("EMEA", 12.5),
    ]
