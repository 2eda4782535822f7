"""The address of a view: it reads back equal, leaves out what is usual, and survives nonsense."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.view import View, both

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30)


def read_back(link: str) -> View:
    return View.read(dict(parse_qsl(urlsplit(link).query)))


@given(process=texts, where=texts, cases=texts, activities=st.none() | st.integers(1, 500))
def test_a_link_reads_back_as_the_view(process: str, where: str, cases: str, activities: int | None):
    view = View(process=process, where=where, cases=cases, activities=activities)
    assert read_back(view.link()) == view


def test_what_is_usual_is_left_out():
    assert View().link() == "/process"
    assert View(process="orders").link(tab="map", where="") == "/process?process=orders"


@pytest.mark.parametrize(
    "query",
    [None, {}, {"tab": "nonsense"}, {"activities": "-1"}, {"activities": "9" * 40}, {"clock": "sundial"}, {"x": "y"}],
)
def test_nonsense_is_left_at_what_is_usual(query: dict[str, str] | None):
    assert View.read(query) == View()


def test_filters_hold_together():
    assert both('has "A"', "duration > 5d") == 'has "A" and duration > 5d'
    assert both(" ", "rework") == "rework"
    assert View(where="rework", cases="all").narrowed == "rework"
    assert View(where="rework", cases="variant 1").narrowed == "rework and variant 1"
