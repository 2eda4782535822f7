"""A firm with all its troubles: what is planted wrong in its records is set apart or in conflict, nothing else."""

from __future__ import annotations

from collections import Counter

import pytest

from simulator.life.identities import identities
from simulator.life.truth import troubles
from simulator.systems.records import Planted
from tests.road.roads import Road

TOLD_AS_CONFLICTS = ("duplicate_identity", "contradicting_systems")
TOLD_AS_SUGGESTIONS = ("written_otherwise",)
CONFLICTS = """
    select conflict.kind, object.object_id, coalesce(canonical.object_id, object.object_id)
    from conflict
    join object on object.object_no = conflict.object_no
    left join identity on identity.object_no = object.object_no
    left join object as canonical on canonical.object_no = identity.canonical_no
"""

SUGGESTIONS = """
    select of_the_left.object_id, of_the_right.object_id, score, answer
    from identity_suggestion
    join object as of_the_left on of_the_left.object_no = left_no
    join object as of_the_right on of_the_right.object_no = right_no
"""


@pytest.fixture(scope="module")
def planted(troubled: Road) -> list[Planted]:
    return [one for records in troubled.recorded.values() for one in records.planted]


def test_what_cannot_be_used_is_set_apart_and_nothing_else(troubled: Road, planted: list[Planted]):
    elsewhere = TOLD_AS_CONFLICTS + TOLD_AS_SUGGESTIONS
    apart = {(one.source, one.stream, one.key) for one in planted if one.reason not in elsewhere}
    found = troubled.log.database.rows("select source, stream, key from quarantine")
    assert Counter(found) == Counter(apart)
    sources = {one.source for one in planted if one.reason not in elsewhere}
    assert sources == {"salesforce", "netsuite", "bamboohr", "concur", "coupa", "graph"}
    assert len(apart) > 100


def test_what_contradicts_is_a_conflict_of_that_thing(troubled: Road, planted: list[Planted]):
    database = troubled.log.database
    contradicting = [one for one in planted if one.reason in TOLD_AS_CONFLICTS]
    assert {one.stream for one in contradicting} == {"customer"}
    clients = {name: one for kind, name, one in identities(troubled.state, troubled.recorded) if kind == "client"}
    expected = {(one.reason, clients[f"{one.source}:{one.key}"]) for one in contradicting}
    assert {kind for kind, _ in expected} == set(TOLD_AS_CONFLICTS)
    told = troubles(troubled.state)
    # a code that master data has no more stands in a sound record
    retired = {
        ("unknown_master_data", thing) for thing in told.filter(told["trouble"] == "retired_codes")["subject_id"]
    }
    assert {(kind, thing) for kind, _, thing in database.rows(CONFLICTS)} == expected | retired


def test_what_is_only_written_alike_is_left_to_a_person(troubled: Road, planted: list[Planted]):
    """Each such client is suggested beside the one it is, and nothing else is suggested."""
    clients = {name: one for kind, name, one in identities(troubled.state, troubled.recorded) if kind == "client"}
    alike = [f"{one.source}:{one.key}" for one in planted if one.reason in TOLD_AS_SUGGESTIONS]
    found = troubled.log.database.rows(SUGGESTIONS)
    assert len(alike) == 2
    assert {(left, right) for left, right, _, _ in found} == {(clients[name], name) for name in alike}
    assert all(0.92 <= score < 1 and answer is None for _, _, score, answer in found)
    assert not set(alike) & set(
        troubled.log.database.column("select object_id from identity join object using (object_no)")
    )


def test_a_client_keyed_in_twice_is_the_client_of_the_trouble(troubled: Road):
    told = troubles(troubled.state)
    clients = set(told.filter(told["trouble"] == "client_duplicated")["subject_id"])
    found = {thing for kind, _, thing in troubled.log.database.rows(CONFLICTS) if kind == "duplicate_identity"}
    assert found == clients


def test_every_reason_is_told_in_words_and_with_what_it_is_worth(troubled: Road):
    rows = troubled.log.database.rows("select stream, reason, record, worth from quarantine")
    assert all(reason and record for _, reason, record, _ in rows)
    assert {stream for stream, *_, worth in rows if worth} >= {"Opportunity", "entries", "requisitions", "transaction"}


def test_the_good_records_tell_of_no_doubt(troubled: Road):
    assert troubled.log.database.rows("select * from event where doubt is not null") == []
    assert troubled.log.database.rows("select * from unplaced") == []
