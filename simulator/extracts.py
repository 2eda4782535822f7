"""The histories as three systems hand them out: three files in three dialects, with the habits such exports have."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

from simulator.world import Record

MUNICH, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
PROJECT_COLUMNS = (
    "Client",
    "Legal entity",
    "Region",
    "Practice",
    "Billing type",
    "Project manager",
    "Currency",
    "Contract value",
)


def write_extracts(records: Iterable[Record], folder: Path) -> dict[str, int]:
    """Write crm.csv, psa.csv and erp.csv; gives the number of rows in each."""
    by_system: dict[str, list[Record]] = {"crm": [], "psa": [], "erp": []}
    for record in records:
        by_system[record.system].append(record)
    folder.mkdir(parents=True, exist_ok=True)
    for system, write in (("crm", write_crm), ("psa", write_psa), ("erp", write_erp)):
        write(by_system[system], folder / f"{system}.csv")
    return {system: len(rows) for system, rows in by_system.items()}


def write_crm(records: list[Record], path: Path) -> None:
    """Commas, ISO times in UTC, account by account."""
    rows = (
        [r.matter.project.code, r.event, r.moment.strftime("%Y-%m-%dT%H:%M:%SZ"), r.by, r.role, *_project(r, ".")]
        for r in sorted(records, key=lambda r: (r.matter.project.code, r.moment))
    )
    _write(path, ["Project", "Stage", "Changed at", "Changed by", "Role", *PROJECT_COLUMNS], rows)


def write_psa(records: list[Record], path: Path) -> None:
    """Semicolons, decimal commas, German dates by Munich's clock, in Windows' western alphabet."""
    rows = (
        [
            r.matter.project.code, r.matter.billing_event or "", r.event,
            r.moment.astimezone(MUNICH).strftime("%d.%m.%Y %H:%M"), r.by, r.role, _amount(r, ","), *_project(r, ","),
        ]
        for r in sorted(records, key=lambda r: (r.moment, r.matter.key))
    )  # fmt: skip
    header = ["Project", "Billing event", "Event", "Date", "User", "Role", "Amount", *PROJECT_COLUMNS]
    _write(path, header, rows, delimiter=";", encoding="cp1252")


def write_erp(records: list[Record], path: Path) -> None:
    """Commas, American dates by New York's clock with AM and PM."""
    rows = (
        [
            r.matter.project.code, r.matter.billing_event or "", r.event,
            r.moment.astimezone(NEW_YORK).strftime("%m/%d/%Y %I:%M %p"), r.by, r.role, _amount(r, "."),
            *_project(r, "."),
        ]
        for r in sorted(records, key=lambda r: (r.moment, r.matter.key))
    )  # fmt: skip
    _write(
        path, ["Project", "Billing event", "Activity", "Posted", "Posted by", "Role", "Amount", *PROJECT_COLUMNS], rows
    )


def _project(record: Record, point: str) -> list[str]:
    project = record.matter.project
    entity = project.entity
    value = f"{project.value:.2f}".replace(".", point)
    words = [project.client.name, entity.name, entity.region, project.practice, project.billing_type]
    return [*words, project.manager, entity.currency, value]


def _amount(record: Record, point: str) -> str:
    amount = record.matter.amount
    return "" if amount is None else f"{amount:.2f}".replace(".", point)


def _write(
    path: Path, header: list[str], rows: Iterable[list[str]], *, delimiter: str = ",", encoding: str = "utf-8"
) -> None:
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(rows)
