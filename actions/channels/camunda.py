"""Camunda 8: a message by the Orchestration Cluster REST API (`POST /v2/messages/publication`), which starts a
process by a message start event, or goes to the instance that waits for the correlation key: the finding's id. Its
variables are the event, its text and its signed headers. While a message lives in the broker, Camunda takes no
second of its id (409)."""

from datetime import timedelta
from typing import Any, Literal, Self
from urllib.parse import urlencode

import orjson
from pydantic import BaseModel, ConfigDict, model_validator

from actions.answers import judged_of_api
from actions.channel import Content, Outgoing, Verdict
from actions.cloud_event import CONTENT_TYPE, Payload, cloud_event
from actions.egress.web import Web
from actions.message import Message
from actions.signed_run import run_input
from actions.tokens import token_in
from actions.web_address import WebAddress
from core.secret import Secret

EXISTS = 409
LIVES = timedelta(days=4)
"""As long as a message may be tried again (75 h 35 min by Standard Webhooks), and some."""


class Settings(BaseModel):
    """`url` is that of the cluster, without /v2. A cluster that asks for OAuth has `token_url`, `client_id`,
    `client_secret` and, in Camunda's own cloud, an `audience`."""

    model_config = ConfigDict(extra="forbid")
    url: WebAddress
    message: str = "tracework-action"
    correlate: Literal["finding", "nothing"] = "finding"
    tenant: str | None = None
    token_url: WebAddress | None = None
    client_id: str | None = None
    client_secret: Secret | None = None
    audience: str | None = None
    payload: Payload = "thin"

    @model_validator(mode="after")
    def _may_enter(self) -> Self:
        if self.token_url and not (self.client_id and self.client_secret):
            raise ValueError("a token_url needs a client_id and a client_secret")
        return self


class Camunda:
    """Publishes a message, whose process verifies the signature before it acts."""

    title = "Camunda 8"
    settings_model = Settings
    must_sign = True
    keeps_alerts = False

    def content(self, message: Message, settings: Settings) -> Content:
        return Content(cloud_event(message, settings.payload), CONTENT_TYPE)

    def deliver(self, outgoing: Outgoing, settings: Settings, web: Web) -> Verdict:
        headers = {"content-type": "application/json", "accept": "application/json"}
        if settings.token_url:
            token = self._asked(settings, settings.token_url, web, outgoing)
            if isinstance(token, Verdict):
                return token
            headers["authorization"] = f"Bearer {token.reveal()}"
        url = f"{settings.url.rstrip('/')}/v2/messages/publication"
        body = orjson.dumps(self._publication(outgoing, settings))
        return judged_of_api(web.post(url, body, headers), outgoing.at, already=EXISTS)

    def _publication(self, outgoing: Outgoing, settings: Settings) -> dict[str, Any]:
        told: dict[str, Any] = {
            "name": settings.message,
            "messageId": outgoing.id,
            "timeToLive": int(LIVES / timedelta(milliseconds=1)),
            "variables": {"event": orjson.loads(outgoing.content.body), **run_input(outgoing)},
        }
        if settings.correlate == "finding":
            told["correlationKey"] = outgoing.subject
        if settings.tenant:
            told["tenantId"] = settings.tenant
        return told

    def _asked(self, settings: Settings, token_url: str, web: Web, outgoing: Outgoing) -> Secret | Verdict:
        secret = settings.client_secret.reveal() if settings.client_secret else ""
        form = {"grant_type": "client_credentials", "client_id": settings.client_id or "", "client_secret": secret}
        if settings.audience:
            form["audience"] = settings.audience
        headers = {"content-type": "application/x-www-form-urlencoded"}
        return token_in(web.post(token_url, urlencode(form).encode(), headers), outgoing.at)


CHANNEL = Camunda()
