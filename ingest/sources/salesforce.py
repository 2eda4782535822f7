"""Salesforce: deals, contracts, disputes, and beside them Certinia PSA: projects, staffing, time, billing events.

Small objects are read by REST queries, big ones by Bulk 2.0 jobs; both ask by `SystemModstamp` (histories by
`CreatedDate`), deleted records included. What a user may not see is left out of an answer without a word, so each
object's description is asked for first, and only fields that are there are queried.

Level L1: simple-salesforce and jsforce read the same emulated interface.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from csv import reader as lines
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Self

import pyarrow as pa
from pyarrow import csv
from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.errors import Refused, SourceFailed
from core.secret import Secret
from eventlog.record_mapping import RecordMapping
from eventlog.record_stream import Stream
from ingest.authentication import Grant, OAuth2, client_credentials, jwt_bearer, signed
from ingest.http import Http, Verdict
from ingest.http_answer import Answer
from ingest.source import Missing, Page, Source, Window
from ingest.sources._salesforce_crm import CRM
from ingest.sources._salesforce_psa import PSA
from ingest.sources._salesforce_streams import STREAMS

SOURCE = Source(
    "salesforce",
    "Salesforce and Certinia PSA",
    "clients, deals, contracts, approvals, projects, staffing, time, milestones, billing events, disputes, forecasts",
    STREAMS,
    RecordMapping(
        (*CRM.objects, *PSA.objects), (*CRM.changes, *PSA.changes), (*CRM.links, *PSA.links),
        (*CRM.events, *PSA.events), (*CRM.observed, *PSA.observed),
    ),
)  # fmt: skip
BIG = [
    "pse__Timecard_Header__c", "pse__Timecard__c", "pse__Timecard_Header__History", "pse__Est_Vs_Actuals__c",
    "pse__Billing_Event_Item__c", "ProcessInstance", "ProcessInstanceStep",
]  # fmt: skip
FIRST_POLL_S, LONGEST_POLL_S, LONGEST_JOB_S = 0.05, 5.0, 3_600.0


class Settings(BaseModel):
    """`[sources.NAME]` of a Salesforce organisation. Either `client_secret`, or `username` and `private_key`."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(description="the organisation's own address, such as https://FIRM.my.salesforce.com")
    client_id: str = Field(description="consumer key of the connected app")
    client_secret: Secret | None = Field(None, description="its consumer secret, with the client credentials flow on")
    username: str | None = Field(None, description="whom the app signs in as by certificate")
    private_key: Secret | None = Field(None, description="that the app's certificate belongs to, PEM")
    audience: str = Field("https://login.salesforce.com", description="https://test.salesforce.com for a sandbox")
    api_version: str = Field("62.0", pattern=r"^\d\d\.0$")
    bulk: list[str] = Field(BIG, description="objects that are big enough for Bulk 2.0")
    bulk_page: int = Field(50_000, ge=1_000, description="records in one page of Bulk results")
    all_fields: bool = Field(False, description="land every field of an object, also those that nothing is made of")

    @model_validator(mode="after")
    def _one_way_to_sign_in(self) -> Self:
        by_key = self.private_key is not None and self.username is not None
        if by_key == (self.client_secret is not None):
            raise ValueError("say either client_secret, or username and private_key")
        return self

    def grant(self) -> Grant:
        """How the token endpoint is asked."""
        if self.private_key is None:
            return client_credentials(self.client_id, self.client_secret)
        claims = {"iss": self.client_id, "sub": self.username, "aud": self.audience}
        return jwt_bearer(signed(self.private_key, "RS256", claims))


def connect(settings: Settings, http: Http) -> Salesforce:
    """A connection; Salesforce is asked when it is first used."""
    return Salesforce(settings, http)


