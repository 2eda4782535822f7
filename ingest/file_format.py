"""Which format a file has, told by its first bytes; its name only decides where bytes cannot."""

import gzip
import re
import zlib
from pathlib import Path

from core.errors import BadInput

KNOWN = "XES (.xes, .xes.gz), OCEL 2.0 (.sqlite, .json, .xml), CSV and Parquet"
OCEL_MARKS = ("<object-types", "<event-types", "<objects", "<events")
SIGNATURES = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"PK\x03\x04": "a zip or an Office document",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x7fELF": "a program",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"\xfd7zXZ": "an xz archive",
    b"BZh": "a bzip2 archive",
}


def file_format(path: Path) -> str:
    """One of xes, ocel_sqlite, ocel_json, ocel_xml, csv, parquet. BadInput says what the file is instead."""
    head = _head(path)
    for signature, what in SIGNATURES.items():
        if head.startswith(signature):
            raise BadInput(
                f"{path} is {what}, not an event log. Tracework reads {KNOWN}. Export your log as one of these."
            )
    if head.startswith(b"SQLite format 3\x00"):
        return "ocel_sqlite"
    if head.startswith(b"PAR1"):
        return "parquet"
    text = _text(head).lstrip().lower()
    if re.match(r"\[\s*[{\[]", text):
        raise BadInput(
            f"{path} is a list of records in JSON, not an event log. Tracework reads {KNOWN}. Write the list as CSV or "
            "Parquet, with a row for each record."
        )
    if text.startswith("{"):
        return "ocel_json"
    if text.startswith("<") and any(mark in text for mark in OCEL_MARKS):
        return "ocel_xml"
    if text.startswith("<") or path.name.lower().endswith((".xes", ".xes.gz")):
        return "xes"
    return "csv"


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except FileNotFoundError:
        raise BadInput(f"There is no file {path}. Check the name and the folder.") from None
    except IsADirectoryError:
        raise BadInput(f"{path} is a folder. Name one file in it: {KNOWN}.") from None
    except PermissionError:
        raise BadInput(
            f"{path} may not be read by you. Ask its owner for access, or copy it to where you may read it."
        ) from None
    if not head:
        raise BadInput(f"{path} is empty: it has 0 bytes. Export it again from its source.")
    return _unzipped(path) if head.startswith(b"\x1f\x8b") else head


def _unzipped(path: Path) -> bytes:
    try:
        with gzip.open(path) as file:
            head = file.read(4096)
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput(
            f"{path} is a gzip file that cannot be unpacked: {error}. Fetch it again from its source."
        ) from None
    if not head:
        raise BadInput(f"{path} is a gzip file with nothing in it. Export it again from its source.")
    return head


def _text(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace")
    return head.decode("utf-8-sig", errors="replace")
