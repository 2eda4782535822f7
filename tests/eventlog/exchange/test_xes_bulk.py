"""Reading whole traces in bulk gives what the XML parser gives, for any file: same rows, or the same refusal."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.errors import BadInput, WrongUse
from eventlog.exchange import xes, xes_pieces, xes_reader
from eventlog.exchange.xes_scan import scan
from tests.eventlog.exchange.built_log import Landed

LOG = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0">
  <!-- made for tests -->
  <classifier name="Both" keys="concept:name lifecycle:transition"/>
  <string key="concept:name" value="Tests"/>
  <trace>
    <string key="concept:name" value="first"/>
    <event>
      <string key="concept:name" value="A &amp; B"/>
      <date key="time:timestamp" value="2026-01-01T10:00:00.000+01:00"/>
      <string key="lifecycle:transition" value="start"/>
      <float key="amount" value="1.5"/>
    </event>
    <event>
      <date key="time:timestamp" value="0001-01-01T00:00:00Z"/>
      <string key="org:resource" value="Ann"/><boolean key="a/b~c" value="true"/>
    </event>
    <date key="due" value="2026-01-01T10:00:00+01:00"/>
  </trace>
  <trace>
  </trace>
  <trace><id key="x" value=""/>
    <event><string key="concept:name" value="é😀"/><int key="amount" value="7"/></event>
  </trace>
</log>
"""
PARTS = [
    '"', "'", "<", ">", "&", "&amp;", "&#10;", "&#x41;", "&#0;", "&nbsp;", "\n", "\t", "\r\n", " ", "/", "=", "\0",
    "\x0b", "é", "<trace>", "</trace>", "<event>", "</event>", "<event/>", "<!-- x -->", "<!--", "-->", "<![CDATA[x]]>",
    "<?x?>",
    '<string key="concept:name" value="again"/>', '<string key="concept:name" value=""/>',
    '<list key="l"><values/></list>',
    '<string value="turned" key="k"/>', "<string key='k' value='v'/>", '<string key="k" value="v"></string>',
    '<date key="time:timestamp" value="2026-01-01T10:00:00"/>', '<date key="time:timestamp" value="soon"/>',
    '<surprise key="k" value="v"/>', '<string  key="k" value="v"/>', '<string key="k" value="v" />', "text", "x" * 300,
]  # fmt: skip


def outcome(path: Path, **options: Any) -> dict[str, Any] | str:
    """The rows of each stream, or how the file was refused."""
    sink = Landed()
    try:
        xes.read(path, sink, **options)
    except (BadInput, WrongUse) as error:
        return str(error)
    return {stream: sink.rows(stream) for stream in ("events", "objects", "log")}


def both_ways(path: Path, **options: Any) -> tuple[Any, Any]:
    """What comes of a file in bulk wherever that is possible, and by the parser alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xes_pieces, "BLOCK", 1)
        in_bulk = outcome(path, **options)
    return in_bulk, outcome(path, **options)


def test_the_plain_form_is_read_in_bulk():
    body = LOG[LOG.index("<trace>") : LOG.rindex("</trace>") + len("</trace>")]
    scanned = scan(body.encode())
    assert scanned is not None
    assert (scanned.traces, scanned.events, len(scanned.keys)) == (3, 3, 12)


@pytest.mark.parametrize("part", PARTS)
def test_other_forms_inside_a_trace_are_left_to_the_parser_or_read_alike(tmp_path: Path, part: str):
    for place in (
        "<event>",
        "</event>",
        "<trace>",
        "</trace>",
        '"Ann',
        "Ann",
        "string key",
        "value=",
        "<log",
        "</log>",
        "amount",
    ):
        path = tmp_path / "log.xes"
        path.write_bytes(LOG.replace(place, part + place, 1).encode())
        in_bulk, parsed = both_ways(path)
        assert in_bulk == parsed, f"{part!r} before {place!r}"


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, len(LOG)), st.integers(0, 12), st.sampled_from(["", *PARTS])), min_size=0, max_size=3
    ),
    st.sampled_from([None, "Both"]),
    st.sampled_from([None, "Europe/Berlin"]),
)
@example([], None, None)
@example([], "Both", None)
def test_any_change_to_a_log_is_read_or_refused_alike(
    tmp_path: Path, changes: list[tuple[int, int, str]], classifier: str | None, zone: str | None
):
    text = LOG
    for at, dropped, part in changes:
        text = text[:at] + part + text[at + dropped :]
    path = tmp_path / "log.xes"
    path.write_bytes(text.encode())
    in_bulk, parsed = both_ways(path, classifier=classifier, zone=zone)
    assert in_bulk == parsed


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_other_encodings_are_the_parsers(tmp_path: Path, encoding: str):
    path = tmp_path / "log.xes"
    path.write_bytes(LOG.replace("UTF-8", encoding).replace("😀", "").encode(encoding))
    in_bulk, parsed = both_ways(path)
    assert isinstance(parsed, dict)
    assert in_bulk == parsed


def test_bytes_that_are_no_text_are_refused_alike(tmp_path: Path):
    path = tmp_path / "log.xes"
    path.write_bytes(LOG.encode().replace(b"Ann", b"A\xffn"))
    in_bulk, parsed = both_ways(path)
    assert "not well-formed" in parsed
    assert in_bulk == parsed


def test_many_blocks_with_odd_ones_between_keep_rows_and_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    head, body = LOG[: LOG.index("<trace>")], LOG[LOG.index("<trace>") : LOG.rindex("</log>")]
    odd = body.replace("<boolean", "<!-- odd --><boolean").replace('"true"/>', '"true"></boolean>')
    path = tmp_path / "log.xes"
    path.write_text(head + (body * 40 + odd) * 5 + body * 40 + "</log>")
    by_parser = outcome(path)
    monkeypatch.setattr(xes_pieces, "BLOCK", 8_000)
    monkeypatch.setattr("eventlog.exchange.source_file.PIECE", 1_000)
    assert outcome(path) == by_parser
    path.write_text(head + body * 100 + "<trace></event></trace></log>")
    message = outcome(path)
    monkeypatch.undo()
    assert message == outcome(path)
    assert f"line {(head + body * 100).count(chr(10)) + 1}," in message


@pytest.mark.parametrize("name", ["BPI_2020_RequestForPayment", "Receipt"])
def test_a_published_log_is_read_alike(shared_data: Path, monkeypatch: pytest.MonkeyPatch, name: str):
    path = shared_data / "event_logs" / f"{name}.xes.gz"
    monkeypatch.setattr(xes_pieces, "BLOCK", 100_000)
    in_bulk = outcome(path)
    monkeypatch.setattr(xes_reader, "scan", lambda _: None)
    assert in_bulk == outcome(path)