def judge(answer: Answer) -> Verdict | None:
    """Limits come as 403 and pass; what may not be seen comes as 400 or 404, as if it were not there."""
    if answer.status == 403 and b"REQUEST_LIMIT_EXCEEDED" in answer.body:
        return "again"
    hidden = b'"INVALID_TYPE"' in answer.body or b'"INVALID_FIELD"' in answer.body
    undescribed = answer.status == 404 and answer.url.endswith("/describe")
    return "refused" if undescribed or (answer.status == 400 and hidden) else None


class Salesforce:
    """An open way to one organisation."""

    def __init__(self, settings: Settings, http: Http) -> None:
        self._settings, self._http = settings, http
        self._described: dict[str, list[str]] = {}

    @cached_property
    def _api(self) -> Http:
        """The data interface, at the address that signing in names."""
        url = self._settings.url.rstrip("/")
        auth = OAuth2(self._http.at(f"{url}/services/oauth2/token"), self._settings.grant())
        place = str(auth.granted.get("instance_url") or url).rstrip("/")
        return self._http.at(f"{place}/services/data/v{self._settings.api_version}", auth=auth, judge=judge)

    def now(self) -> datetime:
        self._api.get("limits")  # the clock is told by an answer
        return self._api.clock()

    def probe(self) -> list[Missing]:
        seen = {entity["name"] for entity in self._api.get("sobjects")["sobjects"]}
        missing: list[Missing] = []
        for stream in STREAMS:
            if stream.name not in seen:
                missing.append(_no_object(stream))
            elif absent := [name for name in stream.columns if name not in self._fields(stream)]:
                missing.append(_no_fields(stream, absent))
            elif stream.append_only and not self._count(stream.name) and self._count(_parent(stream)):
                missing.append(_no_history(stream))
        return missing

    def read(self, stream: Stream, window: Window) -> Iterator[Page]:
        query = self._query(stream, window)
        return self._bulk(query) if stream.name in self._settings.bulk else self._pages(query)

    def keys(self, stream: Stream) -> Iterator[Page] | None:
        """Deleted records are among those that are read."""
        return None

    def close(self) -> None:
        """Sessions run out by themselves."""

    def _fields(self, stream: Stream) -> list[str]:
        """The fields of an object that this user may see."""
        if stream.name not in self._described:
            told = self._api.get(f"sobjects/{stream.name}/describe")
            self._described[stream.name] = [field["name"] for field in told["fields"]]
        return self._described[stream.name]

    def _count(self, name: str) -> int:
        return int(self._api.get("query", params={"q": f"SELECT COUNT() FROM {name}"})["totalSize"])

    def _query(self, stream: Stream, window: Window) -> str:
        seen = self._fields(stream)
        fields = seen if self._settings.all_fields else [name for name in stream.columns if name in seen]
        where = [f"{stream.cursor} <= {_instant(window.until)}"]
        if window.after is not None:
            where.append(f"{stream.cursor} > {_instant(window.after)}")
        return f"SELECT {', '.join(fields)} FROM {stream.name} WHERE {' AND '.join(where)}"

    def _pages(self, query: str) -> Iterator[Page]:
        answer = self._api.get("queryAll", params={"q": query}, headers={"Sforce-Query-Options": "batchSize=2000"})
        while True:
            yield Page([_plain(record) for record in answer["records"]])
            if answer["done"]:
                return
            answer = self._api.get(answer["nextRecordsUrl"])

    def _bulk(self, query: str) -> Iterator[Page]:
        """The results of a Bulk 2.0 job, page by page."""
        job = self._api.post("jobs/query", json={"operation": "queryAll", "query": query})["id"]
        self._wait_for(job)
        locator, names = "", None
        while locator != "null":
            answer, table = self._results(job, locator, names)
            locator, names = answer.headers.get("sforce-locator", "null"), table.column_names
            yield Page(table)
        with suppress(SourceFailed, Refused):  # one that stays is cleared away by Salesforce within days
            self._api.answer("DELETE", f"jobs/query/{job}")

    def _results(self, job: str, locator: str, names: list[str] | None) -> tuple[Answer, pa.Table]:
        asked = {"maxRecords": self._settings.bulk_page, **({"locator": locator} if locator else {})}
        return self._api.read(
            "GET", f"jobs/query/{job}/results", lambda answer: (answer, _table(answer, names)), params=asked
        )

    def _wait_for(self, job: str) -> None:
        wait, until = FIRST_POLL_S, time.monotonic() + LONGEST_JOB_S
        while (told := self._api.get(f"jobs/query/{job}"))["state"] != "JobComplete":
            if told["state"] in ("Failed", "Aborted") or time.monotonic() > until:
                reason = told.get("errorMessage") or "no reason was given"
                raise SourceFailed(
                    f"{self._api.source}: the Bulk query of {told.get('object')} got no further than "
                    f"{told['state']} ({reason}). Pull again later."
                )
            time.sleep(wait)
            wait = min(wait * 2, LONGEST_POLL_S)


