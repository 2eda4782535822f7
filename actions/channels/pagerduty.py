"""PagerDuty Events API v2: trigger, acknowledge, resolve. All events of a subject have one dedup_key, so that a
finding is one alert however often it is told, and is resolved when it is over."""

import hashlib
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict

from actions.answers import judged_of_api
from actions.channel import Content, Outgoing, Verdict
from actions.cloud_event import Payload, full_data
from actions.egress.web import Web
from actions.message import Message, Phase
from actions.web_address import WebAddress
from core.secret import Secret

LONGEST_KEY, LONGEST_SUMMARY = 255, 1024
MOST_BYTES = 500_000
"""Of the details: with what stands around them an event stays below the 512 kB that PagerDuty takes."""
ACTIONS = {Phase.RAISED: "trigger", Phase.ACKNOWLEDGED: "acknowledge", Phase.RESOLVED: "resolve"}


class Settings(BaseModel):
    """`routing_key` is the integration key of a service; `url` is another only for PagerDuty in the EU."""

    model_config = ConfigDict(extra="forbid")
    routing_key: Secret
    url: WebAddress = "https://events.pagerduty.com/v2/enqueue"
    payload: Payload = "thin"


class PagerDuty:
    """Opens, acknowledges and resolves an alert. The routing key is put in at each try, so that it is never stored."""

    title = "PagerDuty"
    settings_model = Settings
    must_sign = False
    keeps_alerts = True

    def content(self, message: Message, settings: Settings) -> Content:
        told: dict[str, object] = {"event_action": ACTIONS[message.phase], "dedup_key": _key(message.subject)}
        if message.phase is Phase.RAISED:
            told["payload"] = {
                "summary": message.title[:LONGEST_SUMMARY],
                "source": message.source,
                "severity": message.severity.value,
                "timestamp": message.time.isoformat(),
                "class": message.type,
                "custom_details": _details(message, settings.payload),
            }
            if message.link:
                told["links"] = [{"href": message.link, "text": "Open in Tracework"}]
        return Content(orjson.dumps(told))

    def deliver(self, outgoing: Outgoing, settings: Settings, web: Web) -> Verdict:
        event = {"routing_key": settings.routing_key.reveal(), **orjson.loads(outgoing.content.body)}
        headers = {"content-type": outgoing.content.content_type}
        return judged_of_api(web.post(settings.url, orjson.dumps(event), headers), outgoing.at)


def _details(message: Message, payload: Payload) -> dict[str, Any]:
    """What the alert tells; all of it where that was asked for and there is room for it."""
    if payload == "full":
        whole = full_data(message)
        if len(orjson.dumps(whole)) <= MOST_BYTES:
            return whole
    return dict(message.data)


def _key(subject: str) -> str:
    """The subject, or where that is too long its fingerprint."""
    return subject if len(subject) <= LONGEST_KEY else hashlib.sha256(subject.encode()).hexdigest()


CHANNEL = PagerDuty()
