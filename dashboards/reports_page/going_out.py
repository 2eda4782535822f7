"""What goes out by itself: the schedules with their last and next time, and what was sent lately or failed."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dash import html

from dashboards.indicator_page.words import slice_words
from dashboards.parts import Part, card, empty, status, table
from figures.words import many, moment
from reports.catalogue import template
from reports.runs import PAUSE, Run
from reports.schedules import FOLDER
from reports.standing import SOMEBODY, Standing

SHOWN = 25
STATES = {
    "sent": ("good", "Sent"),
    "failed": ("bad", "Failed"),
    "waiting": ("watch", "Waits"),
    "unknown": ("watch", "Not known"),
    "started": ("running", "Being sent"),
}
EXAMPLE = """[reports.munich_month_end]
report = "month_end_finance"
entity = "munich"
at = "first working day 07:00"
recipients = ["ann"]
formats = ["pdf", "xlsx"]"""


def answer(found: Sequence[Standing], runs: Sequence[Run], names: str) -> tuple[str, str]:
    """When the next one goes out; then what went wrong, if anything did."""
    ahead = [each for each in found if each.next_due]
    if not found:
        return f"{names} can be opened here.", "None is sent by itself to anybody you may know of."
    if not ahead:
        return f"{many(len(found), 'report')} on a schedule, and none of them comes within a year.", ""
    first = ahead[0]
    due = local(first.next_due, first.schedule.zone)
    told = f"The next report goes out {due}: {template(first.schedule.settings.report).title.lower()}"
    told += f" of {slice_words(first.schedule.entity)}." if first.schedule.entity else "."
    latest = [run for each in found for run in each.last]
    bad = [run for run in latest if run.state in ("failed", "unknown")]
    if bad:
        return (
            told,
            f"{many(len(bad), 'recipient')} did not surely get theirs the last time: what became of it is below.",
        )
    if not latest and not runs:
        return told, "None was due yet."
    return told, "What was due last has gone out." if latest else ""


def schedules_card(found: Sequence[Standing], *, may_define: bool) -> Part:
    """One row a schedule."""
    if not found:
        how = html.Pre(EXAMPLE, className="mono example") if may_define else None
        words = "A report is sent by itself once firm.toml names it, to whom, and when:" if may_define else (
            "No report is sent to you by itself. Whoever keeps firm.toml can name you as a recipient."
        )  # fmt: skip
        return card("On a schedule", empty(words, how))
    columns = (
        ("Schedule", False),
        ("Of", False),
        ("To", False),
        ("When", False),
        ("Last time", False),
        ("Next", False),
    )
    return card("On a schedule", table(columns, [_schedule(each) for each in found], "Reports on a schedule"))


def runs_card(runs: Sequence[Run], zones: dict[str, ZoneInfo]) -> Part:
    """The newest first."""
    if not runs:
        return card("Sent lately", html.P("Nothing was due yet.", className="ink-2"))
    columns = (("Due", False), ("Schedule", False), ("To", False), ("What became of it", False), ("", False))
    rows = [
        [
            local(run.due_at, zones.get(run.schedule)),
            run.schedule,
            recipient_words([run.recipient]),
            state(run),
            html.Span([_sentence(run.words), _passed_over(run)], className="ink-2"),
        ]
        for run in runs
    ]
    note = f"the newest {SHOWN}" if len(runs) == SHOWN else "newest first"
    return card("Sent lately", table(columns, rows, "What was due and what became of it"), note)


def state(run: Run) -> Part:
    kind, word = STATES[run.state]
    again = f", again after {moment(run.finished + PAUSE)}" if run.state == "waiting" and run.finished else ""
    return status(kind, f"{word}{again}")


def local(at: datetime | None, zone: ZoneInfo | None = None) -> str:
    """Thu 2 Apr 2026, 07:00 Berlin; without a zone by universal time."""
    if at is None:
        return "never"
    if zone is None or zone.key == "UTC":
        return f"{at:%a} {moment(at)}"
    there = at.astimezone(zone)
    return f"{there:%a} {there.day} {there:%b %Y, %H:%M} {zone.key.rpartition('/')[2].replace('_', ' ')}"


def recipient_words(names: Sequence[str]) -> str:
    """Ann, lee and the folder reports; of those whose names are hidden only how many there are."""
    hidden = sum(name == SOMEBODY for name in names)
    told = [
        f"the folder {name.removeprefix(FOLDER)}" if name.startswith(FOLDER) else name
        for name in names
        if name != SOMEBODY
    ]
    return ", ".join([*told, *([many(hidden, "reader")] if hidden else [])])


def _schedule(each: Standing) -> list[Part]:
    settings = each.schedule.settings
    entity = slice_words(each.schedule.entity) if each.schedule.entity else "all that each may see"
    formats = ", ".join(form.upper() for form in dict.fromkeys(settings.formats))
    return [
        [each.schedule.name, html.Span(f"{template(settings.report).title}, {formats}", className="second")],
        entity,
        recipient_words(each.recipients),
        [settings.at, html.Span(each.schedule.zone.key, className="second")],
        _last(each),
        local(each.next_due, each.schedule.zone),
    ]


def _last(each: Standing) -> Part:
    """When it was due last, and the worst that became of it."""
    if each.last_due is None:
        return html.Span("not due yet", className="ink-3")
    there = [run for run in each.last if run.due_at == each.last_due]
    worst = next(
        run for state in ("failed", "unknown", "waiting", "started", "sent") for run in there if run.state == state
    )
    several = sum(run.state == worst.state for run in there)
    of_all = f"{several} of {len(there)}" if len(there) > 1 and worst.state != "sent" else ""
    when = html.Span(local(each.last_due, each.schedule.zone), className="second")
    return html.Div([state(worst), html.Span(f" {of_all}", className="ink-3") if of_all else None, when])


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _passed_over(run: Run) -> str:
    return f" {many(run.skipped, 'earlier time')} passed over." if run.skipped else ""
