"""Importing a file: what it is taken for, what is remembered, what is refused."""

import pyarrow.parquet as pq
import pytest

from core.errors import BadInput, NotFound, WrongUse
from core.workspace import create_workspace
from eventlog.landed import landed_runs
from ingest.imports import ImportChoices, inspect_flat_file, land_file, process_name
from tests.generated_logs import trace
from tests.written_files import write_csv, write_xes

OCEL = """{"objectTypes": [{"name": "Purchase order", "attributes": []}, {"name": "item", "attributes": []}],
"eventTypes": [{"name": "order", "attributes": []}],
"objects": [{"id": "p1", "type": "Purchase order"}, {"id": "i1", "type": "item"}, {"id": "i2", "type": "item"}],
"events": [{"id": "e1", "type": "order", "time": "2026-01-01T10:00:00Z", "attributes": [], "relationships":
[{"objectId": "p1", "qualifier": ""}]}, {"id": "e2", "type": "order", "time": "2026-01-02T10:00:00Z",
"attributes": [], "relationships": [{"objectId": "p1", "qualifier": ""}, {"objectId": "i1", "qualifier": ""}]}]}"""


@pytest.fixture
def workspace(tmp_path):
    return create_workspace(tmp_path / "firm")


@pytest.mark.parametrize(
    ("name", "choice", "process"),
    [
        ("Travel permits (2020).xes.gz", None, "travel_permits_2020"),
        ("orders.csv", None, "orders"),
        ("orders.csv", "Order to Cash", "order_to_cash"),
        ("Überweisungen.csv", None, "uberweisungen"),
        ("日本.csv", None, "process"),
    ],
)
def test_a_process_is_named_after_the_file_unless_said(tmp_path, name, choice, process):
    assert process_name(tmp_path / name, ImportChoices(process=choice)) == process


def test_the_manifest_says_what_came_from_where(workspace, tmp_path):
    path = write_xes(tmp_path / "orders.xes", [trace("1", "AB")])
    landed = land_file(workspace, path, ImportChoices(source="ERP New York", calendar="new_york"))
    (run,) = landed_runs(workspace)
    assert (landed.source, landed.run, landed.process) == ("erp_new_york", "000001", "orders")
    assert run.system == "ERP New York"
    assert run.manifest["file"]["name"] == "orders.xes"
    assert run.manifest["file"]["format"] == "xes"
    assert len(run.manifest["file"]["sha256"]) == 64
    assert run.manifest["calendar"] == "new_york"


def test_the_mapping_of_last_month_is_taken_again(workspace, tmp_path):
    march = write_csv(tmp_path / "march.csv", [trace("1", "ABC"), trace("2", "ABC")])
    choices = ImportChoices(process="orders", mapping=("activity=Person", "resource=Activity"))
    found = inspect_flat_file(workspace, march, choices)
    land_file(workspace, march, choices, found.mapping)
    april = write_csv(tmp_path / "april.csv", [trace("3", "ABC"), trace("4", "ABC")])
    again = inspect_flat_file(workspace, april, ImportChoices(process="orders"))
    assert (again.mapping.activity, again.mapping.resource) == ("Person", "Activity")
    other = inspect_flat_file(workspace, april, ImportChoices(process="another"))
    assert other.mapping.activity == "Activity"


def test_the_object_type_most_events_touch_leads(workspace, tmp_path):
    (tmp_path / "a.json").write_text(OCEL)
    landed = land_file(workspace, tmp_path / "a.json", ImportChoices())
    (run,) = landed_runs(workspace)
    assert landed.process == "purchase_order"
    assert run.manifest["object_types"] == ["Purchase order", "item"]
    assert land_file(workspace, tmp_path / "a.json", ImportChoices(process="item")).process == "item"
    with pytest.raises(WrongUse, match="Purchase order, item"):
        land_file(workspace, tmp_path / "a.json", ImportChoices(process="invoice"))


def test_an_unknown_calendar_is_refused_before_anything_is_read(workspace, tmp_path):
    path = write_xes(tmp_path / "a.xes", [trace("1", "AB")])
    with pytest.raises(NotFound, match="new_york"):
        land_file(workspace, path, ImportChoices(calendar="moon"))
    assert landed_runs(workspace) == []


def test_a_csv_without_its_mapping_is_refused(workspace, tmp_path):
    with pytest.raises(WrongUse, match="columns mapped"):
        land_file(workspace, write_csv(tmp_path / "a.csv", [trace("1", "AB")]), ImportChoices())
    assert list(workspace.landing.iterdir()) == []


def test_a_file_that_changed_since_it_was_confirmed_is_refused(workspace, tmp_path):
    path = write_csv(tmp_path / "a.csv", [trace("1", "AB"), trace("2", "AB")])
    mapping = inspect_flat_file(workspace, path, ImportChoices()).mapping
    path.write_text("Something,Else\n1,2\n")
    with pytest.raises(BadInput, match="has changed since"):
        land_file(workspace, path, ImportChoices(), mapping)


def test_a_zone_that_is_said_holds_for_times_without_one(workspace, tmp_path):
    (tmp_path / "a.json").write_text(OCEL.replace("10:00:00Z", "10:00:00"))
    landed = land_file(workspace, tmp_path / "a.json", ImportChoices(mapping=("zone=Europe/Berlin",)))
    events = pq.read_table(workspace.landing / landed.source / landed.run / "events.parquet")
    assert events["time"].to_pylist()[0].isoformat() == "2026-01-01T09:00:00"
