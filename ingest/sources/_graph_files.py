"""Signed contracts of a Microsoft 365 library: which files are wanted, and how Graph hands one out.

Asked for a file's content Graph answers with an address at another host, signed in by itself for some minutes. A delta
query names only a file's own folder, by id, so the paths of folders are asked for, each once a pull.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Annotated
from urllib.parse import quote, unquote

import orjson
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from core.errors import SourceFailed
from ingest.download import AddressExpired, Places, download
from ingest.http import Http
from ingest.quick_xor import quick_xor
from ingest.source import Document
from ingest.sources._graph_records import DRIVE_ITEMS

READABLE = (".pdf", ".docx")
SHAREPOINT = ("*.sharepoint.com", "*.sharepoint.us", "*.sharepoint-mil.us", "*.sharepoint.cn", "*.sharepoint.de")
HEX = {"sha1Hash": "sha1", "sha256Hash": "sha256"}
MOST_MIB = 32
"""Larger documents are not read."""

HOST = re.compile(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)


def _as_folder(text: str) -> str:
    if not text.startswith("/"):
        raise ValueError('write a folder from the top of the library, like "/Signed"; "/" is all of it')
    return text.rstrip("/")


def _as_host(text: str) -> str:
    if not HOST.fullmatch(text):
        raise ValueError('write a host like "files.example.com", or "*.example.com" for all that end so')
    return text


class ContractFiles(BaseModel):
    """`[sources.NAME.contract_files]`: which files of the library are fetched."""

    model_config = ConfigDict(extra="forbid")

    folders: list[Annotated[str, AfterValidator(_as_folder)]] = Field(min_length=1, description="with all below them")
    kinds: list[str] = Field(default_factory=list, description="what DocumentKind may say; none named: anything")
    since: date | None = Field(None, description="those saved before are left where they are")
    most_mib: int = Field(MOST_MIB, ge=1, le=MOST_MIB, description="a larger file is told and left")
    hosts: list[Annotated[str, AfterValidator(_as_host)]] = Field(
        default_factory=lambda: list(SHAREPOINT), description="where files may come from"
    )
    check_hashes: bool = Field(True, description="whether what comes must have a hash that Graph tells of it")
    internal_hosts: list[str] = Field(
        default_factory=list, description="where they may come from though it is internal, or unencrypted"
    )


class GraphFiles:
    """The files of a tenant's library of contracts that are wanted."""

    stream = DRIVE_ITEMS
    columns = (
        "id", "name", "lastModifiedDateTime", "size", "cTag", "eTag", "DocumentKind", "parentReference",
    )  # fmt: skip

    def __init__(self, wanted: ContractFiles, drive: str, http: Http, api: Http) -> None:
        self._wanted, self._drive, self._http, self._api = wanted, drive, http, api
        self.most_bytes = wanted.most_mib << 20
        self._places = Places(
            tuple(wanted.hosts), frozenset(wanted.internal_hosts), f"[sources.{http.source}.contract_files]"
        )
        self._paths: dict[str, str | None] = {}

    def chosen(self, records: Iterable[Mapping[str, str | None]]) -> Iterator[Document]:
        for record in records:
            name, saved = record.get("name") or "", _moment(record.get("lastModifiedDateTime"))
            if (
                name.lower().endswith(READABLE)
                and saved is not None
                and (self._wanted.since is None or saved.date() >= self._wanted.since)
                and (not self._wanted.kinds or record.get("DocumentKind") in self._wanted.kinds)
                and self._lies_in_a_wanted_folder(record)
            ):
                size = record.get("size") or ""
                tag = record.get("cTag") or record.get("eTag") or f"{saved.isoformat()} {size}"
                yield Document(str(record["id"]), name, tag, saved, int(size) if size.isdecimal() else None)

    def fetch(self, document: Document, into: Path) -> None:
        """Whole: twice the same may come otherwise than Graph says it is, then it is not taken."""
        for _ in range(2):
            told = self._api.get(self._item(document.key))
            self._download(document, into)
            if not self._wanted.check_hashes or is_as_told(into, (told.get("file") or {}).get("hashes") or {}):
                return
        raise SourceFailed(
            f"{self._http.source}: what came is not what Graph says it has: another hash, twice. Pull again later. If "
            "the library alters files as it hands them out, as labels that protect them do, say check_hashes = false "
            f"in {self._places.named} of firm.toml."
        )

    def _download(self, document: Document, into: Path) -> None:
        content = f"{self._item(document.key)}/content"
        try:
            download(self._http, self._api.leads_to(content), into, self._places, self.most_bytes)
        except AddressExpired:
            try:
                download(self._http, self._api.leads_to(content), into, self._places, self.most_bytes)
            except AddressExpired as expired:
                raise SourceFailed(
                    f"{self._http.source}: the address that Graph gives for it is not good there ({expired}), and a "
                    "second one is neither. Pull again later.", expired.status,
                ) from None  # fmt: skip

    def _item(self, key: str) -> str:
        return f"/v1.0/drives/{self._drive}/items/{quote(key, safe='')}"

    def _lies_in_a_wanted_folder(self, record: Mapping[str, str | None]) -> bool:
        if "" in self._wanted.folders:
            return True
        folder = str(orjson.loads(record.get("parentReference") or "{}").get("id") or "")
        if folder not in self._paths:
            self._paths[folder] = self._path_of(folder) if folder else None
        path = self._paths[folder]
        return path is not None and any(f"{path}/".startswith(f"{wanted}/") for wanted in self._wanted.folders)

    def _path_of(self, folder: str) -> str | None:
        """The folder's path from the top of the library; None where it is gone."""
        try:
            item = self._api.get(self._item(folder))
        except SourceFailed as error:
            if error.status != 404:
                raise
            return None
        if "root" in item:
            return ""
        above = str((item.get("parentReference") or {}).get("path") or "").partition("root:")[2]
        return f"{unquote(above)}/{item['name']}"


def _moment(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo else None


def is_as_told(path: Path, hashes: Mapping[str, str | None]) -> bool:
    """Whether a file has one of the hashes that Graph tells of it: which kinds depends on the library, or none yet."""
    alike = [quick_xor(path) == told] if (told := hashes.get("quickXorHash")) else []
    for name, kind in HEX.items():
        if told := hashes.get(name):
            with path.open("rb") as file:
                alike.append(file_digest(file, kind).hexdigest() == told.lower())
    return any(alike) or not alike
