"""Tryton by its JSON-RPC: the ERP with sales, projects, timesheets, purchases and ledger in one.

    [sources.erp]
    connector = "tryton"
    url = "https://erp.example.com"
    database = "firm"
    user = "tracework"                            # may read all companies, sales, projects, accounting and the log
    password = {env = "TRYTON_PASSWORD"}

Pages go by id, so none is skipped where a record changes meanwhile. A history is read by Tryton's own time travel: the
moments at which a record changed, then the record as it was at each; of a record that is deleted it shows none. What is
read stands in `_tryton_streams.py`. Tried on Tryton 8.2.
"""

import base64
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import count
from typing import Any, Literal
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ConfigDict, Field

from core.errors import Refused, SourceFailed
from core.secret import Secret, concealed
from eventlog.record_stream import Stream
from ingest.authentication import Basic
from ingest.http import Http
from ingest.source import Missing, Page, Source, Window
from ingest.sources._tryton_objects import YIELDS
from ingest.sources._tryton_probe import absent_columns, unreadable
from ingest.sources._tryton_streams import (
    CHANGED,
    LOG,
    PAYMENTS,
    STATE_BEFORE,
    STREAMS,
    is_history,
    model_of,
    own_columns,
)
from ingest.sources._tryton_values import changed_at, in_rpc, moment, plain

SOURCE = Source(
    "tryton", "Tryton", "opportunities, sales, projects, time, purchases, invoices, payments and credits of one ERP",
    STREAMS, YIELDS, level="L2",
)  # fmt: skip

Row = dict[str, Any]
BY_ID = [["id", "ASC"]]
KEYS_A_PAGE = 10_000
PAYING_FIELDS = ["id", "payment_lines"]


