"""From an opportunity to a project that can begin: the handoff from sales, checked, keyed in twice, approved."""

from __future__ import annotations

from datetime import datetime

from simulator.billing import deliver
from simulator.chance import dice, skewed
from simulator.engine import Story
from simulator.firm import Project
from simulator.world import Matter, World


def sell(world: World, project: Project) -> Story:
    """A deal is won and handed over to delivery; handoffs with gaps come back."""
    matter, office = Matter(project), project.entity.office
    rng = dice(world.firm.seed, project.code, "sales")
    moment = office.after(project.found, 1)
    yield moment
    seller = (rng.choice(world.firm.desks["Account executive", project.entity.name].people), "Account executive")
    world.tell(moment, "crm: Opportunity created", matter, seller)
    for event, hours in (("Proposal sent", 45), ("Contract signed", 60), ("Handoff submitted", 7)):
        moment = office.after(moment, skewed(rng, hours, 0.8))
        yield moment
        world.tell(moment, f"crm: {event}", matter, seller)
    while True:
        handled = yield from world.ask("Contract approver", moment, matter, rng)
        whole = rng.random() > 0.18
        event = "Contract data checked" if whole else "Contract data rejected"
        world.tell(handled.done, f"crm: {event}", matter, (handled.by, "Contract approver"))
        if whole:
            break
        moment = office.after(handled.done, skewed(rng, 9))
        yield moment
        world.tell(moment, "crm: Handoff submitted", matter, seller)
    world.engine.start(handled.done, set_up(world, project, handled.done))


def set_up(world: World, project: Project, moment: datetime) -> Story:
    """The client and the project are keyed into the ERP, the shell into the PSA; then the budget is approved."""
    matter, office = Matter(project), project.entity.office
    rng = dice(world.firm.seed, project.code, "set-up")
    steps = (
        ("erp: Client validated in ERP", "Master data clerk", 3.0),
        ("erp: Project created in ERP", "Project accountant", 0.5),
        ("psa: Project shell created in PSA", "Resource manager", 7.0),
    )
    for place, role, mail in steps:
        moment = office.after(moment, skewed(rng, mail, 0.9))
        yield moment
        handled = yield from world.ask(role, moment, matter, rng)
        moment = handled.done
        world.tell(moment, place, matter, (handled.by, role))
    world.engine.start(moment, provision(world, project, moment))
    while True:
        handled = yield from world.ask("Practice lead", moment, matter, rng)
        agreed = rng.random() > 0.12
        place = "psa: Budget approved" if agreed else "psa: Budget rejected"
        world.tell(handled.done, place, matter, (handled.by, "Practice lead"))
        moment = office.after(handled.done, skewed(rng, 12))
        yield moment
        if agreed:
            break
    moment = office.after(moment, skewed(rng, 12))
    yield moment
    world.tell(moment, "psa: Kickoff held", matter, (project.manager, "Project manager"))
    deliver(world, project, moment)


def provision(world: World, project: Project, moment: datetime) -> Story:
    """The team's workspace is made beside the budget's approval, mostly sooner."""
    matter, rng = Matter(project), dice(world.firm.seed, project.code, "workspace")
    handled = yield from world.ask("Workplace services", moment, matter, rng)
    done = project.entity.office.after(handled.done, skewed(rng, 9, 0.9))
    yield done
    world.tell(done, "psa: Workspace provisioned", matter, (handled.by, "Workplace services"))
