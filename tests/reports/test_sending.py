"""Scheduled reports reach a real mail server: once each over a clock change, a restart, a downtime and a crash."""

from __future__ import annotations

import os
import shutil
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from core.accounts import grants, people
from core.errors import BadSettings
from core.state import open_state
from core.workspace import Workspace, open_workspace
from reports import runs
from reports.readers import recipients
from reports.runs import LEASE, PAUSE, Run
from reports.schedules import schedules
from reports.sending import Sender
from tests.reports.mail_server import Mailbox, mail_server, only

HOUR = timedelta(hours=1)
SCHEDULE = """
[reports.daily]
report = "utilization"
at = "every day 02:30"
entity = "munich"
formats = ["html"]
recipients = [{recipients}]
"""
MAIL = """
[mail]
server = "127.0.0.1"
port = {port}
security = "none"
sender = "Tracework <reports@example.com>"
"""


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass
class Firm:
    """A workspace with two readers, Ann of Munich and Lee of London, and one mail server."""

    workspace: Workspace
    mailbox: Mailbox

    def say(self, text: str) -> None:
        plain = self.workspace.root / "plain.toml"
        self.workspace.settings_file.write_text(plain.read_text(encoding="utf-8") + text, encoding="utf-8")

    def schedule(self, *recipients: str) -> None:
        named = ", ".join(f'"{each}"' for each in recipients)
        self.say(SCHEDULE.format(recipients=named) + MAIL.format(port=self.mailbox.port))

    def at(self, now: datetime) -> list[Run]:
        """What a process that is started at this moment sends."""
        with open_state(self.workspace) as state:
            return Sender(self.workspace, state, lambda: now).send_due()

    def subjects(self) -> list[tuple[str, str]]:
        return [(str(each["To"]), str(each["Subject"])) for each in self.mailbox.letters]


