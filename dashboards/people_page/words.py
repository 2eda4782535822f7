"""How the page of people says things: the sentence, a load, a week."""

from dashboards.indicator_page.words import slice_words
from dashboards.people_page.asked import OURS, Staff
from dashboards.revenue_page.words import spelled
from figures.amounts import NOT_KNOWN, Unit, day
from figures.words import count, many
from metrics.free_people import Role

PERCENT, PEOPLE, POINTS = Unit("share"), Unit("count", digits=1), Unit("points")


def answer(found: Staff) -> tuple[str, str]:
    """How much of the time was billable and how that was planned; then who is over, idle and short in weeks to come."""
    total = found.chosen
    if total.value is None:
        return f"Utilization of {found.period.title} is not known.", total.why
    planned = ""
    # the plan is held against our formula only
    if found.formula == OURS and found.variance is not None and found.variance.value is not None:
        points = found.variance.value / 100
        words = POINTS.words(abs(points))
        planned = f", {words} {'more' if points > 0 else 'less'} than planned" if round(points, 3) else ", as planned"
    first = f"{PERCENT.words(total.value)} of people's time in {found.period.title} was billable{planned}."
    return first, f"{_coming(found)} {shortage(found.roles)}".strip()


def shortage(roles: tuple[Role, ...]) -> str:
    """The role in which the most are short, and when."""
    short = [role for role in roles if role.shortest.free < 0]
    if not short:
        return "No role is short." if roles else ""
    worst = short[0].shortest
    where = f" in {slice_words(worst.entity)}" if worst.entity else ""
    lack = PEOPLE.words(-worst.free)
    told = f"{spelled(len(short))} {'role is' if len(short) == 1 else 'roles are'} short"
    return f"{told}, most of all {worst.role}{where}: {lack} full-time people in the week of {day(worst.week)}."


def _coming(found: Staff) -> str:
    coming = found.coming
    if not coming.people:
        return ""
    of = f"of {many(coming.people, 'person', 'people')}"
    over = f"{count(coming.over)} {of} are" if coming.over else f"none {of} is"
    idle = f"{count(coming.idle)} for less than half of it" if coming.idle else "none for less than half of it"
    return f"In the next {len(coming.weeks)} weeks {over} booked above what they can work, {idle}."


def load_words(load: float | None) -> str:
    return NOT_KNOWN if load is None else PERCENT.words(load)
