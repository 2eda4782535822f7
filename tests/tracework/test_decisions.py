"""The command line on records of systems: loads, quarantine, identities and their decisions, lineage."""

import re

import pytest

from core.access import Viewer
from core.errors import WrongUse
from core.workspace import create_workspace, open_workspace, writing
from eventlog.reading import open_log
from ingest.decisions import decide_identity, mend_record
from ingest.landing import withdraw
from tests.eventlog.records.pulled_runs import Pull, attributes, filled_log, land, log_of
from tests.eventlog.records.small_crm import CRM, account, deal
from tests.eventlog.records.two_systems import CRM as SALES
from tests.eventlog.records.two_systems import ERP, client
from tests.generated_logs import random_cases
from tests.tracework.command_line import tracework
from tests.tracework.sold_invoices import sold_invoices
from tests.written_files import write_xes


@pytest.fixture
def workspace(tmp_path):
    return create_workspace(tmp_path / "firm")


def test_a_decision_lands_and_can_be_withdrawn(workspace):
    pulls = [Pull("sales", {"client": [client("1", "North")]}), Pull("books", {"client": [client("7", "South")]})]
    log = log_of(workspace, pulls, SALES, ERP)
    assert log.value("select count(*) from identity") == 0
    with writing(workspace):
        run = decide_identity(workspace, "sales:1", "books:7", "same", "Ann")
    assert filled_log(workspace, SALES, ERP).value("select count(*) from identity") == 1
    withdraw(workspace, "tracework", run)
    assert filled_log(workspace, SALES, ERP).value("select count(*) from identity") == 0


def test_a_decision_must_name_two_objects_and_an_answer(workspace):
    with pytest.raises(WrongUse, match="one object"):
        decide_identity(workspace, "a", "a", "same", "Ann")
    with pytest.raises(WrongUse, match="no answer"):
        decide_identity(workspace, "a", "b", "maybe", "Ann")
    with pytest.raises(WrongUse, match="follows by a rule"):
        decide_identity(workspace, "psa:7", "tracework:due:7", "same", "Ann")


def test_a_mended_record_counts_as_if_it_had_come_so(workspace):
    log = log_of(workspace, [Pull("crm", {"Account": [account()], "Deal": [deal(Amount="12oo")]})], CRM)
    record = log.value("select record from quarantine")
    with writing(workspace):
        mend_record(workspace, {"source": "crm", "stream": "Deal", "record": record}, {"Amount": "1200"}, "Ann")
    log = filled_log(workspace, CRM)
    assert log.value("select count(*) from quarantine") == 0
    assert attributes(log, "crm:D1")["amount"] == "1200.0"


@pytest.fixture
def sold(tmp_path):
    return sold_invoices(tmp_path)


def amounts(firm):
    with open_log(open_workspace(firm), Viewer.owner()) as log:
        sent = log.database.column("select object_id from event_object join object using (object_no) order by all")
        return sent, log.database.column("select value from object_attribute where name = 'amount' order by all")


def test_a_record_is_mended_and_taken_in_and_that_can_be_taken_back(sold):
    (refused,) = tracework("runs", "erp/000001", "-w", sold, "--json").json
    record = f"{refused['stream']}/{refused['row']}"
    assert f"{record}: " in tracework("runs", "erp/000001", "-w", sold).out
    half = tracework("runs", "erp/000001", "--mend", record, "sent_on=2026-03-31", "-w", sold)
    assert "still cannot be used: amount" in half.out
    done = tracework("runs", "erp/000001", "--mend", record, "sent_on=2026-03-31", "amount=1200", "-w", sold)
    assert done.code == 0, done.err
    assert "the record is in it" in done.out
    assert "invoice/1" not in tracework("runs", "erp/000001", "-w", sold).out
    assert amounts(sold) == (["erp:1", "erp:2"], ["100.0", "1200.0"])
    assert tracework("runs", "tracework/000002", "--withdraw", "-w", sold).code == 0
    assert amounts(sold) == (["erp:1"], ["100.0"])


def test_what_cannot_be_mended_is_told(sold):
    wrong = [
        (["erp/000001", "--mend", "invoice/0", "amount=1"], 1, "no record invoice/0"),
        (["erp/000001", "--mend", "erp/000001/invoice/0", "amount=1"], 1, "no record invoice/0"),
        (["erp/000001", "--mend", "invoice/1", "amount"], 2, "COLUMN=VALUE"),
        (["erp/000001", "amount=1"], 2, "--mend STREAM/ROW"),
        (["--mend", "invoice/1", "amount=1"], 2, "SOURCE/NUMBER"),
    ]
    for words, code, told in wrong:
        answer = tracework("runs", *words, "-w", sold)
        assert answer.code == code
        assert told in answer.err
        assert "Traceback" not in answer.err


