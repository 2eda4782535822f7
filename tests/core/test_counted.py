"""A number with what it counts, and names in a row."""

from core.counted import listed, many


def test_one_and_several():
    assert (many(1, "case"), many(0, "case"), many(1200, "person", "people")) == ("1 case", "0 cases", "1,200 people")


def test_names_in_a_row():
    assert [listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