def _table(answer: Answer, names: list[str] | None) -> pa.Table:
    """A page of Bulk results as text; a ValueError if its records are not as many as the answer says.

    Whether each page begins with the names of the columns is told differently: both are read. `names` are those of
    the page before.
    """
    first = next(lines([answer.body.split(b"\n", 1)[0].decode("utf-8-sig")]), [])
    headed = names is None or first == names
    table = csv.read_csv(
        io.BytesIO(answer.body),
        read_options=csv.ReadOptions(column_names=None if headed else names),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(first if headed else names or (), pa.string()), null_values=[""],
            strings_can_be_null=True, quoted_strings_can_be_null=True,
        ),
    )  # fmt: skip
    told = int(answer.headers.get("sforce-numberofrecords", table.num_rows))
    if table.num_rows != told:
        raise ValueError(f"{table.num_rows} records came of {told}")
    return table


def _plain(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "attributes"}


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


# What is lost where an object may not be read; the others cost what they would tell.
COSTS = {
    "OpportunityHistory": "when a deal was qualified, offered, negotiated is seen only as the difference of two pulls",
    "ContractHistory": "a signature is placed by the contract's own date; since when terms are complete is not told",
    "ProcessInstanceStep": "no approval of contracts and budgets is known, neither its waits nor who decided",
    "pse__Timecard_Header__History": "submissions come from approvals: a correction looks like a first submission",
    "pse__Milestone__History": "milestones are placed by the day that was entered, not by when it was entered",
    "pse__Proj__History": "a project's stages are known only as they are now",
    "pse__Assignment__History": "starts and withdrawals are placed by dates on the assignment",
    "ContactHistory": "subcontractors count with the grade that they have now, also in the past",
    "Absence__c": "leave of people whom HR does not know counts as capacity",
    "pse__Rate_Card__c": "realization cannot be told: what an hour is worth at the house's rates is not known",
    "pse__Resource_Request__History": "withdrawals are placed by dates on the request",
}


def _no_object(stream: Stream) -> Missing:
    costs = COSTS.get(stream.name, f"what {stream.name} would tell")
    if stream.append_only:
        ask = f"field history tracking for {_parent(stream)}, and read access to its history for the integration user"
        return Missing(f"the history {stream.name}", costs, ask, stream.name)
    ask = f"a permission set with read access to {stream.name} for the integration user"
    return Missing(f"the records of {stream.name}", costs, ask, stream.name)


def _no_fields(stream: Stream, absent: list[str]) -> Missing:
    what = f"{', '.join(absent)} of {stream.name}"
    own = [name for name in absent if name in stream.required or name in stream.key]
    costs = f"no record of {stream.name} can be used" if own else "what is told by them stays empty"
    return Missing(
        what, costs, "field-level read access for the integration user, or these fields if there are none", stream.name
    )


def _no_history(stream: Stream) -> Missing:
    ask = f"field history tracking for {_parent(stream)}: it tells only what changes from then on"
    costs = COSTS.get(stream.name, "when its fields changed is not known")
    return Missing(f"entries in {stream.name}, which is empty", costs, ask, stream.name)


def _parent(stream: Stream) -> str:
    """The object whose changes a history tells."""
    return next(iter(stream.references.values()))
