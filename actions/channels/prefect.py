"""Prefect 3: a run of a deployment (`POST /deployments/{id}/create_flow_run`), whose parameters are the event as
text and its signed headers. The message's id is the run's idempotency key: a second try gives the run that is
there."""

from typing import Any

import orjson
from pydantic import UUID4, BaseModel, ConfigDict

from actions.answers import judged_of_api
from actions.channel import Content, Outgoing, Verdict
from actions.cloud_event import CONTENT_TYPE, Payload, cloud_event
from actions.egress.web import Web
from actions.message import Message
from actions.signed_run import run_input
from actions.web_address import WebAddress
from core.secret import Secret


class Settings(BaseModel):
    """`url` is the API's, ending in /api; `api_key` is for Prefect Cloud and for a server that asks for one."""

    model_config = ConfigDict(extra="forbid")
    url: WebAddress
    deployment: UUID4
    api_key: Secret | None = None
    payload: Payload = "thin"


class Prefect:
    """Starts a flow run, which verifies the signature before it acts."""

    title = "Prefect"
    settings_model = Settings
    must_sign = True
    keeps_alerts = False

    def content(self, message: Message, settings: Settings) -> Content:
        return Content(cloud_event(message, settings.payload), CONTENT_TYPE)

    def deliver(self, outgoing: Outgoing, settings: Settings, web: Web) -> Verdict:
        run: dict[str, Any] = {
            "name": outgoing.id,
            "parameters": run_input(outgoing),
            "idempotency_key": outgoing.id,
            "tags": ["tracework"],
        }
        headers = {"content-type": "application/json"}
        if settings.api_key:
            headers["authorization"] = f"Bearer {settings.api_key.reveal()}"
        url = f"{settings.url.rstrip('/')}/deployments/{settings.deployment}/create_flow_run"
        return judged_of_api(web.post(url, orjson.dumps(run), headers), outgoing.at)


CHANNEL = Prefect()
