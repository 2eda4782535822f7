"""What the overview asks of the log: plain functions that `Asker.ask_log` runs on a thread."""

from dataclasses import dataclass

from core.settings import firm_settings
from dashboards.indicator_page.asked import Headline, some_headlines
from eventlog.filters import parse, select
from eventlog.reading import EventLog
from metrics.catalogue import indicator
from metrics.cut import Cut, Only
from metrics.free_people import Role, free_people
from metrics.opportunities import opportunities
from metrics.projects import Project, projects
from metrics.readiness import Readiness, readiness
from metrics.rollup import totals
from metrics.stored import base_currency, stored_indicators, untold_by
from metrics.total import Total
from mining.bottlenecks import Waiting, bottlenecks

STRIP = (
    "invoice_readiness_lag", "unbilled_wip", "first_time_right_billing", "utilization", "sales_to_project_setup_time",
    "month_end_close_effort",
)  # fmt: skip
SET_UP, MARGIN, LAG = "sales_to_project", "project_margin_deviation", "invoice_readiness_lag"
WAITS = 5


@dataclass(frozen=True)
class Margin:
    """How far the firm's forecast margin was from the baseline at the last month's end, and the projects that run, by
    their latest forecasts, the most money at risk first."""

    points: Total
    projects: tuple[Project, ...]


@dataclass(frozen=True)
class Overview:
    """The answers to the four questions, and six indicators. `set_up_price` is what its waits cost in a year; where no
    system tells the money or what is billable, it and `readiness` are None. `set_up_where` is what those waits are
    narrowed to, as the page of the process says it."""

    currency: str
    waits: tuple[Waiting, ...]
    waits_are_business: bool
    set_up_where: str
    set_up_price: float | None
    readiness: Readiness | None
    roles: tuple[Role, ...]
    margin: Margin | None
    strip: tuple[Headline, ...]


def overview(log: EventLog, only: tuple[Only, ...]) -> Overview | None:
    """None where the log holds no business: no project was ever staffed, billed or forecast."""
    names = stored_indicators(log)
    if not set(STRIP) & names.keys():
        return None
    strip = some_headlines(log, [name for name in STRIP if name in names], only)
    if not any(each.now.total.n for each in strip):
        return None
    where = _set_up_where(log, only)
    waits, business = _waits(log, where)
    priced = opportunities(log, firm_settings(log.workspace).metrics, only=only)
    return Overview(
        base_currency(log.database) or "",
        waits,
        business,
        where,
        sum(one.price for one in priced if one.process == SET_UP) or None,
        None if untold_by(log, *indicator(LAG).needs) else readiness(log, firm_settings(log.workspace).metrics, only),
        tuple(free_people(log, only)),
        _margin(log, strip, only),
        tuple(strip),
    )


def _set_up_where(log: EventLog, only: tuple[Only, ...]) -> str:
    """The same conditions on the cases of a process, as far as it tells these slices apart."""
    if SET_UP not in log.processes():
        return ""
    with log.process(SET_UP) as process:
        known = {each.name for each in process.slices}
    return " and ".join(f"case.{each.to_text()}" for each in only if each.slice in known)


def _waits(log: EventLog, where: str) -> tuple[tuple[Waiting, ...], bool]:
    if SET_UP not in log.processes():
        return (), False
    with log.process(SET_UP) as process:
        business = process.has_business_time
        found = bottlenecks(
            process, select(process, parse(where)), "move", "business" if business else "elapsed", WAITS
        )
    return tuple(wait for wait in found if wait.share), business


def _margin(log: EventLog, strip: list[Headline], only: tuple[Only, ...]) -> Margin | None:
    running = projects(log, only)
    if all(each.base_change is None for each in running):
        return None
    (points,) = totals(log, MARGIN, Cut(period=strip[0].now.total.period, only=only, measures=("value",)))
    return Margin(points, tuple(running))
