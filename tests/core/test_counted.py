"""A number with what it counts."""

from core.counted import many


def test_one_and_several():
    assert (many(1, "case"), many(0, "case"), many(1200, "person", "people")) == ("1 case", "0 cases", "1,200 people")
