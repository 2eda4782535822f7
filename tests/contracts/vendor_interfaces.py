"""The vendors' interfaces as the fault matrix meets them: which streams are pulled, and how each is made to fail."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any

import httpx

from simulator.interfaces.serving import Served
from simulator.systems.netsuite.account import ZONE_INFO

Act = Callable[[Served, str], None]


@dataclass(frozen=True)
class Interface:
    """One column of the matrix.

    Faults befall `stream`, whose pages are asked for at `path` with `asked` in the words; `beside` is read too, and
    `history` is where the vendor keeps what changed when. `lists` is where several records come in an answer, if not
    at `path`. `number` is a column of numbers, under the vendor's name.
    `key` and `stamp` are the columns that name a record and tell when it changed, `typed` and `written` make values of
    them for the simulator's table; `touched` is what a change says. `days` lie between the first pull and the end.
    """

    name: str
    vendor: str
    stream: str
    beside: str
    history: str
    path: str
    number: str
    key: str
    asked: str = ""
    lists: str = ""
    stamp: str = "SystemModstamp"
    touched: Mapping[str, Any] = field(default_factory=dict)
    typed: Callable[[str], Any] = str
    written: Callable[[datetime], Any] = lambda at: at
    days: int = 60
    pages: int | None = None
    settings: str = ""
    ways: Mapping[str, Act] = field(default_factory=dict)

    @property
    def module(self) -> ModuleType:
        return importlib.import_module(f"simulator.interfaces.{self.vendor}")

    def delete(self, served: Served, key: Any) -> None:
        """Delete a record as the vendor's users do."""
        if "delete" in self.ways:
            self.ways["delete"](served, key)
        else:
            served.shown.remove(self.stream, {self.key: self.typed(key)})

    def touch(self, served: Served, key: str) -> None:
        """Change a record as of now."""
        at = served.shown.now() - timedelta(seconds=2)
        served.shown.change(self.stream, {self.key: self.typed(key)}, {self.stamp: self.written(at), **self.touched})

    def forbid(self, served: Served, stream: str) -> None:
        """Take away the right to read a stream, as the vendor's admins do."""
        if "forbid" in self.ways:
            self.ways["forbid"](served, stream)
        else:
            served.faults.plan("forbidden", path=self.path_of(stream), times=10_000)

    def path_of(self, stream: str) -> str:
        return self.path if stream == self.stream else rf"/{stream}\b"

    def restore(self, served: Served) -> None:
        """All may be read again, and is as it was."""
        served.faults.clear()
        served.shown.undo()
        if "restore" in self.ways:
            self.ways["restore"](served, "")


def control(served: Served, what: str, content: Any) -> None:
    httpx.post(f"{served.url}/_simulator/{what}", json=content, trust_env=False).raise_for_status()


def _withhold(served: Served, stream: str) -> None:
    control(served, "permissions", [stream])


def _withhold_nothing(served: Served, _: str) -> None:
    control(served, "permissions", [])


def _mark_deleted(table: str) -> Act:
    def delete(served: Served, key: str) -> None:
        stamp = served.shown.now() - timedelta(minutes=1)
        served.shown.change(table, {"Id": key}, {"IsDeleted": True, "SystemModstamp": stamp})

    return delete


def _hide(served: Served, stream: str) -> None:
    control(served, "permissions", {stream: False})


def _show(served: Served, _: str) -> None:
    control(served, "permissions", dict.fromkeys(("timebill", "systemnote"), True))


def _account_time(at: datetime) -> datetime:
    return at.astimezone(ZONE_INFO).replace(tzinfo=None, microsecond=0)


def _written(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _delete_timebill(served: Served, key: str) -> None:
    at = _account_time(served.shown.now() - timedelta(minutes=1))
    gone = {"recordtypeid": 0, "scriptid": "timebill", "recordid": int(key), "deleteddate": at}
    served.shown.remove("timebill", {"id": int(key)})
    served.shown.create("deletedrecord", gone)


SALESFORCE = {"forbid": _withhold, "restore": _withhold_nothing}

INTERFACES = (
    Interface(
        "salesforce", "salesforce", "Opportunity", "Account", "OpportunityFieldHistory",
        path=r"/queryAll|/query/0r8", asked=r"FROM Opportunity |^$", number="Amount", key="Id", pages=10,
        touched={"Name": "Another"},
        ways={**SALESFORCE, "delete": _mark_deleted("Opportunity")},
    ),
    Interface(
        "certinia", "salesforce", "pse__Timecard_Header__c", "pse__Proj__c", "pse__Assignment__History",
        path=r"/jobs/query/\w+/results", number="pse__Monday_Hours__c", key="Id", settings="bulk_page = 1000",
        days=120, touched={"pse__Monday_Hours__c": 1.25},
        ways={**SALESFORCE, "delete": _mark_deleted("pse__Timecard_Header__c")},
    ),
    Interface(
        "netsuite", "netsuite", "timebill", "job", "systemnote", path="/suiteql", asked=r"FROM timebill r WHERE",
        number="hours", key="id", stamp="lastmodifieddate", written=_account_time, typed=int,
        touched={"hours": "1.25"}, days=120, ways={"forbid": _hide, "restore": _show, "delete": _delete_timebill},
    ),
    Interface(
        "bamboohr", "bamboohr", "employees", "timeOffRequests", "jobInfo", path=r"/employees/\d+$",
        lists="/time_off/requests", number="standardHours", key="id", stamp="lastChanged", written=_written,
        touched={"jobTitle": "Another"},
    ),
    Interface(
        "concur", "concur", "reports", "entries", "workflowSteps", path="/expense/reports$",
        asked="modifiedDateBefore", number="Total", key="ID", stamp="LastModifiedDate",
        written=lambda at: _written(at).removesuffix("Z"),
        touched={"Name": "Another"}, days=110,
    ),
    Interface(
        "coupa", "coupa", "approvals", "invoices", "", path="/api/approvals", asked=r"updated_at\[lt",
        number="position", key="id", stamp="updated_at", typed=int, touched={"status": "another"}, days=220,
    ),
    Interface(
        "graph", "graph", "driveItems", "groups", "versions", path="/root/delta", asked="token=", number="size",
        key="id", stamp="lastModifiedDateTime", written=_written, touched={"name": "Another"}, days=25, pages=2,
    ),
)  # fmt: skip
