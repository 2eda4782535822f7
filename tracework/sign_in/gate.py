"""The gate before every page and the API: it finds out who asks, and answers on their behalf or refuses."""

import asyncio
import re
from urllib.parse import quote

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from core.audit.entry import Told
from core.audit.writing import write_down
from core.errors import NotAllowed
from core.presence import Presence, present
from tracework.api.problems import problem
from tracework.sign_in.doorkeeper import Doorkeeper
from tracework.sign_in.permits import act_of, refuse

# files of the program itself, and what must answer before anybody has signed in
OPEN_FOLDERS = ("/assets/", "/figures/", "/_dash-component-suites/", "/_favicon")
OPEN = ("/sign-in", "/api/v1/health")
FOR_PROGRAMS = ("/api/", "/_")
# what comes here is signed, which is verified where it is taken in
SIGNED = re.compile(r"/api/v1/(actions/[^/]+/receipt|inbound/[^/]+)")


class Gate:
    """Lets nobody in who is not known, and nobody do what their role does not allow. What is refused is audited."""

    def __init__(self, app: ASGIApp, doorkeeper: Doorkeeper) -> None:
        self._app = app
        self._doorkeeper = doorkeeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _is_open(scope["method"], scope["path"]):
            await self._app(scope, receive, send)
            return
        presence = await asyncio.to_thread(self._doorkeeper.known, scope)
        if presence is None:
            await _asking_to_sign_in(scope)(scope, receive, send)
            return
        try:
            refuse(presence.viewer, scope["method"], scope["path"])
        except NotAllowed as error:
            await asyncio.to_thread(self._note_refusal, presence, scope)
            await problem(403, "Not allowed", str(error))(scope, receive, send)
            return
        with present(presence):
            await self._app(scope, receive, send)

    def _note_refusal(self, presence: Presence, scope: Scope) -> None:
        act = act_of(scope["method"], scope["path"]) or "change"
        subject = f"{scope['method']} {scope['path']}"[:300]
        who = presence.viewer.name
        write_down(self._doorkeeper.state, who, Told(f"refused: {act}", "request", subject, None, presence.role))


def _is_open(method: str, path: str) -> bool:
    return path in OPEN or path.startswith(OPEN_FOLDERS) or (method == "POST" and bool(SIGNED.fullmatch(path)))


def _asking_to_sign_in(scope: Scope) -> ASGIApp:
    path, query = scope["path"], scope.get("query_string", b"").decode("latin-1")
    if path.startswith(FOR_PROGRAMS) or scope["method"] != "GET":
        return problem(401, "Not signed in", "Sign in at /sign-in, or send a token: Authorization: Bearer TOKEN.")
    back = quote(path + (f"?{query}" if query else ""), safe="")
    return RedirectResponse(f"/sign-in?next={back}", 303)
