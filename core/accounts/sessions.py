"""Sessions: signing in gives a random id for a cookie, of which only the hash is kept; it ends by itself."""

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select, update

from core.access import Viewer
from core.accounts.attempts import forget, locked_for, note_failure
from core.accounts.grants import Grant, grants_of
from core.accounts.passwords import is_right
from core.accounts.people import Account, of_row
from core.accounts.tables import account_table, session_table
from core.audit.writing import Audited, audited
from core.errors import NotAllowed, TraceworkError, WorkspaceBusy
from core.state import State

LASTS, IDLE = timedelta(hours=12), timedelta(hours=3)
SEEN_EVERY = timedelta(minutes=1)


class SignInFailed(TraceworkError):
    """Name and password do not belong together, or too many tries were made."""


@dataclass(frozen=True)
class SignedIn:
    """Somebody who is signed in, what they were granted, and by which of the grants they act now."""

    account: Account
    grant: Grant
    grants: tuple[Grant, ...]

    @property
    def viewer(self) -> Viewer:
        return self.grant.viewer(self.account.name)


def sign_in(state: State, name: str, password: str, address: str) -> str:
    """The id of a new session. All refusals of a wrong name or password are the same, in words and in time."""
    if wait := locked_for(state, name, address):
        minutes = max(1, round(wait.total_seconds() / 60))
        raise SignInFailed(f"Too many tries failed. Wait {minutes} minute{'s' if minutes > 1 else ''} and try again.")
    with state.reading() as connection:
        query = select(account_table).where(account_table.c.name == name.casefold())
        row = connection.execute(query).mappings().one_or_none()
    if not is_right(password, row["password_hash"] if row else None) or row is None or not row["active"]:
        with audited(state, "somebody not signed in") as work:
            note_failure(work, name, address)
        raise SignInFailed("This name and password do not belong together. Check both and try again.")
    found = of_row(row)
    if not grants_of(state, found):
        raise NotAllowed(f"{found.name} has no role yet. Ask an administrator for one.")
    with audited(state, found.name) as work:
        forget(work, found.name)
        token = _begin(work, found)
        work.tell("signed in", ("account", found.name), None, {"address": address})
    return token


def signed_in(state: State, token: str) -> SignedIn | None:
    """Who has this session, if it is still good; from the first grant on where the chosen one was taken back."""
    now = datetime.now(UTC)
    mine = session_table.c.hash == digest(token)
    with state.reading() as connection:
        session = connection.execute(select(session_table).where(mine)).mappings().one_or_none()
        if session is None or session["expires"] < now or session["last_seen"] + IDLE < now:
            return None
        row = connection.execute(select(account_table).where(account_table.c.id == session["account_id"])).mappings()
        found = of_row(row.one())
    granted = grants_of(state, found)
    if not found.active or not granted:
        return None
    if now - session["last_seen"] > SEEN_EVERY:
        # where another writer holds the database, the next request notes it
        with suppress(WorkspaceBusy), state.writing() as connection:
            connection.execute(update(session_table).where(mine).values(last_seen=now))
    chosen = next((each for each in granted if each.id == session["grant_id"]), granted[0])
    return SignedIn(found, chosen, tuple(granted))


def choose(state: State, token: str, number: int) -> None:
    """Act by another of one's own grants from now on."""
    now = signed_in(state, token)
    if now is None or number not in {each.id for each in now.grants}:
        raise NotAllowed("This role was not granted to you.")
    with audited(state, now.account.name) as work:
        work.connection.execute(
            update(session_table).where(session_table.c.hash == digest(token)).values(grant_id=number)
        )
        work.tell("role chosen", ("account", now.account.name), {"grant": now.grant.id}, {"grant": number})


def sign_out(state: State, token: str) -> None:
    """End a session; one that has ended already stays so."""
    now = signed_in(state, token)
    with audited(state, now.account.name if now else "") as work:
        work.connection.execute(delete(session_table).where(session_table.c.hash == digest(token)))
        if now:
            work.tell("signed out", ("account", now.account.name))


def digest(token: str) -> str:
    """What is kept of a random id. It is long and random itself, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _begin(work: Audited, found: Account) -> str:
    token, now = secrets.token_urlsafe(32), datetime.now(UTC)
    work.connection.execute(delete(session_table).where(session_table.c.expires < now))
    work.connection.execute(
        session_table.insert().values(
            hash=digest(token), account_id=found.id, created_at=now, expires=now + LASTS, last_seen=now
        )
    )
    return token
