"""What a handoff left in the systems, read from what their interfaces show."""

from __future__ import annotations

from typing import Any

import polars as pl

from tracework.demo_systems import Systems

Row = dict[str, Any]
OF_SHELL = ("Budget", "Milestone", "Resource_Request")


class Written:
    """The records of one contract's handoff."""

    def __init__(self, systems: Systems, contract: str) -> None:
        self._systems, self._contract = systems, contract

    def rows(self, system: str, table: str, **key: object) -> list[Row]:
        found = self._systems.served[system].shown.tables[table]
        return found.filter(pl.all_horizontal(pl.col(name) == value for name, value in key.items())).to_dicts()

    @property
    def contract(self) -> Row:
        return self.rows("salesforce", "Contract", Id=self._contract)[0]

    @property
    def jobs(self) -> list[Row]:
        return self.rows("netsuite", "job", custentity_contract=self.contract["ContractNumber"])

    @property
    def shells(self) -> list[Row]:
        return self.rows("salesforce", "pse__Proj__c", Contract__c=self._contract)

    def of_shell(self, table: str) -> list[Row]:
        return [row for shell in self.shells for row in self.rows("salesforce", table, pse__Project__c=shell["Id"])]

    @property
    def askings(self) -> list[Row]:
        """The steps of the approval of its budget."""
        budgets = [row["Id"] for row in self.of_shell("pse__Budget__c")]
        instances = [
            row["Id"] for each in budgets for row in self.rows("salesforce", "ProcessInstance", TargetObjectId=each)
        ]
        return [
            row for each in instances for row in self.rows("salesforce", "ProcessInstanceStep", ProcessInstanceId=each)
        ]

    @property
    def groups(self) -> list[Row]:
        codes = [f"Workspace of project [{shell['pse__Project_ID__c']}]" for shell in self.shells]
        return [row for each in codes for row in self.rows("graph", "groups", description=each)]

    def ids(self) -> set[str]:
        """Whatever a report may name."""
        of_shell = [row["Id"] for name in OF_SHELL for row in self.of_shell(f"pse__{name}__c")]
        known = [*(str(job["id"]) for job in self.jobs), *(shell["Id"] for shell in self.shells)]
        return {*known, *of_shell, *(group["id"] for group in self.groups)}

    def counts(self) -> dict[str, int]:
        """How many records of each kind there are."""
        return {
            "jobs": len(self.jobs), "shells": len(self.shells), "askings": len(self.askings),
            "groups": len(self.groups),
            **{name: len(self.of_shell(f"pse__{name}__c")) for name in OF_SHELL},
        }  # fmt: skip


NOTHING = dict.fromkeys(("jobs", "shells", "askings", "groups", *OF_SHELL), 0)
EVERYTHING = {**dict.fromkeys(NOTHING, 1), "Milestone": 3, "Resource_Request": 2}
"""Of a contract that is billed by milestones."""
