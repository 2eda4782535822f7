"""Uploads: a file is streamed to the workspace's temporary folder, looked at, and kept there until it is imported."""

import asyncio
import re
import secrets
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from core.calendars import calendar_names
from core.errors import BadInput, NotFound, WrongUse
from core.workspace import Workspace, telling_of_full_disk
from dashboards.ask import Asker
from eventlog.exchange.flat_file import FlatInspection
from ingest.file_format import file_format
from ingest.imports import ImportChoices, inspect_flat_file, process_name

LARGEST_BYTES = 20 * 1024**3
KEPT_SECONDS = 24 * 3600
NAME = re.compile(r"[0-9a-f]{16}")

ONE_FILE = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
        }
    },
}


class Choices(BaseModel):
    """What the reader said about the file; the rest is guessed. `map` takes what --map takes, such as case=Order."""

    process: str | None = Field(None, max_length=200)
    calendar: str | None = Field(None, max_length=100)
    map: list[str] = Field([], max_length=500)

    def of_import(self) -> ImportChoices:
        return ImportChoices(process=self.process or None, calendar=self.calendar or None, mapping=tuple(self.map))


def router(asker: Asker) -> APIRouter:
    routes = APIRouter(tags=["uploads"])
    one_at_a_time = asyncio.Semaphore(1)

    async def looked_at(path: Path, choices: Choices) -> dict[str, Any]:
        async with one_at_a_time:
            return await asyncio.to_thread(inspected, asker.workspace, path, choices)

    @routes.post("/uploads", status_code=201, openapi_extra={"requestBody": ONE_FILE})
    async def upload(request: Request) -> dict[str, Any]:
        """Take in one file (multipart/form-data) and say what it seems to hold. Nothing is imported yet."""
        clear_old(asker.workspace)
        path = await received(request, asker.workspace)
        try:
            return await looked_at(path, Choices())
        except BaseException:
            shutil.rmtree(path.parent, ignore_errors=True)
            raise

    @routes.post("/uploads/{upload}/inspection")
    async def inspect_again(upload: str, choices: Choices) -> dict[str, Any]:
        """What the uploaded file holds when its columns are taken as said."""
        return await looked_at(uploaded(asker.workspace, upload), choices)

    @routes.delete("/uploads/{upload}", status_code=204)
    async def forget(upload: str) -> None:
        """Drop an uploaded file that is not wanted after all."""
        shutil.rmtree(uploaded(asker.workspace, upload).parent, ignore_errors=True)

    return routes


def uploaded(workspace: Workspace, upload: str) -> Path:
    """The file of an upload."""
    folder = workspace.temporary / "uploads" / upload
    found = list(folder.iterdir()) if NAME.fullmatch(upload) and folder.is_dir() else []
    if not found:
        raise NotFound(f"There is no upload {upload!r} any more. Uploads are kept for a day; choose the file again.")
    return found[0]


def inspected(workspace: Workspace, path: Path, choices: Choices) -> dict[str, Any]:
    """What an uploaded file holds; `flat` is null for formats whose meaning is not guessed."""
    import_choices = choices.of_import()
    try:
        kind = file_format(path)
        flat = inspect_flat_file(workspace, path, import_choices)
    except (BadInput, WrongUse) as error:
        # the reader knows the file by its name, not by where it is kept
        raise type(error)(str(error).replace(str(path), path.name)) from None
    return {
        "upload": path.parent.name,
        "name": path.name,
        "bytes": path.stat().st_size,
        "format": kind,
        "process": process_name(path, import_choices),
        "calendars": calendar_names(workspace),
        "flat": _flat(flat) if flat else None,
    }


def clear_old(workspace: Workspace) -> None:
    """Drop uploads that nobody imported within a day."""
    for folder in (workspace.temporary / "uploads").glob("*"):
        if time.time() - folder.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


async def received(request: Request, workspace: Workspace) -> Path:
    """The request's file, written as it comes; flat in memory. A broken or too large one leaves nothing behind."""
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data" or b"boundary" not in options:
        raise WrongUse("Send the file as multipart/form-data with one part that has a file name.")
    folder = workspace.temporary / "uploads" / secrets.token_hex(8)
    folder.mkdir(parents=True)
    try:
        with Receiver(folder) as receiver:
            parser = MultipartParser(options[b"boundary"], receiver.callbacks())
            async for piece in request.stream():
                receiver.count(len(piece))
                await asyncio.to_thread(parser.write, piece)
            parser.finalize()
        if receiver.path is None:
            raise WrongUse("The request holds no file. Choose one and send it again.")
        return receiver.path
    except MultipartParseError:
        shutil.rmtree(folder, ignore_errors=True)
        raise WrongUse("The upload broke off before its end. Nothing was kept; send the file again.") from None
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


@dataclass
class Receiver:
    """Writes the first part that has a file name."""

    folder: Path
    path: Path | None = None
    taken: int = 0
    _file: BinaryIO | None = None
    _header: tuple[bytearray, bytearray] = field(default_factory=lambda: (bytearray(), bytearray()))

    def __enter__(self) -> "Receiver":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def callbacks(self) -> Any:
        return {
            "on_header_field": lambda data, start, end: self._header[0].extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._header[1].extend(data[start:end]),
            "on_header_end": self.header,
            "on_part_data": self.data,
            "on_part_end": self.end,
        }

    def count(self, number: int) -> None:
        self.taken += number
        if self.taken > LARGEST_BYTES:
            raise BadInput(
                f"The file is larger than {LARGEST_BYTES // 1024**3} GiB. "
                "Import it on the server with `tracework import FILE`."
            )

    def header(self) -> None:
        name, value = (bytes(part) for part in self._header)
        self._header = (bytearray(), bytearray())
        _, options = parse_options_header(value)
        if name.lower() == b"content-disposition" and self.path is None and options.get(b"filename"):
            self.path = self.folder / safe_name(options[b"filename"].decode("utf-8", "replace"))
            self._file = self.path.open("wb")

    def data(self, data: bytes, start: int, end: int) -> None:
        if self._file is not None and self.path is not None:
            with telling_of_full_disk(self.path):
                self._file.write(data[start:end])

    def end(self) -> None:
        if self._file is not None and self.path is not None:
            with telling_of_full_disk(self.path):
                self._file.close()
            self._file = None


def safe_name(given: str) -> str:
    """A file name that is only a name: no folders, no controls, not hidden, not too long."""
    name = re.split(r"[/\\]", given)[-1]
    name = re.sub(r"[\x00-\x1f\x7f]", "", name).strip().lstrip(".")[-120:]
    return name or "file"


def _flat(found: FlatInspection) -> dict[str, Any]:
    mapping = found.mapping
    return {
        "rows": found.rows,
        "unreadable": found.unreadable,
        "duplicates": found.duplicates,
        "columns": [
            {
                "name": each.name,
                "kind": each.kind,
                "filled": each.filled,
                "distinct": each.distinct,
                "examples": each.examples[:3],
            }
            for each in found.columns
        ],
        "guesses": [
            {"role": each.role, "column": each.column, "confidence": each.confidence, "reason": each.reason}
            for each in found.guesses
        ],
        "mapping": mapping.model_dump(mode="json"),
        "questions": [{"key": each.key, "words": each.words, "answers": each.answers} for each in found.asked],
        "problems": found.problems,
        "preview": found.preview,
    }
