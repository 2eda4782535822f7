"""The JSON reader that reads item by item, against the standard library's, whatever the pieces the file comes in."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInput
from eventlog.exchange.json_sections import sections

PATH = Path("log.json")
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
ITEMS = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)
DOCUMENTS = st.dictionaries(st.text(), st.lists(ITEMS, max_size=6) | SCALARS, max_size=5)


def read(text: str, size: int = 7) -> list[tuple[str, Any]]:
    content = text.encode()
    return list(sections(PATH, "JSON", (content[at : at + size] for at in range(0, len(content), size))))


def expected(document: dict[str, Any]) -> list[tuple[str, Any]]:
    return [
        (key, item)
        for key, value in document.items()
        for item in (value if isinstance(value, list) else [value])
    ]  # fmt: skip


@given(DOCUMENTS, st.integers(min_value=1, max_value=40), st.sampled_from([None, 2]), st.booleans())
def test_it_reads_what_the_standard_library_reads(document: dict[str, Any], size: int, indent: int | None, ascii: bool):
    text = json.dumps(document, indent=indent, ensure_ascii=ascii)
    assert read(text, size) == expected(document)


def test_a_byte_order_mark_is_no_part_of_it():
    assert read("\ufeff" + '{"a": [1]}') == [("a", 1)]


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("[1, 2]", 1, 'does not begin with "{"'),
        ("hello", 1, 'does not begin with "{"'),
        ('{"a": [1, 2', 1, "ends too early"),
        ('{"a": [{"b": 1}, {"b": ', 1, "ends too early (expecting value)"),
        ('{"a": [\n{"b": 1}\n{"b": 2}]}', 3, "'{' stands where ','"),
        ('{"a": [\n{"b": 1},\n{"b" 2}]}', 3, "delimiter"),
        ('{"a": "never closed', 1, "ends too early (unterminated string"),
        ('{"a": [nonsense, 2, 3, 4, 5, 6, 7, 8]}', 1, "expecting value"),
        ('{"a" [1]}', 1, "':'"),
        ('{"a": [' + "[" * 200_000 + "]" * 200_000 + "]}", 1, "nested too deep"),
        ('{"a": ["\x00"]}', 1, "control character"),
    ],
)
def test_what_is_no_json_is_told_with_its_line(text: str, line: int, found: str):
    with pytest.raises(BadInput) as caught:
        read(text, 4096)
    message = str(caught.value).lower()
    assert f"line {line}," in message
    assert found.lower() in message
    assert "log.json" in message


def test_bytes_that_are_no_text_are_told():
    with pytest.raises(BadInput, match="UTF-8"):
        list(sections(PATH, "JSON", [b'{"a": ["\xff\xfe"]}']))
