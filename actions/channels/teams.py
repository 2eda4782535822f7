"""Teams: the workflow "Post to a channel when a webhook request is received", which takes an Adaptive Card and
answers 202. Its address holds the key that opens it, so it is a secret."""

import re
from collections.abc import Sequence

import orjson
from pydantic import BaseModel, ConfigDict

from actions.answers import judged
from actions.channel import Content, Outgoing, Verdict
from actions.egress.web import Web
from actions.message import Message
from actions.web_address import secret_address
from core.secret import Secret

CARD = "application/vnd.microsoft.card.adaptive"
MOST_BYTES = 22_000
"""Of the text: with what stands around it a card stays below the 28 kB that Teams takes."""
MARKS = re.compile(r"([\\`*_{}\[\]()#+!|<>~-])")


class Settings(BaseModel):
    """`url` names where the address of the workflow is kept."""

    model_config = ConfigDict(extra="forbid")
    url: Secret


class Teams:
    """Posts what a person would read, with a link to the finding."""

    title = "Teams"
    settings_model = Settings
    must_sign = False
    keeps_alerts = False

    def content(self, message: Message, settings: Settings) -> Content:
        said = [
            {"type": "TextBlock", "text": _plain(message.title), "weight": "Bolder", "size": "Medium", "wrap": True},
            *_fitting([line for line in message.text.splitlines() if line]),
        ]
        card: dict[str, object] = {
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard",
            "version": "1.4",
            "body": said,
        }
        if message.link:
            card["actions"] = [{"type": "Action.OpenUrl", "title": "Open in Tracework", "url": message.link}]
        attachment = {"contentType": CARD, "contentUrl": None, "content": card}
        return Content(orjson.dumps({"type": "message", "attachments": [attachment]}))

    def deliver(self, outgoing: Outgoing, settings: Settings, web: Web) -> Verdict:
        headers = {"content-type": outgoing.content.content_type}
        return judged(web.post(secret_address(settings.url), outgoing.content.body, headers), outgoing.at)


def _fitting(lines: Sequence[str]) -> list[dict[str, object]]:
    """A block a line, as many as a card has room for."""
    blocks: list[dict[str, object]] = []
    room = MOST_BYTES
    for place, line in enumerate(lines):
        block: dict[str, object] = {"type": "TextBlock", "text": _plain(line), "wrap": True}
        room -= len(orjson.dumps(block)) + 1
        if room < 0:
            left = len(lines) - place
            words = f"… and {left:,} more {'line' if left == 1 else 'lines'} in Tracework."
            return [*blocks, {"type": "TextBlock", "text": words, "wrap": True}]
        blocks.append(block)
    return blocks


def _plain(text: str) -> str:
    """The text as it is: a card would read marks in it as Markdown."""
    return MARKS.sub(r"\\\1", text)


CHANNEL = Teams()
