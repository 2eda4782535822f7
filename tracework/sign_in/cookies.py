"""The cookies of the server: unseen by scripts, sent by this site only, and over https only where it is served so."""

import hashlib
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import Response
from starlette.types import Scope

from core.workspace import Workspace


@dataclass(frozen=True)
class Cookies:
    """The names of the cookies of one workspace: other servers on this machine share the browser's jar."""

    workspace: Workspace

    def session(self, scope: Scope) -> str:
        return self._name(scope, "session")

    def look_as(self, scope: Scope) -> str:
        return self._name(scope, "look_as")

    def read(self, scope: Scope, name: str) -> str:
        """What the browser sent under this name; empty for nothing."""
        return cookie_parser(Headers(scope=scope).get("cookie", "")).get(name, "")

    def put(self, answer: Response, scope: Scope, name: str, value: str) -> None:
        """Have the browser keep it until it is closed, or until the session ends here."""
        answer.set_cookie(name, value, path="/", httponly=True, samesite="lax", secure=scope["scheme"] == "https")

    def drop(self, answer: Response, scope: Scope, name: str) -> None:
        answer.delete_cookie(name, path="/", httponly=True, samesite="lax", secure=scope["scheme"] == "https")

    def _name(self, scope: Scope, what: str) -> str:
        place = hashlib.sha256(str(self.workspace.root.resolve()).encode()).hexdigest()[:8]
        # a name that begins so is taken by browsers only over https, for this host alone
        return f"{'__Host-' if scope['scheme'] == 'https' else ''}tracework_{what}_{place}"
