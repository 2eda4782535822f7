"""Objects of several systems that are one thing: by key, by rule, by decision; what is only alike; what conflicts."""

import random

import pytest

from core.workspace import create_workspace
from eventlog.identities.declaration import declared_identities, declared_master_data
from eventlog.identities.union_of_matches import Groups
from ingest.landing import withdraw
from tests.eventlog.records.pulled_runs import Pull, content, filled_log, land, log_of
from tests.eventlog.records.two_systems import CRM, ERP, client, system


@pytest.fixture
def workspace(tmp_path):
    return create_workspace(tmp_path / "firm")


def identities(log):
    return log.rows(
        "select one.object_id, canonical.object_id, rule, decision from identity join object as one using (object_no) "
        "join object as canonical on canonical.object_no = canonical_no order by all"
    )


def two(sales, books, day=0):
    return [Pull("sales", {"client": sales}, day), Pull("books", {"client": books}, day)]


def decision(left, right, answer, number="1", at="2026-03-09T08:00:00Z"):
    record = {"id": number, "left": left, "right": right, "answer": answer, "by": "Ann", "at": at}
    return Pull("tracework", {"identity_decision": [record]}, day=8)


def test_an_equal_key_makes_one_and_the_declared_system_gives_the_name(workspace):
    log = log_of(workspace, two([client("1", crm_id="1")], [client("7", "Other", crm_id="1")]), CRM, ERP)
    assert identities(log) == [("books:7", "sales:1", "key crm_id", None)]


def test_spelling_of_a_tax_number_does_not_matter(workspace):
    pulls = two([client("1", tax_number="DE 123-456")], [client("7", "Other", tax_number="de123456")])
    assert identities(log_of(workspace, pulls, CRM, ERP)) == [("books:7", "sales:1", "key tax_number", None)]


def test_the_same_name_matches_unless_a_system_has_it_twice(tmp_path):
    one = two([client("1", "Müller & Söhne GmbH", country="DE")], [client("7", "MULLER SOHNE", country="DE")])
    log = log_of(create_workspace(tmp_path / "a"), one, CRM, ERP)
    assert identities(log) == [("books:7", "sales:1", "same name and country", None)]
    several = two([client("1")], [client("7"), client("8")])
    assert identities(log_of(create_workspace(tmp_path / "b"), several, CRM, ERP)) == []


def test_matches_carry_over_and_do_not_depend_on_the_order_of_loading(tmp_path):
    acquired = system("acquired", "tryton")
    pulls = [
        *two([client("1", crm_id="c", tax_number="T1")], [client("7", "X", crm_id="c", tax_number="T2")]),
        Pull("acquired", {"client": [client("3", "Y", tax_number="T2")]}),
    ]
    found, hashes = set(), set()
    for seed in range(4):
        order = random.Random(seed).sample(pulls, len(pulls))
        log = log_of(create_workspace(tmp_path / str(seed)), order, CRM, ERP, acquired)
        found.add(tuple(identities(log)))
        hashes.add(content(log))
    assert found == {
        (("acquired:3", "sales:1", "key tax_number", None), ("books:7", "sales:1", "key crm_id", None)),
    }
    assert len(hashes) == 1


def test_what_stands_twice_in_one_system_is_a_conflict(workspace):
    pulls = two([client("1", tax_number="T")], [client("7", tax_number="T"), client("8", "Nordwind", tax_number="T")])
    log = log_of(workspace, pulls, CRM, ERP)
    assert [row[:2] for row in identities(log)] == [("books:7", "sales:1"), ("books:8", "sales:1")]
    assert log.rows('select kind, systems, "values" from conflict') == [
        ("duplicate_identity", ["BOOKS"], ["books:7", "books:8"])
    ]


def test_systems_that_contradict_each_other_are_a_conflict(workspace):
    pulls = two([client("1", crm_id="1", tax_number="T1")], [client("7", crm_id="1", tax_number="T2")])
    log = log_of(workspace, pulls, CRM, ERP)
    rows = log.rows('select kind, object_id, attribute, systems, "values" from conflict join object using (object_no)')
    assert rows == [("contradicting_systems", "sales:1", "tax_number", ["BOOKS", "SALES"], ["T2", "T1"])]


def test_a_value_that_master_data_does_not_know_is_a_conflict_with_its_money(workspace):
    contracts = [{"id": "1", "service_code": "SVC-1"}, {"id": "2", "service_code": "SVC-9", "amount": "500"}]
    items = [{"id": "SVC-1", "itemid": "Advice"}]
    log = log_of(workspace, [Pull("sales", {"contract": contracts})], CRM, ERP)
    assert log.rows("select * from conflict") == []
    log = log_of(workspace, [Pull("books", {"item": items})], CRM, ERP)
    assert log.rows(
        'select kind, object_id, attribute, "values", worth from conflict join object using (object_no)'
    ) == [("unknown_master_data", "sales:2", "service_code", ["SVC-9"], 500.0)]


