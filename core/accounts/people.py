"""The accounts themselves: added, found, given a password, closed. Each change is written down in the audit."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from core.accounts.passwords import hashed
from core.accounts.tables import account_table, session_table
from core.audit.writing import audited
from core.errors import NotFound, WrongUse
from core.state import State

NAME = re.compile(r"[\w][\w.@+-]{0,99}")


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in."""

    id: int
    name: str
    email: str
    active: bool
    created_at: datetime


def any_account(state: State) -> bool:
    """Whether anybody has to sign in: from the first account on, everybody has."""
    with state.reading() as connection:
        return connection.execute(select(account_table.c.id).limit(1)).first() is not None


def add(state: State, who: str, name: str, email: str = "", password: str | None = None) -> Account:
    """A new account, without any role yet."""
    if not NAME.fullmatch(name):
        raise WrongUse(f'"{name}" cannot be an account. Use letters, digits and . @ + - _, without spaces.')
    kept = None if password is None else hashed(password)
    values = {"name": name.casefold(), "email": email, "password_hash": kept, "active": True}
    with audited(state, who) as work:
        taken = select(account_table.c.id).where(account_table.c.name == name.casefold())
        if work.connection.execute(taken).first():
            raise WrongUse(f"There is an account {name.casefold()} already. `tracework users` lists all.")
        work.connection.execute(insert(account_table).values(**values, created_at=datetime.now(UTC)))
        work.tell("account added", ("account", name.casefold()), None, {"email": email})
    return account(state, name)


def account(state: State, name: str) -> Account:
    """The account of that name; NotFound where there is none."""
    with state.reading() as connection:
        query = select(account_table).where(account_table.c.name == name.casefold())
        row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound(f"There is no account {name}. `tracework users` lists all; `tracework users add` makes one.")
    return of_row(row)


def accounts(state: State) -> list[Account]:
    """All accounts by name."""
    with state.reading() as connection:
        return [of_row(row) for row in connection.execute(select(account_table).order_by("name")).mappings()]


def set_password(state: State, who: str, name: str, password: str) -> None:
    """Give a new password; whoever is signed in by the old one is signed out."""
    found, kept = account(state, name), hashed(password)
    with audited(state, who) as work:
        _change(work.connection, found, password_hash=kept)
        work.tell("password set", ("account", found.name))


def set_active(state: State, who: str, name: str, active: bool) -> None:
    """Close an account, or open it again. Nothing of it is lost; a closed one cannot sign in or use its tokens."""
    found = account(state, name)
    with audited(state, who) as work:
        _change(work.connection, found, active=active)
        act = "account opened" if active else "account closed"
        work.tell(act, ("account", found.name), {"active": found.active}, {"active": active})


def of_row(row: RowMapping) -> Account:
    """An account of its row; the hash stays inside."""
    return Account(row["id"], row["name"], row["email"], row["active"], row["created_at"])


def _change(connection: Connection, found: Account, **values: object) -> None:
    connection.execute(update(account_table).where(account_table.c.id == found.id).values(**values))
    connection.execute(delete(session_table).where(session_table.c.account_id == found.id))
