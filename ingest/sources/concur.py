"""SAP Concur: expense reports, their entries, and every step of their approval.

Signing in starts from a refresh token; each answer brings the next one, and says where the company's data lives
(`geolocation`). Reports are asked for by when they changed, entries and workflow steps by report: a first pull reads
all entries page by page, and steps with a request a report. The firm says which custom fields hold the project of an
entry, the day a report was billed on and whose turn it is, and which organisational unit is the legal entity; they land
beside the vendor's own columns as `ProjectCode`, `RebilledDate`, `ApproverRole` and `Entity`.

A page begins after so many records, so a report that is deleted, or leaves the window, while they are read moves the
others up, and one is passed over. A list of several pages is therefore read until two readings have the same records.
Reports that are deleted are not told, only missed. Level L1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from core.errors import Refused, SourceFailed
from core.secret import Secret
from eventlog.record_stream import Stream
from ingest.authentication import OAuth2, refresh_token
from ingest.http import Http
from ingest.source import Missing, Page, Source, Window
from ingest.sources._concur_records import ENTRIES, REPORTS, STEPS, YIELDS

PAGE, READINGS, VISITS = 100, 10, 5
AT_ONCE = 200

SOURCE = Source("concur", "SAP Concur", "expense reports and their approvals", (REPORTS, ENTRIES, STEPS), YIELDS)


class Settings(BaseModel):
    """`[sources.NAME]` of a Concur company."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field("https://us.api.concursolutions.com", description="where tokens are got")
    client_id: str
    client_secret: Secret
    refresh_token: Secret = Field(description="of a user who is Web Services Administrator")
    project_field: str = Field("Custom1", description="field of an entry whose code is the project's")
    entity_field: str = Field("OrgUnit1", description="field of a report whose code is the legal entity's")
    rebilled_field: str = Field("Custom3", description="field of a report that says when it was billed on")
    approver_field: str = Field(
        "Custom4", description="field of a report that says in which role it waits for somebody"
    )


class RotatingSignIn(OAuth2):
    """Each token is got with the refresh token that came with the one before."""

    def __init__(self, endpoint: Http, settings: Settings) -> None:
        self._settings, self._newest = settings, settings.refresh_token
        super().__init__(endpoint, self._grant_with_newest)

    def renew(self) -> bool:
        renewed = super().renew()
        self._newest = self.granted.get("refresh_token", self._newest)
        return renewed

    def _grant_with_newest(self, now: datetime) -> Mapping[str, str]:
        settings = self._settings
        return refresh_token(settings.client_id, settings.client_secret, self._newest)(now)


def connect(settings: Settings, http: Http) -> Concur:
    """A connection; it signs in when it is first used."""
    return Concur(settings, http)


