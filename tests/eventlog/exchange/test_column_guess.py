"""Which column is what: on made-up headers of common tools, and on real files where they are at hand."""

import lzma
import shutil
from pathlib import Path

import pytest

from eventlog.exchange.column_guess import words_of
from eventlog.exchange.flat_file import FlatInspection, inspect
from tests.eventlog.exchange.flat_files import order_rows, written

ROLES = ("case", "activity", "time", "resource")


def roles(found: FlatInspection) -> dict[str, str | None]:
    return {guess.role: guess.column for guess in found.guesses}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("case:concept:name", "case concept name"),
        ("CaseID", "case id"),
        ("org_resource", "org resource"),
        ("startTime", "start time"),
        ("Vorgangs-Nr.", "vorgangs nr"),
        ("HTTPStatus", "http status"),
    ],
)
def test_the_words_of_a_name(name: str, words: str) -> None:
    assert words_of(name) == words


@pytest.mark.parametrize(
    "header",
    [
        ("case:concept:name", "concept:name", "time:timestamp", "org:resource"),
        ("Case ID", "Activity", "Complete Timestamp", "Resource"),
        ("case_id", "event", "timestamp", "user"),
        ("CaseId", "ActivityName", "EventTime", "UserName"),
        ("Ticket Number", "Status", "Date", "Assigned To"),
        ("order_id", "step", "created_at", "employee"),
        ("Fall", "Aktivität", "Zeitpunkt", "Bearbeiter"),
        ("Vorgangsnummer", "Schritt", "Datum", "Mitarbeiter"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_headers_of_common_tools(tmp_path: Path, header: tuple[str, ...], turned: bool) -> None:
    columns = [*header, "Amount", "Region"]
    rows: list[tuple[str, ...]] = order_rows()
    if turned:
        columns, rows = columns[::-1], [row[::-1] for row in rows]
    found = roles(inspect(written(tmp_path / "log.csv", rows, columns)))
    assert tuple(found[role] for role in ROLES) == header


def test_lifecycle_is_told_by_its_values(tmp_path: Path) -> None:
    rows = [(*row, place) for row in order_rows() for place in ("start", "complete")]
    header = ("case", "act", "when", "who", "amount", "region", "transition")
    assert roles(inspect(written(tmp_path / "log.csv", rows, header)))["lifecycle"] == "transition"


def test_two_columns_that_are_almost_alike_lower_the_confidence(tmp_path: Path) -> None:
    rows = [(*row, row[2]) for row in order_rows()]
    one = inspect(written(tmp_path / "one.csv", order_rows()))
    both = inspect(written(tmp_path / "both.csv", rows, ("Order No", "Step", "Booked", "Clerk", "Amount", "R", "Seen")))
    sure, unsure = (next(each for each in found.guesses if each.role == "time") for found in (one, both))
    assert unsure.confidence < sure.confidence
    assert "almost as likely" in unsure.reason


def test_real_sales_pipeline(shared_data: Path) -> None:
    found = inspect(shared_data / "crm" / "sales_pipeline.csv")
    assert found.rows == 8800
    assert roles(found) == {
        "case": "opportunity_id",
        "activity": "deal_stage",
        "time": "close_date",
        "start": "engage_date",
        "resource": "sales_agent",
        "lifecycle": None,
    }
    assert [question.key for question in found.asked] == ["zone"]


@pytest.mark.parametrize("name", ["accounts.csv", "products.csv", "sales_teams.csv"])
def test_real_files_that_are_no_logs_say_so(shared_data: Path, name: str) -> None:
    found = inspect(shared_data / "crm" / name)
    assert {"case", "activity", "time"} <= {question.key for question in found.asked}


def test_real_invoices(shared_data: Path) -> None:
    found = inspect(shared_data / "invoices" / "WA_Fn-UseC_-Accounts-Receivable.csv")
    assert (found.rows, roles(found)["case"], roles(found)["time"]) == (2466, "invoiceNumber", "SettledDate")
    assert [question.key for question in found.asked] == ["activity", "zone"]
    assert found.mapping.time_formats["InvoiceDate"] == ("%m/%d/%Y",)
    assert found.mapping.types["InvoiceAmount"] == "float"


def test_real_time_entries(shared_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "time.csv"
    with lzma.open(shared_data / "timesheets" / "CESAW_time_fact.csv.xz") as packed, path.open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    found = inspect(path, None, ["zone=America/New_York"])
    assert found.rows == 203_621
    assert roles(found) == {
        "case": "plan_item_key",
        "activity": "phase_short_name",
        "time": "time_log_end_date",
        "start": "time_log_start_date",
        "resource": "person_key",
        "lifecycle": None,
    }
    assert found.mapping.date_order == "month"
    assert any("times far from today" in problem and "0016" in problem for problem in found.problems)


def test_real_tasks_in_another_encoding(shared_data: Path) -> None:
    found = inspect(shared_data / "timesheets" / "Sip-task-info.csv.gz")
    assert found.rows == 12_299
    assert found.dialect is not None
    assert found.dialect.encoding == "cp1252"
    assert any("Windows-1252" in problem for problem in found.problems)
    assert roles(found)["case"] == "TaskNumber"
