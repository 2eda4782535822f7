"""What the log says of one source, legal entity or load: against plain counts, parts that add up, another's eyes."""

import json

from core.access import Viewer
from core.workspace import Workspace
from dashboards.health_page.chosen import ALL, NO_ENTITY, Chosen
from dashboards.health_page.facts import Health, Unplaced, conflicts, health, set_apart
from dashboards.health_page.load_card import load_told
from dashboards.health_page.placing import mentions
from eventlog.reading import open_log

ENTITIES = ("leeds", "london", "munich", "new_york")
LOAD = Chosen.read({"load": "netsuite/000001"})


def of(firm: Workspace, chosen: Chosen = ALL) -> Health:
    with open_log(firm, Viewer.owner()) as log:
        return health(log, chosen)


def records(found: Health) -> int:
    return sum(group.records for group in found.set_apart)


def test_records_that_name_their_entity_are_of_it_and_of_no_other(firm: Workspace):
    """Coupa's say it in a column of their own, so it is counted here from the records themselves."""
    with open_log(firm, Viewer.owner()) as log:
        own = log.database.column("select record from quarantine where source = 'coupa'")
    named = [json.loads(record).get("custom-fields.legal-entity") for record in own]
    assert len(own) > 10
    for entity in ENTITIES:
        assert records(of(firm, Chosen(source="coupa", entity=entity))) == named.count(entity)


def test_every_record_set_apart_is_of_an_entity_or_of_none(firm: Workspace):
    whole, none = of(firm), of(firm, Chosen(entity=NO_ENTITY))
    parts = [of(firm, Chosen(entity=entity)) for entity in ENTITIES]
    assert 0 < records(none) < records(whole) / 2
    # what two entities share is told of both
    assert sum(map(records, parts)) + records(none) >= records(whole)
    assert all(records(part) <= records(whole) - records(none) for part in parts)
    assert all(part.unplaced == Unplaced(records(none), len(none.pairs), 0) for part in parts)


def test_a_pair_is_of_the_entities_of_both_its_sides(firm: Workspace):
    found = {entity: len(of(firm, Chosen(entity=entity)).pairs) for entity in ENTITIES}
    assert found == {"leeds": 2, "london": 2, "munich": 0, "new_york": 0}


def test_a_feed_of_other_entities_alone_is_left_out(firm: Workspace):
    told = {feed.source: feed.entities for feed in of(firm).feeds}
    assert told["netsuite_acquired"] == ("leeds",)
    assert told["graph"] == ()
    assert set(told) - {feed.source for feed in of(firm, Chosen(entity="munich")).feeds} == {"netsuite_acquired"}
    assert [feed.source for feed in of(firm, Chosen(entity=NO_ENTITY)).feeds] == ["graph"]


def test_conflicts_are_of_the_source_that_tells_them_not_of_its_namesake(firm: Workspace):
    """Both NetSuites have the same name; what is twice or contradicted in one is not in the other."""
    with open_log(firm, Viewer.owner()) as log:
        whole = [each for each in conflicts(log) if any("NetSuite" in example[1] for example in each.examples)]
        assert conflicts(log, Chosen(source="netsuite")) == whole
        assert conflicts(log, Chosen(source="netsuite_acquired")) == []
        shared = conflicts(log, Chosen(source="salesforce"))
    assert {each.kind for each in shared} == {"contradicting_systems", "unknown_master_data"}


def test_a_load_has_its_own_records_alone(firm: Workspace):
    with open_log(firm, Viewer.owner()) as log:
        told = load_told(log, LOAD)
        apart = log.database.value("select count(*) from quarantine where source = 'netsuite' and run = '000001'")
        events = log.database.value(
            "select count(*) from event join landed_run using (run_no) join source on "
            "source.source_no = landed_run.source_no where source.name = 'netsuite' and run = '000001'"
        )
        assert sum(group.records for group in set_apart(log, LOAD)) == apart > 0
    assert sum(each[3] for each in told.streams) == apart
    assert sum(new for kind, _, new, _ in told.changes if kind == "event") == events
    landed = json.loads((firm.landing / "netsuite" / "000001" / "manifest.json").read_text())["streams"]
    assert {name: came + deleted for name, came, deleted, _ in told.streams} == {
        name: stream["rows"] for name, stream in landed.items() if stream["rows"]
    }


def test_who_sees_one_entity_is_told_of_no_other(firm: Workspace):
    leeds = Viewer("Lee", frozenset({"finance"}), entities=frozenset({"leeds"}))
    with open_log(firm, leeds) as log:
        found, told = health(log), load_told(log, LOAD)
        seen = log.database.value("select count(*) from event join landed_run using (run_no) where run = '000001'")
        elsewhere = health(log, Chosen(entity="munich"))
    assert {entity for feed in found.feeds for entity in feed.entities} <= {"leeds"}
    assert elsewhere.set_apart == elsewhere.pairs == elsewhere.conflicts == []
    assert told.streams == ()
    # work that Leeds did for others is theirs to see
    assert sum(new for kind, _, new, _ in told.changes if kind == "event") < seen
    with open_log(firm, Viewer.owner()) as log:
        assert {change[1]: change[2] for change in load_told(log, LOAD).changes}["invoice"] > 0
    assert "invoice" not in {change[1] for change in told.changes}


def test_only_columns_that_are_an_id_name_things(firm: Workspace):
    found = {(each["source"], each["stream"], each["path"]): each["type"] for each in mentions(firm)}
    assert found["coupa", "invoices", '$."custom-fields.legal-entity"'] == "legal_entity"
    assert found["netsuite", "transaction", '$."subsidiary"'] == "legal_entity"
    assert ("netsuite", "transaction", '$."foreigntotal"') not in found
