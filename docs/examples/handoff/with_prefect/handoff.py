"""The handoff of a signed contract, from sales to delivery, as a Prefect flow.

Tracework starts a run with the raw body and the headers of a signed message. The flow verifies it before it acts, does
the steps, each under an external id so that a step done twice is done once, and posts what came of it back, signed.

    python handoff.py            # serves the deployment "handoff/handoff" on this machine
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from messages import signed, verified
from prefect import flow, task
from prefect.runtime import flow_run
from prefect.states import State
from vendors import Busy, Graph, NetSuite, Refused, Salesforce, setting

PLAN = Path(__file__).resolve().parents[1] / "plan.json"
BY_MILESTONE = {"milestone", "fixed_price"}
KNOWN_ALREADY = 409


def _is_not_refused(_task: object, _run: object, state: State[Any]) -> bool:
    """A system that says no says it again; one that is busy or away may not."""
    return not isinstance(state.result(raise_on_failure=False), Refused)


AGAIN: dict[str, Any] = {
    "retries": 3,
    "retry_delay_seconds": [10, 60, 600],
    "retry_condition_fn": _is_not_refused,
}


@dataclass(frozen=True)
class Contract:
    """A signed contract, with what other systems know of its client and its entity."""

    id: str
    number: str
    name: str
    account: str
    customer: str
    subsidiary: str
    region: str
    entity: str
    currency: str
    billing: str
    value: float
    signed: date
    practice: str
    owner: str
    opportunity: str | None
    code: str

    @property
    def starts(self) -> date:
        return self.signed + timedelta(days=plan()["starts_after_days"])

    @property
    def ends(self) -> date:
        return self.starts + timedelta(weeks=plan()["weeks"])


def plan() -> dict[str, Any]:
    """What the firm decided once for all handoffs."""
    read: dict[str, Any] = json.loads(PLAN.read_text(encoding="utf-8"))
    return read


@flow(name="handoff", log_prints=True)
def handoff(body: str, headers: dict[str, str]) -> dict[str, Any]:
    """The whole sequence for each contract that the message names."""
    arrived = flow_run.scheduled_start_time or datetime.now(UTC)
    event = verified(body, headers, setting("TRACEWORK_KEYS"), arrived.timestamp())
    report(event, "receipt", {"result": "running", "words": "The handoff has begun."})
    told: dict[str, Any] = {"result": "succeeded", "words": "", "records": []}
    try:
        for finding in event["data"]["findings"]:
            contract = checked_contract(finding["subject_id"].rpartition(":")[2])
            told["records"] += set_up(contract)
        told["words"] = "The project is set up; its budget waits for approval."
    except (Refused, Busy, httpx.HTTPError) as refusal:
        told |= {"result": "failed", "words": str(refusal)}
    report(event, "outcome", told)
    return told


def set_up(contract: Contract) -> list[dict[str, str]]:
    """Everything that a contract needs before work can begin."""
    job = project_in_erp(contract)
    shell = shell_in_psa(contract)
    budget = budget_for_approval(contract, shell)
    group = workspace(contract)
    return [
        {"system": "netsuite", "record": "job", "id": job},
        {"system": "salesforce", "record": "pse__Proj__c", "id": shell},
        {"system": "salesforce", "record": "pse__Budget__c", "id": budget},
        {"system": "graph", "record": "group", "id": group},
        *staffing_requests(contract, shell),
        *milestones(contract, shell),
    ]


@task(**AGAIN)
def checked_contract(key: str) -> Contract:
    """The contract, its terms complete, its client known to the ERP. What is missing is told all at once."""
    salesforce, netsuite = Salesforce(), NetSuite()
    contract = salesforce.record("Contract", key)
    account = salesforce.record("Account", contract["AccountId"])
    needed = ["CompanySignedDate", "Contract_Value__c", "Billing_Type__c", "Tax_Code__c", "Service_Code__c"]
    needed += ["PO_Number__c"] if account["Requires_PO__c"] else []
    missing = [f"the contract has no {name}" for name in needed if contract[name] in (None, "")]
    if contract["Status"] != "Activated":
        missing.append(f"the contract is {contract['Status']}")
    entity = contract["Legal_Entity__c"]
    subsidiaries = netsuite.query(
        "SELECT id, custrecord_region FROM subsidiary WHERE externalid = {entity}", entity=entity
    )
    if not subsidiaries:
        missing.append(f"this ERP account has no subsidiary {entity}")
    customer = netsuite.named("customer", contract["AccountId"]) or (
        account["VAT_Number__c"]
        and netsuite.first("SELECT id FROM customer WHERE vatregnumber = {vat}", vat=account["VAT_Number__c"])
    )
    if not customer:
        missing.append(f"the ERP does not know the client {account['Name']}")
    if missing:
        raise Refused("; ".join(missing))
    deal = salesforce.record("Opportunity", contract["Opportunity__c"]) if contract["Opportunity__c"] else {}
    shells = salesforce.query("SELECT pse__Project_ID__c FROM pse__Proj__c WHERE Contract__c = {key}", key=key)
    number = contract["ContractNumber"]
    return Contract(
        id=key,
        number=number,
        name=contract["Name"],
        account=contract["AccountId"],
        customer=str(customer),
        subsidiary=subsidiaries[0]["id"],
        region=subsidiaries[0]["custrecord_region"],
        entity=entity,
        currency=contract["CurrencyIsoCode"],
        billing=contract["Billing_Type__c"],
        value=contract["Contract_Value__c"],
        signed=date.fromisoformat(contract["CompanySignedDate"]),
        practice=deal.get("Practice__c") or "",
        owner=contract["OwnerId"],
        opportunity=contract["Opportunity__c"],
        # a project that somebody began by hand is completed
        code=shells[0]["pse__Project_ID__c"] if shells else plan()["project_code"].format(number=number.lstrip("0")),
    )


@task(**AGAIN)
def project_in_erp(contract: Contract) -> str:
    """The job of the contract."""
    netsuite = NetSuite()
    there = netsuite.first("SELECT id FROM job WHERE entityid = {code}", code=contract.code)
    if there:
        return there
    sent = {
        "entityId": contract.code,
        "companyName": contract.name,
        "customer": {"id": contract.customer},
        "subsidiary": {"id": contract.subsidiary},
        "jobBillingType": contract.billing,
        "startDate": contract.starts.isoformat(),
        "projectedEndDate": contract.ends.isoformat(),
        "custentity_contract": contract.number,
        "custentity_practice": contract.practice,
    }
    currency = netsuite.first("SELECT id FROM currency WHERE symbol = {code}", code=contract.currency)
    return netsuite.upsert("job", contract.id, sent | ({"currency": {"id": currency}} if currency else {}))


@task(**AGAIN)
def shell_in_psa(contract: Contract) -> str:
    """The project in the PSA, under the contract's owner until staffing names a manager."""
    salesforce = Salesforce()
    sent = {
        "Name": contract.name,
        "Contract__c": contract.id,
        "pse__Account__c": contract.account,
        "pse__Opportunity__c": contract.opportunity,
        "pse__Project_Manager__c": salesforce.first(
            "SELECT Id FROM Contact WHERE pse__Salesforce_User__c = {owner}", owner=contract.owner
        ),
        "pse__Practice__c": salesforce.first(
            "SELECT Id FROM pse__Practice__c WHERE Name = {name}", name=contract.practice
        ),
        "pse__Region__c": salesforce.first("SELECT Id FROM pse__Region__c WHERE Name = {name}", name=contract.region),
        "Legal_Entity__c": contract.entity,
        "pse__Billing_Type__c": contract.billing,
        "CurrencyIsoCode": contract.currency,
        "Baseline_Revenue__c": contract.value,
        "Baseline_Cost__c": round(contract.value * plan()["cost_share"], 2),
        "pse__Start_Date__c": contract.starts.isoformat(),
        "pse__End_Date__c": contract.ends.isoformat(),
        "Kickoff_Planned__c": contract.starts.isoformat(),
    }
    return salesforce.upsert("pse__Proj__c", "pse__Project_ID__c", contract.code, sent)


