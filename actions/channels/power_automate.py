"""Power Automate: the trigger "When an HTTP request is received". Its address holds the key that opens it, so it is
a secret; the flow answers 202 when it has started. The event is signed besides, for a flow that wants to verify it."""

from pydantic import BaseModel, ConfigDict

from actions.answers import judged
from actions.channel import Content, Outgoing, Verdict
from actions.cloud_event import Payload, cloud_event
from actions.egress.web import Web
from actions.message import Message
from actions.web_address import secret_address
from core.secret import Secret


class Settings(BaseModel):
    """`url` names where the address of the trigger is kept."""

    model_config = ConfigDict(extra="forbid")
    url: Secret
    payload: Payload = "thin"


class PowerAutomate:
    """Starts a cloud flow."""

    title = "Power Automate"
    settings_model = Settings
    must_sign = False
    keeps_alerts = False

    def content(self, message: Message, settings: Settings) -> Content:
        # the trigger takes apart application/json only, not the media type of an event
        return Content(cloud_event(message, settings.payload))

    def deliver(self, outgoing: Outgoing, settings: Settings, web: Web) -> Verdict:
        headers = {"content-type": outgoing.content.content_type, **outgoing.signed}
        return judged(web.post(secret_address(settings.url), outgoing.content.body, headers), outgoing.at)


CHANNEL = PowerAutomate()
