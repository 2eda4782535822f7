"""The people of the demo: one click shows how each role sees the pretend firm. Only on this machine, only in a demo."""

from core.access import Viewer
from core.accounts.grants import Grant
from core.presence import Choice, Presence
from core.roles import ROLES
from core.workspace import Workspace

OWNER = "owner"
PEOPLE: dict[str, tuple[str, str, dict[str, list[str]]]] = {
    "controller": ("Controller (all entities)", "controller", {}),
    "project_manager": ("Project manager (Munich)", "project_manager", {"entity": ["munich"]}),
    "resource_manager": ("Resource manager (Strategy)", "resource_manager", {"practice": ["Strategy"]}),
    "viewer": ("Viewer (London, no names)", "viewer", {"entity": ["london"]}),
    "integration_owner": ("Integration owner", "integration_owner", {}),
    "auditor": ("Auditor", "auditor", {}),
}


def is_demo(workspace: Workspace) -> bool:
    """Whether the workspace holds the pretend firm."""
    return (workspace.root / "demo.json").exists()


def demo_presence(key: str) -> Presence:
    """The person of that key; the owner, who sees everything, for any other."""
    words, viewer = "Owner (everything)", Viewer.owner()
    if key in PEOPLE:
        words, role, scope = PEOPLE[key]
        viewer = Grant(0, role, scope, ROLES[role].sees_names).viewer(f"{key} of the demo")
    every = [(OWNER, "Owner (everything)"), *((each, about[0]) for each, about in PEOPLE.items())]
    choices = tuple(Choice(each, told, told == words) for each, told in every)
    return Presence(viewer, "Demo", words, "/look-as", choices)