@task(**AGAIN)
def budget_for_approval(contract: Contract, shell: str) -> str:
    """The budget, and its approval asked for, once."""
    salesforce = Salesforce()
    sent = {
        "Name": f"Budget of {contract.name}",
        "pse__Project__c": shell,
        "pse__Type__c": "Customer Purchase Order",
        "pse__Amount__c": contract.value,
        "Cost_Amount__c": round(contract.value * plan()["cost_share"], 2),
        "CurrencyIsoCode": contract.currency,
    }
    there = salesforce.first("SELECT Id FROM pse__Budget__c WHERE pse__Project__c = {shell}", shell=shell)
    budget = there or salesforce.upsert("pse__Budget__c", "External_Key__c", f"{contract.code}-budget", sent)
    if salesforce.first("SELECT Id FROM ProcessInstance WHERE TargetObjectId = {budget}", budget=budget):
        return budget
    name = plan()["budget_approvers"].get(contract.entity, "")
    approver = salesforce.first("SELECT Id FROM User WHERE Username = {name}", name=name)
    if approver is None:
        raise Refused(f"nobody is named to approve budgets of {contract.entity}")
    result = salesforce.submit(budget, approver, f"Handoff of contract {contract.number}")
    if not result["success"] and result["errors"][0]["statusCode"] != "ALREADY_IN_PROCESS":
        raise Refused(f"the budget could not be submitted: {result['errors'][0]['message']}")
    return budget


