"""The data health page in a real browser: what it says of the firm, lineage, records mended, a decision, a pull."""

import re
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.access import Viewer
from core.settings import firm_content
from core.workspace import Workspace, create_workspace, open_workspace, writing
from dashboards.health_page.facts import health
from eventlog.reading import open_log
from ingest.decisions import decide_identity
from ingest.last_try import LastTry, StillAbsent, note_try
from tests.dashboards.conftest import Opened
from tests.served_orders import serving
from tracework import pipeline

Shot = Callable[[Page, str], None]
# a build of the small firm takes seconds, on a machine with much else to do minutes
BUILT_MS = 240_000
# a firm that is kept from day to day was last read some time ago
ALL_FRESH = re.compile(r"All 7 feeds (are fresh\.|were fresh when last read)")


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_feeds_and_what_is_set_apart_are_told(
    opened: Opened, firm_address: str, firm: Workspace, shot: Shot, width: int, scheme: str
):
    with open_log(firm, Viewer.owner()) as log:
        found = health(log)
    apart = sum(group.records for group in found.set_apart)
    page = opened(f"{firm_address}/health", width, scheme, until=".feeds .table")
    assert len(found.feeds) == 7
    expect(page.locator(".sentence").first).to_contain_text(ALL_FRESH)
    expect(page.locator(".sentence").first).to_contain_text(f"{apart:,} records are set apart")
    for feed in found.feeds:
        expect(page.locator(".feeds")).to_contain_text(feed.source)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, f"health-{width}-{scheme}")


def test_the_lineage_of_an_invoice_leads_from_its_record_to_its_cases(
    opened: Opened, firm_address: str, firm: Workspace, shot: Shot
):
    with open_log(firm, Viewer.owner()) as log:
        invoice = log.database.value(
            "select min(object_id) from object join object_type using (type_no) where object_type.name = 'invoice'"
        )
    page = opened(f"{firm_address}/health?record={invoice}", until=".lineage")
    drawn = page.locator("#lineage-drawn")
    expect(drawn).to_contain_text("NetSuite transaction")
    expect(drawn).to_contain_text(invoice)
    expect(drawn.get_by_role("link", name="Milestone billing").first).to_be_visible()
    page.get_by_text("Open the landed record").click()
    expect(drawn).to_contain_text("tranid")
    page.locator(".lineage").scroll_into_view_if_needed()
    shot(page, "health-lineage")


