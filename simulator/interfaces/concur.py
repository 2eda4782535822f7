"""Concur's interface: sign-in by a refresh token, reports and entries (v3), the actions of a report's workflow (v4).

The token's answer says where the data of the company lives (`geolocation`) and brings a new refresh token; the one it
was got with no longer counts, except the one first handed out, so that clients can start again. Pages lead on by an
absolute `NextPage`. Times are UTC without saying so. Entries cannot be asked for by when they changed, only by report.

Concur's public reference documents how a workflow is acted on, not how its past is read; companies get that by an
extract or a partner's endpoint. The path here, beside the documented ones, stands for it.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import polars as pl
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from simulator.interfaces.shown import Shown
from simulator.systems.concur import records
from simulator.systems.moments import read

__all__ = ["ERRORS", "SECRETS", "app", "records"]

SECRETS = {
    "client_id": "0c9dd3b1-6f0f-4a5c-9b8e-1d2c3b4a5f60",
    "client_secret": "b7c1e2d3-8a9f-4e5d-9c0b-a1b2c3d4e5f6",
    "refresh_token": "29ueyq6dz7lh5ydl4m3lwfq0t5lkyc",
}
ERRORS = {
    401: b'{"Message": "Unauthorized: the access token is missing, invalid or expired"}',
    403: b'{"Message": "Forbidden: the application lacks the scope for this operation"}',
    429: b'{"Message": "Too Many Requests"}',
    500: b'{"Message": "An error has occurred."}',
    503: b'{"Message": "Service Unavailable"}',
}
LIFE_S = 3600
USUAL_PAGE, LONGEST_PAGE = 25, 100


class Refusal(Exception):
    """An answer that is an error, with Concur's body."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(str(body))
        self.status, self.body = status, body


class SignIn:
    """Hands out access tokens for refresh tokens, and knows which ones count."""

    def __init__(self) -> None:
        self._refresh = {SECRETS["refresh_token"]}
        self._access: dict[str, float] = {}

    def token(self, form: dict[str, str], geolocation: str) -> dict[str, str]:
        if form.get("client_id") != SECRETS["client_id"] or form.get("client_secret") != SECRETS["client_secret"]:
            raise _token_error(401, 5, "invalid_client", "Client authentication failed", geolocation)
        if form.get("grant_type") != "refresh_token":
            raise _token_error(400, 10, "unsupported_grant_type", "This grant type is not served here", geolocation)
        if form.get("refresh_token") not in self._refresh:
            raise _token_error(400, 108, "invalid_grant", "Bad refresh token", geolocation)
        access, refresh = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self._refresh = {SECRETS["refresh_token"], refresh}
        self._access[access] = monotonic() + LIFE_S
        return {
            "expires_in": str(LIFE_S), "scope": "EXPRPT expense.report.read", "token_type": "Bearer",
            "access_token": access, "refresh_token": refresh, "geolocation": geolocation,
        }  # fmt: skip

    def check(self, request: Request) -> None:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if self._access.get(token, 0.0) < monotonic():
            raise Refusal(401, {"Message": "Unauthorized: the access token is missing, invalid or expired"})


def app(shown: Shown) -> FastAPI:
    """The interface over what is shown."""
    api = FastAPI(openapi_url=None)
    sign_in = SignIn()

    @api.exception_handler(Refusal)
    async def refuse(_: Request, refusal: Refusal) -> Response:
        return JSONResponse(refusal.body, refusal.status)

    @api.post("/oauth2/v0/token")
    async def token(request: Request) -> dict[str, str]:
        form = {name: str(value) for name, value in (await request.form()).items()}
        return sign_in.token(form, str(request.base_url).rstrip("/"))

    @api.get("/api/v3.0/expense/reports")
    async def reports(request: Request) -> dict[str, Any]:
        sign_in.check(request)
        return _page(request, _asked_reports(request, shown.tables["reports"]), _report)

    @api.get("/api/v3.0/expense/reports/{number}")
    async def report(request: Request, number: str) -> dict[str, Any]:
        sign_in.check(request)
        found = shown.tables["reports"].filter(pl.col("ID") == number).to_dicts()
        if not found:
            raise Refusal(404, {"Message": f"No report was found for the ID {number}"})
        return _report(found[0])

    @api.get("/api/v3.0/expense/entries")
    async def entries(request: Request) -> dict[str, Any]:
        sign_in.check(request)
        rows, of_report = shown.tables["entries"], request.query_params.get("reportID")
        if of_report is None and request.query_params.get("user") != "ALL":
            raise Refusal(400, {"Message": "Either reportID or user is required"})
        return _page(request, rows if of_report is None else rows.filter(pl.col("ReportID") == of_report), _entry)

    @api.get("/expensereports/v4/users/{user}/context/{context}/reports/{number}/workflowSteps")
    async def workflow(request: Request, number: str) -> list[dict[str, Any]]:
        sign_in.check(request)
        if shown.tables["reports"].filter(pl.col("ID") == number).is_empty():
            raise Refusal(404, _v4_error(request, "404 NOT_FOUND", f"Report {number} not found", shown.now()))
        steps = shown.tables["workflowSteps"].filter(pl.col("reportId") == number).sort("sequence").to_dicts()
        return [{**step, **{day: step[day] + "Z" for day in ("enteredDate", "actionDate")}} for step in steps]

    return api


