"""NetSuite's interface over the firm: sign-in, SuiteQL, and customers and jobs as REST records.

`POST /_simulator/permissions` with `{"systemnote": false}` takes the System Notes permission from the role: queries
then show only the notes of changes that the integration made itself.
"""

from __future__ import annotations

from fastapi import FastAPI, Request

from simulator.interfaces.netsuite.answers import ERRORS
from simulator.interfaces.netsuite.queries import add_queries
from simulator.interfaces.netsuite.record_service import add_records
from simulator.interfaces.netsuite.role import Role
from simulator.interfaces.netsuite.sign_in import SECRETS, SignIn
from simulator.interfaces.shown import Shown
from simulator.systems.netsuite import records

__all__ = ["ERRORS", "SECRETS", "app", "records"]


def app(shown: Shown) -> FastAPI:
    """The interface of one account."""
    api = FastAPI(openapi_url=None)
    role, sign_in = Role(), SignIn(shown)
    sign_in.add_to(api)
    add_queries(api, shown, sign_in, role)
    add_records(api, shown, sign_in)

    @api.post("/_simulator/permissions")
    async def set_permissions(request: Request) -> dict[str, list[str]]:
        for table, allowed in (await request.json()).items():
            role.permit(table, allowed)
        return {"hidden": sorted(role.hidden)}

    return api
