"""`tracework detect` and `tracework findings`: what scripts read, what people read, verdicts and their mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

import tracework as tw
from core.state import open_state
from core.workspace import open_workspace
from models.catalogue import detectors
from tests.models.findings.suspected import raised, suspicion
from tests.served_orders import imported, orders
from tests.tracework.command_line import Answer, tracework
from tests.tracework.sold_invoices import sold_invoices

KEYS = ["id", "detector", "kind", "subject", "score", "money", "currency", "since", "reasons", "state"]


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all tests here: each leaves it as it found it."""
    folder = sold_invoices(tmp_path_factory.mktemp("findings"))
    with open_state(open_workspace(folder)) as state:
        raised(state, suspicion("psa:1", 0.5), suspicion("psa:2", 0.9), suspicion("psa:3", 0.2, money=None))
    return folder


def ask(firm: Path, *words: str) -> Answer:
    return tracework("findings", *words, "-w", firm)


def test_the_json_is_what_scripts_read(firm: Path):
    first, *others = ask(firm, "--json").json
    assert list(first)[: len(KEYS)] == KEYS
    assert first["subject"] == {"type": "timesheet", "id": "psa:2"}
    assert (first["money"], first["currency"], first["chance"], first["state"]) == (100.0, "GBP", 0.9, "open")
    assert first["reasons"][0]["text"] == "38 h on 1 day, usually 8 h"
    assert [each["subject"]["id"] for each in others] == ["psa:1", "psa:3"]
    assert ask(firm, first["id"], "--json").json == first


def test_people_read_a_table_and_one_with_its_reasons(firm: Path):
    told = ask(firm)
    assert "90 GBP" in told.out
    assert "Unusual time entry" in told.out
    assert f"Next: tracework findings -w {firm} F-12 shows one" in told.err
    one = ask(firm, "F-1")
    assert "+10 pts  38 h on 1 day, usually 8 h" in one.out
    assert "Suggested: Ask Anna Ames" in one.out


def test_a_verdict_and_its_undoing(firm: Path):
    said = ask(firm, "F-3", "--decide", "dismiss", "--reason", "a night shift", "--json")
    assert said.json["state"] == "dismissed"
    (dismissed,) = ask(firm, "--state", "dismissed", "--json").json
    assert dismissed["id"] == "F-3"
    assert "a night shift" in ask(firm, "F-3").out
    assert ask(firm, "3", "--decide", "undo", "--json").json["state"] == "open"
    told = tracework("audit", "-w", firm).out
    assert "finding dismissed" in told
    assert "verdict undone" in told


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("F-1", "--decide", "dismiss"), 2, "Say why"),
        (("--decide", "confirm"), 2, "Say which finding"),
        (("F-99", "--decide", "confirm"), 1, "no finding F-99"),
        (("invoice",), 2, "names no finding"),
        (("--state", "lost"), 2, "Choose open, snoozed"),
        (("--kind", "unusual_tim"), 2, 'The nearest is "unusual_time"; all are'),
    ],
)
def test_mistakes_are_told(firm: Path, words: tuple[str, ...], code: int, told: str):
    answer = ask(firm, *words)
    assert (answer.code, "Traceback" in answer.err) == (code, False)
    assert told in answer.err


def test_the_detectors_look_and_say_what_they_found(firm: Path):
    answer = tracework("detect", "rule_exception", "-w", firm, "--json")
    assert answer.code == 0, answer.err
    assert answer.json["generation"] == 1
    (one,) = answer.json["detectors"]
    assert (one["name"], one["standing"], one["failed"]) == ("rule_exception", 0, None)
    assert (firm / "models" / "rule_exception" / "card.md").exists()
    unknown = tracework("detect", "crystal_ball", "-w", firm)
    assert unknown.code == 1
    assert detectors()[0] in unknown.err


def test_a_detector_that_has_nothing_to_look_at_says_what_is_missing(firm: Path):
    names = ("unusual_time", "margin_at_risk", "likely_paid_late", "likely_late")
    told = tracework("detect", *names, "-w", firm)
    assert "Nothing to look at for Unusual time, Project margin at risk: no connected system tells of hours" in told.err
    assert "[[service_levels]] in processes/NAME.toml declare them" in told.err
    assert "Invoices likely paid late" in told.out
    assert "Unusual time" not in told.out
    asked = tracework("detect", *names, "-w", firm, "--json").json["detectors"]
    assert [bool(each["lacks"]) for each in asked] == [True, True, False, True]


def test_a_step_of_a_service_level_that_is_none_is_told(tmp_path: Path):
    place = imported(tmp_path / "firm", orders(20))
    place.processes.mkdir(exist_ok=True)
    level = '[[service_levels]]\nname = "Paid"\nfrom = "Order recieved"\nto = "Payment received"\nhours = 80\n'
    (place.processes / "orders.toml").write_text(f'title = "Orders"\nobject_type = "orders"\n{level}')
    told = tracework("detect", "likely_late", "-w", place.root).err
    assert "“Paid” in processes/orders.toml goes from “Order recieved”, and no case has such a step." in told
    assert 'The nearest: "Order received"' in told
    assert "Nothing to look at" not in told


def test_a_notebook_has_them_as_a_frame(firm: Path):
    with tw.open(firm) as opened:
        frame = opened.findings().frame()
    assert list(frame["subject_id"]) == ["psa:2", "psa:1", "psa:3"]
    assert frame["reasons"][0] == "38 h on 1 day, usually 8 h"


def test_a_day_that_is_used_up_is_the_same_here_as_on_the_page(firm: Path):
    settings = (firm / "firm.toml").read_text()
    (firm / "firm.toml").write_text(settings + "\n[review]\ncapacity = 2\n")
    assert "1 more for later days" in ask(firm).out
    assert ask(firm, "F-1", "--decide", "dismiss", "--reason", "agreed").code == 0
    told = ask(firm)
    assert "You judged 1 today, which leaves room for these.\n1 more for later days" in told.out
    assert ask(firm, "F-2", "--decide", "dismiss", "--reason", "agreed").code == 0
    told = ask(firm)
    assert told.out == "Your day is used up: you judged 2 today. 1 finding left for later days.\n"
    assert f"Next: tracework findings -w {firm} F-12 shows one all the same" in told.err
    assert len(ask(firm, "--json").json) == 1
    for number in ("F-2", "F-1"):
        ask(firm, number, "--decide", "undo")
    assert "You judged" not in ask(firm).out
    (firm / "firm.toml").write_text(settings)
