"""Microsoft 365's records of a firm made by hand."""

from __future__ import annotations

from simulator.systems.graph import records
from tests.simulator.hand_made_firm import at, hand_made_firm


def test_a_workspace_is_asked_for_before_it_is_there():
    tables = records(hand_made_firm()).tables
    assert tables["workspaceRequests"].select("GroupId", "ProjectCode", "Status").rows() == [
        ("grp-0000000001", "P-0001", "Provisioned"),
        ("grp-0000000002", "P-0002", "Open"),
    ]
    assert tables["groups"].select("id", "createdDateTime").rows() == [("grp-0000000001", "2026-03-05T10:30:00Z")]


def test_a_kickoff_stands_where_it_was_held_or_ahead():
    starts = dict(records(hand_made_firm()).tables["events"].select("subject", "start").rows())
    assert starts == {
        "Kickoff [P-0001] Project 1": "2026-03-11T14:00:00",
        "Kickoff [P-0002] Project 2": "2026-04-20T10:00:00",
        "Kickoff [P-0003] Project 3": "2026-04-07T10:00:00",
    }
    planned = records(hand_made_firm().cut(at(4))).tables["events"]
    assert planned["start"].to_list() == ["2026-03-09T10:00:00", "2026-04-20T10:00:00"] + ["2026-03-09T10:00:00"] * 2


def test_a_signed_document_names_its_contract():
    tables = records(hand_made_firm()).tables
    (document,) = tables["driveItems"].to_dicts()
    assert (document["id"], document["ContractNumber"]) == ("01DOC0000000001", "00000001")
    assert (document["createdDateTime"], document["lastModifiedDateTime"]) == (
        "2026-03-01T09:00:00Z",
        "2026-03-01T12:00:00Z",
    )
    assert document["path"].endswith("/Acme")
    assert tables["versions"].select("itemId", "id").rows() == [(document["id"], "1.0"), (document["id"], "2.0")]


def test_planted_records_stand_beside_the_true_ones():
    sound, wrong = records(hand_made_firm()), records(hand_made_firm("inconsistent_records"))
    assert {one.reason for one in wrong.planted} == {"missing", "contradicting_times", "unreadable"}
    for name, table in sound.tables.items():
        assert wrong.tables[name].head(table.height).equals(table)
