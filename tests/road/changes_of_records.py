"""What people do to records in each system between two pulls: some change, some go."""

from __future__ import annotations

import random
from typing import Any

from simulator.interfaces.shown import Shown
from simulator.systems.netsuite.account import ZONE_INFO

Row = dict[str, Any]


def change_some(name: str, shown: Shown, chance: random.Random) -> None:
    """Change and delete some records of the system of that name."""
    CHANGES[name](shown, chance)


def _some(shown: Shown, table: str, key: str, chance: random.Random) -> list[Row]:
    """The key of one record of a table, if it has any."""
    numbers = shown.tables[table][key].sort().to_list()
    return [{key: chance.choice(numbers)}] if numbers else []


def _remove(shown: Shown, chance: random.Random, **keys: str) -> None:
    """Take one record away from each of these tables, without a word."""
    for table, key in keys.items():
        for each in _some(shown, table, key, chance):
            shown.remove(table, each)


def _change_salesforce(shown: Shown, chance: random.Random) -> None:
    stamp = {"SystemModstamp": shown.now()}
    edits: dict[str, Row] = {
        "pse__Timecard_Header__c": {"pse__Monday_Hours__c": float(chance.randrange(9))},
        "Account": {"Name": f"Client {chance.randrange(99)}"},
        "pse__Assignment__c": {"IsDeleted": True},
    }
    for table, values in edits.items():
        for each in _some(shown, table, "Id", chance):
            shown.change(table, each, {**values, **stamp})


def _change_netsuite(shown: Shown, chance: random.Random) -> None:
    stamp = {"lastmodifieddate": shown.now().astimezone(ZONE_INFO).replace(tzinfo=None, microsecond=0)}
    for each in _some(shown, "timebill", "id", chance):
        # a number that is none is set apart, and may be mended
        shown.change("timebill", each, {"hours": chance.choice(["7", "half", str(chance.randrange(9))]), **stamp})
    _remove(shown, chance, transactionline="uniquekey")


def _change_bamboohr(shown: Shown, chance: random.Random) -> None:
    stamp = shown.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    for each in _some(shown, "employees", "id", chance):
        shown.change("employees", each, {"jobTitle": f"Role {chance.randrange(9)}", "lastChanged": stamp})
    _remove(shown, chance, timeOffRequests="id")


def _change_coupa(shown: Shown, chance: random.Random) -> None:
    for each in _some(shown, "requisitions", "id", chance):
        shown.change("requisitions", each, {"status": "cancelled", "updated_at": shown.now()})
    _remove(shown, chance, approvals="id")


def _change_graph(shown: Shown, chance: random.Random) -> None:
    for each in _some(shown, "driveItems", "id", chance):
        shown.change("driveItems", each, {"name": f"Contract {chance.randrange(9)}"})
    _remove(shown, chance, groups="id", events="id")


CHANGES = {
    "salesforce": _change_salesforce,
    "netsuite": _change_netsuite,
    "netsuite_acquired": _change_netsuite,
    "bamboohr": _change_bamboohr,
    "concur": lambda shown, chance: _remove(shown, chance, entries="ID"),
    "coupa": _change_coupa,
    "graph": _change_graph,
}
