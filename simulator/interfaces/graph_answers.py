"""Microsoft Graph's error bodies."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import orjson

Row = dict[str, Any]


class Refusal(Exception):
    """An answer that is an error, with Graph's body."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.body = status, error_body(code, message)


def error_body(code: str, message: str) -> Row:
    inner = {"request-id": str(uuid4()), "client-request-id": str(uuid4())}
    return {"error": {"code": code, "message": message, "innerError": inner}}


def planned(code: str, message: str) -> bytes:
    return orjson.dumps(error_body(code, message))


def known(found: object, code: str, message: str) -> None:
    """Refuse where nothing was found."""
    if not found:
        raise Refusal(404, code, message)
