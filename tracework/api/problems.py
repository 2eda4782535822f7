"""Errors as problem objects (RFC 9457): what happened, to which thing, what was found, what to do next."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from core.errors import BadInput, NotAllowed, NotFound, StorageFull, TraceworkError, WorkspaceBusy, WrongUse
from core.mistakes import mistake_words
from dashboards.ask import TooLong

STATUS: tuple[tuple[type[Exception], int], ...] = (
    (NotFound, 404),
    (NotAllowed, 403),
    (WorkspaceBusy, 409),
    (WrongUse, 400),
    (BadInput, 400),
    (StorageFull, 507),
    (TooLong, 503),
)
METHOD_NOT_ALLOWED = 405


def problem(status: int, title: str, detail: str) -> JSONResponse:
    return JSONResponse(
        {"title": title, "status": status, "detail": detail}, status, media_type="application/problem+json"
    )


def handle(server: FastAPI) -> None:
    """Have the server answer every error of ours in its own words."""
    server.add_exception_handler(TraceworkError, _of_ours)
    server.add_exception_handler(TooLong, _of_ours)
    server.add_exception_handler(RequestValidationError, _of_request)
    server.add_exception_handler(HTTPException, _of_http)


async def no_such_address(request: Request, rest: str = "") -> JSONResponse:
    return problem(
        404, "Not found", f"There is nothing at {request.url.path}. The API is described at /api/v1/openapi.json."
    )


async def _of_ours(_request: Request, error: Exception) -> JSONResponse:
    status = next((number for kind, number in STATUS if isinstance(error, kind)), 422)
    return problem(status, _titled(error), str(error))


async def _of_request(_request: Request, error: Exception) -> JSONResponse:
    mistakes: list[Any] = list(error.errors()) if isinstance(error, RequestValidationError) else []
    words = "; ".join(mistake_words({**item, "loc": item["loc"][1:]}) for item in mistakes)
    return problem(400, "Wrong use", f"The request was put wrongly: {words}. See /api/v1/openapi.json.")


async def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if not request.url.path.startswith("/api/"):
        return await http_exception_handler(request, error)
    if error.status_code == METHOD_NOT_ALLOWED:
        taken = (error.headers or {}).get("Allow", "another verb")
        words = f"{request.url.path} does not take {request.method}; it takes {taken}. See /api/v1/openapi.json."
    else:
        words = f"{request.method} {request.url.path}: {error.detail}. See /api/v1/openapi.json."
    answer = problem(error.status_code, HTTPStatus(error.status_code).phrase.capitalize(), words)
    answer.headers.update(error.headers or {})
    return answer


def _titled(error: Exception) -> str:
    """NotFound gives 'Not found'."""
    name = type(error).__name__
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip().capitalize()
