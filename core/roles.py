"""What each role is called, whether it sees names of people, and which acts it may do: the one table of rights."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.access import Viewer
from core.errors import NotAllowed


class Act(StrEnum):
    """What somebody may do beyond reading figures; the value is how the audit names it."""

    IMPORT = "import"
    PULL = "pull"
    BUILD = "build"
    WITHDRAW = "withdraw a load"
    MEND = "mend a record"
    IDENTITY = "decide on an identity"
    MESSAGES = "read and send messages"
    DEFINE = "change a process, target or formula"
    REVIEW = "review a finding"
    APPROVE = "approve"
    ACCOUNTS = "change accounts"
    READ_JOBS = "read the jobs"
    READ_AUDIT = "read the audit"


FEEDS = frozenset({Act.IMPORT, Act.PULL, Act.BUILD, Act.WITHDRAW, Act.MEND, Act.IDENTITY, Act.MESSAGES, Act.READ_JOBS})
"""Acts on whole sources: they touch the rows of every entity, so nobody with a limited scope may do them."""


@dataclass(frozen=True)
class Role:
    """A role and what it may do. Reading figures, within the scope of the grant, is part of every role."""

    title: str
    sees_names: bool = True
    acts: frozenset[Act] = frozenset()


ROLES: dict[str, Role] = {
    "viewer": Role("Viewer", sees_names=False),
    "analyst": Role("Analyst"),
    "project_manager": Role("Project manager", acts=frozenset({Act.REVIEW})),
    "resource_manager": Role("Resource manager", acts=frozenset({Act.REVIEW})),
    "controller": Role("Controller", acts=frozenset({Act.REVIEW})),
    "process_owner": Role("Process owner", acts=frozenset({Act.DEFINE, Act.REVIEW})),
    "approver": Role("Approver", acts=frozenset({Act.APPROVE, Act.REVIEW})),
    "integration_owner": Role("Integration owner", acts=FEEDS),
    "admin": Role("Administrator", acts=frozenset({Act.ACCOUNTS, Act.READ_AUDIT, Act.READ_JOBS})),
    "auditor": Role("Auditor", acts=frozenset({Act.READ_AUDIT, Act.READ_JOBS})),
    "owner": Role("Owner", acts=frozenset(Act)),
}
GRANTED = tuple(name for name in ROLES if name != "owner")
"""The roles that can be granted; the owner is whoever has the workspace folder."""


def may(viewer: Viewer, act: Act) -> bool:
    """Whether the viewer may do it."""
    granted = any(act in ROLES[role].acts for role in viewer.roles)
    return granted and not (act in FEEDS and viewer.scopes)


def refuse_unless_allowed(viewer: Viewer, act: Act) -> None:
    """NotAllowed, in one clear line, where the viewer may not."""
    if may(viewer, act):
        return
    if act in FEEDS and viewer.scopes and any(act in ROLES[role].acts for role in viewer.roles):
        raise NotAllowed(f"You may not {act}: it touches the records of every entity, and you see some of them.")
    able = ", ".join(role.title.lower() for name, role in ROLES.items() if act in role.acts and name != "owner")
    raise NotAllowed(f"As {role_titles(viewer.roles)} you may not {act}. Ask one who may: {able}.")


def role_titles(roles: Iterable[str]) -> str:
    """The roles as one would say them."""
    return ", ".join(sorted(ROLES[role].title.lower() for role in roles)) or "nobody in particular"
