"""What a billable event waits for: order, words, arrows, and the event's own state."""

from xml.etree import ElementTree

import pytest

from figures.amounts import Unit
from figures.colours import LIGHT
from figures.readiness_graph import EMPTY, BillableEvent, Precondition, in_order, readiness_graph, summary

SVG = "{http://www.w3.org/2000/svg}"
DAYS = Unit("business_days")
EVENT = BillableEvent("Wave 2, design sign-off", "€288,000")
FOUND = [
    Precondition("Time approved", "blocking", "Project manager", 8.0),
    Precondition("Contract terms", "not_needed", waited=3.0),
    Precondition("Expenses posted", "done", "Finance", 3.1),
    Precondition("Client acceptance", "blocking", "Client: Dr. A. <Hinterberger>", 19.5),
]


def words(svg: str) -> list[str]:
    return [each.text for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_what_is_in_the_way_comes_first_the_longest_wait_before_the_others():
    assert [each.name for each in in_order(FOUND)] == [
        "Client acceptance", "Time approved", "Expenses posted", "Contract terms"
    ]  # fmt: skip


@pytest.mark.parametrize("width", [366, 788])
def test_each_precondition_says_its_state_its_holder_and_how_long(width: int):
    told = words(readiness_graph(EVENT, FOUND, DAYS, width, "light"))
    for each in ("≥ 19.5 bd", "≥ 8.0 bd", "3.1 bd", "in the way · Project manager", "done · Finance", "not needed"):
        assert each in told
    assert "in the way · Client: Dr. A. <Hinterberger>" in told
    assert "3.0 bd" not in told
    assert "blocked by 2" in told
    assert "€288,000" in told


def test_arrows_are_strong_thin_or_dotted():
    tree = ElementTree.fromstring(readiness_graph(EVENT, FOUND, DAYS, 788, "light"))
    arrows = [each for each in tree.iter(f"{SVG}path") if each.get("stroke-width") in ("2", "1.2")]
    assert [each.get("stroke-dasharray") for each in arrows] == ["6 4", "6 4", None, "2 3"]
    assert [each.get("stroke") for each in arrows] == [LIGHT[ink] for ink in ("bad", "bad", "good", "comparison")]


def test_nothing_in_the_way_is_ready():
    svg = readiness_graph(EVENT, FOUND[1:3], DAYS, 788)
    assert "ready to bill" in words(svg)
    assert summary(EVENT, FOUND[1:3], DAYS) == (
        "Wave 2, design sign-off is ready to bill: 2 preconditions met or not needed."
    )
    assert summary(EVENT, in_order(FOUND), DAYS) == (
        "Wave 2, design sign-off is not ready to bill. In the way: Client acceptance, Client: Dr. A. <Hinterberger>, "
        "≥ 19.5 bd; Time approved, Project manager, ≥ 8.0 bd."
    )


def test_no_precondition_and_very_many():
    assert EMPTY in ElementTree.fromstring(readiness_graph(EVENT, [], DAYS)).get("aria-label")
    many = readiness_graph(EVENT, [Precondition(f"Step {n}", "done") for n in range(500)], DAYS, 366)
    assert len(words(many)) == 500 * 2 + 3
