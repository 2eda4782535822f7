"""How the API describes itself: FastAPI's description, made true of what this server answers.

FastAPI would say that a request put wrongly is answered 422 with its own object; here every refusal is a problem object
(RFC 9457). A summary is the first sentence of what an address says of itself, not the name of a function.
"""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

VERBS = frozenset({"get", "put", "post", "delete", "patch"})
ABOUT = """What the pages tell, for programs.

Once there are accounts, each request needs a token: `Authorization: Bearer TOKEN`, made by
`tracework users token NAME --token CALLED`. Whoever asks gets what their role and scope may see.
Times are UTC. `where` takes the conditions that `tracework filters` lists. A parameter that an address does not know is
refused. What takes long is a job: the answer is 202 with its number, and `/api/v1/jobs/{number}` tells how it stands.
"""
REFUSAL = (
    "A problem object (RFC 9457): `detail` says what happened, to which thing, and what to do. 400: put wrongly; 401: "
    "not signed in; 403: not allowed; 404: not there, or not to be seen by whoever asks; 405: not with this verb; 409: "
    "another writer holds the workspace; 422: data or settings do not allow it; 503: it took too long; 507: no room."
)
PROBLEM = {
    "type": "object",
    "title": "Problem",
    "required": ["title", "status", "detail"],
    "properties": {
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}
NOT_OURS = ("HTTPValidationError", "ValidationError")


def describe(server: FastAPI) -> None:
    """Have the server give this description at its address."""
    told_by_fastapi = server.openapi

    def told() -> dict[str, Any]:
        if server.openapi_schema is None:
            server.openapi_schema = _made_true(told_by_fastapi())
        return server.openapi_schema

    server.description = ABOUT
    server.openapi = told  # type: ignore[method-assign]


def _made_true(described: dict[str, Any]) -> dict[str, Any]:
    for operation in _operations(described):
        operation["summary"], operation["description"] = _words(operation)
        operation["responses"].pop("422", None)
        operation["responses"]["default"] = {"$ref": "#/components/responses/Problem"}
    parts = described.setdefault("components", {})
    parts["schemas"] = {name: each for name, each in parts.get("schemas", {}).items() if name not in NOT_OURS}
    parts["schemas"]["Problem"] = PROBLEM
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    parts["responses"] = {"Problem": {"description": REFUSAL, "content": content}}
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    # without accounts nobody signs in
    described["security"] = [{"token": []}, {}]
    return described


def _operations(described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (each for path in described["paths"].values() for verb, each in path.items() if verb in VERBS)


def _words(operation: dict[str, Any]) -> tuple[str, str]:
    whole = " ".join(operation.get("description", operation["summary"]).split())
    first, _, _ = whole.partition(". ")
    return first.rstrip("."), whole