@pytest.fixture(scope="module")
def own_firm(pretend_firm: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A firm that a test may decide on."""
    return open_workspace(Path(shutil.copytree(pretend_firm, tmp_path_factory.mktemp("own") / "firm")))


@pytest.fixture(scope="module")
def own_address(own_firm: Workspace) -> Iterator[str]:
    with serving(own_firm) as found:
        yield found


def apart(firm: Workspace, reason: str) -> list[tuple[str, int]]:
    """The run and row of the time entries set apart for a reason."""
    with open_log(firm, Viewer.owner()) as log:
        return log.database.rows(
            "select run, row from quarantine where stream = 'timebill' and starts_with(reason, $reason) order by all",
            reason=reason,
        )


def test_a_record_is_mended_by_keyboard_and_leaves_the_list(
    opened: Opened, own_address: str, own_firm: Workspace, shot: Shot
):
    before = apart(own_firm, "hours is not a number")
    run, row = before[0]
    page = opened(f"{own_address}/health", until=".set-apart .table")
    reveal(page, f"netsuite/{run}/timebill/{row}")
    page.locator(f'[data-mend="netsuite/{run}/timebill/{row}"]').focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Mend a record")
    expect(dialog).to_contain_text("hours is not a number: 7,5 h")
    hours = dialog.get_by_label("hours")
    expect(hours).to_be_focused()
    expect(hours).to_have_value("7,5 h")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_have_text("Nothing is changed yet. Say what a column should be.")
    shot(page, "health-mend-1440")
    page.keyboard.press("Control+a")
    page.keyboard.type("7.5")
    page.keyboard.press("Enter")
    told = page.locator("#health-job")
    expect(told).to_contain_text(f"netsuite/{run}/timebill/{row} is in the log now, in generation 2", timeout=BUILT_MS)
    expect(told).to_be_focused()
    expect(page.locator(".sentence").first).to_contain_text(ALL_FRESH)
    assert apart(own_firm, "hours is not a number") == before[1:]
    expect(page.locator(f'[data-mend="netsuite/{run}/timebill/{row}"]')).to_have_count(0)


def test_a_record_is_mended_on_a_phone_and_what_is_still_wrong_is_told(
    opened: Opened, own_address: str, own_firm: Workspace, shot: Shot
):
    before = apart(own_firm, "employee is missing")
    run, row = before[0]
    page = opened(f"{own_address}/health", 390, "dark", until=".set-apart .table")
    reveal(page, f"netsuite/{run}/timebill/{row}")
    mend = page.locator(f'[data-mend="netsuite/{run}/timebill/{row}"]')
    assert mend.bounding_box()["height"] >= 44
    mend.click()
    dialog = page.get_by_role("dialog", name="Mend a record")
    assert dialog.get_by_label("employee", exact=True).bounding_box()["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, "health-mend-390")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(mend).to_be_focused()
    mend.click()
    dialog.get_by_label("employee", exact=True).fill("nobody")
    dialog.get_by_role("button", name="Mend and build").click()
    told = page.locator("#health-job")
    expect(told).to_contain_text(f"netsuite/{run}/timebill/{row} still cannot be used", timeout=BUILT_MS)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, "health-mend-still-390")


def test_two_clients_are_said_to_be_one_by_key(opened: Opened, own_address: str, own_firm: Workspace):
    page = opened(f"{own_address}/health", until=".pairs .sides")
    pairs = page.locator(".pairs")
    expect(pairs).to_contain_text("1 of 2 pairs")
    for name in ("Royal Severn Water & Wastewater Authority", "Royal Severn Water & Wastewater Authorities"):
        expect(pairs.get_by_text(name, exact=True)).to_be_visible()
    page.keyboard.press("y")
    expect(pairs).to_contain_text("1 of 1 pair", timeout=BUILT_MS)
    expect(pairs).to_contain_text("Pemberton Rail Svcs")
    with open_log(own_firm, Viewer.owner()) as log:
        assert log.database.column("select rule from identity where decision is not null") == ["decision"]
        assert log.database.value("select count(*) from identity_suggestion where answer = 'same'") == 1


@pytest.fixture
def decided_firm(pretend_firm: Path, tmp_path: Path) -> Workspace:
    """A firm of its own in which somebody has called two clients the same, which the next build takes in."""
    firm = open_workspace(Path(shutil.copytree(pretend_firm, tmp_path / "firm")))
    with open_log(firm, Viewer.owner()) as log:
        pair = health(log).pairs[0]
    with writing(firm):
        decide_identity(firm, pair.left.object_id, pair.right.object_id, "same", "Ann Controller", pair.type)
    return firm


@pytest.mark.parametrize("width", [390, 1440])
def test_what_was_decided_is_listed_with_who_did_and_taken_back(
    opened: Opened, decided_firm: Workspace, shot: Shot, width: int
):
    with serving(decided_firm) as address:
        page = opened(f"{address}/health", width, until=".pairs .sides")
        pairs = page.locator(".pairs")
        pairs.get_by_text("1 pair decided").click()
        (row,) = pairs.locator(".decided li").all()
        expect(row).to_contain_text("are the same")
        expect(row).to_contain_text("Ann Controller, ")
        expect(row).to_contain_text("; the next build makes it so")
        button = row.get_by_role("button", name="Take back")
        assert button.bounding_box()["height"] >= (44 if width == 390 else 24)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        shot(page, f"health-decided-{width}")
        button.click()
        # put off, it comes after the pair that nobody has looked at
        expect(pairs).to_contain_text("1 of 2 pairs", timeout=BUILT_MS)
        expect(pairs).to_contain_text("1 put off", timeout=BUILT_MS)
        expect(pairs).not_to_contain_text("decided")
        expect(page.locator(".sentence").first).to_contain_text("1 pair may be the same thing")
        page.goto("about:blank")


def reveal(page: Page, place: str) -> None:
    """Open what a record's way to be mended is folded into."""
    page.evaluate(
        "place => { for (let e = document.querySelector(`[data-mend='${place}']`); e; e = e.parentElement) "
        "if (e.tagName === 'DETAILS') e.open = true; }",
        place,
    )


def test_what_is_not_there_is_said(opened: Opened, firm_address: str):
    page = opened(f"{firm_address}/health?record=sap:nothing", until="#lineage-drawn p")
    expect(page.locator("#lineage-drawn")).to_contain_text('has nothing named "sap:nothing"')


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that is taken, so that nobody else can, and at which nobody answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.fixture
def left_alone(pretend_firm: Path, tmp_path: Path, closed_port: int) -> Workspace:
    """A firm of its own whose systems, which answered while it was made, are gone, and are not waited for for long."""
    firm = open_workspace(Path(shutil.copytree(pretend_firm, tmp_path / "firm")))
    text = re.sub(r"127\.0\.0\.1:\d+", f"127.0.0.1:{closed_port}", firm.settings_file.read_text(encoding="utf-8"))
    patience = "".join(f"\n[sources.{name}.http]\nfirst_wait = 0.01\n" for name in firm_content(firm)["sources"])
    firm.settings_file.write_text(text + patience, encoding="utf-8")
    return firm


def test_a_pull_whose_systems_do_not_answer_says_so(opened: Opened, left_alone: Workspace):
    generation = left_alone.current_generation()
    with serving(left_alone) as address:
        page = opened(f"{address}/health", until=".feeds .table")
        page.get_by_role("button", name="Pull now").click()
        expect(page.locator("#health-job")).to_contain_text("failed, tried 3 times", timeout=BUILT_MS)
        expect(page.locator("#health-job")).to_contain_text("check its address in firm.toml")
        expect(page.get_by_role("button", name="Pull now")).to_be_enabled()
        page.goto("about:blank")
    assert left_alone.current_generation() == generation


def test_an_empty_workspace_says_what_to_connect(opened: Opened, empty_address: str, shot: Shot):
    page = opened(f"{empty_address}/health", until=".empty")
    expect(page.locator(".empty")).to_contain_text("firm.toml")
    shot(page, "health-empty")


LONG_NAME = "people_of_the_acquired_company_in_munich_and_its_subcontractors"
ADDRESS = "https://people.northlight-advisory-group-holdings.example/api/gateway.php/northlight/v1/employees/changed"


@pytest.fixture(scope="module")
def two_folders(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A firm of two folders that have been read, of which one fails since, and a system that never could be."""
    place = create_workspace(tmp_path_factory.mktemp("failing") / "firm")
    tables = ""
    for name in ("bank", "payroll"):
        (place.root / name / "entry").mkdir(parents=True)
        (place.root / name / "entry" / "all.csv").write_text("id;amount\n1;10\n2;20\n")
        tables += f'[sources.{name}]\nconnector = "folder"\npath = "{name}"\ntitle = "The {name}"\nsettle = 0\n'
        tables += f'[sources.{name}.tables.entry]\nkey = ["id"]\nobjects = [{{type = "payment", id = "r.id"}}]\n'
    place.settings_file.write_text(tables)
    assert pipeline.pull(place).failed == {}
    system = f'[sources.{LONG_NAME}]\nconnector = "bamboohr"\nurl = "{ADDRESS}"\napi_key = {{env = "KEY"}}\n'
    place.settings_file.write_text(f"{tables}{system}")
    since = "2026-04-14T06:00:00+00:00"
    for name, what in (("payroll", "the folder payroll is not there. Mount it again"), (LONG_NAME, f"GET {ADDRESS}")):
        note_try(place, name, LastTry(since, error=f"{name}: {what}.", failing_since=since))
    return place


@pytest.mark.parametrize("width", [390, 1440])
def test_feeds_that_fail_are_told_with_since_when_and_why(
    opened: Opened, two_folders: Workspace, shot: Shot, width: int
):
    with serving(two_folders) as address:
        page = opened(f"{address}/health", width, until=".feeds .table")
        expect(page.locator(".sentence").first).to_contain_text(
            "1 of 3 feeds are fresh; The payroll, BambooHR could not be read by the last pull."
        )
        failed = page.locator(".feeds tr").filter(has_text="Failed")
        expect(failed).to_have_count(2)
        for row in failed.all():
            expect(row).to_contain_text("since 14 Apr 2026, 06:00 UTC")
            row.get_by_text("What happened").click()
        expect(failed.first).to_contain_text("payroll: the folder payroll is not there. Mount it again.")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        shot(page, f"health-failed-{width}")
        page.goto("about:blank")


@pytest.mark.parametrize("width", [390, 1440])
def test_before_anything_is_loaded_the_sources_and_their_failures_are_told(
    opened: Opened, tmp_path: Path, shot: Shot, width: int
):
    place = create_workspace(tmp_path / "firm")
    place.settings_file.write_text(
        f'[sources.hr]\nconnector = "bamboohr"\nurl = "{ADDRESS}"\napi_key = {{env = "KEY"}}\n'
        '[sources.bank]\nconnector = "folder"\npath = "exports"\n[sources.bank.tables.statement]\n'
    )
    since = "2026-04-14T06:00:00+00:00"
    note_try(place, "hr", LastTry(since, error="hr: The secret KEY is not in the environment.", failing_since=since))
    with serving(place) as address:
        page = opened(f"{address}/health", width, until=".feeds .table")
        expect(page.locator(".sentence").first).to_contain_text(
            "Nothing has been loaded yet. BambooHR could not be read"
        )
        feeds = page.locator(".feeds")
        expect(feeds).to_contain_text("Not pulled yet")
        feeds.get_by_text("What happened").click()
        expect(feeds).to_contain_text("The secret KEY is not in the environment.")
        expect(page.get_by_role("button", name="Pull now")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        shot(page, f"health-unread-{width}")
        page.goto("about:blank")


@pytest.mark.parametrize("width", [390, 1440])
def test_a_contract_file_that_could_not_be_had_is_told(
    opened: Opened, own_address: str, own_firm: Workspace, shot: Shot, width: int
):
    reason = "it has 40.0 MiB, and up to 32 are taken. Save a smaller one in its place, or read it yourself."
    large = StillAbsent("01A", "Roll-out (amendment 2), countersigned.pdf", reason, "2026-04-02T06:00:00+00:00")
    note_try(own_firm, "graph", LastTry("2026-04-14T06:00:00+00:00", documents=(large,)))
    page = opened(f"{own_address}/health", width, until=".absent-documents .table")
    told = page.locator(".absent-documents")
    for words in (large.name, "Microsoft 365, graph", "It has 40.0 MiB, and up to 32 are taken.", "2 Apr 2026"):
        expect(told).to_contain_text(words)
    expect(page.locator(".sentence").first).to_contain_text("1 file could not be taken in")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, f"health-absent-{width}")
    note_try(own_firm, "graph", LastTry("2026-04-15T06:00:00+00:00"))
    expect(opened(f"{own_address}/health", width, until=".feeds").locator(".absent-documents")).to_have_count(0)
