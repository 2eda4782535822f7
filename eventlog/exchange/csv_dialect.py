"""How a CSV file is written: encoding, delimiter, quote, lines before the header, and whether there is a header."""

import codecs
import csv
import gzip
import re
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from core.errors import BadInput, WrongUse
from eventlog.exchange.flat_mapping import FlatMapping

SAMPLE = 1 << 18
CHUNK = 1 << 22
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_DELIMITERS = (",", ";", "\t", "|")
_GZIP = b"\x1f\x8b"
_NOT_LOGS = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"PK\x03\x04": "a ZIP archive or an Excel workbook. Save its sheet as CSV",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file. Save its sheet as CSV",
    b"\x7fELF": "a program",
    b"SQLite format 3": "a SQLite database. Give it the ending .sqlite if it is an OCEL log",
}


@dataclass(frozen=True)
class CsvDialect:
    """What a reader must know before it can split a file into rows. `names` are the columns as the file names them."""

    encoding: str
    delimiter: str
    quote: str
    header: bool
    lines_before: int
    names: tuple[str, ...]
    compressed: bool = False
    remark: str = ""


def find_dialect(path: Path, said: FlatMapping) -> CsvDialect:
    """The dialect of a file, with what the user said about it taken as it is."""
    with opened(path) as file:
        sample = _readable(path, file.read(SAMPLE))
    found, remark = find_encoding(path, sample)
    encoding, remark = (said.encoding, "") if said.encoding else (found, remark)
    lines = _sample_lines(path, sample, encoding, said=said.encoding is not None)
    announced, before = _lines_before(lines)
    quote = said.quote if said.quote is not None else _quote(lines[before:])
    delimiter = said.delimiter or announced or _delimiter(lines[before:], quote)
    rows = list(_split(lines[before:], delimiter, quote))
    header = said.header if said.header is not None else _has_header(rows)
    if len(rows[0]) == 1 and said.delimiter is None:
        raise BadInput(
            f"{path} is not an event log: neither comma, semicolon, tab nor | splits its first line, "
            f"“{rows[0][0][:80]}”. If another character splits the columns, say --map delimiter=CHARACTER."
        )
    names = tuple(rows[0]) if header else tuple(f"column {place}" for place in range(1, len(rows[0]) + 1))
    return CsvDialect(encoding, delimiter, quote, header, before, names, sample_is_gzip(path), remark)


def opened(path: Path) -> BinaryIO:
    """The bytes of a file, unpacked if it is packed with gzip."""
    if sample_is_gzip(path):
        return gzip.open(path, "rb")  # type: ignore[return-value]  # a GzipFile reads like any binary file
    return path.open("rb")


def sample_is_gzip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == _GZIP


def find_encoding(path: Path, sample: bytes) -> tuple[str, str]:
    """The encoding that every byte of the file agrees with, and a remark where the file does not settle it."""
    for mark, encoding in _BOMS.items():
        if sample.startswith(mark):
            return encoding, ""
    if (without_mark := _utf16_without_mark(sample)) is not None:
        return without_mark, ""
    bad = _first_byte_not_utf8(path)
    if bad is None:
        return "utf-8", ""
    line, byte = bad
    return "cp1252", (
        f"The file is not UTF-8 (line {line:,} holds the byte 0x{byte:02x}), so it was read as Windows-1252. "
        "If names look wrong in the preview, say --map encoding=NAME."
    )


def _readable(path: Path, sample: bytes) -> bytes:
    if not sample.strip():
        raise BadInput(f"{path} is empty. Export it again with a header line and at least one row.")
    for start, what in _NOT_LOGS.items():
        if sample.startswith(start):
            raise BadInput(f"{path} is not an event log: it is {what}. Give a CSV, Parquet, XES or OCEL file.")
    return sample


def _utf16_without_mark(sample: bytes) -> str | None:
    even, odd = sample[0:2000:2].count(0), sample[1:2000:2].count(0)
    half = len(sample[:2000]) // 2
    if half and odd > half * 0.7 and not even:
        return "utf-16-le"
    return "utf-16-be" if half and even > half * 0.7 and not odd else None


