"""Tokens: by them a program reads as somebody, by one of their grants, until the token expires or is revoked."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select, update

from core.accounts.grants import Grant, grants_of
from core.accounts.grants import of_row as grant_of_row
from core.accounts.people import Account, account, of_row
from core.accounts.sessions import SignedIn, digest
from core.accounts.tables import account_table, grant_table, token_table
from core.audit.writing import audited
from core.errors import NotFound, WrongUse
from core.state import State

OPENING = "tw_"
USUAL_DAYS = 90


@dataclass(frozen=True)
class Token:
    """A token as it may be shown: never itself."""

    id: int
    name: str
    grant_id: int
    expires: datetime
    revoked: datetime | None


def issue(state: State, who: str, name: str, called: str, days: int = USUAL_DAYS, number: int | None = None) -> str:
    """A new token for somebody, by their grant `number` or else their first. It is shown this once."""
    found = account(state, name)
    grant = _chosen(grants_of(state, found), found, number)
    token = OPENING + secrets.token_urlsafe(32)
    now = datetime.now(UTC)
    values = {"account_id": found.id, "grant_id": grant.id, "name": called, "created_at": now}
    expires = now + timedelta(days=days)
    with audited(state, who) as work:
        work.connection.execute(insert(token_table).values(hash=digest(token), expires=expires, **values))
        work.tell("token issued", ("account", found.name), None, {"token": called, "grant": grant.id, "days": days})
    return token


def revoke_token(state: State, who: str, name: str, called: str) -> int:
    """Have no token of that name work any more; returns how many did."""
    found = account(state, name)
    mine = (token_table.c.account_id == found.id) & (token_table.c.name == called) & token_table.c.revoked.is_(None)
    with audited(state, who) as work:
        changed = work.connection.execute(update(token_table).where(mine).values(revoked=datetime.now(UTC))).rowcount
        if not changed:
            raise NotFound(f'{found.name} has no token "{called}" that works. `tracework users` lists them.')
        work.tell("token revoked", ("account", found.name), {"token": called}, None)
    return changed


def tokens_of(state: State, found: Account) -> list[Token]:
    """All tokens somebody was given."""
    query = select(token_table).where(token_table.c.account_id == found.id).order_by(token_table.c.id)
    with state.reading() as connection:
        return [Token(row.id, row.name, row.grant_id, row.expires, row.revoked) for row in connection.execute(query)]


def holder(state: State, token: str) -> SignedIn | None:
    """Who reads by this token, if it still works."""
    query = select(token_table).where(token_table.c.hash == digest(token), token_table.c.revoked.is_(None))
    with state.reading() as connection:
        row = connection.execute(query).mappings().one_or_none()
        if row is None or row["expires"] < datetime.now(UTC):
            return None
        found = connection.execute(select(account_table).where(account_table.c.id == row["account_id"])).mappings()
        granted = connection.execute(select(grant_table).where(grant_table.c.id == row["grant_id"])).mappings()
        who, grant = of_row(found.one()), grant_of_row(granted.one())
    return SignedIn(who, grant, (grant,)) if who.active else None


def _chosen(granted: list[Grant], found: Account, number: int | None) -> Grant:
    if not granted:
        raise WrongUse(f"{found.name} has no role yet. Give one with `tracework users grant {found.name} ROLE`.")
    if number is None:
        return granted[0]
    chosen = [each for each in granted if each.id == number]
    if not chosen:
        raise NotFound(f"{found.name} has no grant {number}. `tracework users` lists grants with their numbers.")
    return chosen[0]
