"""The approvals resource: records submitted to an approval process, and approved or rejected by whom they wait for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from simulator.interfaces.salesforce.errors import Refusal, malformed
from simulator.interfaces.salesforce.org import Org
from simulator.interfaces.salesforce.writes import Writes
from simulator.systems.salesforce.approvals import OBJECTS

# What a process does to its record as it is submitted and decided.
EFFECTS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "pse__Budget__c": {
        "Pending": {"pse__Status__c": "Open", "pse__Approved__c": False},
        "Approved": {"pse__Status__c": "Approved", "pse__Approved__c": True},
        "Rejected": {"pse__Status__c": "Rejected", "pse__Approved__c": False},
    },
}
INSTANCE, STEP, WORK_ITEM = "04g", "04h", "04i"
Row = dict[str, Any]


def approvals(org: Org, writes: Writes) -> APIRouter:
    """The routes of `/process/approvals`."""
    router = APIRouter()
    processes = _Processes(org, writes)

    @router.post("/services/data/v{version}/process/approvals")
    @router.post("/services/data/v{version}/process/approvals/")
    async def process(version: str, request: Request) -> Response:
        user = org.admit(request)
        asked = (await request.json()).get("requests")
        if not isinstance(asked, list) or not asked:
            raise malformed("The request must have a list of requests")
        results = [processes.answer(each, user) for each in asked]
        return JSONResponse(results, 200 if any(result["success"] for result in results) else 400)

    return router


class _Processes:
    """Instances of approval processes: the requests that succeed are kept, the others tell why not."""

    def __init__(self, org: Org, writes: Writes) -> None:
        self._org, self._writes = org, writes

    def answer(self, asked: Row, user: str) -> Row:
        actions = {"Submit": self._submit, "Approve": self._decide, "Reject": self._decide}
        try:
            act = actions.get(asked.get("actionType", ""))
            if act is None:
                raise Refusal(400, "INVALID_INPUT", f"actionType is not one of {', '.join(actions)}")
            return act(asked, user)
        except Refusal as refusal:
            error = {"statusCode": refusal.code, "message": refusal.message, "fields": []}
            return {
                "actorIds": None, "entityId": asked.get("contextId"), "errors": [error], "instanceId": None,
                "instanceStatus": None, "newWorkitemIds": None, "success": False,
            }  # fmt: skip

    def _submit(self, asked: Row, user: str) -> Row:
        key = str(asked.get("contextId"))
        entity, record = self._record(key)
        process = self._process(entity, asked.get("processDefinitionNameOrId"))
        instances = self._org.shown.tables["ProcessInstance"]
        if instances.filter((pl.col("TargetObjectId") == key) & (pl.col("Status") == "Pending")).height:
            words = "This record is currently in an approval process. A record can be in only one approval process."
            raise Refusal(400, "ALREADY_IN_PROCESS", words)
        approver = next(iter(asked.get("nextApproverIds") or []), None)
        if approver is None or not self._org.shown.tables["User"].filter(pl.col("Id") == approver).height:
            raise Refusal(400, "REQUIRED_FIELD_MISSING", "nextApproverIds must name one user who is to decide")
        by = asked.get("contextActorId") or user
        instance = self._writes.next_id(INSTANCE)
        now = self._org.shown.now()
        made = {"IsDeleted": False, "CreatedDate": now, "CreatedById": by, **self._writes.touched(by)}
        given = {"ProcessDefinitionId": process["Id"], "TargetObjectId": key, "Status": "Pending"}
        self._org.shown.create(
            "ProcessInstance", {"Id": instance, **given, "SubmittedById": by, "LastActorId": by, **made}
        )
        self._step(instance, "Started", by, approver, self._node(process["Id"], approver))
        self._effect(entity, record, "Pending", by)
        return _result(key, instance, "Pending", [approver], [_work_item(instance)])

    def _decide(self, asked: Row, user: str) -> Row:
        item = str(asked.get("contextId"))
        instances = self._org.shown.tables["ProcessInstance"]
        waiting = instances.filter(pl.col("Status") == "Pending")
        found = [row for row in waiting.to_dicts() if item in (_work_item(row["Id"]), row["TargetObjectId"])]
        if not found:
            raise Refusal(400, "INVALID_CROSS_REFERENCE_KEY", "invalid work item id")
        (instance,) = found
        steps = self._org.shown.tables["ProcessInstanceStep"].filter(pl.col("ProcessInstanceId") == instance["Id"])
        asking = steps.filter(pl.col("StepStatus") == "Started").to_dicts()[0]
        if user != asking["OriginalActorId"]:
            words = "The current user is not an assigned approver of this request"
            raise Refusal(400, "INSUFFICIENT_ACCESS_OR_READONLY", words)
        word = "Approved" if asked["actionType"] == "Approve" else "Rejected"
        self._step(instance["Id"], word, user, user, asking["StepNodeId"])
        ended = {"Status": word, "CompletedDate": self._org.shown.now(), "LastActorId": user}
        self._org.shown.change("ProcessInstance", {"Id": instance["Id"]}, {**ended, **self._writes.touched(user)})
        entity, record = self._record(instance["TargetObjectId"])
        self._effect(entity, record, word, user)
        return _result(record["Id"], instance["Id"], word, [], [])

    def _step(self, instance: str, word: str, actor: str, waits_for: str, node: str | None) -> None:
        made = {"IsDeleted": False, "CreatedDate": self._org.shown.now(), "CreatedById": actor}
        step = {
            "Id": self._writes.next_id(STEP), "ProcessInstanceId": instance, "StepStatus": word, "ActorId": actor,
            "OriginalActorId": waits_for, "StepNodeId": node, **made, **self._writes.touched(actor),
        }  # fmt: skip
        self._org.shown.create("ProcessInstanceStep", step)

    def _effect(self, entity: str, record: Row, word: str, user: str) -> None:
        values = EFFECTS.get(entity, {}).get(word)
        if values:
            self._writes.set(entity, record, values, user)

    def _record(self, key: str) -> tuple[str, Row]:
        for entity in OBJECTS.values():
            found = self._org.tables()[entity].filter((pl.col("Id") == key) & ~pl.col("IsDeleted"))
            if found.height:
                return entity, found.to_dicts()[0]
        raise Refusal(400, "NO_APPLICABLE_PROCESS", "No applicable approval process was found.")

    def _process(self, entity: str, wanted: str | None) -> Row:
        processes = self._org.shown.tables["ProcessDefinition"].filter(pl.col("TableEnumOrId") == entity).to_dicts()
        found = [row for row in processes if wanted is None or wanted in (row["Id"], row["DeveloperName"])]
        if not found:
            raise Refusal(400, "NO_APPLICABLE_PROCESS", "No applicable approval process was found.")
        return found[0]

    def _node(self, process: str, approver: str) -> str | None:
        """The step of the process that is the approver's by role; else its first."""
        nodes = self._org.shown.tables["ProcessNode"].filter(pl.col("ProcessDefinitionId") == process).to_dicts()
        titles = self._org.shown.tables["User"].filter(pl.col("Id") == approver)["Title"].to_list()
        ordered = sorted(nodes, key=lambda node: node["DeveloperName"] not in titles)
        return ordered[0]["Id"] if ordered else None


def _work_item(instance: str) -> str:
    return WORK_ITEM + instance.removeprefix(INSTANCE)


def _result(entity: str, instance: str, status: str, actors: list[str], items: list[str]) -> Row:
    return {
        "actorIds": actors, "entityId": entity, "errors": None, "instanceId": instance, "instanceStatus": status,
        "newWorkitemIds": items, "success": True,
    }  # fmt: skip