def _first_byte_not_utf8(path: Path) -> tuple[int, int] | None:
    """The line and value of the first byte that is not UTF-8. Refuses NUL bytes: no text has them."""
    decoder, lines = codecs.getincrementaldecoder("utf-8")(), 1
    try:
        with opened(path) as file:
            while chunk := file.read(CHUNK):
                if b"\0" in chunk:
                    raise _nul(path, lines + chunk[: chunk.index(b"\0")].count(b"\n"))
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError as error:
                    return lines + error.object[: error.start].count(b"\n"), error.object[error.start]
                lines += chunk.count(b"\n")
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise BadInput(
            f"{path} breaks off or is damaged after line {lines:,} of its unpacked text. Copy or export it again."
        ) from None
    return None


def _nul(path: Path, line: int) -> BadInput:
    return BadInput(
        f"{path} holds a NUL byte in line {line:,}, which no text file has. It is damaged, or not a CSV file at all. "
        "Export it again; if it is UTF-16, say --map encoding=utf-16."
    )


def _sample_lines(path: Path, sample: bytes, encoding: str, *, said: bool) -> list[str]:
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample)
    except LookupError:
        raise WrongUse(
            f"--map encoding={encoding}: there is no such encoding. Common ones: utf-8, cp1252, utf-16."
        ) from None
    except UnicodeDecodeError as error:
        line, byte = sample[: error.start].count(b"\n") + 1, sample[error.start]
        found = encoding if said else "UTF-8 or Windows-1252"
        raise BadInput(
            f"{path} is not {found}: line {line:,} holds the byte 0x{byte:02x}, which stands for nothing there. "
            "Say the right encoding with --map encoding=NAME, such as encoding=mac_roman."
        ) from None
    if sum(character < " " and character not in "\t\r\n\f" for character in text[:4000]) > 20:
        raise BadInput(f"{path} is not an event log: its bytes are not text. Give a CSV, Parquet, XES or OCEL file.")
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    return lines[:-1] if len(lines) > 2 else lines  # the last line of a sample is usually cut


def _lines_before(lines: list[str]) -> tuple[str | None, int]:
    """The delimiter that a first line such as `sep=;` announces, and how many lines stand before the first row."""
    announced = re.fullmatch(r"sep=(.)\s*", lines[0], re.IGNORECASE)
    before = 1 if announced else 0
    while before < len(lines) - 1 and not lines[before].strip():
        before += 1
    return (announced[1] if announced else None), before


def _quote(lines: list[str]) -> str:
    text = "".join(lines[:200])
    single = re.search(r"(?:^|[,;\t|])'[^'\n]*'(?:[,;\t|]|$)", text, re.MULTILINE)
    return "'" if single and '"' not in text else '"'


def _delimiter(lines: list[str], quote: str) -> str:
    """The character that splits the lines into the same number of values, more than one, most often."""
    scores = {delimiter: _evenness(lines[:500], delimiter, quote) for delimiter in _DELIMITERS}
    return max(_DELIMITERS, key=lambda delimiter: scores[delimiter])


def _evenness(lines: list[str], delimiter: str, quote: str) -> tuple[float, int]:
    widths = Counter(len(row) for row in _split(lines, delimiter, quote))
    width, times = max(widths.items(), key=lambda found: (found[1], found[0]))
    return (times / widths.total() if width > 1 else 0.0), width


def _split(lines: list[str], delimiter: str, quote: str) -> list[list[str]]:
    csv.field_size_limit(SAMPLE * 4)
    if quote:
        reader = csv.reader(lines, delimiter=delimiter, quotechar=quote)
    else:
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return [row for row in reader if row]


def _has_header(rows: list[list[str]]) -> bool:
    """A header names things: none of its values is a number or begins like a date."""
    return not any(re.match(r"[+-]?\d+([.,:/-]\d+)*([ T]|$)", value.strip()) for value in rows[0])
