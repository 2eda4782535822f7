"""Sending what is due: for each schedule and recipient the latest time since the last one, once, within their scope."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from core.access import Viewer
from core.counted import many
from core.errors import NotFound, TraceworkError
from core.mail import Attachment, Letter, MailDelayed, send
from core.state import State
from core.workspace import Workspace, sync_folder
from eventlog.reading import open_log
from metrics.period import period_of
from reports import runs
from reports.catalogue import format_named, template
from reports.due import due_between, read_when
from reports.making import made
from reports.readers import reader, recipients
from reports.runs import Run
from reports.schedules import FOLDER, Schedule, folder_of, mail_settings, schedules
from reports.structure import Report

FARTHEST = timedelta(days=400)
"""What was due longer ago than this is not looked for."""

NO_LONGER = "It is not tried again: firm.toml does not name it any more."


@dataclass
class Sender:
    """Sends what is due. Reports of the same question are made once."""

    workspace: Workspace
    state: State
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    _made: dict[object, Report] = field(default_factory=dict)

    def send_due(self) -> list[Run]:
        """What was due and is now sent, failed or waits to be tried again."""
        runs.find_broken_off(self.state, self.clock())
        by_name = {each.name: each for each in schedules(self.workspace)}
        done = []
        for schedule in by_name.values():
            for recipient in recipients(self.state, schedule):
                due = self._due(schedule, recipient)
                if due and runs.claim(self.state, schedule.name, recipient, due, self.clock()):
                    done.append(self._sent(schedule, runs.the_run(self.state, schedule.name, recipient, due[0])))
        for run in runs.to_try_again(self.state, self.clock()):
            known = by_name.get(run.schedule)
            if not runs.claim_again(self.state, run, self.clock()):
                continue
            again = runs.the_run(self.state, run.schedule, run.recipient, run.due_at)
            if known and run.recipient in known.recipients:
                done.append(self._sent(known, again))
            else:
                done.append(self._concluded(again, "failed", f"{run.words} {NO_LONGER}".strip()))
        return done

    def anything_due(self) -> bool:
        """Whether `send_due` would have something to do."""
        if runs.to_try_again(self.state, self.clock()):
            return True
        pairs = [(each, recipient) for each in schedules(self.workspace) for recipient in recipients(self.state, each)]
        # all of them, so that a new schedule is seen even where another is due
        due = [self._due(*pair) for pair in pairs]
        return any(due)

    def _due(self, schedule: Schedule, recipient: str) -> tuple[datetime, int] | None:
        """The latest time that is due, and how many before it were never sent."""
        now = self.clock()
        after = max(runs.known_until(self.state, schedule.name, recipient, now), now - FARTHEST)
        when = read_when(schedule.settings.at)
        times = due_between(when, schedule.zone, schedule.calendar, (after, now))
        return (times[-1], len(times) - 1) if times else None

    def _sent(self, schedule: Schedule, run: Run) -> Run:
        try:
            words = self._deliver(schedule, run)
            outcome = "sent"
        except MailDelayed as error:
            outcome, words = ("waiting" if run.tries < runs.TRIES else "failed"), str(error)
        except TraceworkError as error:
            outcome, words = "failed", str(error)
        except OSError as error:
            outcome, words = "failed", f"{error.filename or 'The folder'} cannot be written: {error.strerror}."
        return self._concluded(run, outcome, words)

    def _concluded(self, run: Run, outcome: str, words: str) -> Run:
        runs.conclude(self.state, run, outcome, words, self.clock())
        return runs.the_run(self.state, run.schedule, run.recipient, run.due_at)

    def _deliver(self, schedule: Schedule, run: Run) -> str:
        if run.recipient.startswith(FOLDER):
            report = self._report(schedule, run, Viewer.owner())
            return self._into_folder(schedule, run, report)
        email, viewer = reader(self.state, run.recipient, schedule.entity)
        settings = mail_settings(self.workspace)
        if settings is None:
            raise NotFound("firm.toml has no [mail] that names a server and a sender, so nothing can be sent.")
        report = self._report(schedule, run, viewer)
        send(settings, _letter(email, report, schedule, run))
        return f"Sent to {email}."

    def _report(self, schedule: Schedule, run: Run, viewer: Viewer) -> Report:
        grain = template(schedule.settings.report).grain
        day = run.due_at.astimezone(schedule.zone).date()
        period = period_of(day, grain).before
        key = (schedule.settings.report, period, schedule.entity, viewer.sight)
        if key not in self._made:
            with open_log(self.workspace, viewer) as log:
                self._made[key] = made(log, schedule.settings.report, period, schedule.entity)
        return self._made[key]

    def _into_folder(self, schedule: Schedule, run: Run, report: Report) -> str:
        folder = folder_of(self.workspace, run.recipient)
        folder.mkdir(parents=True, exist_ok=True)
        names = []
        for each in _attachments(report, schedule, run):
            part = folder / f".{each.name}.part"
            part.write_bytes(each.content)
            part.replace(folder / each.name)
            names.append(each.name)
        sync_folder(folder)
        return f"Written: {', '.join(names)}."


def _attachments(report: Report, schedule: Schedule, run: Run) -> list[Attachment]:
    stem = f"{schedule.name}-{run.due_at.astimezone(schedule.zone):%Y-%m-%d-%H%M}"
    formats = [format_named(each) for each in dict.fromkeys(schedule.settings.formats)]
    return [Attachment(f"{stem}.{each.name}", each.media_type, each.rendered(report)) for each in formats]


def _letter(email: str, report: Report, schedule: Schedule, run: Run) -> Letter:
    lines = [report.about, "", *(f"- {sentence}" for sentence in report.sentences), "", report.footnote]
    if run.skipped:
        unsent = f"{many(run.skipped, 'earlier report')} fell due while Tracework did not run, and stayed unsent."
        lines.insert(1, unsent)
    identity = hashlib.sha256(f"{run.schedule}\0{run.recipient}\0{run.due_at.isoformat()}".encode()).hexdigest()[:32]
    files = tuple(_attachments(report, schedule, run))
    return Letter(email, f"{report.title} · {report.about}", "\n".join(lines), identity, files)
