"""A file that is being exported: it appears under its name when it is whole, or not at all."""

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from core.errors import BadInput
from core.workspace import sync_file, telling_of_full_disk


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place to write at; on success it becomes `path`, on failure it is removed."""
    if not path.parent.is_dir():
        raise BadInput(f"{path} cannot be written: there is no folder {path.parent}. Make it, or name another place.")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with telling_of_full_disk(path):
            yield part
            sync_file(part)
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def whole_text_file(path: Path) -> Iterator[IO[str]]:
    """The same as UTF-8 text, packed where the name ends in .gz; lines end in \\n on every system."""
    with whole_file(path) as part:
        if path.name.endswith(".gz"):
            # No name and no time inside: the same log gives the same bytes.
            with part.open("wb") as raw, gzip.GzipFile("", "wb", 5, raw, mtime=0) as packed:
                yield _Encoded(cast("IO[bytes]", packed))  # type: ignore[misc]
        else:
            with part.open("w", encoding="utf-8", newline="\n") as file:
                yield file


class _Encoded:
    """Text into a packed file in pieces large enough to be worth a call."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target

    def write(self, text: str) -> int:
        return self._target.write(text.encode("utf-8"))

    def writelines(self, lines: Iterator[str]) -> None:
        self.write("".join(lines))
