"""The texts: the status of a project for its team, and the report to its client, who sees nothing of margin or cost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from urllib.parse import urlencode

from actions.drafts.told import Sentence, Teller
from eventlog.reading import EventLog
from metrics.project_parts import Billed, as_of, billing, team, wrong
from metrics.projects import Project, project_named
from metrics.rules.catalogue import rules

Reader = Literal["team", "client"]
REACHED = ("reached", "billable", "ready", "drafted", "sent", "paid")
TO_SEND = ("billable", "ready", "drafted")


@dataclass(frozen=True)
class Text:
    """A draft as it was written, with the project that it is about."""

    reader: Reader
    title: str
    sentences: tuple[Sentence, ...]
    project: Project
    generation: int


def written(log: EventLog, code: str, reader: Reader) -> Text:
    """The text about a project that the log's viewer may see."""
    project = project_named(log, code)
    teller = Teller(f"/project?{urlencode({'project': code})}", project.currency or "")
    WRITERS[reader](log, project, teller)
    title = f"{project.title}: {'status' if reader == 'team' else 'progress'} at {_day(as_of(log).date())}"
    return Text(reader, title, tuple(teller.sentences), project, log.generation)


def _for_team(log: EventLog, project: Project, teller: Teller) -> None:
    _margin(project, teller)
    _hours(project, as_of(log), teller)
    _billing(billing(log, project), teller)
    _unfilled(log, project, teller)
    _exceptions(log, project, teller)


def _for_client(log: EventLog, project: Project, teller: Teller) -> None:
    parts = billing(log, project)
    over = _time_over(project, as_of(log))
    if over is not None and project.ends_on:
        part = teller.share("part of the planned time that is over", over)
        teller.tell(f"The project runs to {_day(project.ends_on)}; {part} of its time is over.")
    milestones = [each for each in parts if each.planned_on or each.reached_at]
    if milestones:
        reached = [each for each in milestones if each.state in REACHED]
        some = teller.count("milestones reached", len(reached))
        whole = teller.count("milestones in all", len(milestones))
        ahead = sorted((each for each in milestones if each.state == "planned" and each.planned_on), key=_planned)
        coming = f" Next is {ahead[0].title or 'one'}, planned for {_day(_planned(ahead[0]))}." if ahead else ""
        teller.tell(f"{some} of {whole} milestones are reached.{coming}")
    sent = [each for each in parts if each.state in ("sent", "paid")]
    if sent:
        invoiced = teller.money("invoiced so far", _sum(sent))
        paid = teller.money("paid so far", _sum([each for each in sent if each.state == "paid"]))
        teller.tell(f"{invoiced} is invoiced so far, of which {paid} is paid.")
    if not teller.sentences:
        teller.tell("No system tells of milestones or invoices of this project yet.")


WRITERS: Mapping[Reader, Callable[[EventLog, Project, Teller], None]] = {"team": _for_team, "client": _for_client}


def _margin(project: Project, teller: Teller) -> None:
    now, then = project.forecast, project.baseline
    if now is None or then is None or now.margin is None or then.margin is None:
        lacks = "forecast" if now is None else "baseline"
        teller.tell(f"What the project will earn is not known: no system tells its {lacks}.")
        return
    change = project.change or 0.0
    margin, planned = teller.share("margin by forecast", now.margin), teller.share("margin by baseline", then.margin)
    gap = teller.money("difference of what is earned to the baseline", abs(change))
    more = "less" if change < 0 else "more"
    teller.tell(f"By forecast it will earn {margin} instead of {planned}, {gap} {more} than planned.")


def _hours(project: Project, today: datetime, teller: Teller) -> None:
    if project.used is None:
        return
    used, over = teller.share("part of the booked hours that is worked", project.used), _time_over(project, today)
    part = "" if over is None else teller.share("part of the planned time that is over", over)
    rest = f"; {part} of its time is over" if part else ""
    teller.tell(f"It used {used} of its booked hours{rest}.")


def _billing(parts: list[Billed], teller: Teller) -> None:
    waiting = [each for each in parts if each.state in TO_SEND]
    unpaid = [each for each in parts if each.state == "sent"]
    if waiting:
        number = teller.count("billable and not sent", len(waiting))
        worth = teller.money("money billable and not sent", _sum(waiting))
        teller.tell(f"Billable and not sent: {number} of its bills, {worth} in all.")
    if unpaid:
        number = teller.count("sent and not paid", len(unpaid))
        worth = teller.money("money sent and not paid", _sum(unpaid))
        teller.tell(f"Sent and not paid: {number} of its bills, {worth} in all.")


def _unfilled(log: EventLog, project: Project, teller: Teller) -> None:
    minutes = sum(sum(each.weeks.values()) for each in team(log, project) if each.is_wanted)
    if minutes:
        wanted = teller.hours("wanted in the coming weeks with nobody booked", minutes)
        teller.tell(f"{wanted} of the coming weeks are wanted and nobody is booked.")


def _exceptions(log: EventLog, project: Project, teller: Teller) -> None:
    found = wrong(log, project)
    if not found:
        return
    titles = {name: rule.title for name, rule in rules("exceptions", log.workspace).items()}
    number = teller.count("open exceptions", sum(each.records for each in found))
    most = titles.get(found[0].rule, found[0].rule)
    teller.tell(f"{number} of its records are exceptions, most often “{most}”, since {_day(found[0].since.date())}.")


def _time_over(project: Project, today: datetime) -> float | None:
    if not (project.starts_on and project.ends_on) or project.ends_on <= project.starts_on:
        return None
    days = (today.date() - project.starts_on).days
    return max(0.0, min(days / (project.ends_on - project.starts_on).days, 1.0))


def _planned(each: Billed) -> date:
    return each.planned_on or date.max


def _sum(parts: list[Billed]) -> float:
    return sum(each.amount or 0.0 for each in parts)


def _day(day: date) -> str:
    return f"{day:%-d %b %Y}"
