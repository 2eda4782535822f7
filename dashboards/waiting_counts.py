"""How much waits for whoever looks, said beside the pages where it does: findings to review, actions to decide on."""

import asyncio
from datetime import UTC, datetime

from dash import ClientsideFunction, Dash, Input, Output

from actions.approvals.action import ActionState
from actions.approvals.deciding import may_decide
from actions.approvals.reading import actions
from core.access import Viewer, acting
from core.audit.who import asking
from core.errors import TraceworkError
from core.roles import Act, may
from core.state import open_state
from core.workspace import Workspace
from dashboards.ask import Asker
from models.findings.finding import FindingState
from models.findings.reading import how_many


def waiting_for(workspace: Workspace, viewer: Viewer, who: str) -> dict[str, int]:
    """By the path of a page how much waits there; a page where nothing does is not named."""
    if not may(viewer, Act.REVIEW):
        return {}
    now = datetime.now(UTC)
    with open_state(workspace) as state:
        mine = [each for each in actions(state, viewer, [ActionState.WAITING]) if may_decide(each, viewer, who, now)]
        found = {"/findings": how_many(state, viewer, FindingState.OPEN), "/actions": len(mine)}
    return {path: number for path, number in found.items() if number}


def register(app: Dash, asker: Asker) -> None:
    @app.callback(
        Output("waits", "data"),
        Input("_pages_location", "pathname"),
        Input("_pages_location", "search"),
        Input("published", "data"),
    )
    async def count(_pathname: str, _search: str | None, _published: str | None) -> dict[str, int]:
        """What waits now, counted anew whenever one goes anywhere."""
        try:
            return await asyncio.to_thread(waiting_for, asker.workspace, acting(), asking())
        except TraceworkError:
            # the page itself says what is wrong
            return {}

    app.clientside_callback(ClientsideFunction("shell", "waits"), Output("waits-said", "data"), Input("waits", "data"))
