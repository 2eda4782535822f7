"""NetSuite: the ledger, read by SuiteQL over REST, signed in by OAuth 2.0 with a signed statement.

A query gives a thousand rows a page and a hundred thousand in all, so each page asks for what comes after the last
row of the one before, by cursor and key: no page is skipped where a record changes meanwhile, and no cap is met.
Times are the account's own clock on the wall; `zone` in firm.toml says which.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from itertools import pairwise
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator

from core.errors import Refused
from core.secret import Secret
from eventlog.record_mapping import RecordMapping
from eventlog.record_stream import Kind, Stream
from ingest.authentication import OAuth2, client_assertion, signed
from ingest.http import Http, Verdict
from ingest.http_answer import Answer
from ingest.source import Missing, Page, Source, Window
from ingest.sources._netsuite_events import EVENTS, NOTES, OBSERVED
from ingest.sources._netsuite_objects import CHANGES, LINKS, OBJECTS
from ingest.sources._netsuite_streams import BY_NAME, DELETED_AS, STREAMS, SWEPT
from ingest.wall_clock import on_the_wall, since_on_the_wall

SOURCE = Source(
    "netsuite",
    "NetSuite",
    "clients and projects in the ledger, posted time and expenses, invoices, payments, the month-end close",
    STREAMS,
    RecordMapping(OBJECTS, CHANGES, LINKS, EVENTS, OBSERVED),
)
TOKEN_PATH = "/services/rest/auth/oauth2/v1/token"
QUERY_PATH = "/services/rest/query/v1"
A_PAGE = 1000
Place = Callable[[Mapping[str, Any]], Any]
SHOWN: Mapping[Kind, str] = {
    "local_time": """TO_CHAR(r.{0}, 'YYYY-MM-DD"T"HH24:MI:SS') AS {0}""",
    "date": "TO_CHAR(r.{0}, 'YYYY-MM-DD') AS {0}",
}
# What is lost where a stream may not be read.
COSTS = {
    "timebill": "hours approved and not posted cannot be told",
    "transaction": "no invoice, payment, credit memo or journal is known",
    "transactionline": "invoices cannot be tied to projects and billing events",
    "accountingperiod": "the month-end close is not known",
    "customrecord_close_task": "the steps of the close are not known, only its end",
    "customrecord_reconciling_item": "what had to be reconciled is not known",
    "customrecord_reminder": "reminders are not known",
}


class Settings(BaseModel):
    """`[sources.NAME]` of a NetSuite account."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(description="such as https://1234567.suitetalk.api.netsuite.com")
    client_id: str = Field(description="of the integration record, with the client credentials flow on")
    certificate_id: str = Field(description="of the certificate uploaded for it")
    private_key: Secret = Field(description="that the certificate belongs to, PEM")
    algorithm: Literal["ES256", "ES384", "ES512", "PS256", "PS384", "PS512"] = Field(
        "ES256", description="ES for a key on an elliptic curve, PS for an RSA key"
    )
    zone: str = Field(description="the account's time zone, such as America/Los_Angeles")

    @field_validator("zone")
    @classmethod
    def _known(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ValueError, OSError):
            raise ValueError(f'there is no time zone "{zone}"; write one like "America/Los_Angeles"') from None
        return zone


def connect(settings: Settings, http: Http) -> "NetSuite":
    """A connection; NetSuite is asked when it is first used."""
    url = settings.url.rstrip("/")
    claims = {"iss": settings.client_id, "scope": ["rest_webservices"], "aud": url + TOKEN_PATH}
    head = {"kid": settings.certificate_id, "typ": "JWT"}
    assertion = signed(settings.private_key, settings.algorithm, claims, head)
    auth = OAuth2(http.at(url + TOKEN_PATH), client_assertion(assertion))
    queries = http.at(url + QUERY_PATH, auth=auth, headers={"prefer": "transient"}, judge=_judge)
    return NetSuite(queries, ZoneInfo(settings.zone))


def _judge(answer: Answer) -> Verdict | None:
    """A table or a field that the role may not see is not there for it."""
    return "refused" if answer.status == 400 and b"was not found" in answer.body else None


