"""What the CRM's records yield: clients, deals, contracts, disputes, and the decisions on contracts and budgets."""

from eventlog.record_mapping import ChangesOf, EventsOf, LinksOf, Lookup, ObjectsOf, ObservedIn, RecordMapping, Role

CREATOR = {"who": Lookup("User", "r.CreatedById")}
BY_CREATOR, BY_ACTOR = Role("resource", "r.CreatedById", "by"), Role("resource", "r.ActorId", "by")
OWNER = {"who": Lookup("User", "r.OwnerId")}
DEAL = {"deal": Lookup("Opportunity", "r.OpportunityId")}
# a step of an approval: what was asked, by which process, whose turn it was, who acted
STEP = {
    "asked": Lookup("ProcessInstance", "r.ProcessInstanceId"),
    "process": Lookup("ProcessDefinition", "asked.ProcessDefinitionId"),
    "node": Lookup("ProcessNode", "r.StepNodeId"),
    "who": Lookup("User", "r.ActorId"),
}
APPROVAL = {
    "approval": "r.ProcessInstanceId",
    "approver_role": "node.DeveloperName",
    "asked_at": "asked.CreatedDate",
}
STAGES = {
    "opportunity_qualified": "Qualification",
    "proposal_sent": "Proposal/Price Quote",
    "negotiation_started": "Negotiation/Review",
    "opportunity_won": "Closed Won",
    "opportunity_lost": "Closed Lost",
}
TERMS = {
    "po_number": "PO_Number__c",
    "tax_code": "Tax_Code__c",
    "service_code": "Service_Code__c",
    "rate_card": "Rate_Card__c",
}


def decided(event_type: str, process: str, word: str, role: Role, kind: str) -> EventsOf:
    """A step of an approval process as an event; `word` is the step's status."""
    return EventsOf(
        event_type, "ProcessInstanceStep", "r.CreatedDate", (role, BY_ACTOR), by="who.Name",
        where=f"process.DeveloperName = '{process}' and r.StepStatus = '{word}'",
        lookups={**STEP, **({"budget": Lookup("pse__Budget__c", "asked.TargetObjectId")} if kind == "budget" else {})},
        attributes={"kind": f"'{kind}'", **APPROVAL},
    )  # fmt: skip


