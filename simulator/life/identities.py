"""Which names are one thing: a client, a project, a person stands in several systems under a number of each.

The canonical name is that of the leading system: the CRM for clients, the PSA for projects, HR for employees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from simulator.life.truth import names
from simulator.state import State
from simulator.systems.netsuite.parties import DUPLICATE
from simulator.systems.netsuite.written_otherwise import WRITTEN_OTHERWISE
from simulator.systems.records import SystemRecords

Identity = tuple[str, str, str]
IN_NETSUITE = {"client": "customer", "project": "job", "resource": "employee"}


def identities(state: State, recorded: Mapping[str, SystemRecords]) -> list[Identity]:
    """The object's type, its name in a system, and its canonical name; for each that is not its own canonical one."""
    canonical = {kind: dict(names(state, kind).iter_rows()) for kind in IN_NETSUITE}
    found = list(_contacts(state, canonical["resource"]))
    for source, records in recorded.items():
        if not source.startswith("netsuite"):
            continue
        for kind, table in IN_NETSUITE.items():
            for number in records.tables[table]["id"].cast(pl.Int64, strict=False).drop_nulls().to_list():
                real = _client_of(number)
                if real in canonical[kind]:
                    found.append((kind, f"{source}:{number}", canonical[kind][real]))
    return sorted(set(found))


def _client_of(number: int) -> int:
    """Whose record it is: some clients stand in an account a second time, or under a name written otherwise."""
    return next((number - more for more in (DUPLICATE, WRITTEN_OTHERWISE) if number > more), number)


def _contacts(state: State, canonical: Mapping[int, str]) -> Iterator[Identity]:
    """Employees are people of HR, and contacts of the PSA; whoever there is, is a user too."""
    employed = state["resource"].filter(~pl.col("is_subcontractor"))
    for number in employed["id"].to_list():
        yield "resource", f"salesforce:003{number:012d}", canonical[number]
    for number, name in canonical.items():
        yield "resource", f"salesforce:005{number:012d}", name