class NetSuite:
    """An open way to one account."""

    def __init__(self, queries: Http, zone: ZoneInfo) -> None:
        self._queries, self._zone = queries, zone

    def now(self) -> datetime:
        with suppress(Refused):  # the clock is told by any answer
            self._rows("SELECT r.id FROM subsidiary r FETCH FIRST 1 ROWS ONLY")
        return self._queries.clock()

    def probe(self) -> list[Missing]:
        missing = [] if self._sees_notes_of_others() else [_MISSING_NOTES]
        for stream in STREAMS:
            try:
                self._rows(f"SELECT {_columns(stream)} FROM {stream.name} r FETCH FIRST 1 ROWS ONLY")
            except Refused as refusal:
                ask = f"permission to view {stream.name}, and to query it by SuiteQL; NetSuite says: {_detail(refusal)}"
                costs = COSTS.get(stream.name, f"what {stream.name} would tell")
                missing.append(Missing(f"the records of {stream.name}", costs, ask, stream.name))
        return missing

    def read(self, stream: Stream, window: Window) -> Iterator[Page]:
        within = _within(stream.cursor, stream, *self._bounds(window)) if stream.cursor else ""
        for rows in self._pages(stream, _columns(stream), within):
            # NetSuite leaves out what is empty, and an empty column is not an absent one
            yield Page([{name: row.get(name) for name in stream.columns} for row in rows])
        if window.after and stream.name in DELETED_AS:
            yield Page(deleted=self._deleted(stream, window))

    def keys(self, stream: Stream) -> Iterator[Page] | None:
        if stream.name not in SWEPT:
            return None
        (key,) = stream.key
        only_keys = Stream(stream.name, stream.key, {key: stream.columns[key]})
        return (Page(rows) for rows in self._pages(only_keys, f"r.{key}", ""))

    def close(self) -> None:
        self._queries.close()

    def _pages(self, stream: Stream, columns: str, within: str) -> Iterator[list[dict[str, Any]]]:
        """All rows within a condition, each page beginning after the last row of the one before."""
        order = [stream.cursor, *stream.key] if stream.cursor else list(stream.key)
        after = ""
        while True:
            conditions = " AND ".join(f"({each})" for each in (within, after) if each)
            where = f"WHERE {conditions} " if conditions else ""
            by = ", ".join(f"r.{name}" for name in order)
            rows = self._rows(f"SELECT {columns} FROM {stream.name} r {where}ORDER BY {by}", _order_of(stream, order))
            yield rows
            if len(rows) < A_PAGE:
                return
            after = _after(stream, order, rows[-1])

    def _rows(self, query: str, place: Place | None = None) -> list[dict[str, Any]]:
        """The first page of a query's rows; `place` tells where a row stands in the order that was asked for."""
        return self._queries.read(
            "POST", "suiteql", lambda answer: _rows_of(answer, place), params={"limit": A_PAGE, "offset": 0},
            json={"q": query},
        )  # fmt: skip

    def _deleted(self, stream: Stream, window: Window) -> list[dict[str, Any]]:
        (key,) = stream.key
        within = _moments("deleteddate", *self._bounds(window))
        gone = Stream("deletedrecord", ("recordid",), {"recordid": "integer"})
        pages = self._pages(gone, "r.recordid", f"{DELETED_AS[stream.name]} AND {within}")
        return [{key: row["recordid"]} for rows in pages for row in rows]

    def _sees_notes_of_others(self) -> bool:
        """Without the permission a role sees the notes of its own changes alone."""
        try:
            names = self._rows(f"SELECT r.name FROM {NOTES} r GROUP BY r.name FETCH FIRST 2 ROWS ONLY")
        except Refused:
            return False
        return len(names) > 1

    def _bounds(self, window: Window) -> tuple[datetime | None, datetime]:
        """From when to when, on the account's clock."""
        after = since_on_the_wall(window.after, self._zone) if window.after else None
        return after, on_the_wall(window.until, self._zone)


_MISSING_NOTES = Missing(
    "the System Notes permission",
    "who reviewed, adjusted, sent an invoice or closed a month, and when, is known only by dates, or by what changed "
    "between two pulls",
    "the permission System Notes on the integration's role (Setup > Users/Roles > Manage Roles)",
    NOTES,
)


def _rows_of(answer: Answer, place: Place | None) -> list[dict[str, Any]]:
    """The rows of an answer; a ValueError if they are out of order: the next page begins after the last of this one."""
    rows = [{name: value for name, value in row.items() if name != "links"} for row in answer.json()["items"]]
    if place and any(place(one) > place(other) for one, other in pairwise(rows)):
        raise ValueError("its rows are not in the order asked for")
    return rows


def _order_of(stream: Stream, order: list[str]) -> Place | None:
    """Where a row stands by the first column of an order; text is not looked at, databases sort it each in its way."""
    name = order[0]
    if stream.columns[name] == "text":
        return None
    return lambda row: int(row[name]) if stream.columns[name] == "integer" else row[name]


def _columns(stream: Stream) -> str:
    return ", ".join(
        f"BUILTIN.DF(r.{name}) AS {name}" if name in BY_NAME else SHOWN.get(kind, "r.{0}").format(name)
        for name, kind in stream.columns.items()
    )


def _within(cursor: str, stream: Stream, after: datetime | None, until: datetime) -> str:
    if stream.columns[cursor] == "date":
        return f"r.{cursor} >= {_day(after)}" if after else ""
    return _moments(cursor, after, until)


def _moments(column: str, after: datetime | None, until: datetime) -> str:
    since = f"r.{column} >= {_moment(after)} AND " if after else ""
    return f"{since}r.{column} <= {_moment(until)}"


def _after(stream: Stream, order: list[str], last: Mapping[str, Any]) -> str:
    """The condition for what comes after a row in an order of columns."""
    condition = ""
    for name in reversed(order):
        value = _literal(stream.columns[name], last[name])
        condition = f"r.{name} > {value}" + (f" OR (r.{name} = {value} AND ({condition}))" if condition else "")
    return condition


def _literal(kind: Kind, value: str) -> str:
    if kind == "local_time":
        return _moment(datetime.fromisoformat(value))
    if kind == "date":
        return _day(datetime.fromisoformat(value))
    escaped = value.replace("'", "''")
    return str(int(value)) if kind == "integer" else f"'{escaped}'"


def _moment(moment: datetime) -> str:
    return f"TO_DATE('{moment:%Y-%m-%d %H:%M:%S}', 'YYYY-MM-DD HH24:MI:SS')"


def _day(moment: datetime) -> str:
    return f"TO_DATE('{moment:%Y-%m-%d}', 'YYYY-MM-DD')"


def _detail(refusal: Refused) -> str:
    return str(refusal)[:200]
