"""NetSuite's error bodies."""

from __future__ import annotations

import orjson
from fastapi import Response

TITLES = {
    400: ("Bad Request", "section-15.5.1"),
    401: ("Unauthorized", "section-15.5.2"),
    403: ("Forbidden", "section-15.5.4"),
    404: ("Not Found", "section-15.5.5"),
    429: ("Too Many Requests", "section-15.5"),
    500: ("Internal Server Error", "section-15.6.1"),
    503: ("Service Unavailable", "section-15.6.4"),
}
USUAL = {
    401: ("INVALID_LOGIN", "Invalid login attempt. For more details, see the Login Audit Trail in the NetSuite UI."),
    403: ("INSUFFICIENT_PERMISSION", "You do not have permissions to perform this operation."),
    429: ("CONCURRENCY_LIMIT_EXCEEDED", "Concurrent request limit exceeded. Request blocked."),
    500: ("UNEXPECTED_ERROR", "An unexpected error occurred. Error ID: simulated"),
    503: ("SERVICE_UNAVAILABLE", "The service is temporarily unavailable."),
}


class Refusal(Exception):
    """A request that the interface turns down."""

    def __init__(self, status: int, code: str = "", detail: str = "") -> None:
        super().__init__(detail)
        usual = USUAL.get(status, ("INVALID_PARAMETER", ""))
        self.status, self.code, self.detail = status, code or usual[0], detail or usual[1]

    def body(self) -> bytes:
        title, section = TITLES[self.status]
        return orjson.dumps(
            {
                "type": f"https://www.rfc-editor.org/rfc/rfc9110.html#{section}",
                "title": title,
                "status": self.status,
                "o:errorDetails": [{"detail": self.detail, "o:errorCode": self.code}],
            }
        )

    def response(self) -> Response:
        media = "application/vnd.oracle.resource+json; type=error; charset=UTF-8"
        return Response(self.body(), self.status, media_type=media)


ERRORS = {status: Refusal(status).body() for status in USUAL}
