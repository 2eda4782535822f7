"""Webhook: CloudEvents in structured mode, signed by Standard Webhooks, to any receiver that takes them."""

from pydantic import BaseModel, ConfigDict

from actions.answers import judged
from actions.channel import Content, Outgoing, Verdict
from actions.cloud_event import CONTENT_TYPE, Payload, cloud_event
from actions.egress.web import Web
from actions.message import Message
from actions.web_address import WebAddress


class Settings(BaseModel):
    """`payload = "full"` sends money, reasons and names too; "thin" only ids and links."""

    model_config = ConfigDict(extra="forbid")
    url: WebAddress
    payload: Payload = "thin"


class Webhook:
    """Sends the stored bytes as they are."""

    title = "Webhook"
    settings_model = Settings
    must_sign = True
    keeps_alerts = False

    def content(self, message: Message, settings: Settings) -> Content:
        return Content(cloud_event(message, settings.payload), CONTENT_TYPE)

    def deliver(self, outgoing: Outgoing, settings: Settings, web: Web) -> Verdict:
        headers = {"content-type": outgoing.content.content_type, **outgoing.signed}
        return judged(web.post(settings.url, outgoing.content.body, headers), outgoing.at)


CHANNEL = Webhook()
