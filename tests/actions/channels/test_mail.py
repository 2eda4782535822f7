"""Mail's own: a letter that people can read, and know again."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest

from actions.channel import Outcome
from actions.channels.mail import CHANNEL, Settings
from tests.actions.channels.sent import message, sent
from tests.reports.mail_server import mail_server

SETTINGS = {
    "server": "127.0.0.1",
    "security": "none",
    "sender": "Tracework <tw@firm.example>",
    "to": "anna@firm.example",
}


def test_a_second_try_is_the_same_letter():
    told = message(
        title="Möller & Söhne:\nno project", text="Signed 9 days ago.", link="https://tw.example/findings/17"
    )
    with mail_server() as mailbox:
        for _ in range(2):
            assert sent(CHANNEL, Settings(port=mailbox.port, **SETTINGS), told).outcome is Outcome.DELIVERED
    first, second = mailbox.letters
    assert first["Message-ID"] == second["Message-ID"] == f"<{told.id}@firm.example>"
    assert first["Subject"] == "Möller & Söhne: no project"
    assert first.get_content().splitlines() == ["Signed 9 days ago.", "", "https://tw.example/findings/17"]


@pytest.mark.parametrize("title", ["A\r\nBcc: eve@evil.example", "Ä" * 300])
def test_a_title_makes_no_header_of_its_own(title: str):
    content = CHANNEL.content(message(title=title), Settings(port=25, **SETTINGS))
    letter = message_from_bytes(content.body, policy=default)
    assert "Bcc" not in letter
    assert letter["Subject"] == " ".join(title.split())


def test_no_server_there_is_tried_again():
    verdict = sent(CHANNEL, Settings(port=1, **SETTINGS), message())
    assert verdict.outcome is Outcome.AGAIN
