"""What every request must obey and every answer says: which hosts, from which pages, and what a page may load."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CHANGING = ("POST", "PUT", "PATCH", "DELETE")
FOREVER = "public, max-age=31536000, immutable"


def content_policy(hashes: Sequence[str]) -> str:
    """What a page may load: this server's own files only.

    Exceptions: Graphviz is WebAssembly and may run; the tables and React set styles on elements; icons may be inline.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'wasm-unsafe-eval' {' '.join(hashes)}".rstrip(),
            "worker-src 'self' blob:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    )


class RequestRules:
    """Refuses foreign hosts and foreign pages, so that no website can reach the figures through a reader's browser."""

    def __init__(self, app: ASGIApp, hashes: Sequence[str], hosts: set[str]) -> None:
        self._app = app
        self._hosts = hosts
        self._policy = content_policy(hashes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        refused = self._refusal(scope)
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif refused:
            await refused(scope, receive, send)
        else:
            await self._app(scope, receive, self._speaking(scope, send))

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if urlsplit(f"//{host}").hostname not in self._hosts:
            return _problem(
                421, f"This server answers to {', '.join(sorted(self._hosts))}, not to {host or 'no name'}."
            )
        if scope.get("method") in CHANGING and not _same_origin(headers, host):
            return _problem(403, "This request came from another website and was refused. Nothing was changed.")
        return None

    def _speaking(self, scope: Scope, send: Send) -> Send:
        async def speak(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = self._policy
                headers["X-Content-Type-Options"] = "nosniff"
                # within this site a form says where it comes from, which is what `_same_origin` looks at
                headers["Referrer-Policy"] = "same-origin"
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
                headers["Cross-Origin-Resource-Policy"] = "same-origin"
                if kept := _kept(scope):
                    headers["Cache-Control"] = kept
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        return speak


def _same_origin(headers: Headers, host: str) -> bool:
    """A browser names the page a change comes from; a program on this machine names none."""
    site = headers.get("sec-fetch-site")
    origin = headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return False
    return origin is None or urlsplit(origin).netloc == host


def _kept(scope: Scope) -> str | None:
    """How long a browser may keep a file: one whose address names its version forever, fonts and icons a day."""
    path = str(scope["path"])
    query = bytes(scope.get("query_string", b""))
    if not path.startswith(("/assets/", "/figures/")):
        return None
    if query.startswith((b"m=", b"v=")):
        return FOREVER
    return "public, max-age=86400" if "/vendor/" in path else "no-cache"


def _problem(status: int, words: str) -> Response:
    return JSONResponse(
        {"title": "Refused", "status": status, "detail": words}, status, media_type="application/problem+json"
    )
