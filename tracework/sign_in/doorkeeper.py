"""Who a request comes from: somebody signed in, a program with a token, a person of the demo, or the local owner."""

from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import Scope

from core.access import Viewer
from core.accounts.people import any_account
from core.accounts.sessions import SignedIn, signed_in
from core.accounts.tokens import holder
from core.presence import Choice, Presence
from core.state import State
from tracework.sign_in.cookies import Cookies
from tracework.sign_in.demo_people import demo_presence, is_demo


@dataclass(frozen=True)
class Doorkeeper:
    """Knows people by what their requests bring. `here_only`: served to this machine alone."""

    state: State
    here_only: bool

    @property
    def cookies(self) -> Cookies:
        return Cookies(self.state.workspace)

    def is_open(self) -> bool:
        """Whether nobody has to sign in: there are no accounts, and only this machine is served."""
        return self.here_only and not any_account(self.state)

    def known(self, scope: Scope) -> Presence | None:
        """Who sends the request; None where they have to sign in first."""
        kind, _, token = Headers(scope=scope).get("authorization", "").partition(" ")
        if kind:
            found = holder(self.state, token.strip()) if kind.lower() == "bearer" else None
            return _of_account(found) if found else None
        if self.is_open():
            if is_demo(self.state.workspace):
                return demo_presence(self.cookies.read(scope, self.cookies.look_as(scope)))
            return Presence(Viewer.owner(), "Local owner", "This machine, everything")
        session = self.cookies.read(scope, self.cookies.session(scope))
        found = signed_in(self.state, session) if session else None
        return _of_account(found) if found else None


def _of_account(found: SignedIn) -> Presence:
    several = found.grants if len(found.grants) > 1 else ()
    choices = tuple(Choice(str(each.id), each.words, each.id == found.grant.id) for each in several)
    return Presence(found.viewer, found.account.name, found.grant.words, "/role", choices, signed_in=True)
