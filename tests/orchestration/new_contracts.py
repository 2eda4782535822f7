"""Contracts that salespeople sign while a test runs, entered in Salesforce as they would enter them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from simulator.interfaces.salesforce import SECRETS
from simulator.interfaces.serving import Served

OBJECTS = "/services/data/v62.0/sobjects"
APPROVALS = "/services/data/v62.0/process/approvals/"
TERMS = {"Tax_Code__c": "US-NY", "Service_Code__c": "DATA-100", "PO_Number__c": "PO-77"}


@contextmanager
def signed_in(salesforce: Served, user: str) -> Iterator[httpx.Client]:
    """A person of the firm, by their id as a user."""
    users = salesforce.shown.tables["User"]
    (name,) = users.filter(users["Id"] == user)["Username"]
    form = {
        "grant_type": "password", "username": name, "password": SECRETS["password"],
        "client_id": SECRETS["client_id"], "client_secret": SECRETS["client_secret"],
    }  # fmt: skip
    with httpx.Client(base_url=salesforce.url, trust_env=False) as client:
        granted = client.post("/services/oauth2/token", data=form).json()
        client.headers["authorization"] = f"Bearer {granted['access_token']}"
        yield client


def sign_contract(salesforce: Served, client_number: int, seller: str, **terms: Any) -> str:
    """The id of a new contract of a client, of a deal that is won with it; its terms are complete unless said else."""
    account, today = f"001{client_number:012d}", salesforce.shown.now().date().isoformat()
    with signed_in(salesforce, seller) as desk:
        client = desk.get(f"{OBJECTS}/Account/{account}").json()
        entity = {"Legal_Entity__c": client["Legal_Entity__c"], "CurrencyIsoCode": "USD", "OwnerId": seller}
        deal = {
            "Name": f"Harbour, {client['Name']}", "AccountId": account, "StageName": "Negotiation/Review",
            "Amount": 100_000.0, "CloseDate": today, "Practice__c": "Technology", **entity,
        }  # fmt: skip
        opportunity = _made(desk, "Opportunity", deal)
        draft = {
            "Name": deal["Name"], "AccountId": account, "Opportunity__c": opportunity, "Status": "Draft",
            "Billing_Type__c": "milestone", "Contract_Value__c": 100_000.0, "Payment_Terms__c": "30",
            **TERMS, **entity, **terms,
        }  # fmt: skip
        contract = _made(desk, "Contract", draft)
        won = {"StageName": "Closed Won", "IsWon": True, "IsClosed": True}
        desk.patch(f"{OBJECTS}/Opportunity/{opportunity}", json=won).raise_for_status()
        signed = {
            "Status": "Activated", "CompanySignedDate": today, "ActivatedDate": salesforce.shown.now().isoformat(),
        }  # fmt: skip
        desk.patch(f"{OBJECTS}/Contract/{contract}", json=signed).raise_for_status()
    return contract


def _made(desk: httpx.Client, entity: str, sent: dict[str, Any]) -> str:
    answer = desk.post(f"{OBJECTS}/{entity}", json=sent)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])
