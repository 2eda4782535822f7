"""Formats are told by their first bytes; what is no log is named for what it is."""

import gzip
import sqlite3

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.errors import BadInput
from ingest.file_format import file_format

XES = '<?xml version="1.0"?><log xes.version="1.0"></log>'
OCEL_XML = '<?xml version="1.0"?><log><object-types></object-types></log>'


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.xes", XES, "xes"),
        ("a.xml", XES, "xes"),
        ("a.xes.gz", gzip.compress(XES.encode(), mtime=0), "xes"),
        ("a.xml", OCEL_XML, "ocel_xml"),
        ("a.xmlocel", OCEL_XML, "ocel_xml"),
        ("a.json", '{"objectTypes": []}', "ocel_json"),
        ("a.csv", "case,activity\n1,a\n", "csv"),
        ("a.txt", "\ufeffcase;activity\n", "csv"),
        ("a.csv", "[case],[activity]\n1,a\n", "csv"),
    ],
)
def test_text_formats(tmp_path, name, content, expected):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert file_format(path) == expected


def test_binary_formats(tmp_path):
    sqlite3.connect(tmp_path / "a.bin").execute("create table t (a)")
    assert file_format(tmp_path / "a.bin") == "ocel_sqlite"
    pq.write_table(pa.table({"a": [1]}), tmp_path / "b.bin")
    assert file_format(tmp_path / "b.bin") == "parquet"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty: it has 0 bytes"),
        (b"%PDF-1.7", "is a PDF document"),
        (b"\x89PNG\r\n", "is a picture"),
        (b"PK\x03\x04", "is a zip or an Office document"),
        (b"\x1f\x8b\x08\x00broken", "is a gzip file that cannot be unpacked"),
        (gzip.compress(b"", mtime=0), "with nothing in it"),
        (b'[{"case": 1, "activity": "A"}]', "is a list of records in JSON"),
        (b'\n[\n  [1, "A"]]', "is a list of records in JSON"),
    ],
)
def test_what_is_no_log_is_said_to_be_so(tmp_path, content, words):
    path = tmp_path / "thing.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=words) as told:
        file_format(path)
    assert "thing.csv" in str(told.value)


def test_what_is_not_there(tmp_path):
    with pytest.raises(BadInput, match="There is no file"):
        file_format(tmp_path / "a.csv")
    with pytest.raises(BadInput, match="is a folder"):
        file_format(tmp_path)
