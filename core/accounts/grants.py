"""Grants: a role for somebody, within a scope. Who has several acts by one of them at a time, so that the scope of one
never widens the rights of another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import RowMapping, delete, insert, select

from core.access import SCOPES, Viewer
from core.accounts.people import Account, account
from core.accounts.tables import grant_table
from core.audit.writing import audited
from core.errors import NotFound, WrongUse
from core.roles import GRANTED, ROLES
from core.state import State


@dataclass(frozen=True)
class Grant:
    """A role with its limits: for each attribute that is limited, the names that may be seen."""

    id: int
    role: str
    scope: dict[str, list[str]]
    may_see_names: bool

    @property
    def words(self) -> str:
        """The grant as one would say it: Project manager, munich."""
        limits = "; ".join(", ".join(names) for names in self.scope.values()) or "everything"
        return f"{ROLES[self.role].title}, {limits}"

    def viewer(self, name: str) -> Viewer:
        """Who reads and acts by this grant."""
        limits = {SCOPES[attribute]: frozenset(names) for attribute, names in self.scope.items()}
        return Viewer(name=name, roles=frozenset({self.role}), may_see_names=self.may_see_names, **limits)


def grant(
    state: State, who: str, name: str, role: str, scope: Mapping[str, Sequence[str]], names: bool | None = None
) -> Grant:
    """Give somebody a role. `names` says whether they see names of people; None: what is usual for the role."""
    if role not in GRANTED:
        raise WrongUse(f'"{role}" is no role. Choose {", ".join(GRANTED)}.')
    if wrong := sorted(set(scope) - set(SCOPES)):
        raise WrongUse(f'"{wrong[0]}" is nothing to limit a role to. Choose {", ".join(SCOPES)}.')
    found = account(state, name)
    sees = ROLES[role].sees_names if names is None else names
    limits = {attribute: sorted(set(values)) for attribute, values in scope.items() if values}
    row = {"account_id": found.id, "role": role, "scope": limits, "may_see_names": sees}
    with audited(state, who) as work:
        number = work.connection.execute(
            insert(grant_table).values(**row, created_at=datetime.now(UTC)).returning(grant_table.c.id)
        ).scalar_one()
        work.tell("role granted", ("account", found.name), None, _told(number, role, limits, sees))
    return Grant(number, role, limits, sees)


def revoke(state: State, who: str, name: str, number: int) -> None:
    """Take a grant back; its tokens go with it."""
    found = account(state, name)
    with audited(state, who) as work:
        wanted = (grant_table.c.id == number) & (grant_table.c.account_id == found.id)
        row = work.connection.execute(select(grant_table).where(wanted)).mappings().one_or_none()
        if row is None:
            raise NotFound(f"{found.name} has no grant {number}. `tracework users` lists grants with their numbers.")
        work.connection.execute(delete(grant_table).where(wanted))
        before = _told(number, row["role"], row["scope"], row["may_see_names"])
        work.tell("role revoked", ("account", found.name), before, None)


def grants_of(state: State, found: Account) -> list[Grant]:
    """What somebody was granted, the first first."""
    query = select(grant_table).where(grant_table.c.account_id == found.id).order_by(grant_table.c.id)
    with state.reading() as connection:
        return [of_row(row) for row in connection.execute(query).mappings()]


def of_row(row: RowMapping) -> Grant:
    return Grant(row["id"], row["role"], row["scope"], row["may_see_names"])


def _told(number: int, role: str, scope: Mapping[str, Sequence[str]], names: bool) -> dict[str, object]:
    return {"grant": number, "role": role, "scope": dict(scope), "may_see_names": names}
