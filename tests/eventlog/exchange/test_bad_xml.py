"""XML that is broken, hostile or something else: one clear paragraph naming file and line, and nothing lands."""

import gzip
from pathlib import Path

import pytest

from core.errors import BadInput
from eventlog.exchange import ocel_xml, xes
from tests.eventlog.exchange.built_log import Landed

EVENT = '<string key="concept:name" value="A"/><date key="time:timestamp" value="2026-01-01T00:00:00Z"/>'
TRACE = f"<trace><event>{EVENT}</event></trace>"
BOMB = """<?xml version="1.0"?>
<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<log><string key="x" value="&c;"/></log>"""
EXTERNAL = """<?xml version="1.0"?>
<!DOCTYPE log [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<log><string key="x" value="&secret;"/></log>"""


def refusal(path: Path, reader=xes) -> str:
    sink = Landed()
    with pytest.raises(BadInput) as caught:
        reader.read(path, sink)
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    return message


@pytest.mark.parametrize("reader", [xes, ocel_xml])
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (BOMB, "line 2 has a document type declaration"),
        (EXTERNAL, "line 2 has a document type declaration"),
        ('<!DOCTYPE log SYSTEM "http://127.0.0.1:1/log.dtd"><log/>', "line 1 has a document type declaration"),
        ("<!DOCTYPE html><html></html>", "<!DOCTYPE html"),
        ("<html></html>", "<html> as its outermost element"),
        ("this is no log", "line 1, column 1: syntax error"),
        ("<log>\n<events key='a'>\n</log>", "line 3, column 3: mismatched tag"),
        ("<log>\n<events key='a'>", "no element found"),
        ("<log>\0</log>", "line 1, column 6: not well-formed"),
        ("", "is empty"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, reader, content: str, expected: str):
    path = tmp_path / "log.xml"
    path.write_text(content)
    assert expected in refusal(path, reader)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"<log>{TRACE}\n<trace><event><surprise/></event></trace></log>", "line 2 has an element <surprise>"),
        ("<log><trace/></log>", "without a single event (1 traces)"),
        (f"<log>\n{TRACE.replace('00Z', '00')}</log>", "line 2: the time '2026-01-01T00:00:00' has no time zone"),
        (
            "<log><trace><event>" + '<list key="a"><values>' * 40 + "</values></list>" * 40 + "</event></trace></log>",
            "nested more than",
        ),
    ],
)
def test_what_is_no_xes_is_told(tmp_path: Path, content: str, expected: str):
    path = tmp_path / "log.xes"
    path.write_text(content)
    assert expected in refusal(path)


def packed(traces: int = 2_000) -> bytes:
    body = "".join(TRACE.replace("A", f"A{number * 7919}") for number in range(traces))
    return gzip.compress(f"<log>{body}</log>".encode())


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_a_gzip_file_that_ends_too_early_is_told(tmp_path: Path, share: float):
    path = tmp_path / "log.xes.gz"
    whole = packed()
    path.write_bytes(whole[: int(len(whole) * share)])
    assert "gzip file that ends too early or is damaged" in refusal(path)


def test_a_gzip_file_with_a_flipped_bit_is_told(tmp_path: Path):
    path = tmp_path / "log.xes.gz"
    content = bytearray(packed())
    content[len(content) // 2] ^= 0x10
    path.write_bytes(bytes(content))
    refusal(path)


def test_a_gzip_file_with_nothing_in_it_is_told(tmp_path: Path):
    path = tmp_path / "log.xes.gz"
    path.write_bytes(gzip.compress(b""))
    assert "is empty" in refusal(path)


def test_a_file_that_is_not_there_and_a_folder_are_told(tmp_path: Path):
    assert "could not be read" in refusal(tmp_path / "absent.xes")
    assert "could not be read" in refusal(tmp_path)


def test_one_endless_value_is_refused_before_it_fills_the_memory(tmp_path: Path):
    path = tmp_path / "log.xes.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b'<log><string key="x" value="')
        for _ in range(80):
            file.write(b"a" * (1 << 20))
    assert "more than 64 MB" in refusal(path)


def test_an_encoding_that_nobody_knows_is_named(tmp_path: Path):
    path = tmp_path / "odd.xes"
    path.write_text(f'<?xml version="1.0" encoding="textUTF-8"?>\n<log>{TRACE}</log>')
    assert "unknown encoding: textUTF-8" in refusal(path)
