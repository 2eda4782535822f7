"""The standard's procure-to-pay log, which comes as CSV, as the SQLite file that the standard describes."""

import csv
import io
import sqlite3
import tarfile
from pathlib import Path

REAL = {
    "CreditAmountBSEGWRBTR",
    "DebitAmountBSEGDMBTR",
    "AmountDMBTR",
    "NetPriceEKPONETPR",
    "QuantityEKPOMENGE",
}
TIMESTAMP = {"ocel_time", "PostingDateMKPFBLDAT", "DeliveryDateEKPOBEDAT"}


def build_p2p(shared_data: Path, path: Path) -> None:
    """Every CSV becomes a table; an empty cell is no value, as nothing else can be told from CSV."""
    with tarfile.open(shared_data / "ocel" / "ocel2_p2p_csv.tar.gz") as archive, sqlite3.connect(path) as database:
        for member in archive:
            if not member.name.endswith(".csv"):
                continue
            packed = archive.extractfile(member)
            assert packed is not None
            rows = csv.reader(io.TextIOWrapper(packed, "utf-8", newline=""))
            columns = next(rows)
            table = Path(member.name).stem
            database.execute(f'create table "{table}" ({", ".join(_declared(name) for name in columns)})')
            marks = ", ".join("?" for _ in columns)
            database.executemany(
                f'insert into "{table}" values ({marks})', ([cell or None for cell in row] for row in rows)
            )


def _declared(column: str) -> str:
    kind = "TIMESTAMP" if column in TIMESTAMP else "REAL" if column in REAL else "TEXT"
    return f'"{column}" {kind}'
