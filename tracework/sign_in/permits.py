"""Which act each address of the API is. A changing one that is not named here is refused to all but the owner."""

from core.access import Viewer
from core.errors import NotAllowed
from core.roles import Act, refuse_unless_allowed

CHANGING = ("POST", "PUT", "PATCH", "DELETE")
NO_ACT = ("/_dash-update-component", "/sign-out", "/role", "/look-as")
"""Changing requests that change nothing of the firm: the reads of the pages, and what concerns one's own session."""
ACTS: tuple[tuple[str, str, Act], ...] = (
    ("POST", "/api/v1/uploads", Act.IMPORT),
    ("DELETE", "/api/v1/uploads", Act.IMPORT),
    ("POST", "/api/v1/imports", Act.IMPORT),
    ("POST", "/api/v1/pulls", Act.PULL),
    ("POST", "/api/v1/identities", Act.IDENTITY),
    ("POST", "/api/v1/findings", Act.REVIEW),
    ("DELETE", "/api/v1/findings", Act.REVIEW),
    ("POST", "/api/v1/detect", Act.BUILD),
    ("POST", "/api/v1/actions", Act.REVIEW),
    ("POST", "/api/v1/policies", Act.REVIEW),
    ("POST", "/api/v1/silences", Act.REVIEW),
    ("DELETE", "/api/v1/silences", Act.REVIEW),
    ("POST", "/api/v1/changes", Act.REVIEW),
    ("POST", "/api/v1/drafts", Act.REVIEW),
    ("GET", "/api/v1/quarantine", Act.MEND),
    ("POST", "/api/v1/quarantine", Act.MEND),
    ("GET", "/api/v1/deliveries", Act.MESSAGES),
    ("POST", "/api/v1/deliveries", Act.MESSAGES),
    ("GET", "/api/v1/channels", Act.MESSAGES),
    ("POST", "/api/v1/channels", Act.MESSAGES),
    ("GET", "/api/v1/jobs", Act.READ_JOBS),
    ("DELETE", "/api/v1/jobs", Act.BUILD),
    ("GET", "/api/v1/audit", Act.READ_AUDIT),
)


def act_of(method: str, path: str) -> Act | None:
    """The act that a request is, if it is more than reading figures."""
    for wanted, start, act in ACTS:
        if method == wanted and (path == start or path.startswith(f"{start}/")):
            return act
    return None


def refuse(viewer: Viewer, method: str, path: str) -> None:
    """NotAllowed where the viewer may not do what the request asks for."""
    act = act_of(method, path)
    if act is not None:
        refuse_unless_allowed(viewer, act)
    elif method in CHANGING and path not in NO_ACT and "owner" not in viewer.roles:
        raise NotAllowed(f"Nobody but the owner may {method} {path}.")