@pytest.fixture(scope="module")
def place(pretend_firm: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("sending") / "firm"
    shutil.copytree(pretend_firm, root)
    shutil.copy(root / "firm.toml", root / "plain.toml")
    workspace = open_workspace(root)
    with open_state(workspace) as state:
        for name, scope in (("ann", {"entity": ["munich"]}), ("lee", {"entity": ["london"]}), ("zoe", {})):
            people.add(state, "owner", name, f"{name}@example.com")
            grants.grant(state, "owner", name, "controller", scope)
        people.add(state, "owner", "nobody", "nobody@example.com")
    return workspace


@pytest.fixture
def firm(place: Workspace) -> Iterator[Firm]:
    with mail_server() as mailbox:
        yield Firm(place, mailbox)
    with open_state(place) as state, state.writing() as connection:
        for table in ("report_run", "report_schedule"):
            connection.exec_driver_sql(f"delete from {table}")


def test_each_is_sent_once_over_a_clock_change_a_restart_and_a_downtime(firm: Firm):
    firm.schedule("ann")
    now, sent = moment("2026-03-28 02:00"), []
    # in Munich the clock goes from 02:00 to 03:00 on the 29th; each look is by a process that has just been started
    while now <= moment("2026-03-30 02:00"):
        sent += firm.at(now)
        sent += firm.at(now)
        now += HOUR
    assert [f"{run.due_at:%d %H:%M} {run.state}" for run in sent] == ["29 01:30 sent", "30 00:30 sent"]
    # nobody is there on the 31st, the 1st and the 2nd at half past two
    caught_up = firm.at(moment("2026-04-02 09:00"))
    assert [(f"{run.due_at:%d %H:%M}", run.skipped) for run in caught_up] == [("02 00:30", 2)]
    assert firm.at(moment("2026-04-02 09:01")) == []
    assert [to for to, _ in firm.subjects()] == ["ann@example.com"] * 3
    months = [next(month for month in ("Feb 2026", "Mar 2026") if month in subject) for _, subject in firm.subjects()]
    assert months == ["Feb 2026", "Feb 2026", "Mar 2026"]
    assert "2 earlier reports fell due" in firm.mailbox.letters[2].get_body().get_content()  # type: ignore[union-attr]
    assert len({each["Message-ID"] for each in firm.mailbox.letters}) == 3


def test_each_reads_within_their_scope_and_who_may_not_gets_nothing(firm: Firm):
    firm.schedule("ann", "lee", "nobody", "stranger")
    firm.at(moment("2026-04-01 12:00"))
    found = {run.recipient: run for run in firm.at(moment("2026-04-02 12:00"))}
    assert {name: run.state for name, run in found.items()} == {
        "ann": "sent", "lee": "failed", "nobody": "failed", "stranger": "failed",
    }  # fmt: skip
    assert "may not see munich" in found["lee"].words
    assert "has no role" in found["nobody"].words
    assert [to for to, _ in firm.subjects()] == ["ann@example.com"]
    of_all = SCHEDULE.format(recipients='"lee", "zoe"').replace('entity = "munich"\n', "")
    firm.say(of_all + MAIL.format(port=firm.mailbox.port))
    firm.at(moment("2026-04-02 13:00"))
    firm.at(moment("2026-04-03 13:00"))
    page = {str(each["To"]): next(each.iter_attachments()).get_content() for each in firm.mailbox.letters[1:]}
    assert "Munich" in page["zoe@example.com"]
    assert "London" in page["lee@example.com"]
    assert "Munich" not in page["lee@example.com"]


def test_one_of_each_entity_goes_by_its_clock_to_those_who_may_see_it(firm: Firm):
    of_each = SCHEDULE.format(recipients='"ann", "lee", "nobody"').replace('"munich"', '"each"')
    firm.say(of_each.replace("02:30", "07:00") + 'folder = "each"\n' + MAIL.format(port=firm.mailbox.port))
    clocks = {each.name: str(each.zone) for each in schedules(firm.workspace)}
    assert clocks["daily.munich"] == "Europe/Berlin"
    assert clocks["daily.london"] == "Europe/London"
    # nine o'clock in the evening of the 1st, by universal time, is past seven everywhere
    assert firm.at(moment("2026-04-01 21:00")) == []
    berlin = firm.at(moment("2026-04-02 05:30"))
    assert [(run.recipient, run.state) for run in berlin if run.schedule == "daily.munich"] == [
        ("ann", "sent"), ("nobody", "failed"), ("folder each", "sent"),
    ]  # fmt: skip
    assert not any(run.schedule in ("daily.london", "daily.new_york") for run in berlin)
    assert [to for to, _ in firm.subjects()] == ["ann@example.com"]
    assert "Munich" in next(firm.mailbox.letters[0].iter_attachments()).get_content()
    assert (firm.workspace.root / "each" / "daily.munich-2026-04-02-0700.html").exists()
    with open_state(firm.workspace) as state:
        gets = {each.name: list(recipients(state, each)) for each in schedules(firm.workspace)}
    assert gets["daily.london"] == ["lee", "nobody", "folder each"]
    assert gets["daily.new_york"] == ["nobody", "folder each"]


def test_what_nobody_asks_for_any_more_is_not_tried_again(firm: Firm):
    firm.schedule("ann")
    firm.at(moment("2026-04-01 12:00"))
    firm.mailbox.refusals = ["451 come back later"]
    now = moment("2026-04-02 12:00")
    assert [run.state for run in firm.at(now)] == ["waiting"]
    firm.schedule("zoe")
    (given_up,) = firm.at(now + PAUSE)
    assert (given_up.recipient, given_up.state) == ("ann", "failed")
    assert "451 come back later" in given_up.words
    assert "does not name it any more" in given_up.words
    with open_state(firm.workspace) as state:
        assert not Sender(firm.workspace, state, lambda: now + 2 * PAUSE).anything_due()


def test_what_may_pass_is_tried_again_and_what_may_not_is_told(firm: Firm):
    firm.schedule("ann")
    firm.at(moment("2026-04-01 12:00"))
    firm.mailbox.refusals = ["451 come back later", "554 never"]
    now = moment("2026-04-02 12:00")
    (waiting,) = firm.at(now)
    assert (waiting.state, waiting.tries) == ("waiting", 1)
    assert "451 come back later" in waiting.words
    assert firm.at(now + PAUSE / 2) == []
    (failed,) = firm.at(now + PAUSE)
    assert (failed.state, failed.tries) == ("failed", 2)
    assert firm.at(now + 3 * PAUSE) == []
    assert firm.mailbox.letters == []


def test_a_process_that_is_killed_while_it_sends_sends_no_second_time(firm: Firm):
    firm.schedule("ann")
    start = datetime.now(UTC)
    firm.at(start - timedelta(days=2))
    child: list[subprocess.Popen[bytes]] = []
    firm.mailbox.on_letter = lambda: os.kill(child[0].pid, signal.SIGKILL)
    argv = [sys.executable, "-m", "tracework", "report", "--due", "-w", str(firm.workspace.root)]
    child.append(subprocess.Popen(argv))
    assert child[0].wait(120) == -signal.SIGKILL
    assert len(firm.mailbox.letters) == 1
    assert firm.at(datetime.now(UTC)) == []
    firm.at(datetime.now(UTC) + LEASE + HOUR / 60)
    with open_state(firm.workspace) as state:
        (run,) = runs.recent(state)
    assert run.state == "unknown"
    assert "nobody knows whether it arrived" in run.words
    assert len(firm.mailbox.letters) == 1


def test_to_a_folder_as_file_of_its_time(firm: Firm):
    firm.say(SCHEDULE.format(recipients="") + 'folder = "sent/reports"\n')
    firm.at(moment("2026-04-01 12:00"))
    (run,) = firm.at(moment("2026-04-02 12:00"))
    assert (run.state, run.words) == ("sent", "Written: daily-2026-04-02-0230.html.")
    folder = firm.workspace.root / "sent" / "reports"
    assert [file.name for file in folder.iterdir()] == ["daily-2026-04-02-0230.html"]


def test_with_a_password_over_an_encrypted_connection(firm: Firm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    own = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(own)
    monkeypatch.setenv("MAIL_PASSWORD", "open sesame")
    with mail_server(
        tls_context=own, require_starttls=True, auth_required=True, authenticator=only("tw", "open sesame")
    ) as mailbox:
        mail = MAIL.format(port=mailbox.port).replace('security = "none"\n', f'authority = "{tmp_path / "ca.pem"}"\n')
        firm.say(SCHEDULE.format(recipients='"ann"') + mail + 'user = "tw"\npassword = { env = "MAIL_PASSWORD" }\n')
        firm.at(moment("2026-04-01 12:00"))
        (run,) = firm.at(moment("2026-04-02 12:00"))
        assert (run.state, run.words) == ("sent", "Sent to ann@example.com.")
        monkeypatch.setenv("MAIL_PASSWORD", "wrong")
        (refused,) = firm.at(moment("2026-04-03 12:00"))
        assert refused.state == "failed"
        assert len(mailbox.letters) == 1


def test_mistakes_in_a_schedule_are_told_together(firm: Firm):
    wrong = '[reports.a]\nreport = "nothing"\nat = "some day"\n'
    firm.say(f'{wrong}[reports.b]\nreport = "utilization"\nat = "Monday 07:00"\n')
    with pytest.raises(BadSettings) as error:
        schedules(firm.workspace)
    told = str(error.value)
    assert "3 mistakes" in told
    assert all(part in told for part in ("reports.a.report", "reports.a.at", "it goes nowhere"))