def _token_error(status: int, code: int, error: str, words: str, geolocation: str) -> Refusal:
    body = {"code": code, "error": error, "error_description": words, "geolocation": geolocation}
    return Refusal(status, body)


def _v4_error(request: Request, status: str, words: str, now: datetime) -> dict[str, str]:
    return {
        "errorId": secrets.token_hex(16), "errorMessage": words, "httpStatus": status,
        "path": request.url.path, "timestamp": now.isoformat(),
    }  # fmt: skip


def _asked_reports(request: Request, reports: pl.DataFrame) -> pl.DataFrame:
    asked = request.query_params
    if asked.get("user") not in ("ALL", None):
        reports = reports.filter(pl.col("OwnerLoginID") == asked["user"])
    elif "user" not in asked:
        return reports.clear()  # the consumer's own reports: a machine has none
    if "approvalStatusCode" in asked:
        reports = reports.filter(pl.col("ApprovalStatusCode").is_in(asked["approvalStatusCode"].split(",")))
    for name, column in (("modifiedDate", "LastModifiedDate"), ("createDate", "CreateDate"), ("paidDate", "PaidDate")):
        at = pl.col(column).str.to_datetime(time_unit="us", time_zone="UTC")
        if f"{name}After" in asked:
            reports = reports.filter(at > _moment(asked[f"{name}After"]))
        if f"{name}Before" in asked:
            reports = reports.filter(at < _moment(asked[f"{name}Before"]))
    return reports


def _moment(text: str) -> datetime:
    try:
        return read(text)
    except ValueError:
        raise Refusal(400, {"Message": f"The date {text} is not valid"}) from None


def _page(request: Request, rows: pl.DataFrame, written: Any) -> dict[str, Any]:
    """A page, and the absolute address of the next one. The offset is a text that means nothing to a client."""
    asked = request.query_params
    try:
        limit, start = int(asked.get("limit", USUAL_PAGE)), int(asked.get("offset", "0"), 36)
    except ValueError:
        raise Refusal(400, {"Message": "limit or offset is not valid"}) from None
    if not 1 <= limit <= LONGEST_PAGE:
        raise Refusal(400, {"Message": f"limit must be from 1 to {LONGEST_PAGE}"})
    items = [written(row) for row in rows.slice(start, limit).iter_rows(named=True)]
    following = None
    if start + limit < rows.height:
        onward = {**asked, "offset": f"{_base36(start + limit)}"}
        following = f"{request.url.replace(query='')}?{urlencode(onward)}"
    return {"Items": items, "NextPage": following}


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = digits[digit] + text
    return text or "0"


def _report(row: dict[str, Any]) -> dict[str, Any]:
    code, value = row.pop("OrgUnit1Code"), row.pop("OrgUnit1Value")
    texts = {name: row.pop(f"{name}Value") for name in ("Custom3", "Custom4")}
    return {
        **row,
        "OrgUnit1": {"Type": "List", "Value": value, "Code": code, "ListItemID": None},
        **{
            name: text and {"Type": "Text", "Value": text, "Code": None, "ListItemID": None}
            for name, text in texts.items()
        },
    }


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    code, value = row.pop("Custom1Code"), row.pop("Custom1Value")
    return {**row, "Custom1": code and {"Type": "List", "Value": value, "Code": code, "ListItemID": None}}
