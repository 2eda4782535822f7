"""What really happened, for tests to hold the analysis against: the planted troubles, and the cause of every wait."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

from simulator.firm import EXTRACTED, Firm
from simulator.troubles import DISPUTING_CLIENT, LATE_PRACTICE
from simulator.world import Record, World

COLUMNS = ["trouble", "kind", "subject_type", "subject_id", "since", "until", "entity", "money", "detectable_from"]
ENOUGH = 5


def write_truth(world: World, folder: Path) -> None:
    """Write troubles.csv and waits.csv into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "troubles.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(troubles(world))
    with (folder / "waits.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["object_id", "handoff", "cause", "from", "to"])
        for wait in sorted(world.waits, key=lambda wait: (wait.start, wait.object_id)):
            if wait.start < EXTRACTED:
                end = "" if wait.end >= EXTRACTED else f"{wait.end:%Y-%m-%dT%H:%M:%SZ}"
                writer.writerow([wait.object_id, wait.handoff, wait.cause, f"{wait.start:%Y-%m-%dT%H:%M:%SZ}", end])


def troubles(world: World) -> list[list[str]]:
    """One row per planted trouble that is on."""
    on, firm = world.firm.troubles, world.firm
    rows: list[list[str]] = []
    if on.slow_contract_approver:
        approver = firm.desks["Contract approver", "Munich"].people[0]
        hit = touched(world, lambda r: r.event.startswith("Contract data") and r.by == approver)
        rows.append(["slow_contract_approver", "slow approval", "resource", approver, *seen(hit, "Munich")])
    if on.late_time:
        hit = touched(world, lambda r: r.event == "Timesheets complete" and r.matter.project.practice == LATE_PRACTICE)
        rows.append(["late_time", "late time", "practice", LATE_PRACTICE, *seen(hit, "")])
    if on.disputing_client:
        client = DISPUTING_CLIENT
        hit = touched(world, lambda r: r.event == "Invoice disputed" and r.matter.project.client.name == client)
        rows.append(["disputing_client", "disputes", "client", client, *seen(hit, entity_of(firm, client))])
    return rows


def touched(world: World, concerns: Callable[[Record], bool]) -> list[Record]:
    return sorted(filter(concerns, world.records), key=lambda record: record.moment)


def seen(records: list[Record], entity: str) -> list[str]:
    """Since, until, entity, money at stake, and the day from which there is enough to see it."""
    if not records:
        return ["", "", entity, "0.00", ""]
    money = sum(record.matter.amount or record.matter.project.value for record in records)
    enough = day(records[ENOUGH - 1]) if len(records) >= ENOUGH else ""
    return [str(day(records[0])), "", entity, f"{money:.2f}", str(enough)]


def day(record: Record) -> date:
    return record.moment.date()


def entity_of(firm: Firm, client: str) -> str:
    return next((name for name, clients in firm.clients.items() if client in [c.name for c in clients]), "")
