"""Delimiter, quote, encoding and header are found in the file, and what is no CSV is refused with words."""

import gzip
from pathlib import Path

import pytest

from core.errors import BadInput, TraceworkError, WrongUse
from eventlog.exchange.csv_dialect import CsvDialect, find_dialect
from eventlog.exchange.flat_mapping import FlatMapping

TEXT = "Case,Activity,Time\n1,Prüfung,2024-01-01\n2,Zahlung,2024-01-02\n"


def dialect(path: Path, content: bytes, *items: str) -> CsvDialect:
    path.write_bytes(content)
    return find_dialect(path, FlatMapping().override(items))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.csv"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_the_delimiter_is_found_though_others_stand_in_values(path: Path, delimiter: str, ending: str) -> None:
    rows = [["case", "note", "amount"], ["1", "a, b; c | d", "1,50"], ["2", "e, f; g | h", "2,50"]]
    text = ending.join(delimiter.join(f'"{value}"' for value in row) for row in rows)
    found = dialect(path, text.encode())
    assert (found.delimiter, found.names) == (delimiter, ("case", "note", "amount"))


def test_a_decimal_comma_does_not_make_the_comma_the_delimiter(path: Path) -> None:
    found = dialect(path, b"case;amount;rate\n1;1,50;2,5\n2;3,00;4,5\n")
    assert (found.delimiter, found.names) == (";", ("case", "amount", "rate"))


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp1252", "cp1252"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_the_encoding_is_found(path: Path, encoding: str, found: str) -> None:
    assert dialect(path, TEXT.encode(encoding)).encoding == found
    assert dialect(path, TEXT.encode(encoding)).names == ("Case", "Activity", "Time")


def test_windows_text_is_remarked_upon_even_if_its_only_sign_comes_late(path: Path) -> None:
    late = b"Case,Activity\n" + b"1,paid\n" * 60_000 + "2,geprüft\n".encode("cp1252")
    found = dialect(path, late)
    assert found.encoding == "cp1252"
    assert "line 60,002" in found.remark
    assert "0xfc" in found.remark


def test_what_the_user_says_is_taken(path: Path) -> None:
    found = dialect(path, b"1;2\n3;4\n", "delimiter=tab", "quote=", "header=no", "encoding=latin-1")
    assert (found.delimiter, found.quote, found.header, found.encoding) == ("\t", "", False, "latin-1")


def test_a_first_line_of_values_is_no_header(path: Path) -> None:
    found = dialect(path, b"17,paid,2024-01-01\n18,sent,2024-01-02\n")
    assert not found.header
    assert found.names == ("column 1", "column 2", "column 3")


def test_the_line_that_excel_writes_for_itself_is_no_row(path: Path) -> None:
    found = dialect(path, b"sep=;\ncase;act\n1;x\n")
    assert (found.delimiter, found.lines_before, found.names) == (";", 1, ("case", "act"))


def test_single_quotes(path: Path) -> None:
    assert dialect(path, b"case,act\n1,'x,y'\n2,'z'\n").quote == "'"


def test_gzip_is_unpacked(path: Path) -> None:
    found = dialect(path, gzip.compress(TEXT.encode()))
    assert found.compressed
    assert found.names == ("Case", "Activity", "Time")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"PK\x03\x04xl/workbook.xml", "Save its sheet as CSV"),
        (b"a,b\n1,2\n3,\x004\n", "NUL byte in line 3"),
        (b"a,b\n1,\x81\xff\n", "neither|not UTF-8 or Windows-1252"),
        (bytes(range(1, 32)) * 40, "not text"),
        (b"Dear Ann.\nThis is a letter.\nBye.\n", "splits its first line, “Dear Ann.”"),
    ],
)
def test_what_is_no_csv_is_refused(path: Path, content: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        dialect(path, content)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("items", "kind", "words"),
    [
        (["encoding=utf-8"], BadInput, "not utf-8: line 2 holds the byte 0xfc"),
        (["encoding=klingon"], WrongUse, "no such encoding"),
        (["delimiter=ab"], WrongUse, "one character"),
    ],
)
def test_a_wrong_word_about_the_file_is_refused(
    path: Path, items: list[str], kind: type[TraceworkError], words: str
) -> None:
    with pytest.raises(kind, match=words):
        dialect(path, "a,b\n1,ü\n".encode("cp1252"), *items)


def test_a_gzip_that_is_cut_off(path: Path) -> None:
    packed = gzip.compress(b"".join(b"%d,x\n" % number for number in range(100_000)))
    with pytest.raises(BadInput, match="breaks off or is damaged"):
        dialect(path, packed[:-900])