class Settings(BaseModel):
    """`[sources.NAME]` of a Tryton server."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(description="of the server, such as https://erp.example.com")
    database: str = Field(description="the database on it")
    user: str = Field(description="who may read all companies, sales, projects, accounting and the log")
    password: Secret
    sign_in: Literal["session", "basic"] = Field("session", description="a session, or the password with each request")
    page_size: int = Field(500, ge=1, le=10_000, description="records a request")


def connect(settings: Settings, http: Http) -> "Tryton":
    """A connection; Tryton is asked when it is first used."""
    url = f"{settings.url.rstrip('/')}/{quote(settings.database)}/rpc/"
    if settings.sign_in == "basic":
        return Tryton(http.at(url, auth=Basic(settings.user, settings.password)), settings.page_size)
    session = _Session(http.at(url), settings.user, settings.password)
    return Tryton(http.at(url, auth=session), settings.page_size, session)


class _Session:
    """A session of Tryton: begun when first needed, and again where it ran out."""

    def __init__(self, login: Http, user: str, password: Secret) -> None:
        self._login, self._user, self._password = login, user, password
        self._token: Secret | None = None

    @property
    def begun(self) -> bool:
        return self._token is not None

    def apply(self, request: httpx.Request) -> None:
        if self._token is None:
            self.renew()
        assert self._token is not None
        request.headers["authorization"] = f"Session {self._token.reveal()}"

    def renew(self) -> bool:
        asked = {"password": self._password.reveal()}
        said = self._login.post(json={"id": 0, "method": "common.db.login", "params": [self._user, asked]})
        began = said.get("result") if isinstance(said, dict) else None
        if not began:
            raise SourceFailed(f"{self._login.source}: {self._login.url} began no session. Check the address.")
        Secret.of(str(began[1]))
        token = base64.b64encode(f"{self._user}:{began[0]}:{began[1]}".encode()).decode()
        self._token = Secret.of(token)
        return True


class Tryton:
    """An open way to one database of a Tryton server."""

    def __init__(self, api: Http, page_size: int, session: _Session | None = None) -> None:
        self._api, self._page_size, self._session = api, page_size, session
        self._numbers = count(1)
        self._known_fields: dict[tuple[str, ...], list[str]] = {}

    def now(self) -> datetime:
        return self._api.clock()

    def probe(self) -> list[Missing]:
        missing = self._companies_unseen()
        for stream in STREAMS:
            model = _read_from(stream)
            try:
                self._call(model, "search", [], 0, 1, BY_ID)
                missing += absent_columns(stream.name, self._fields(model, _fields_of(stream)))
            except Refused as error:
                missing.append(unreadable(stream.name, str(error)))
        return missing

    def read(self, stream: Stream, window: Window) -> Iterator[Page]:
        if stream.name == PAYMENTS:
            return self._payments()
        pages = self._pages(model_of(stream.name), own_columns(stream), _changed_in(stream, window))
        if is_history(stream):
            return (Page(self._versions(stream, page)) for page in pages)
        return (Page([_stamped(row) if stream.name != LOG else row for row in page]) for page in pages)

    def keys(self, stream: Stream) -> Iterator[Page] | None:
        if stream.append_only:
            return None
        return self._payments() if stream.name == PAYMENTS else self._ids(model_of(stream.name))

    def close(self) -> None:
        """End the session; one that cannot be ended runs out by itself."""
        if self._session is not None and self._session.begun:
            try:
                self._post("common.db.logout")
            except (Refused, SourceFailed):
                return

    def _pages(self, model: str, columns: list[str], condition: list[Any]) -> Iterator[list[Row]]:
        """The records of a model for which the condition holds, ordered by id, with those of the columns there are."""
        wanted = self._fields(model, columns)
        last = 0
        while True:
            asked = [["id", ">", last], *condition]
            rows = self._call(model, "search_read", asked, 0, self._page_size, BY_ID, wanted)
            if rows:
                last = rows[-1]["id"]
                yield [{name: plain(row.get(name)) for name in wanted} for row in rows]
            if len(rows) < self._page_size:
                return

    def _versions(self, stream: Stream, page: list[Row]) -> list[Row]:
        """Every version there has been of the records of a page."""
        model = model_of(stream.name)
        changed = defaultdict(list)
        for told, identifier, _ in self._call(model, "history_revisions", [int(row["id"]) for row in page]):
            changed[moment(told)].append(identifier)
        wanted = self._fields(model, own_columns(stream))
        before: dict[str, Any] = {}
        versions = []
        for at in sorted(changed):
            then = {"_datetime": in_rpc(at)}
            rows = self._call(model, "search_read", [["id", "in", changed[at]]], 0, None, BY_ID, wanted, **then)
            for row in rows:
                version = {name: plain(row.get(name)) for name in wanted} | {CHANGED: at.isoformat(sep=" ")}
                versions.append(version | {STATE_BEFORE: before.get(version["id"])})
                before[version["id"]] = version.get("state")
        return versions

    def _payments(self) -> Iterator[Page]:
        for page in self._pages("account.invoice", PAYING_FIELDS, [["state", "!=", "draft"]]):
            yield Page([{"invoice": row["id"], "line": line} for row in page for line in row["payment_lines"]])

    def _ids(self, model: str) -> Iterator[Page]:
        last, more = 0, True
        while more:
            found = self._call(model, "search", [["id", ">", last]], 0, KEYS_A_PAGE, BY_ID)
            yield Page([{"id": identifier} for identifier in found])
            more = len(found) == KEYS_A_PAGE
            last = found[-1] if found else last

    def _fields(self, model: str, names: list[str]) -> list[str]:
        """Those of the fields that the model has here, which the modules decide, and that the user may see."""
        key = (model, *names)
        if key not in self._known_fields:
            there = self._call(model, "fields_get", names)
            self._known_fields[key] = [name for name in names if name in there]
        return self._known_fields[key]

    def _companies_unseen(self) -> list[Missing]:
        """Tryton shows a user only the companies that its preferences name, and says nothing of the others."""
        seen = self._call("res.user", "get_preferences", True).get("companies") or []
        there = self._call("company.company", "search", [])
        unseen = len(set(there) - set(seen))
        if not unseen:
            return []
        return [
            Missing(
                f"the user sees {len(seen)} of {len(there)} companies", "the records of the others are not there",
                'all companies among those of the user, and its company filter set to "all"',
            )
        ]  # fmt: skip

    def _call(self, model: str, method: str, *parameters: Any, **context: Any) -> Any:
        return self._post(f"model.{model}.{method}", *parameters, {"active_test": False, **context})

    def _post(self, method: str, *parameters: Any) -> Any:
        said = self._api.post(json={"id": next(self._numbers), "method": method, "params": parameters})
        if not isinstance(said, dict) or ("result" not in said and "error" not in said):
            raise SourceFailed(f"{self._api.source}: {self._api.url} does not answer like Tryton. Check the address.")
        if "error" in said:
            raise self._trouble(method, said["error"])
        return said["result"]

    def _trouble(self, method: str, error: Any) -> Exception:
        """The error to raise: what a user may not read, or what is not installed, must not stop the other streams."""
        kind, told = (*error, "", "")[:2] if isinstance(error, list) else (str(error), "")
        what = f"{self._api.source}: {method}"
        if kind == "UserError":
            return Refused(f"{what} is not permitted ({concealed(str(told[0]))}). Ask for the right to read it.")
        if not told and str(kind).startswith("'"):
            return Refused(f"{what}: this Tryton has no {kind}. Install its module, or exclude the stream.")
        return SourceFailed(f"{what} failed in Tryton ({concealed(str(error))[:200]}). See the log of its server.")


def _read_from(stream: Stream) -> str:
    return "account.invoice" if stream.name == PAYMENTS else model_of(stream.name)


def _fields_of(stream: Stream) -> list[str]:
    return PAYING_FIELDS if stream.name == PAYMENTS else own_columns(stream)


def _changed_in(stream: Stream, window: Window) -> list[Any]:
    """The condition, in Tryton's own form, that a record was last changed within the window."""
    until = in_rpc(window.until)
    if stream.name == LOG:
        after = [["create_date", ">", in_rpc(window.after)]] if window.after else []
        return [*after, ["create_date", "<=", until]]
    unchanged_since: list[Any] = ["OR", ["write_date", "=", None], ["write_date", "<=", until]]
    if not window.after:
        return [["create_date", "<=", until], unchanged_since]
    begin = in_rpc(window.after)
    since: list[Any] = ["OR", ["create_date", ">", begin], ["write_date", ">", begin]]
    return [since, ["create_date", "<=", until], unchanged_since]


def _stamped(row: Mapping[str, Any]) -> Row:
    return {**row, CHANGED: changed_at(row)}
