"""Landing: records as they came, one folder a run, committed by one atomic rename together with what describes them."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.parquet as pq

from core.errors import NotFound
from core.workspace import Workspace, sync_file, sync_folder, telling_of_full_disk
from eventlog.exchange.records import SCHEMAS

FORMAT = 1
ROW_GROUP = 100_000


class RunFolder:
    """A run while it is being landed. Leaving the `with` without `commit` leaves nothing behind."""

    def __init__(self, workspace: Workspace, source: str) -> None:
        self.source = source
        self._final = workspace.landing / source / _next_run(workspace, source)
        self.folder = self._final.with_name(self._final.name + ".part")
        self._writers: dict[str, pq.ParquetWriter] = {}

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close_streams()
        if self.folder.exists():
            shutil.rmtree(self.folder)
            self._drop_empty_source()

    def write(self, stream: str, batch: pa.RecordBatch) -> None:
        """Append a batch to a stream."""
        if stream not in self._writers:
            self._writers[stream] = pq.ParquetWriter(
                self.folder / f"{stream}.parquet", SCHEMAS[stream], compression="zstd", compression_level=1
            )
        with telling_of_full_disk(self.folder):
            self._writers[stream].write_batch(batch, row_group_size=ROW_GROUP)

    def close_streams(self) -> None:
        """End the streams written so far, so that they can be read."""
        writers, self._writers = self._writers, {}
        for writer in writers.values():
            writer.close()

    def commit(self, manifest: dict[str, Any]) -> str:
        """Make the run part of the landing; returns its number. `manifest` says what the records are, and what more
        there is to say of its `streams`."""
        with telling_of_full_disk(self.folder):
            self.close_streams()
            streams = {
                unquote(path.stem): _described(path) | manifest.get("streams", {}).get(unquote(path.stem), {})
                for path in sorted(self.folder.glob("*.parquet"))
            }
            whole = {"format": FORMAT, "landed_at": datetime.now(UTC).isoformat(), **manifest, "streams": streams}
            manifest_file = self.folder / "manifest.json"
            manifest_file.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            for path in self.folder.iterdir():
                sync_file(path)
            sync_folder(self.folder)
        self.folder.replace(self._final)
        sync_folder(self._final.parent)
        return self._final.name

    def _drop_empty_source(self) -> None:
        if not any(self._final.parent.iterdir()):
            self._final.parent.rmdir()


def withdraw(workspace: Workspace, source: str, run: str) -> None:
    """Mark a run as withdrawn: its records stay, the next build leaves them out."""
    folder = _existing(workspace, source, run)
    (folder / "withdrawn").touch()
    sync_folder(folder)


def reinstate(workspace: Workspace, source: str, run: str) -> None:
    """Take back that a run was withdrawn."""
    folder = _existing(workspace, source, run)
    (folder / "withdrawn").unlink(missing_ok=True)
    sync_folder(folder)


@contextmanager
def landed_for_nothing(workspace: Workspace, source: str, run: str) -> Iterator[None]:
    """If what follows fails, drop the run just landed: a load is all or nothing."""
    try:
        yield
    except BaseException:
        shutil.rmtree(workspace.landing / source / run, ignore_errors=True)
        parent = workspace.landing / source
        if parent.exists() and not any(parent.iterdir()):
            parent.rmdir()
        raise


def _existing(workspace: Workspace, source: str, run: str) -> Path:
    folder = workspace.landing / source / run
    if not (folder / "manifest.json").exists():
        there = sorted(
            f"{path.parent.parent.name}/{path.parent.name}" for path in workspace.landing.glob("*/*/manifest.json")
        )
        raise NotFound(f"There is no load {source}/{run}. There are: {', '.join(there) or 'none'}.")
    return folder


def _next_run(workspace: Workspace, source: str) -> str:
    numbers = [int(path.name.split(".")[0]) for path in (workspace.landing / source).glob("[0-9]*")]
    return f"{max(numbers, default=0) + 1:06d}"


def _described(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"rows": pq.read_metadata(path).num_rows, "sha256": digest}