@pytest.fixture(scope="module")
def firm(tmp_path_factory):
    """A workspace with a file and two decisions, built by the command line."""
    folder = tmp_path_factory.mktemp("decisions") / "firm"
    log = write_xes(folder.parent / "work.xes", random_cases(3, 5))
    assert tracework("import", log, "-w", folder).code == 0
    record = {
        "id": "1",
        "left": "case 1",
        "right": "case 2",
        "answer": "later",
        "by": "Ann",
        "at": "2026-03-09T08:00:00Z",
    }
    land(
        create_workspace(folder),
        Pull("tracework", {"identity_decision": [record, {**record, "id": "2", "at": "soon"}]}),
    )
    answer = tracework("build", "-w", folder)
    assert answer.code == 0, answer.err
    return folder


def test_loads_of_records_are_listed_beside_files_and_show_what_could_not_be_used(firm):
    runs = {run["load"]: run for run in tracework("runs", "-w", firm, "--json").json}
    assert runs["work/000001"]["kind"] == "log"
    decisions = runs["tracework/000001"]
    assert (decisions["kind"], decisions["records"], decisions["withdrawn"]) == ("records", 2, False)
    (refused,) = tracework("runs", "tracework/000001", "-w", firm, "--json").json
    assert (refused["key"], refused["reason"]) == ("2", "at is not a time: soon")


def test_identities_are_shown_and_decided(firm):
    found = tracework("identities", "-w", firm, "--json").json
    assert [each["answer"] for each in found["suggestions"]] == ["later"]
    answer = tracework("identities", "--same", "case 1", "case 2", "--by", "Ann", "-w", firm, "--json")
    assert answer.code == 0, answer.err
    shown = tracework("identities", "-w", firm).out
    assert "0 pairs to decide on" in shown
    # nothing says how such things are matched, so a decision about them comes to nothing, and that is told
    without = "without effect, as things of the type work are never matched"
    assert re.search(
        rf"Ann, 20[-\d]+ [:\d]+ UTC: .* are the same \(case 1, case 2\); {without}\.\n1 pair decided\.", shown
    )
    (told,) = tracework("identities", "-w", firm, "--json").json["decisions"]
    assert (told["load"], told["answer"], told["holds"]) == ("tracework/000002", "same", False)
    assert tracework("runs", "tracework/000002", "--withdraw", "-w", firm).code == 0
    assert "tracework/000002" in tracework("runs", "-w", firm).out
    assert "1 pair to decide on" in tracework("identities", "-w", firm).out


def test_a_second_pair_in_one_call_is_refused_and_the_first_not_dropped(firm):
    before = tracework("identities", "-w", firm, "--json").json["decisions"]
    told = tracework("identities", "--same", "case 1", "case 2", "--same", "case 1", "case 3", "-w", firm)
    assert (told.code, "--same is said 2 times, and one call takes it once." in told.err) == (2, True)
    assert tracework("identities", "-w", firm, "--json").json["decisions"] == before


def test_a_decision_about_what_they_are_not_is_refused(firm):
    told = tracework("identities", "--same", "case 1", "case 2", "--type", "invoice", "-w", firm)
    assert (told.code, "Two that are one are of one type." in told.err) == (2, True)


def test_lineage_goes_back_to_the_row_and_forward_from_it(firm):
    (traced,) = tracework("lineage", "case 1", "-w", firm, "--json").json
    reference = traced["records"][0]["reference"]
    assert reference.startswith("work/000001/objects/")
    made = tracework("lineage", reference, "-w", firm, "--json").json
    assert "case 1" in [each["id"] for each in made["things"]]
    assert tracework("lineage", "nobody", "-w", firm).code == 1


def test_a_load_and_a_record_are_told_apart_by_the_one_that_shows_the_other(firm):
    told = tracework("lineage", "tracework/000001", "-w", firm)
    assert (told.code, "is a load. `tracework runs tracework/000001` shows it" in told.err) == (1, True)
    told = tracework("lineage", "tracework/000001/identity_decision", "-w", firm)
    assert (told.code, "is a stream of the load tracework/000001" in told.err) == (1, True)
    told = tracework("runs", "tracework/000001/identity_decision/1", "-w", firm)
    assert (told.code, "`tracework lineage tracework/000001/identity_decision/1`" in told.err) == (2, True)
    refused = tracework("lineage", "tracework/000001/identity_decision/1", "-w", firm)
    assert "It was set apart: at is not a time: soon" in refused.out
