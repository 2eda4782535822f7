"""Accounts for tests over HTTP: one of every kind, each with a token."""

from __future__ import annotations

from core.accounts import grants, people, tokens
from core.state import open_state
from core.workspace import Workspace

PASSWORD = "correct horse battery"
WHO: dict[str, tuple[str, dict[str, list[str]]]] = {
    "munich": ("project_manager", {"entity": ["munich"]}),
    "leeds": ("controller", {"entity": ["leeds"]}),
    "everywhere": ("controller", {}),
    "nameless": ("viewer", {}),
    "feeds": ("integration_owner", {}),
    "feeds_of_munich": ("integration_owner", {"entity": ["munich"]}),
    "auditor": ("auditor", {}),
    "admin": ("admin", {}),
    "approver": ("approver", {}),
    "process_owner": ("process_owner", {}),
}


def with_accounts(workspace: Workspace) -> dict[str, str]:
    """Make the accounts; returns the token of each by name. Passwords are slow to make, so only two have one."""
    made = {}
    with open_state(workspace) as state:
        for name, (role, scope) in WHO.items():
            people.add(state, "root", name, password=PASSWORD if name in ("munich", "auditor") else None)
            grants.grant(state, "root", name, role, scope)
            made[name] = tokens.issue(state, "root", name, "tests")
    return made


def bearing(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
