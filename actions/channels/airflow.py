"""Airflow 3: a run of a DAG by the stable REST API (`POST /api/v2/dags/{dag_id}/dagRuns`), whose conf is the event
as text and its signed headers. The message's id is the run's id: Airflow answers 409 to a second try, which has
then arrived.

A token of its own is given as `token`; else one is asked for at `/auth/token` with a user and a password."""

from typing import Self
from urllib.parse import quote

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


class Settings(BaseModel):
    """`url` is that of the API server, without a path."""

    model_config = ConfigDict(extra="forbid")
    url: WebAddress
    dag: str
    token: Secret | None = None
    user: str | None = None
    password: Secret | None = None
    payload: Payload = "thin"

    @model_validator(mode="after")
    def _may_enter(self) -> Self:
        if not self.token and not (self.user and self.password):
            raise ValueError("Airflow lets nobody in without a token, or a user and a password")
        return self


class Airflow:
    """Starts a DAG run, whose first task verifies the signature before any other acts."""

    title = "Airflow"
    settings_model = Settings
    must_sign = True
    keeps_alerts = False

    def content(self, message: Message, settings: Settings) -> Content:
        return Content(cloud_event(message, settings.payload), CONTENT_TYPE)

    def deliver(self, outgoing: Outgoing, settings: Settings, web: Web) -> Verdict:
        url = settings.url.rstrip("/")
        token = settings.token or self._asked(settings, url, web, outgoing)
        if isinstance(token, Verdict):
            return token
        run = {"dag_run_id": outgoing.id, "logical_date": None, "conf": run_input(outgoing)}
        headers = {"content-type": "application/json", "authorization": f"Bearer {token.reveal()}"}
        address = f"{url}/api/v2/dags/{quote(settings.dag, safe='')}/dagRuns"
        return judged_of_api(web.post(address, orjson.dumps(run), headers), outgoing.at, already=EXISTS)

    def _asked(self, settings: Settings, url: str, web: Web, outgoing: Outgoing) -> Secret | Verdict:
        password = settings.password.reveal() if settings.password else ""
        asked = orjson.dumps({"username": settings.user, "password": password})
        return token_in(web.post(f"{url}/auth/token", asked, {"content-type": "application/json"}), outgoing.at)


CHANNEL = Airflow()
