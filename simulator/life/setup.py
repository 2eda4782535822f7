"""From the signed contract to the kickoff: checked, keyed in twice, budgeted, given a workspace."""

from __future__ import annotations

import numpy as np

from simulator.life.approvals import decide
from simulator.life.chance import Bools, Ints, keyed, some_of
from simulator.life.deals import BILLING
from simulator.life.life import Life
from simulator.life.rows import DAY, HOUR, NEVER, Rows
from simulator.life.staff import MANAGER, PARTNER

TWO = 0.12  # of the contracts with a larger team have two projects
CANCELLED = 0.015  # of the projects end before the kickoff
INCOMPLETE = 0.18  # of the handoffs come back from the check


def desk(life: Life, role: str, office: Ints, number: Ints) -> Ints:
    """Who of a desk has the matters with these numbers: everybody has their own."""
    people = life["resource"]
    found = np.zeros(len(office), np.int64)
    for place in np.unique(office):
        members = people.id[(people.role == role) & (people.office == place)]
        mine = office == place
        found[mine] = members[number[mine] % len(members)]
    return found


def practice_lead(life: Life, office: Ints, practice: Ints) -> Ints:
    """The partner who leads a practice of an office."""
    return _leads(life, office, practice, np.zeros(len(office), np.int64), (PARTNER,))


def _leads(life: Life, office: Ints, practice: Ints, number: Ints, grades: tuple[int, ...]) -> Ints:
    people = life["resource"]
    found = np.zeros(len(office), np.int64)
    for place in np.unique(office):
        for kind in np.unique(practice):
            mine = (office == place) & (practice == kind)
            fit = people.is_delivery & (people.office == place) & np.isin(people.grade_no, grades)
            members = people.id[fit & (people.practice_id == kind)]
            members = members if len(members) else people.id[fit]
            found[mine] = members[number[mine] % len(members)]
    return found


def set_up_projects(life: Life) -> None:
    """The projects of each signed contract, from the handoff on."""
    contracts = life["contract"]
    signed = np.flatnonzero(contracts.signed_at < NEVER)
    contract = contracts.pick(signed)
    hours = np.minimum(life.dice("handoff").skewed(contract.key, 6, 0.9), 24)
    approver = desk(life, "Contract Approver", contract.office, signed)
    # whoever checks it asks for it where the seller is away
    handed = np.minimum(
        life.after(contract.owner_id, contract.signed_at, hours), life.after(approver, contract.signed_at, hours + 24)
    )
    lying = _left_lying(life, contract)
    hours = np.where(contract.signed_at == contract.signed_at[lying].max(initial=0), 400.0, 110.0)
    handed = np.where(lying, life.after(contract.owner_id, handed, hours), handed)
    contracts.put(lying=np.isin(contracts.id, signed[lying] + 1))
    slow = (contract.office == 2) & (handed >= life.begins_at("slow_contract_approver"))
    refused = np.where(contract.incomplete, 0.6, INCOMPLETE)
    checked = decide(life, "contract", Rows(
        object_id=signed + 1, key=contract.key, asked_by=contract.owner_id, at=handed,
        who=approver,
        hours=life.dice("check").skewed(contract.key, 0.7, 0.5) * np.where(slow, 5.0, 1.0),
    ), refused, slow)  # fmt: skip
    projects = _projects(life, signed, checked.decided)
    life.rows["project"] = projects
    _key_in(life, projects)
    _budget(life, projects)
    _workspaces(life, projects)
    _kick_off(life, projects)


def _left_lying(life: Life, contract: Rows) -> Bools:
    """Contracts of New York that nobody hands over for three weeks; the last one of them lies there still."""
    fit = (contract.office == 0) & (contract.signed_at >= life.begins_at("contract_left_lying"))
    fit &= contract.signed_at < life.as_of - 24 * DAY
    last = contract.signed_at == contract.signed_at[fit].max(initial=0)
    return some_of(fit, life.dice("left lying").chance(contract.key, 0.15) | last)


def _projects(life: Life, signed: Ints, checked: Ints) -> Rows:
    """The projects of the signed contracts: of a few large ones two, that share its value."""
    two = life.dice("two projects").chance(life["contract"].key[signed], TWO)
    two &= life["opportunity"].team[life["contract"].deal[signed]] > 3
    signed, checked, part = (
        np.repeat(signed, 1 + two),
        np.repeat(checked, 1 + two),
        np.zeros(len(signed) + two.sum(), int),
    )
    part[1:] = signed[1:] == signed[:-1]
    contract = life["contract"].pick(signed)
    deal = life["opportunity"].pick(contract.deal)
    share = np.where(np.repeat(two, 1 + two), np.where(part == 0, 0.6, 0.4), 1.0)
    whole, cost = contract.value_cents, deal.cost_cents
    minor = np.rint(whole * 0.4 / 10_000).astype(np.int64) * 10_000
    value = np.where(share == 1, whole, np.where(part == 0, whole - minor, minor))
    rank = np.argsort(np.argsort(contract.signed_at, kind="stable"), kind="stable")
    planned = contract.signed_at // DAY + life.dice("start").whole(contract.key, 14, 40)
    planned = np.maximum(planned, life.since + life.dice("first start").whole(contract.key, 0, 24))
    starts = planned + (4 - planned) % 7  # a Monday: the first of January 1970 was a Thursday
    return Rows(
        key=np.where(part == 0, contract.key, keyed(contract.key, part)), part=part, deal=contract.deal,
        contract_id=signed + 1, client_id=contract.client_id, entity_id=contract.entity_id, office=contract.office,
        practice_id=contract.practice_id, service_line=deal.line, billing=contract.billing,
        name=np.where(part == 0, deal.name, deal.name + " (second workstream)"), currency=contract.currency,
        manager_id=_leads(life, contract.office, contract.practice_id, rank, (MANAGER, MANAGER + 1)),
        code=np.array([f"NA-{10001 + n}" for n in range(len(signed))], object),
        billing_type=np.array(BILLING, object)[contract.billing], starts_on=starts,
        ends_on=starts + np.rint(deal.months * 30.4).astype(np.int64), created_at=checked,
        kickoff_planned_on=starts, baseline_revenue_cents=value,
        baseline_cost_cents=np.rint(cost * share).astype(np.int64),
    )  # fmt: skip


