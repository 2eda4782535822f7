"""Which columns refer to which objects, and by what name a query steps over them."""

from __future__ import annotations

from collections.abc import Sequence

STANDARD = {
    "OwnerId": "User",
    "CreatedById": "User",
    "LastModifiedById": "User",
    "ActorId": "User",
    "OriginalActorId": "User",
    "SubmittedById": "User",
    "LastActorId": "User",
    "AccountId": "Account",
    "OpportunityId": "Opportunity",
    "ContractId": "Contract",
    "ProcessInstanceId": "ProcessInstance",
    "ProcessDefinitionId": "ProcessDefinition",
    "StepNodeId": "ProcessNode",
}
CUSTOM = {
    "Opportunity__c": "Opportunity",
    "Amends__c": "Contract",
    "Contract__c": "Contract",
    "Project__c": "pse__Proj__c",
    "pse__Account__c": "Account",
    "pse__Opportunity__c": "Opportunity",
    "pse__Salesforce_User__c": "User",
    "pse__Practice__c": "pse__Practice__c",
    "pse__Region__c": "pse__Region__c",
    "pse__Project__c": "pse__Proj__c",
    "pse__Project_Manager__c": "Contact",
    "pse__Resource__c": "Contact",
    "pse__Resource_Request__c": "pse__Resource_Request__c",
    "pse__Assignment__c": "pse__Assignment__c",
    "pse__Timecard_Header__c": "pse__Timecard_Header__c",
    "pse__Timecard__c": "pse__Timecard__c",
    "pse__Milestone__c": "pse__Milestone__c",
    "pse__Billing_Event__c": "pse__Billing_Event__c",
    "pse__Approver__c": "User",
    "Resource__c": "Contact",
}


def target_of(entity: str, column: str) -> str | None:
    """The object that a column of an object refers to."""
    if column == "ParentId":
        return {"Account": "Account"}.get(entity, entity.replace("__History", "__c"))
    return STANDARD.get(column) or CUSTOM.get(column)


def relation_name(column: str) -> str:
    """What a query calls the step over a column: `Account` for `AccountId`, `pse__Project__r` for `pse__Project__c`."""
    return column.removesuffix("c") + "r" if column.endswith("__c") else column.removesuffix("Id")


def relation(entity: str, step: str, columns: Sequence[str]) -> tuple[str, str] | None:
    """The column that a step goes over and the object it leads to; no columns given means any."""
    column = step.removesuffix("r") + "c" if step.endswith("__r") else step + "Id"
    target = target_of(entity, column)
    return (column, target) if target and (not columns or column in columns) else None
