"""Slack's own: its escapes, its lengths."""

from __future__ import annotations

import json
import re

from actions.channels.slack import CHANNEL, LONGEST_HEADER, LONGEST_SECTION, Settings
from core.secret import Secret
from tests.actions.channels.sent import message

SETTINGS = Settings(url=Secret.of("https://hooks.example/services/T0/B0/abcd"))


def blocks(**told: str) -> list[dict[str, dict[str, str]]]:
    found: list[dict[str, dict[str, str]]] = json.loads(CHANNEL.content(message(**told), SETTINGS).body)["blocks"]
    return found


def test_what_would_be_a_mark_is_escaped():
    told = blocks(title="A <b> & c", text="Möller & Söhne <!channel>", link="https://tw.example/f?a=1&b=2")
    assert told[0]["text"] == {"type": "plain_text", "text": "A <b> & c"}
    assert told[1]["text"]["text"] == (
        "Möller &amp; Söhne &lt;!channel&gt;\n<https://tw.example/f?a=1&amp;b=2|Open in Tracework>"
    )


def test_what_is_too_long_is_cut():
    told = blocks(title="t" * 500, text="x" * 9000)
    assert [len(each["text"]["text"]) for each in told] == [LONGEST_HEADER, LONGEST_SECTION]


def test_what_is_cut_keeps_its_link_and_its_escapes_whole():
    (_, told) = blocks(text="a & b " * 1000, link="https://tw.example/actions?action=7")
    text = told["text"]["text"]
    assert len(text) <= LONGEST_SECTION
    assert text.endswith("…\n<https://tw.example/actions?action=7|Open in Tracework>")
    assert not re.search(r"&(?!amp;)", text)
    assert "&…" not in text


def test_a_title_alone_is_enough():
    assert len(blocks()) == 1