def _serve(life: Life, handoff: str, who: Ints, enabled: Ints, hours: tuple[float, float]) -> Ints:
    """A desk of the set-up does its work; it sees what came after some time."""
    projects = life["project"]
    seen = life.after(who, enabled, np.minimum(life.dice(f"{handoff} seen").skewed(projects.key, hours[0], 0.8), 40))
    work = life.dice(f"{handoff} work").skewed(projects.key, hours[1], 0.4) * HOUR
    begun, done = life.desks.serve(who - 1, seen, work.astype(np.int64), enabled=enabled)
    life.wait(handoff, projects.id, (enabled, begun), who)
    return done


def _key_in(life: Life, projects: Rows) -> None:
    """Client and project into the ERP, the shell into the PSA; since a change in London the shell comes first."""
    clients, checked = life["client"], projects.created_at
    accountant = desk(life, "Project Accountant", projects.office, projects.client_id)
    new = (clients.validated_at[projects.client_id - 1] >= NEVER) & (checked < NEVER)
    earliest = np.full(len(clients), NEVER)
    np.minimum.at(earliest, projects.client_id[new] - 1, checked[new])
    first = new & (checked == earliest[projects.client_id - 1]) & (projects.part == 0)
    done = _serve(life, "client_validation", accountant, np.where(first, checked, NEVER), (2.0, 0.6))
    np.minimum.at(clients.validated_at, projects.client_id[first] - 1, done[first])
    ready = np.where(new, np.maximum(clients.validated_at[projects.client_id - 1], checked), checked)
    clerk = desk(life, "Resource Manager", projects.office, projects.id)
    erp = _serve(life, "erp_set_up", _present(life, accountant, clerk, ready), ready, (1.5, 0.5))
    changed = (projects.office == 1) & (checked >= life.begins_at("process_change"))
    shell = _serve(life, "psa_set_up", clerk, np.where(changed, NEVER, erp), (4.0, 0.6))
    shell = np.where(changed & (checked < NEVER), checked + 600, shell)
    projects.put(erp_created_at=erp, shell_created_at=shell, accountant=accountant, changed=changed)


def _present(life: Life, who: Ints, other: Ints, moment: Ints) -> Ints:
    """Who comes to it first by more than a day: the other stands in for whoever is away."""
    day = np.full(len(who), 8.0)
    there, stands_in = life.after(who, moment, day), life.after(other, moment, day)
    return np.where(there > stands_in + DAY, other, who)


def _budget(life: Life, projects: Rows) -> None:
    """The project manager hands in the budget when both systems have the project; the practice lead decides."""
    both = np.maximum(projects.erp_created_at, projects.shell_created_at)
    handed = life.after(projects.manager_id, both, np.minimum(life.dice("budget").skewed(projects.key, 6, 0.8), 60))
    lead = practice_lead(life, projects.office, projects.practice_id)
    decided = decide(life, "budget", Rows(
        object_id=projects.id, key=projects.key, asked_by=projects.manager_id, at=handed, who=lead,
        hours=life.dice("budget work").skewed(projects.key, 0.5, 0.5),
    ), np.full(len(projects), 0.12))  # fmt: skip
    projects.put(budget_submitted=handed, budget_approved=decided.decided)


def _workspaces(life: Life, projects: Rows) -> None:
    """The team's workspace is made beside the budget's approval, mostly sooner."""
    who = desk(life, "Workplace Services", projects.office, projects.id)
    asked = np.where(projects.budget_submitted < NEVER, projects.budget_submitted + 300, NEVER)
    done = _serve(life, "workspace", who, asked, (3.0, 0.4))
    life.rows["workspace"] = Rows(project_id=projects.id, created_at=asked, provisioned_at=done)


def _kick_off(life: Life, projects: Rows) -> None:
    """On the planned day, or some days after the budget is approved; much later where that is planted."""
    hours = np.minimum(life.dice("kickoff").skewed(projects.key, 8, 0.7), 60)
    late = (projects.office == 1) & (projects.practice_id == 4)
    late &= projects.budget_approved >= life.begins_at("late_kickoff")
    hours = hours + np.where(late, 70 + 40 * life.dice("late kickoff").uniform(projects.key), 0)
    ready = life.after(projects.manager_id, projects.budget_approved, hours)
    minute = life.dice("kickoff minute").whole(projects.key, 0, 8) * 1800
    planned = life.next_open(projects.manager_id, projects.kickoff_planned_on * DAY + 14 * HOUR + minute)
    planned = np.where(late, planned + 14 * DAY, planned)
    kickoff = np.where(ready < NEVER, life.next_open(projects.manager_id, np.maximum(planned, ready)), NEVER)
    given_up = life.dice("given up").chance(projects.key, CANCELLED) & (ready < NEVER)
    cancelled = life.after(projects.manager_id, np.where(given_up, projects.budget_approved, NEVER), hours + 12)
    projects.put(
        kickoff_at=np.where(given_up, NEVER, kickoff), late=late & ~given_up, cancelled_at=cancelled, given_up=given_up
    )