class Concur:
    """An open way to one company."""

    def __init__(self, settings: Settings, http: Http) -> None:
        self._settings, self._http = settings, http
        self._sign_in = RotatingSignIn(http.at(f"{settings.url.rstrip('/')}/oauth2/v0/token"), settings)
        self._placed: Http | None = None
        self._add = {
            REPORTS.name: {
                "Entity": (settings.entity_field, "Code"), "RebilledDate": (settings.rebilled_field, "Value"),
                "ApproverRole": (settings.approver_field, "Value"),
            },
            ENTRIES.name: {"ProjectCode": (settings.project_field, "Code")},
        }  # fmt: skip

    @property
    def _api(self) -> Http:
        if self._placed is None:
            place = self._sign_in.granted.get("geolocation") or self._settings.url
            self._placed = self._http.at(str(place), auth=self._sign_in)
        return self._placed

    def now(self) -> datetime:
        _ = self._sign_in.granted  # the clock is told by an answer
        return self._http.clock()

    def probe(self) -> list[Missing]:
        missing = [*self._missing_of(REPORTS.name, lambda: next(self._pages("reports", user="ALL"), None))]
        newest = [] if missing else next(self._pages("reports", user="ALL"))
        missing += self._missing_of(ENTRIES.name, lambda: next(self._pages("entries", user="ALL"), None))
        if newest:
            missing += self._missing_of(STEPS.name, lambda: self._steps(newest[0]))
        return missing

    def read(self, stream: Stream, window: Window) -> Iterator[Page]:
        if stream.name == REPORTS.name:
            pages = self._changed(window)
        elif stream.name == STEPS.name:
            pages = self._gathered(window, self._steps)
        elif window.after is None:
            pages = self._steady("entries", user="ALL")
        else:
            pages = self._gathered(window, self._entries)
        yield from (Page(self._with_own(stream, rows)) for rows in pages)

    def keys(self, stream: Stream) -> Iterator[Page] | None:
        """Reports and entries that are deleted are not told; steps are never deleted."""
        if stream.name == STEPS.name:
            return None
        return (Page([{"ID": row["ID"]} for row in rows]) for rows in self._pages(stream.name, user="ALL"))

    def close(self) -> None:
        self._http.close()

    def _changed(self, window: Window) -> Iterator[list[dict[str, Any]]]:
        """Reports that changed within the window, ends excluded as Concur does it."""
        span = {"modifiedDateBefore": _text(window.until)}
        if window.after is not None:
            span["modifiedDateAfter"] = _text(window.after)
        return self._steady("reports", user="ALL", **span)

    def _steady(self, what: str, **asked: str) -> Iterator[list[dict[str, Any]]]:
        """All pages, then what only a later reading had, until two have the same; each record once."""
        before, told = None, set[str]()
        for _ in range(READINGS):
            seen, pages = set[str](), 0
            for rows in self._pages(what, **asked):
                pages += 1
                seen.update(row["ID"] for row in rows)
                news = [row for row in rows if row["ID"] not in told]
                told.update(row["ID"] for row in news)
                if news or not before:
                    yield news
            if pages <= 1 or seen == before:
                return
            before = seen
        raise SourceFailed(
            f"{what} of Concur were deleted or changed during each of {READINGS} readings, so some may have been "
            "passed over. Nothing of this pull landed; pull again when less is going on."
        )

    def _pages(self, what: str, **asked: str) -> Iterator[list[dict[str, Any]]]:
        answer = self._api.get(f"/api/v3.0/expense/{what}", params={**asked, "limit": str(PAGE)})
        visits = Counter[str]()
        while True:
            yield answer["Items"]
            onward = answer.get("NextPage")
            if not onward:
                return
            visits[onward] += 1
            if visits[onward] > VISITS:
                raise SourceFailed(
                    f"Concur hands out the same records without end: of {what} it names a next page that was read "
                    f"{VISITS} times. Nothing of this pull landed; tell the vendor."
                )
            answer = self._api.get(onward)

    def _gathered(
        self, window: Window, of_report: Callable[[Mapping[str, Any]], list[dict[str, Any]]]
    ) -> Iterator[list[dict[str, Any]]]:
        """What hangs on the reports that changed, in portions."""
        gathered: list[dict[str, Any]] = []
        for reports in self._changed(window):
            for report in reports:
                gathered += of_report(report)
                if len(gathered) >= AT_ONCE:
                    yield gathered
                    gathered = []
        yield gathered

    def _entries(self, report: Mapping[str, Any]) -> list[dict[str, Any]]:
        return [row for rows in self._steady("entries", reportID=report["ID"]) for row in rows]

    def _steps(self, report: Mapping[str, Any]) -> list[dict[str, Any]]:
        path = f"/expensereports/v4/users/{report['OwnerLoginID']}/context/MANAGER/reports/{report['ID']}/workflowSteps"
        try:
            steps: list[dict[str, Any]] = self._api.get(path)
        except SourceFailed as error:
            if error.status != 404:
                raise
            return []  # the report was deleted since the list was read
        return steps

    def _with_own(self, stream: Stream, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The records, with what the firm keeps in fields of its own."""
        own = self._add.get(stream.name, {})
        return [
            {**row, **{name: (row.get(field) or {}).get(part) for name, (field, part) in own.items()}} for row in rows
        ]

    def _missing_of(self, stream: str, ask: Callable[[], object]) -> list[Missing]:
        try:
            ask()
        except Refused:
            return [Missing(*LACKING[stream], stream)]
        return []


LACKING = {
    REPORTS.name: (
        "expense reports",
        "nothing is known of expenses",
        "the scope EXPRPT, by a Web Services Administrator",
    ),
    ENTRIES.name: ("entries of reports", "expenses are told neither by project nor against policy", "the scope EXPRPT"),
    STEPS.name: (
        "the workflow of reports",
        "only the last submission and the end of approval have times; the rest is placed between two pulls",
        "the scope expense.report.read for a company token",
    ),
}


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3]
