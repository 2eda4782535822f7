"""What is done here about findings, landed with every pull and before every build that is asked for."""

from actions.acts.landing import land_acts
from core.state import open_state
from core.state.location import address_of
from core.workspace import Workspace
from ingest.source import Pulled


def land_own_records(workspace: Workspace) -> Pulled | None:
    """Land them; None where there is nothing new, or nothing was ever done. The caller holds the workspace's lock."""
    if address_of(workspace).get_backend_name() == "sqlite" and not workspace.state_file.exists():
        return None
    with open_state(workspace) as state:
        return land_acts(state)
