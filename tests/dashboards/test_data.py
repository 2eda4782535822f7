"""The data page in a real browser: a file from drop to map, its questions, its wrong rows, what is refused."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.workspace import create_workspace
from tests.dashboards.conftest import Opened
from tests.served_orders import orders, serving

Shot = Callable[[Page, str], None]


@pytest.fixture(scope="module")
def own_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(create_workspace(tmp_path_factory.mktemp("data") / "firm")) as found:
        yield found


@pytest.fixture
def awkward(tmp_path: Path) -> Path:
    """Times without a zone and with the day first, one that is none, and a name full of HTML."""
    lines = ["Ticket;Step;At;Team"]
    for row in orders(60, seed=3):
        told = f"{row.order};{row.step};{row.at:%d/%m/%Y %H:%M};<i>{row.clerk}</i>".replace('"', "'")
        lines += [told]
    lines.insert(9, "O-0001;Invoice sent;yesterday;Ann")
    path = tmp_path / "tickets of <b>May.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_mapping_can_be_changed(opened: Opened, own_address: str, awkward: Path):
    page = opened(f"{own_address}/data", until="#drop-zone")
    page.set_input_files("#import-file", awkward)
    page.locator("#role-resource").select_option("")
    expect(page.locator("#role-resource")).to_have_value("")
    page.locator("#role-activity").select_option("Team")
    expect(page.locator("#role-activity")).to_have_value("Team")
    expect(page.locator(".roles")).to_contain_text("as you said")


def test_a_choice_that_cannot_be_is_said_and_the_last_good_one_stays(opened: Opened, own_address: str, awkward: Path):
    page = opened(f"{own_address}/data", until="#drop-zone", refused=[400])
    page.set_input_files("#import-file", awkward)
    page.wait_for_selector("#question-0")
    page.fill("#question-0", "Middle-earth/Shire")
    page.get_by_role("button", name="Answer").click()
    expect(page.locator(".problem")).to_contain_text("there is no time zone of that name")
    expect(page.locator("#role-case")).to_have_value("Ticket")


@pytest.mark.parametrize(
    ("name", "content", "words"), [("empty.csv", b"", "is empty"), ("scan.pdf", b"%PDF-1.7 ...", "a PDF document")]
)
def test_what_is_no_log_is_refused_in_words(
    opened: Opened, own_address: str, tmp_path: Path, shot: Shot, name: str, content: bytes, words: str
):
    page = opened(f"{own_address}/data", until="#drop-zone", refused=[400])
    path = tmp_path / name
    path.write_bytes(content)
    page.set_input_files("#import-file", path)
    expect(page.locator(".problem")).to_contain_text(words)
    expect(page.locator(".problem")).not_to_contain_text("/tmp")
    shot(page, f"data-refused-{path.suffix[1:]}")
    page.get_by_role("button", name="Choose another file").click()
    expect(page.locator("#drop-zone")).to_be_visible()


def test_a_file_becomes_a_map(opened: Opened, own_address: str, awkward: Path, shot: Shot):
    page = opened(f"{own_address}/data", until="#drop-zone")
    shot(page, "data-empty")
    page.set_input_files("#import-file", awkward)
    expect(page.locator(".questions")).to_contain_text("do not say in which time zone")
    expect(page.get_by_role("button", name="Import", exact=True)).to_be_disabled()
    expect(page.locator(".remarks")).to_contain_text("yesterday")
    expect(page.locator("#role-case")).to_have_value("Ticket")
    expect(page.locator("#role-activity")).to_have_value("Step")
    expect(page.locator("#role-time")).to_have_value("At")
    shot(page, "data-question")
    page.fill("#question-0", "Europe/Berlin")
    page.get_by_role("button", name="Answer").click()
    expect(page.locator("#question-0")).to_have_count(0)
    page.get_by_label("Use of Team").select_option("case_attribute")
    expect(page.get_by_label("Use of Team")).to_have_value("case_attribute")
    page.get_by_label("Name of the process").fill("Ticket handling")
    page.get_by_label("Working calendar").select_option("london")
    shot(page, "data-ready")
    page.get_by_role("button", name="Import", exact=True).click()
    done = page.locator("#import-done")
    expect(done).to_contain_text("60 cases with", timeout=60_000)
    expect(done).to_contain_text("1 record could not be used and is set apart.")
    expect(page.locator("#data-loads")).to_contain_text("tickets of <b>May.csv")
    expect(page.locator("#data-loads")).to_contain_text("Some set apart")
    expect(page.locator("#generation")).to_have_text("Generation 1")
    shot(page, "data-done")
    page.get_by_role("link", name="See the map").click()
    page.wait_for_selector('#map [data-kind="node"]')
    expect(page.locator("h1")).to_have_text("Ticket handling")
    expect(page.locator("#cases-left")).to_have_text("60 of 60 cases")


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_loads_are_listed(opened: Opened, address: str, shot: Shot, width: int, scheme: str):
    page = opened(f"{address}/data", width, scheme, until="#data-loads .table")
    expect(page.locator("#data-loads")).to_contain_text("orders.csv")
    expect(page.locator("#data-loads")).to_contain_text("All read")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, f"data-{width}-{scheme}")