@task(**AGAIN)
def staffing_requests(contract: Contract, shell: str) -> list[dict[str, str]]:
    """Who is wanted, by skill and geography, from the plan for the practice and the contract's own rates."""
    salesforce = Salesforce()
    rates = salesforce.query(
        "SELECT Grade__c, Hourly_Rate__c FROM Contract_Rate__c WHERE Contract__c = {key}", key=contract.id
    )
    by_grade = {rate["Grade__c"]: rate["Hourly_Rate__c"] for rate in rates}
    made = []
    for place, wanted in enumerate(plan()["staffing"].get(contract.practice, []), start=1):
        rate = by_grade.get(wanted["grade"]) or plan()["usual_rate"]
        sent = {
            "pse__Project__c": shell,
            "pse__Resource_Role__c": wanted["role"],
            "Grade__c": wanted["grade"],
            "pse__Primary_Skill_Certification__c": wanted["skill"],
            "Region__c": contract.region,
            "pse__SOW_Hours__c": round(contract.value * wanted["share"] / rate),
            "pse__Start_Date__c": contract.starts.isoformat(),
        }
        key = salesforce.upsert("pse__Resource_Request__c", "External_Key__c", f"{contract.code}-role-{place}", sent)
        made.append({"system": "salesforce", "record": "pse__Resource_Request__c", "id": key})
    return made


@task(**AGAIN)
def workspace(contract: Contract) -> str:
    """The team of the project; the code in brackets is how others know whose it is."""
    approver = plan()["budget_approvers"].get(contract.entity, "")
    sent = {
        "displayName": contract.name,
        "description": f"Workspace of project [{contract.code}]",
        "mailNickname": contract.code.lower(),
        "mailEnabled": True,
        "securityEnabled": False,
        "groupTypes": ["Unified"],
        "visibility": "Private",
        "owners@odata.bind": [f"https://graph.microsoft.com/v1.0/users/{approver}"],
    }
    return Graph().team(contract.code, sent)


@task(**AGAIN)
def milestones(contract: Contract, shell: str) -> list[dict[str, str]]:
    """What is billed when, where billing follows milestones; the last takes what rounding left."""
    salesforce, made, left = Salesforce(), [], contract.value
    planned = plan()["milestones"] if contract.billing in BY_MILESTONE else []
    days = (contract.ends - contract.starts).days
    for place, each in enumerate(planned, start=1):
        amount = left if place == len(planned) else round(contract.value * each["share"], 2)
        left = round(left - amount, 2)
        sent = {
            "Name": each["name"],
            "pse__Project__c": shell,
            "pse__Milestone_Amount__c": amount,
            "CurrencyIsoCode": contract.currency,
            "pse__Target_Date__c": (contract.starts + timedelta(days=round(days * each["at"]))).isoformat(),
        }
        key = salesforce.upsert("pse__Milestone__c", "External_Key__c", f"{contract.code}-milestone-{place}", sent)
        made.append({"system": "salesforce", "record": "pse__Milestone__c", "id": key})
    return made


@task(retries=5, retry_delay_seconds=[5, 30, 300, 1800, 7200])
def report(event: dict[str, Any], kind: str, told: dict[str, Any]) -> None:
    """Tell Tracework, under an id made of the message's and of what is told: told twice it counts once."""
    body = json.dumps({"type": f"tracework.action.{kind}", "data": told}).encode()
    headers = signed(f"{event['id']}_{hashlib.sha256(body).hexdigest()[:12]}", body, setting("TRACEWORK_RECEIPT_KEYS"))
    answer = httpx.post(setting("TRACEWORK_URL") + event["data"]["receipt"], content=body, headers=headers, timeout=30)
    if answer.status_code != KNOWN_ALREADY:
        answer.raise_for_status()


if __name__ == "__main__":
    handoff.serve(name="handoff", limit=int(os.environ.get("HANDOFFS_AT_ONCE", "4")))
