"""Contracts of the deals that are won, the terms they lack, and their amendments."""

from __future__ import annotations

import numpy as np

from simulator.codes import RETIRED
from simulator.life.chance import Bools, Column, keyed, some_of
from simulator.life.clients import standard_rate
from simulator.life.deals import BILLING, MILESTONE, T_AND_M, contract_fails
from simulator.life.life import Life
from simulator.life.rows import DAY, NEVER, Rows, together
from simulator.life.staff import GRADES

SERVICE = ("STR", "TEC", "DAT", "OPS")


def sign_contracts(life: Life) -> None:
    """A contract is drafted when the deal is won, and signed by the client after some days."""
    deals, clients = life["opportunity"], life["client"]
    won = np.flatnonzero(deals.won & (deals.won_at < NEVER))
    deal = deals.pick(won)
    client = clients.of(deal.client_id)
    drafted = life.after(deal.owner_id, deal.won_at, np.minimum(life.dice("draft").skewed(deal.key, 5, 0.8), 60))
    signed = life.after(deal.owner_id, drafted, np.minimum(life.dice("signature").skewed(deal.key, 22, 0.8), 200))
    fails = contract_fails(life, deal.key)
    contracts = Rows(
        key=deal.key, deal=won, opportunity_id=won + 1, client_id=deal.client_id, entity_id=deal.entity_id,
        office=deal.office, amends_id=np.zeros(len(won), np.int64), name=deal.name, billing=deal.billing,
        value_cents=deal.amount_cents, currency=deal.currency, payment_terms_days=client.terms,
        owner_id=deal.owner_id, created_at=drafted, signed_at=np.where(fails, NEVER, signed),
        cancelled_at=np.where(fails, signed, NEVER), discount=deal.discount, practice_id=deal.practice_id,
    )  # fmt: skip
    life.wait("client_signature", contracts.id, (drafted, np.where(fails, NEVER, signed)))
    life.rows["contract"] = contracts.put(**_terms(life, contracts, client))


def _terms(life: Life, contracts: Rows, client: Rows) -> dict[str, Column]:
    """Codes and numbers; the order number of a client that gives one may come after the signature."""
    key, offices = contracts.key, life.offices
    tax = np.array([office.tax_code for office in offices], object)[contracts.office]
    service = np.array([f"{SERVICE[p - 1]}-{100 * (b + 1)}" for p, b in zip(
        contracts.practice_id.tolist(), contracts.billing.tolist(), strict=True)], object)  # fmt: skip
    year = 1970 + (contracts.created_at / DAY / 365.2425).astype(np.int64)
    card = np.array([f"RC-{offices[o].country}-{y}" for o, y in zip(contracts.office, year, strict=True)], object)
    ordered = np.array([f"PO-{n:07d}" for n in life.dice("order number").whole(key, 1_000_000, 9_999_999)], object)
    order = ordered.copy()
    order[~client.requires_po] = None
    late = client.requires_po & life.dice("order late").chance(key, 0.25) & (contracts.signed_at < NEVER)
    waited = life.dice("order wait").skewed(key, 45, 0.8)
    known = np.where(
        late, life.after(contracts.owner_id, contracts.signed_at, np.minimum(waited, 400)), contracts.created_at
    )
    life.wait("client_purchase_order", contracts.id[late], (contracts.signed_at[late], known[late]))
    hit = incomplete(life, contracts)
    lacks = life.dice("lacks").whole(key, np.where(client.requires_po, 0, 1), 3)
    for number, column in enumerate((order, tax, service, card)):
        column[hit & (lacks == number)] = None
    retired = _retired(life, contracts)
    for column, half in ((service, contracts.id % 2 == 0), (tax, contracts.id % 2 == 1)):
        column[retired & half] = [f"{RETIRED}{code}" for code in column[retired & half]]
    mended = life.after(contracts.owner_id, np.where(hit, contracts.signed_at, 0), np.full(len(key), 160.0))
    mends = hit & (lacks == 0) & life.dice("mended").chance(key, 0.6)
    order[mends] = ordered[mends]
    known = np.where(mends, mended, np.where(hit, NEVER, known))
    capped = (contracts.billing == T_AND_M) & life.dice("capped").chance(key, 0.4)
    cap = np.rint(contracts.value_cents * 1.1 / 10_000).astype(np.int64) * 10_000
    return {
        "po_number": order, "tax_code": tax, "service_code": service, "rate_card": card, "completed_at": known,
        "cap_cents": np.where(capped, cap, 0), "incomplete": hit, "retired": retired,
        "requires_acceptance": (contracts.billing == MILESTONE) & life.dice("acceptance").chance(key, 0.7),
        "billing_type": np.array(BILLING, object)[contracts.billing],
    }  # fmt: skip


def incomplete(life: Life, contracts: Rows) -> Bools:
    """Contracts that one seller in London leaves incomplete since the trouble began."""
    begins = life.begins_at("incomplete_contract_metadata")
    late = (contracts.office == 1) & (contracts.created_at >= begins)
    return np.asarray(late & life.dice("incomplete").chance(contracts.key, 0.3))


def _retired(life: Life, contracts: Rows) -> Bools:
    """Contracts in Munich that name a service or a tax code which master data no longer has."""
    late = (contracts.office == 2) & (contracts.signed_at >= life.begins_at("retired_codes"))
    late &= contracts.signed_at < life.as_of
    return some_of(late, life.dice("retired code").chance(contracts.key, 0.08))


def agree_rates(life: Life) -> None:
    """The card of each contract: the standard rate of its year less the discount, to the whole unit."""
    contracts = life["contract"]
    contract, grade = (column.ravel() for column in np.meshgrid(
        np.arange(len(contracts)), np.arange(len(GRADES)), indexing="ij"))  # fmt: skip
    year = 1970 + (contracts.created_at[contract] / DAY / 365.2425).astype(np.int64)
    rate = standard_rate(life, contracts.office[contract], grade, year) * (1 - contracts.discount[contract])
    life.rows["contract_rate"] = Rows(
        contract_id=contract + 1, grade=np.array(GRADES, object)[grade],
        cents_per_hour=np.rint(rate / 100).astype(np.int64) * 100
    )  # fmt: skip


def amend_contracts(life: Life) -> None:
    """One contract in nine is amended once, some weeks after its project began: more of the same work."""
    contracts, projects = life["contract"], life["project"]
    key = keyed(projects.key, 5)
    hit = life.dice("amended").chance(key, 0.11) & (projects.kickoff_at < NEVER) & (projects.part == 0)
    project = projects.pick(hit)
    old = contracts.of(project.contract_id)
    drafted = life.after(old.owner_id, project.kickoff_at, life.dice("amended after").skewed(key[hit], 220, 0.4))
    signed = life.after(old.owner_id, drafted, np.minimum(life.dice("amended signed").skewed(key[hit], 20, 0.8), 200))
    share = 0.1 + 0.25 * life.dice("amended by").uniform(key[hit])
    amendments = old.pick(np.arange(len(old))).put(
        amends_id=project.contract_id, created_at=drafted, signed_at=signed, completed_at=drafted,
        name=np.array([f"{name} (amendment 1)" for name in old.name], object),
        value_cents=np.rint(old.value_cents * share / 10_000).astype(np.int64) * 10_000,
        cap_cents=np.where(old.cap_cents > 0, np.rint(old.cap_cents * share).astype(np.int64), 0),
    )  # fmt: skip
    life.wait("client_signature", np.arange(len(amendments)) + len(contracts) + 1, (drafted, signed))
    life.rows["contract"] = together(contracts, amendments)
