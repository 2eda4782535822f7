"""The line of a key in a TOML file: in sections, dotted, quoted, in lists; the nearest where it is not there itself."""

from __future__ import annotations

import pytest

from core.toml_lines import line_of, with_line

TEXT = """title = "x"   # when = 3

[when]
kinds = [
  "one",
]
"held_for" = "4 h"

[approval]
escalate = [{ after = "1 d", role = "boss" }]
[[steps]]
act.channel = "mail"
"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("title", 1), ("when", 3), ("when.kinds.0", 4), ("when.held_for", 7), ("approval.escalate.0.role", 10),
        ("approval.people", 9), ("steps.0.act.channel", 12), ("owner", None),
    ],
)  # fmt: skip
def test_the_line_of_a_key_or_of_what_holds_it(place: str, line: int | None):
    assert line_of(TEXT, place) == line


def test_nothing_stands_in_an_empty_file():
    assert line_of("", "title") is None


def test_a_mistake_is_told_with_its_line_where_it_has_one():
    assert with_line(TEXT, "when.held_for: too long") == "line 7, when.held_for: too long"
    assert with_line(TEXT, "owner: field required") == "owner: field required"
