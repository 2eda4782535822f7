"""Slack: an incoming webhook. Its address is the secret. Slack answers 410 for a channel that is archived and 404
for a webhook that was taken away; text is escaped as its message format asks (`&`, `<` and `>`)."""

import re

import orjson
from pydantic import BaseModel, ConfigDict

from actions.answers import judged_of_api
from actions.channel import Content, Outcome, Outgoing, Verdict
from actions.egress.web import Web
from actions.message import Message
from actions.web_address import secret_address
from core.secret import Secret

LONGEST_SECTION, LONGEST_HEADER = 3000, 150
PART_OF_AN_ESCAPE = re.compile(r"&[a-z]*$")
NOT_THERE = 404


class Settings(BaseModel):
    """`url` names where the address of the webhook is kept."""

    model_config = ConfigDict(extra="forbid")
    url: Secret


class Slack:
    """Posts what a person would read, with a link to the finding."""

    title = "Slack"
    settings_model = Settings
    must_sign = False
    keeps_alerts = False

    def content(self, message: Message, settings: Settings) -> Content:
        blocks: list[dict[str, object]] = [
            {"type": "header", "text": {"type": "plain_text", "text": _cut(message.title, LONGEST_HEADER)}}
        ]
        link = f"<{_escaped(message.link)}|Open in Tracework>" if message.link else ""
        # what is too long is cut above the link, which leads to all of it
        text = _cut(_escaped(message.text), LONGEST_SECTION - (len(link) + 1 if link else 0))
        said = "\n".join(part for part in (text, link) if part)
        if said:
            blocks.append({"type": "section", "text": {"type": "mrkdwn", "text": said}})
        return Content(orjson.dumps({"text": _escaped(message.title), "blocks": blocks}))

    def deliver(self, outgoing: Outgoing, settings: Settings, web: Web) -> Verdict:
        headers = {"content-type": outgoing.content.content_type}
        answer = web.post(secret_address(settings.url), outgoing.content.body, headers)
        verdict = judged_of_api(answer, outgoing.at)
        if answer.status == NOT_THERE:
            return Verdict(Outcome.GONE, f"Slack no longer knows this webhook: {verdict.words}", NOT_THERE)
        return verdict


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cut(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    # an escape is kept whole or left out
    return f"{PART_OF_AN_ESCAPE.sub('', text[: length - 1])}…"


CHANNEL = Slack()
