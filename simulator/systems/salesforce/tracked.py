"""Which fields the firm keeps a history of: the object, where its history stands, and what names the record there."""

from __future__ import annotations

from typing import NamedTuple

from simulator.systems.salesforce.crm import TERMS


class Tracked(NamedTuple):
    """A history table, its column that names the record, and the fields whose changes it has."""

    table: str
    parent: str
    fields: tuple[str, ...]


TRACKED = {
    "Contact": Tracked("ContactHistory", "ContactId", ("Grade__c",)),
    "Contract": Tracked("ContractHistory", "ContractId", ("Status", *TERMS)),
    "Opportunity": Tracked("OpportunityFieldHistory", "OpportunityId", ("StageName",)),
    "pse__Proj__c": Tracked("pse__Proj__History", "ParentId", ("pse__Stage__c",)),
    "pse__Milestone__c": Tracked("pse__Milestone__History", "ParentId", ("pse__Status__c",)),
    "pse__Resource_Request__c": Tracked("pse__Resource_Request__History", "ParentId", ("pse__Status__c",)),
    "pse__Assignment__c": Tracked("pse__Assignment__History", "ParentId", ("pse__Status__c",)),
    "pse__Timecard_Header__c": Tracked("pse__Timecard_Header__History", "ParentId", ("pse__Status__c",)),
}
