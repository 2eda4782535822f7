"""The notebook face: the same figures as the kernels, in pandas and polars, and pictures that are SVG."""

from pathlib import Path
from xml.etree import ElementTree

import pandas
import polars
import pytest

import tracework as tw
from core.errors import NotFound
from tracework.notebook import Firm, Process


@pytest.fixture(scope="module")
def firm(pretend_firm: Path):
    with tw.open(pretend_firm) as opened:
        yield opened


@pytest.fixture
def billing(firm: Firm) -> Process:
    return firm.process("milestone_billing")


def test_a_firm_says_what_it_is(firm: Firm):
    assert repr(firm).startswith("Northlight Advisory Group, generation 1: expense_approval")
    assert {"milestone_billing", "project_to_cash", "sales_to_project", "time_capture"} < set(firm.processes)


def test_a_map_shows_itself_as_svg(billing: Process):
    picture = ElementTree.fromstring(billing.map()._repr_svg_())
    assert picture.tag.endswith("svg")
    text = " ".join(picture.itertext())
    assert "Invoice drafted" in text
    assert "Payment received" in text


def test_a_map_can_be_saved_and_read_as_a_table(billing: Process, tmp_path: Path):
    drawn = billing.map()
    assert drawn.save(tmp_path / "map.svg").read_text(encoding="utf-8") == drawn.svg()
    moves = drawn.table().frame()
    counted = moves.set_index(["from", "to"])["count"]
    events = billing.events().frame()
    after = events.groupby("case")["activity"].shift(-1)
    assert (
        counted["Invoice drafted", "Invoice review asked"]
        == ((events["activity"] == "Invoice drafted") & (after == "Invoice review asked")).sum()
    )


def test_events_are_equal_in_pandas_and_polars(billing: Process):
    table = billing.events()
    left, right = table.frame(), table.frame("polars")
    assert isinstance(left, pandas.DataFrame)
    assert isinstance(right, polars.DataFrame)
    assert list(left.columns) == right.columns
    assert left["activity"].tolist() == right["activity"].to_list()
    assert len(left) == len(table) == right.height


def test_variants_are_those_of_the_events(billing: Process):
    events = billing.events().frame()
    ways = events.groupby("case", sort=False)["activity"].agg(tuple).value_counts()
    top = billing.variants(top=3).frame()
    assert top["cases"].tolist() == ways.iloc[:3].tolist()
    assert abs(top["share"].iloc[0] - ways.iloc[0] / ways.sum()) < 1e-12


def test_cases_have_their_attributes_and_conditions_hold(firm: Firm):
    setup = firm.process("sales_to_project")
    everyone = setup.cases().frame()
    munich = setup.cases("case.entity = munich").frame()
    assert 0 < len(munich) < len(everyone)
    assert set(munich["entity"]) == {"munich"}
    assert len(munich) == (everyone["entity"] == "munich").sum()


def test_waiting_is_ranked(billing: Process):
    waits = billing.bottlenecks(top=5).frame()
    assert waits["total_s"].is_monotonic_decreasing
    assert waits["share"].between(0, 1).all()


def test_sql_answers_the_owner(firm: Firm):
    told = firm.sql("select count(*) as n from event join event_type using (type_no) where name = 'kickoff_held'")
    events = firm.process("project_to_cash").events().frame()
    assert told.frame()["n"].iloc[0] == (events["activity"] == "Kickoff held").sum() > 0


def test_a_table_shows_its_first_rows_and_escapes_them(firm: Firm):
    shown = firm.sql("select '<b>' || range as name, [1, 2] as list from range(30)")._repr_html_()
    assert "&lt;b&gt;0" in shown
    assert "1 → 2" in shown
    assert "and 10 more rows" in shown


def test_activities_stand_in_the_order_of_the_map(firm: Firm):
    order = firm.process("sales_to_project").activities
    assert order.index("Contract signed") < order.index("Budget approved") < order.index("Kickoff held")


def test_a_process_that_is_not_there_is_named_with_those_that_are(firm: Firm):
    with pytest.raises(NotFound, match="milestone_billing"):
        firm.process("billing")


def test_a_frame_of_another_kind_is_refused(billing: Process):
    with pytest.raises(ValueError, match="'pandas' or 'polars'"):
        billing.variants().frame("spark")
