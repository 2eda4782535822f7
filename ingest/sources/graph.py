"""Microsoft 365 by Microsoft Graph: workspaces asked for and provisioned, kickoffs held, signed contracts saved.

Workspaces are groups; who wants one adds an item to a list that reserves the id of the group. Kickoffs are events on
one calendar, signed contracts are files of one library, whose columns name the contract. The project's code stands in
a text of the firm's own making: `project_pattern` finds it, and it lands beside the record as `projectCode`.

Groups, list and library are read by delta queries: the link that ends a round is the token of the next. Graph drops
links that are old, and then all comes again; what did not change lands nothing. A calendar's delta query is bound to
the span of days it was begun with, so the whole calendar up to now is read each time: what lies ahead has not been
held. The files themselves are fetched where `contract_files` names folders. Level L1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from core.errors import Refused, SourceFailed
from core.secret import Secret
from eventlog.record_stream import Stream
from ingest.authentication import OAuth2, client_credentials
from ingest.http import Http
from ingest.source import Missing, Page, Source, Window
from ingest.sources._graph_delta import DeltaPage, Item, delta_pages
from ingest.sources._graph_files import ContractFiles, GraphFiles
from ingest.sources._graph_records import DRIVE_ITEMS, EVENTS, GROUPS, REQUESTS, STREAMS, VERSIONS, YIELDS

SOURCE = Source("graph", "Microsoft 365", "workspaces, kickoffs, signed contracts", STREAMS, YIELDS)


class Settings(BaseModel):
    """`[sources.NAME]` of a Microsoft 365 tenant."""

    model_config = ConfigDict(extra="forbid")

    url: str = "https://graph.microsoft.com"
    login_url: str = "https://login.microsoftonline.com"
    tenant: str = Field(description="the directory's id or domain")
    client_id: str
    client_secret: Secret
    mailbox: str = Field(description="whose calendar the kickoffs are on")
    drive: str = Field(description="id of the library of signed contracts")
    site: str = Field(description="id of the site of the list of workspace requests")
    list: str = Field(description="id of that list")
    project_pattern: re.Pattern[str] = Field(
        re.compile(r"\[([^\]]+)\]"), description="finds the project's code in subjects and descriptions"
    )
    calendar_from: date = Field(date(2015, 1, 1), description="kickoffs before are not read")
    contract_files: ContractFiles | None = None


def connect(settings: Settings, http: Http) -> Graph:
    """A connection; it signs in when it is first used."""
    return Graph(settings, http)


class Graph:
    """An open way to one tenant."""

    def __init__(self, settings: Settings, http: Http) -> None:
        self._settings, self._http = settings, http
        token_url = f"{settings.login_url.rstrip('/')}/{settings.tenant}/oauth2/v2.0/token"
        scope = f"{settings.url.rstrip('/')}/.default"
        grant = client_credentials(settings.client_id, settings.client_secret, scope=scope)
        self._sign_in = OAuth2(http.at(token_url), grant)
        self._api = http.at(settings.url, auth=self._sign_in, headers={"prefer": 'outlook.timezone="UTC"'})
        self._all: dict[str, set[str]] = {}  # by stream, the ids of a round that brought all there is
        self._starts = {
            REQUESTS.name: f"/v1.0/sites/{settings.site}/lists/{settings.list}/items/delta",
            GROUPS.name: "/v1.0/groups/delta",
            EVENTS.name: f"/v1.0/users/{settings.mailbox}/calendarView/delta",
            DRIVE_ITEMS.name: f"/v1.0/drives/{settings.drive}/root/delta",
            VERSIONS.name: f"/v1.0/drives/{settings.drive}/root/delta",
        }
        self._shapes: dict[str, Callable[[Item], Item]] = {
            REQUESTS.name: _list_item,
            GROUPS.name: lambda item: {**item, "projectCode": self._code(item.get("description"))},
            EVENTS.name: lambda item: {**_event(item), "projectCode": self._code(item.get("subject"))},
            DRIVE_ITEMS.name: _drive_item,
        }

    def now(self) -> datetime:
        _ = self._sign_in.granted  # the clock is told by an answer
        return self._http.clock()

    def probe(self) -> list[Missing]:
        now = Window(None, self._http.clock())
        missing = []
        for stream in STREAMS:
            try:
                page = next(self._pages(stream, now))
                some = [item["id"] for item in page.items if _is_meant(stream, item)][:1]
                if stream.name == VERSIONS.name and some:
                    self._versions(some[0])
            except (Refused, SourceFailed) as error:
                if error.status not in (403, 404):
                    raise
                missing.append(Missing(*LACKING[stream.name], stream.name))
        return missing

    def read(self, stream: Stream, window: Window) -> Iterator[Page]:
        for page in self._pages(stream, window):
            gone = [item["id"] for item in page.items if "@removed" in item or "deleted" in item]
            there = [item for item in page.items if item["id"] not in gone and _is_meant(stream, item)]
            if page.first:
                self._all[stream.name] = set()
            if stream.name in self._all:
                self._all[stream.name] |= {item["id"] for item in there}
            token = None if stream.name == EVENTS.name else page.link
            if stream.name == VERSIONS.name:
                yield Page([version for item in there for version in self._versions(item["id"])], token=token)
            else:
                yield Page([self._shapes[stream.name](item) for item in there], [{"id": key} for key in gone], token)

    def keys(self, stream: Stream) -> Iterator[Page] | None:
        """A round tells what is gone, unless it brought all there is: then whatever it did not bring is gone."""
        if stream.name == VERSIONS.name or stream.name not in self._all:
            return None
        return iter([Page([{"id": key} for key in sorted(self._all[stream.name])])])

    def library(self) -> GraphFiles | None:
        wanted = self._settings.contract_files
        return GraphFiles(wanted, self._settings.drive, self._http, self._api) if wanted else None

    def close(self) -> None:
        self._http.close()

    def _pages(self, stream: Stream, window: Window) -> Iterator[DeltaPage]:
        start = self._starts[stream.name]
        if stream.name != EVENTS.name:
            # a link of the address before firm.toml named another leads nowhere any more
            known = window.token and window.token.startswith(f"{self._settings.url.rstrip('/')}/")
            return delta_pages(self._api, start, {}, window.token if known else None)
        span = {
            "startDateTime": f"{self._settings.calendar_from}T00:00:00Z",
            "endDateTime": window.until.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        return delta_pages(self._api, start, span, None)

    def _versions(self, item: str) -> list[Item]:
        try:
            versions = self._api.get(f"/v1.0/drives/{self._settings.drive}/items/{item}/versions")["value"]
        except SourceFailed as error:
            if error.status != 404:
                raise
            return []  # the file was deleted since the round told of it
        return [{"itemId": item, **version} for version in versions]

    def _code(self, text: str | None) -> str | None:
        found = self._settings.project_pattern.search(text or "")
        return found[1] if found else None


def _is_meant(stream: Stream, item: Item) -> bool:
    """A library tells of its folders too."""
    return stream.name not in (DRIVE_ITEMS.name, VERSIONS.name) or "file" in item


def _list_item(item: Item) -> Item:
    fields = item.get("fields") or {}
    asker = ((item.get("createdBy") or {}).get("user") or {}).get("email")
    return {**item, **{name: fields.get(name) for name in ("ProjectCode", "GroupId", "Status")}, "requestedBy": asker}


def _event(item: Item) -> Item:
    organizer = ((item.get("organizer") or {}).get("emailAddress") or {}).get("address")
    return {
        **item, "startsAt": _moment(item.get("start")), "endsAt": _moment(item.get("end")),
        "organizerAddress": organizer,
    }  # fmt: skip


def _drive_item(item: Item) -> Item:
    fields = (item.get("listItem") or {}).get("fields") or {}
    return {**item, **{name: fields.get(name) for name in ("Contract", "ContractNumber", "DocumentKind")}}


def _moment(told: Any) -> str | None:
    """A time of the calendar, asked for in UTC, with that said."""
    return f"{told['dateTime']}Z" if told and told.get("dateTime") else None


LACKING = {
    REQUESTS.name: (
        "the list of workspace requests",
        "when a workspace was asked for is not known, so neither is the wait for it",
        "the application permission Sites.Read.All, with the consent of an admin of the tenant",
    ),
    GROUPS.name: (
        "groups",
        "when workspaces were provisioned is not known",
        "the application permission Group.Read.All, with the consent of an admin of the tenant",
    ),
    EVENTS.name: (
        "the calendar of kickoffs",
        "late kickoffs cannot be seen",
        "the application permission Calendars.Read, with the consent of an admin of the tenant",
    ),
    DRIVE_ITEMS.name: (
        "the library of contracts",
        "contracts without a signed document cannot be seen",
        "the application permission Files.Read.All, with the consent of an admin of the tenant",
    ),
    VERSIONS.name: (
        "versions of contracts",
        "a document's last change is taken for when it was saved",
        "the application permission Files.Read.All, with the consent of an admin of the tenant",
    ),
}
