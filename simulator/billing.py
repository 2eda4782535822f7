"""From work to cash: what becomes billable, the time and expenses it waits for, its invoice, and its payment."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from simulator.chance import dice, skewed
from simulator.engine import Story
from simulator.firm import Project, month_end, months_later
from simulator.world import Matter, World

DAY = timedelta(days=1)


def deliver(world: World, project: Project, kickoff: datetime) -> None:
    """Plan what of a project becomes billable, and when: month by month, or milestone by milestone."""
    rng = dice(world.firm.seed, project.code, "delivery")
    by_month = project.billing_type in ("Time and materials", "Retainer")
    number = (
        project.months if by_month else rng.randint(2, 3) if project.billing_type == "Fixed fee" else rng.randint(3, 6)
    )
    weights = [1.0 if project.billing_type == "Retainer" else rng.uniform(0.5, 1.5) for _ in range(number)]
    for step, weight in enumerate(weights):
        if by_month:
            closes = month_end(months_later(kickoff.replace(day=1), step))
            moment = project.entity.office.hours_of(closes.date())[1]
        else:
            planned = kickoff + DAY * (30 * project.months * (step + 1) / number + skewed(rng, 5, 1.0))
            moment = project.entity.office.next_open(planned)
        amount = round(project.value * weight / sum(weights), 2)
        matter = Matter(project, f"{project.code}-B{step + 1:02d}", amount)
        world.unpaid[project.code] += 1
        world.engine.start(moment, become_billable(world, matter, moment))


def become_billable(world: World, matter: Matter, moment: datetime) -> Story:
    """A billable event waits until its time and expenses are whole and its project manager agrees."""
    project, rng = matter.project, dice(world.firm.seed, matter.key, "time")
    controller, manager = "Project controller", (project.manager, "Project manager")
    world.tell(moment, "psa: Billable event", matter, ("PSA scheduler", "System"))
    flat = project.billing_type in ("Milestone", "Fixed fee")
    if not (flat and rng.random() < 0.2):
        for done, event in time_and_expense(world, matter, moment, rng):
            yield done
            world.tell(done, f"psa: {event}", matter, (rng.choice(project.team), "Consultant"))
            moment = done
        handled = yield from world.ask(controller, moment, matter, rng)
        moment = handled.done
        world.tell(moment, "psa: Time and expense complete", matter, (handled.by, controller))
    moment = project.entity.office.after(moment, skewed(rng, 4, 0.9))
    yield moment
    world.tell(moment, "psa: Billing ready", matter, manager)
    world.engine.start(moment, invoice(world, matter, moment))


def time_and_expense(world: World, matter: Matter, moment: datetime, rng: Random) -> list[tuple[datetime, str]]:
    """When the last of the team is done with the timesheets, and with the expenses where there are some."""
    project, lag = matter.project, world.firm.troubles.time_lag(matter.project.practice)
    hours = max(skewed(rng, 10, 0.8) for _ in project.team)
    ends = [(project.entity.office.after(moment, min(160.0, hours * lag)), "Timesheets complete")]
    if rng.random() < 0.6:
        ends.append((project.entity.office.after(moment, min(160.0, skewed(rng, 18, 0.7) * lag)), "Expenses complete"))
    return sorted(ends)


def invoice(world: World, matter: Matter, moment: datetime) -> Story:
    """What is ready goes over to the ERP at night, is drafted, reviewed, perhaps adjusted, and sent."""
    office, rng = matter.project.entity.office, dice(world.firm.seed, matter.key, "invoice")
    moment = office.next_open(office.hours_of(office.local_day(moment))[1])
    yield moment
    steps = [("Billing clerk", "Invoice drafted"), ("Finance controller", "Invoice reviewed")]
    while rng.random() < 0.14:
        steps += [("Billing clerk", "Draft adjusted"), ("Finance controller", "Invoice reviewed")]
    for role, event in [*steps, ("Billing clerk", "Invoice sent")]:
        handled = yield from world.ask(role, moment, matter, rng)
        moment = handled.done
        world.tell(moment, f"erp: {event}", matter, (handled.by, role))
    follow = dispute if rng.random() < matter.project.client.disputes else collect
    world.engine.start(moment, follow(world, matter, moment))


def dispute(world: World, matter: Matter, sent: datetime) -> Story:
    """The client contests the invoice; that ends with a credit memo or without one."""
    office, rng = matter.project.entity.office, dice(world.firm.seed, matter.key, "dispute")
    moment, role = office.after(sent, skewed(rng, 60, 0.5)), "Credit controller"
    yield moment
    handled = yield from world.ask(role, moment, matter, rng)
    world.tell(handled.done, "erp: Invoice disputed", matter, (handled.by, role))
    moment = office.after(handled.done, skewed(rng, 85, 0.6))
    yield moment
    world.tell(moment, "erp: Dispute resolved", matter, (handled.by, role))
    if rng.random() < 0.55:
        moment = office.after(moment, skewed(rng, 10))
        yield moment
        world.tell(moment, "erp: Credit memo issued", matter, (handled.by, role))
    moment = office.next_open(moment + DAY * skewed(rng, 9))
    yield moment
    paid(world, matter, moment)


def collect(world: World, matter: Matter, sent: datetime) -> Story:
    """The client pays when it is used to pay; what is a week overdue is reminded, again every fortnight."""
    office, rng = matter.project.entity.office, dice(world.firm.seed, matter.key, "payment")
    habit = matter.project.client.days_late
    pays = office.next_open(sent + DAY * (30 + skewed(rng, habit, 0.7) - rng.uniform(0, 12)))
    reminder = office.next_open(sent + DAY * 37)
    while reminder < pays:
        yield reminder
        handled = yield from world.ask("Credit controller", reminder, matter, rng)
        pays = max(pays, office.after(handled.done, 1))
        world.tell(handled.done, "erp: Reminder sent", matter, (handled.by, "Credit controller"))
        reminder = office.next_open(handled.done + DAY * 14)
    yield pays
    paid(world, matter, pays)


def paid(world: World, matter: Matter, moment: datetime) -> None:
    """Money has come in; after the last of it, the project is closed."""
    project = matter.project
    world.tell(moment, "erp: Payment received", matter, ("Bank interface", "System"))
    world.unpaid[project.code] -= 1
    if not world.unpaid[project.code]:
        rng = dice(world.firm.seed, project.code, "close")
        closes = project.entity.office.after(moment, skewed(rng, 20))
        world.engine.start(closes, close(world, project, closes))


def close(world: World, project: Project, moment: datetime) -> Story:
    """The project manager closes a project that is paid."""
    world.tell(moment, "psa: Project closed", Matter(project), (project.manager, "Project manager"))
    yield from ()
