"""Salesforce's refusals: a status, and a body that lists messages with their codes."""

from __future__ import annotations

from collections.abc import Sequence

import orjson
from starlette.requests import Request
from starlette.responses import Response


class Refusal(Exception):
    """An answer other than the one asked for."""

    def __init__(self, status: int, code: str, message: str, fields: Sequence[str] | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.fields = status, code, message, fields

    def body(self) -> bytes:
        """The list of messages; what is wrong with a record also names the fields."""
        error = {"message": self.message, "errorCode": self.code}
        return orjson.dumps([error if self.fields is None else {**error, "fields": list(self.fields)}])


def malformed(message: str) -> Refusal:
    """A query that cannot be read."""
    return Refusal(400, "MALFORMED_QUERY", message)


def no_such_column(name: str, entity: str) -> Refusal:
    """A field that is not there, or that the user may not see: the vendor does not tell which."""
    return Refusal(
        400,
        "INVALID_FIELD",
        f"No such column '{name}' on entity '{entity}'. If you are attempting to use a custom field, be sure to append "
        "the '__c' after the custom field name.",
    )


def no_such_object(name: str) -> Refusal:
    return Refusal(400, "INVALID_TYPE", f"sObject type '{name}' is not supported.")


def not_found(what: str = "The requested resource does not exist") -> Refusal:
    return Refusal(404, "NOT_FOUND", what)


def session_invalid() -> Refusal:
    return Refusal(401, "INVALID_SESSION_ID", "Session expired or invalid")


def limit_exceeded() -> Refusal:
    return Refusal(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")


# What the planned faults answer with.
ERRORS: dict[int, bytes] = {
    401: session_invalid().body(),
    403: Refusal(403, "API_DISABLED_FOR_ORG", "API is not enabled for this Organization or Partner").body(),
    429: Refusal(429, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.").body(),
    500: Refusal(500, "UNKNOWN_EXCEPTION", "An unexpected error occurred. Please include this ErrorId: 1-1.").body(),
    503: Refusal(503, "SERVER_UNAVAILABLE", "Server is temporarily unavailable.").body(),
}


async def answer_refusal(_: Request, refusal: Exception) -> Response:
    """A refusal as a response."""
    assert isinstance(refusal, Refusal)
    return Response(refusal.body(), status_code=refusal.status, media_type="application/json;charset=UTF-8")
