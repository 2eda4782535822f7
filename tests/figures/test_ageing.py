"""Money by age: sums, order, the ramp from fresh to old, and what is left out."""

import pytest

from figures.ageing import EMPTY, Ages, Part, ageing, by_group
from figures.chart_frame import Look
from figures.colours import DARK, LIGHT

AGES = Ages(("up to 30 days", "31 to 90 days", "over 90 days"), "EUR")
PARTS = [
    Part("London", "up to 30 days", 100_000, 2),
    Part("Munich", "over 90 days", 900_000, 4),
    Part("Munich", "up to 30 days", 300_000, 3),
    Part("Munich", "up to 30 days", 200_000, 1),
    Part("Leeds", "31 to 90 days", 0, 1),
]


def test_parts_are_summed_by_group_and_class_the_largest_first():
    figure = ageing(PARTS, AGES)
    assert {each.name: list(each.x) for each in figure.data} == {
        "up to 30 days": [500_000, 100_000], "31 to 90 days": [0, 0], "over 90 days": [900_000, 0]
    }  # fmt: skip
    assert by_group(PARTS) == {"Munich": 1_400_000, "London": 100_000}
    words = [each.text for each in figure.layout.annotations]
    assert "<b>€1.4M</b>" in words
    assert figure.layout.meta["summary"] == "€1.5M in all, €900k of it over 90 days."


@pytest.mark.parametrize(("theme", "colour"), [("light", LIGHT), ("dark", DARK)])
def test_the_oldest_is_the_strongest(theme: str, colour: dict[str, str]):
    figure = ageing(PARTS, AGES, Look(theme=theme))
    assert [each.marker.color for each in figure.data] == [colour["ramp-3"], colour["ramp-4"], colour["ramp-5"]]


def test_a_part_prints_its_amount_where_it_fits_and_has_an_outline_where_not():
    fresh = ageing([*PARTS, Part("Munich", "31 to 90 days", 9_000, 1)], AGES).data
    assert list(fresh[0].text) == ["€500k", ""]
    assert list(fresh[1].text) == ["", ""]
    assert list(fresh[0].marker.line.color) == [LIGHT["surface"], LIGHT["comparison"]]
    assert fresh[0].customdata[0] == "<b>Munich: €500k</b><br>up to 30 days, 4"


def test_the_classes_are_named_above():
    words = " ".join(each.text for each in ageing(PARTS, AGES, Look(narrow=True)).layout.annotations)
    for age in AGES.classes:
        assert f"■</span> {age}" in words


def test_of_very_many_the_largest_are_drawn():
    parts = [Part(f"Client {n}", "over 90 days", n, 1) for n in range(500)]
    figure = ageing(parts, AGES)
    assert list(figure.data[2].x) == list(range(499, 479, -1))
    assert any(each.text == "479 more in the table" for each in figure.layout.annotations)


def test_an_unknown_class_is_refused_and_nothing_says_what_is_missing():
    with pytest.raises(ValueError, match="found ancient"):
        ageing([Part("A", "ancient", 1, 1)], AGES)
    assert ageing([], AGES).layout.meta["summary"] == EMPTY
