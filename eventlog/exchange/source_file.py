"""The bytes of a file that is being imported, plain or gzip, piece by piece, with progress and clear errors."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from core.errors import BadInput
from core.progress import Progress

PIECE = 1 << 20
_GZIP_MAGIC = b"\x1f\x8b"


def pieces(path: Path, progress: Progress) -> Iterator[bytes]:
    """The content of `path`, unpacked where it is gzip, whatever its name says."""
    try:
        with path.open("rb") as raw:
            size = path.stat().st_size
            packed = _is_gzip(raw)
            content = cast("IO[bytes]", gzip.GzipFile(fileobj=raw) if packed else raw)
            found = False
            while piece := _next_piece(content, path):
                found = True
                yield piece
                progress(min(1.0, raw.tell() / size), f"Reading {path.name}")
    except OSError as error:
        raise BadInput(
            f"{path} could not be read: {error.strerror or error}. Check that the file exists and that you may read it."
        ) from None
    if not found:
        raise BadInput(f"{path} is empty: it holds no event log. Export it again from the system it comes from.")


def _is_gzip(raw: IO[bytes]) -> bool:
    magic = raw.read(2)
    raw.seek(0)
    return magic == _GZIP_MAGIC


def _next_piece(content: IO[bytes], path: Path) -> bytes:
    try:
        return content.read(PIECE)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BadInput(
            f"{path} is a gzip file that ends too early or is damaged ({str(error).rstrip('.')}; "
            f"{content.tell():,} bytes could be unpacked). Nothing was imported. Copy or download the file again, "
            "then import it again."
        ) from None