def test_what_is_only_alike_is_suggested_and_not_applied(workspace):
    log = log_of(workspace, two([client("1", "Northwind Trading")], [client("7", "Northwind Tradings")]), CRM, ERP)
    assert identities(log) == []
    ((left, right, score, answer),) = log.rows(
        "select one.object_id, other.object_id, score, answer from identity_suggestion "
        "join object as one on one.object_no = left_no join object as other on other.object_no = right_no"
    )
    assert (left, right, answer) == ("sales:1", "books:7", None)
    assert 0.92 <= score < 1


def test_a_decision_makes_one_and_withdrawing_it_takes_that_back(workspace):
    before = log_of(workspace, two([client("1", "Northwind")], [client("7", "Southwind")]), CRM, ERP)
    log = log_of(workspace, [decision("books:7", "sales:1", "same")], CRM, ERP)
    assert identities(log) == [("books:7", "sales:1", "decision", "Ann, 2026-03-09 08:00 UTC")]
    assert log.column("select answer from identity_suggestion") == ["same"]
    withdraw(workspace, "tracework", "000001")
    assert content(filled_log(workspace, CRM, ERP)) == content(before)


@pytest.mark.parametrize(("about", "types"), [({"type": "client"}, ["client"]), ({}, ["client", "contract"])])
def test_a_decision_about_clients_is_not_about_contracts_of_the_same_ids(workspace, about, types):
    pulls = [
        Pull(name, {"client": [client(number, name)], "contract": [{"id": number, "service_code": name}]})
        for name, number in (("sales", "1"), ("books", "7"))
    ]
    said = decision("books:7", "sales:1", "same")
    said.records["identity_decision"][0].update(about)
    log = log_of(workspace, [*pulls, said], CRM, ERP)
    found = log.column(
        "select object_type.name from identity join object using (object_no) join object_type using (type_no) "
        "order by all"
    )
    assert found == types


def test_of_decisions_that_contradict_each_other_the_earlier_of_those_that_join_holds(tmp_path):
    pulls = two([client("1", "North"), client("2", "West")], [client("7")])
    for first, number in (("sales:1", "1"), ("sales:2", "2")):
        second = "sales:2" if first == "sales:1" else "sales:1"
        said = [
            decision("sales:1", "sales:2", "different", "d"),
            decision("books:7", first, "same", "a", "2026-03-09T09:00:00Z"),
            decision("books:7", second, "same", "b", "2026-03-09T10:00:00Z"),
        ]
        # who said it later comes first by name
        said[2].records["identity_decision"][0]["by"] = "Aaron"
        log = log_of(create_workspace(tmp_path / number), [*pulls, *said], CRM, ERP)
        assert [(one, chief) for one, chief, _, _ in identities(log)] == [("books:7", first)]


def test_a_decision_that_they_differ_beats_keys_and_rules_and_the_last_one_holds(workspace):
    pulls = two([client("1", crm_id="1")], [client("7", crm_id="1")])
    log = log_of(workspace, [*pulls, decision("sales:1", "books:7", "different")], CRM, ERP)
    assert identities(log) == []
    land(workspace, decision("books:7", "sales:1", "later", "2", "2026-03-10T08:00:00Z"))
    assert len(identities(filled_log(workspace, CRM, ERP))) == 1


def test_what_shall_stay_apart_is_not_joined_by_a_third():
    groups = Groups(apart=[(1, 2)])
    groups.match(1, 3, "key")
    groups.match(3, 2, "key")
    groups.match(2, 4, "key")
    assert sorted(map(sorted, groups.members())) == [[1, 3], [2, 4]]


def test_groups_are_the_connected_parts_of_the_matches(scale):
    for seed in range(20 * scale):
        chance = random.Random(seed)
        pairs = [(chance.randrange(30), chance.randrange(30)) for _ in range(chance.randrange(40))]
        pairs = [(left, right) for left, right in pairs if left != right]
        groups = Groups()
        for left, right in pairs:
            groups.match(left, right, "key")
        expected = {each: {each} for pair in pairs for each in pair}
        for left, right in pairs:
            joined = expected[left] | expected[right]
            for each in joined:
                expected[each] = joined
        assert {frozenset(each) for each in groups.members()} == {frozenset(each) for each in expected.values()}


def test_the_shipped_declarations_can_be_read():
    assert {declared.type for declared in declared_identities()} >= {"client", "contract", "resource", "project"}
    assert {master.attribute for master in declared_master_data()} == {"service_code", "tax_code"}