CONTRACT_ASKED = Role("contract", "asked.TargetObjectId")
BUDGETED = Role("project", "budget.pse__Project__c")
APPROVALS = (
    decided("handoff_submitted", "Contract_Data_Check", "Started", CONTRACT_ASKED, "contract"),
    decided("contract_data_rejected", "Contract_Data_Check", "Rejected", CONTRACT_ASKED, "contract"),
    decided("contract_data_checked", "Contract_Data_Check", "Approved", CONTRACT_ASKED, "contract"),
    decided("budget_submitted", "Budget_Approval", "Started", BUDGETED, "budget"),
    decided("budget_rejected", "Budget_Approval", "Rejected", BUDGETED, "budget"),
    decided("budget_approved", "Budget_Approval", "Approved", BUDGETED, "budget"),
)
ENTITY_KEYS = {"slug": "r.Legal_Entity__c", "code": "r.Legal_Entity__c"}
LEGAL_ENTITIES = tuple(
    ObjectsOf("legal_entity", stream, "r.Legal_Entity__c", attributes={"entity": "r.Legal_Entity__c"}, keys=ENTITY_KEYS)
    for stream in (
        "Account",
        "Opportunity",
        "Contract",
        "pse__Proj__c",
        "Contact",
        "pse__Rate_Card__c",
        "Forecast_Snapshot__c",
    )
)
OBJECTS = (
    # whoever signs in is somebody; what is known of people stands with HR and the PSA
    ObjectsOf(
        "resource", "User", "r.Id", attributes={"name": "r.Name"},
        keys={"email": "lower(r.Email)", "employee_number": "r.EmployeeNumber"},
    ),
    ObjectsOf(
        "client", "Account", "r.Id", since="r.CreatedDate",
        attributes={
            "name": "r.Name", "client": "r.Name", "industry": "r.Industry", "country": "r.BillingCountry",
            "entity": "r.Legal_Entity__c",
            "requires_po": "r.Requires_PO__c",
        },
        keys={"crm_id": "r.Id", "tax_number": "r.VAT_Number__c", "name": "r.Name"},
    ),
    ObjectsOf(
        "opportunity", "Opportunity", "r.Id", since="r.CreatedDate",
        attributes={
            "name": "r.Name", "client": "account.Name", "entity": "r.Legal_Entity__c", "practice": "r.Practice__c",
            "amount": "r.Amount", "currency": "r.CurrencyIsoCode", "stage": "r.StageName", "owner": "who.Name",
        },
        lookups={"account": Lookup("Account", "r.AccountId"), **OWNER},
    ),
    ObjectsOf(
        "contract", "Contract", "r.Id", since="r.CreatedDate",
        attributes={
            "name": "r.Name", "client": "account.Name", "entity": "r.Legal_Entity__c", "status": "r.Status",
            "billing_type": "r.Billing_Type__c", "amount": "r.Contract_Value__c", "currency": "r.CurrencyIsoCode",
            "cap": "r.Cap__c", "payment_terms_days": "r.Payment_Terms__c", "owner": "who.Name",
            "requires_acceptance": "r.Requires_Acceptance__c", "requires_po": "account.Requires_PO__c",
            "terms_complete_at": "r.Terms_Complete_Date__c", "cancelled_at": "r.Cancelled_Date__c",
            **{name: f"r.{column}" for name, column in TERMS.items()},
        },
        keys={"number": "r.ContractNumber", "crm_id": "r.Id"},
        lookups={"account": Lookup("Account", "r.AccountId"), **OWNER},
    ),
    ObjectsOf(
        "rate", "Contract_Rate__c", "r.Id",
        attributes={
            "kind": "'contract'", "grade": "r.Grade__c", "rate": "r.Hourly_Rate__c", "currency": "r.CurrencyIsoCode",
        },
    ),
    ObjectsOf(
        "dispute", "Case", "r.Id", since="r.CreatedDate", where="r.Type = 'Billing dispute'",
        attributes={
            "client": "account.Name", "reason": "r.Reason", "amount": "r.Disputed_Amount__c",
            "currency": "r.CurrencyIsoCode", "resolution": "r.Resolution__c", "invoice_number": "r.Invoice_Number__c",
        },
        lookups={"account": Lookup("Account", "r.AccountId")},
    ),
    ObjectsOf(
        "invoice", "Case", "r.Invoice_Number__c", where="r.Type = 'Billing dispute'",
        keys={"number": "r.Invoice_Number__c"},
    ),
)  # fmt: skip
CHANGES = (
    ChangesOf(
        "opportunity", "OpportunityHistory", "r.OpportunityId", "r.CreatedDate", {"stage": "r.StageName"}
    ),
    ChangesOf(
        "contract", "ContractHistory", "r.ContractId", "r.CreatedDate", {"status": "r.NewValue"},
        where="r.Field = 'Status'",
    ),
    *(
        ChangesOf(
            "contract", "ContractHistory", "r.ContractId", "r.CreatedDate", {name: "r.NewValue"},
            where=f"r.Field = '{column}'",
        )
        for name, column in TERMS.items()
    ),
)  # fmt: skip
LINKS = (
    LinksOf("Account", Role("client", "r.Id"), Role("client", "r.ParentId", "parent")),
    LinksOf("Account", Role("client", "r.Id"), Role("legal_entity", "r.Legal_Entity__c", "of")),
    LinksOf("Opportunity", Role("opportunity", "r.Id"), Role("client", "r.AccountId", "for")),
    LinksOf("Opportunity", Role("opportunity", "r.Id"), Role("legal_entity", "r.Legal_Entity__c", "of")),
    LinksOf("Contract", Role("contract", "r.Id"), Role("opportunity", "r.Opportunity__c", "from")),
    LinksOf("Contract", Role("contract", "r.Id"), Role("client", "r.AccountId", "for")),
    LinksOf("Contract", Role("contract", "r.Id"), Role("contract", "r.Amends__c", "amends")),
    LinksOf("Contract", Role("contract", "r.Id"), Role("legal_entity", "r.Legal_Entity__c", "of")),
    LinksOf("Contract_Rate__c", Role("rate", "r.Id"), Role("contract", "r.Contract__c", "of")),
    LinksOf("Case", Role("dispute", "r.Id"), Role("invoice", "r.Invoice_Number__c", "contests")),
)
OPPORTUNITY = (Role("opportunity", "r.OpportunityId"), Role("client", "deal.AccountId", "for"), BY_CREATOR)
CONTRACT = (
    Role("contract", "r.Id"),
    Role("client", "r.AccountId", "for"),
    Role("opportunity", "r.Opportunity__c", "from"),
)
DISPUTE = (
    Role("dispute", "r.Id"),
    Role("invoice", "r.Invoice_Number__c", "contested"),
    Role("client", "r.AccountId", "by"),
)
EVENTS = (
    EventsOf(
        "opportunity_created", "Opportunity", "r.CreatedDate",
        (Role("opportunity", "r.Id"), Role("client", "r.AccountId", "for"), BY_CREATOR), by="who.Name",
        lookups=CREATOR,
    ),
    *(
        EventsOf(
            event_type, "OpportunityHistory", "r.CreatedDate", OPPORTUNITY, by="who.Name",
            where=f"r.StageName = '{stage}'", lookups={**DEAL, **CREATOR},
        )
        for event_type, stage in STAGES.items()
    ),
    *(
        EventsOf(
            event_type, "Opportunity", "r.LastStageChangeDate",
            (Role("opportunity", "r.Id"), Role("client", "r.AccountId", "for")),
            where=f"r.StageName = '{STAGES[event_type]}'", unless="OpportunityHistory",
        )
        for event_type in ("opportunity_won", "opportunity_lost")
    ),
    EventsOf(
        "contract_drafted", "Contract", "r.CreatedDate", (*CONTRACT, BY_CREATOR), by="who.Name", lookups=CREATOR,
    ),
    EventsOf(
        "contract_signed", "ContractHistory", "r.CreatedDate", (Role("contract", "r.ContractId"), BY_CREATOR),
        by="who.Name",
        where="r.Field = 'Status' and r.NewValue = 'Activated'", lookups=CREATOR,
    ),
    EventsOf("contract_signed", "Contract", "r.ActivatedDate", CONTRACT, unless="ContractHistory"),
    *APPROVALS,
    EventsOf(
        "dispute_opened", "Case", "r.CreatedDate", DISPUTE, where="r.Type = 'Billing dispute'",
        attributes={"reason": "r.Reason", "amount": "r.Disputed_Amount__c", "currency": "r.CurrencyIsoCode"},
    ),
    EventsOf(
        "dispute_resolved", "Case", "r.ClosedDate", DISPUTE, where="r.Type = 'Billing dispute'",
        attributes={"resolution": "r.Resolution__c"},
    ),
)  # fmt: skip
# stages that a deal has passed leave no date behind where its history is not kept
OBSERVED = tuple(
    ObservedIn(
        event_type, "Opportunity",
        f"old.Id is not null and old.StageName is distinct from r.StageName and r.StageName = '{STAGES[event_type]}'",
        (Role("opportunity", "r.Id"), Role("client", "r.AccountId", "for")), unless="OpportunityHistory",
    )
    for event_type in ("opportunity_qualified", "proposal_sent", "negotiation_started")
)  # fmt: skip
CRM = RecordMapping((*LEGAL_ENTITIES, *OBJECTS), CHANGES, LINKS, EVENTS, OBSERVED)
