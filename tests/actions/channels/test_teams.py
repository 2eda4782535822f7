"""Teams' own: text that looks like Markdown stays as it is."""

from __future__ import annotations

import json

from actions.channels.teams import CARD, CHANNEL, Settings
from core.secret import Secret
from tests.actions.channels.sent import message

SETTINGS = Settings(url=Secret.of("https://flow.example/invoke?sig=abcd"))


def test_a_card_says_the_title_and_a_block_a_line():
    told = message(
        title="Invoice *INV_1*", text="First [line](https://evil.example)\n\nSecond", link="https://tw.example"
    )
    attachment = json.loads(CHANNEL.content(told, SETTINGS).body)["attachments"][0]
    assert attachment["contentType"] == CARD
    assert [each["text"] for each in attachment["content"]["body"]] == [
        "Invoice \\*INV\\_1\\*", "First \\[line\\]\\(https://evil.example\\)", "Second",
    ]  # fmt: skip
    assert attachment["content"]["actions"][0]["url"] == "https://tw.example"


def test_a_card_stays_below_what_teams_takes_and_says_what_is_left_out():
    told = message(title="Many", text="\n".join(f"F-{number} is late. {'word ' * 40}" for number in range(500)))
    body = CHANNEL.content(told, SETTINGS).body
    assert 20_000 < len(body) < 28_000
    blocks = json.loads(body)["attachments"][0]["content"]["body"]
    shown = len(blocks) - 2
    assert blocks[-1]["text"] == f"… and {500 - shown} more lines in Tracework."
    assert blocks[shown]["text"].startswith(f"F\\-{shown - 1} is late")


def test_without_a_link_nothing_can_be_clicked():
    card = json.loads(CHANNEL.content(message(), SETTINGS).body)["attachments"][0]["content"]
    assert "actions" not in card
