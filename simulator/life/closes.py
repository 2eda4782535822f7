"""Month-end closes with their journals and reconciling items, and the documents of contracts."""

from __future__ import annotations

import numpy as np

from simulator.life.billing import first_of_month, midnight, month_of
from simulator.life.chance import Column, keyed
from simulator.life.life import Life
from simulator.life.rows import NEVER, Rows, together
from simulator.life.setup import desk

# Working hours of each step, in the median: cut-off, accruals, WIP, revenue, reconciled, closed.
STEPS = (13, 7, 9, 7, 10, 4)


def close_months(life: Life) -> None:
    """Each entity closes each month, in steps that one controller takes."""
    months = np.arange(int(month_of(np.array([life.since]))[0]), int(month_of(np.array([life.today]))[0]))
    office, month = (column.ravel() for column in np.meshgrid(np.arange(len(life.offices)), months))
    joined = np.array([life.joined(n) for n in range(len(life.offices))])[office]
    there = first_of_month(month) >= joined
    office, month = office[there], month[there]
    ended = midnight(life, office, first_of_month(month + 1)) - 1
    key = keyed(office + 1, month, 41)
    who = desk(life, "Finance Controller", office, 0 * office)
    planted = (office == 0) & (ended >= life.begins_at("close_delay"))
    moment, moments = ended, []
    for number, hours in enumerate(STEPS):
        spent = life.dice(f"close {number}").skewed(key, hours, 0.3) + np.where(planted & (number == 4), 34, 0)
        moment = life.after(who, moment, spent)
        moments.append(moment)
    again = life.dice("reopened").chance(key, 0.06) & (moment < NEVER)
    reopened = life.after(who, np.where(again, moment, NEVER), life.dice("reopens").skewed(key, 14, 0.6))
    reclosed = life.after(who, reopened, life.dice("recloses").skewed(key, 10, 0.5))
    names = ("cut_off_at", "accruals_at", "wip_reviewed_at", "revenue_at", "reconciled_at", "closed_at")
    closes = Rows(
        key=key, office=office, entity_id=office + 1, month=first_of_month(month), created_at=ended, who=who,
        planted=planted,
        currency=np.array([place.currency for place in life.offices], object)[office],
        reopened_at=reopened, reclosed_at=reclosed, **dict(zip(names, moments, strict=True)),
    )  # fmt: skip
    life.rows["period_close"] = closes
    _post_journals(life, closes)
    _find_items(life, closes)


def _several(life: Life, closes: Rows, topic: str, count: Column) -> Rows:
    """So many of something for each close, at moments between two of its steps."""
    close = np.repeat(np.arange(len(closes)), count)
    place = np.arange(len(close)) - np.repeat(np.cumsum(count) - count, count)
    key = keyed(closes.key[close], place, len(topic))
    scale = np.array([office.dearness for office in life.offices])[closes.office[close]] * (40 + life.people)
    amount = np.rint(life.dice(topic).skewed(key, 2_000, 1.1) * scale).astype(np.int64)
    return Rows(close=close, period_close_id=close + 1, key=key, amount_cents=amount, currency=closes.currency[close],
                entity_id=closes.entity_id[close], throw=life.dice(f"{topic} when").uniform(key))  # fmt: skip


def _between(life: Life, rows: Rows, who: Column, bounds: tuple[Column, Column]) -> Column:
    """A moment of somebody's work between two moments."""
    time = life.desks.time
    low, high = (time.position(who - 1, bound) for bound in bounds)
    return np.where(
        bounds[1] < NEVER, time.begin(who - 1, low + 60 + ((high - low - 120) * rows.throw).astype(np.int64)), NEVER
    )


def _post_journals(life: Life, closes: Rows) -> None:
    journals = _several(life, closes, "journal", life.dice("journals").whole(closes.key, 5, 12) + 5 * closes.planted)
    close = journals.close
    journals.put(manual=life.dice("manual").chance(journals.key, 0.6))
    journals.put(
        created_at=_between(life, journals, closes.who[close], (closes.cut_off_at[close], closes.closed_at[close]))
    )
    journals = journals.pick(np.lexsort((journals.key, journals.created_at)))
    journals = journals.pick(journals.created_at < life.as_of)
    life.rows["journal"] = journals.put(number=np.array([f"JE-{30001 + n}" for n in range(len(journals))], object))


def _find_items(life: Life, closes: Rows) -> None:
    """Found after the accruals, cleared before the close is reconciled."""
    items = _several(life, closes, "item", life.dice("items").whole(closes.key, 2, 6) + 12 * closes.planted)
    close = items.close
    found = _between(life, items, closes.who[close], (closes.accruals_at[close], closes.revenue_at[close]))
    items.put(throw=life.dice("cleared").uniform(items.key))
    cleared = _between(life, items, closes.who[close], (closes.revenue_at[close], closes.reconciled_at[close]))
    items.put(created_at=found, cleared_at=cleared)
    life.rows["reconciling_item"] = items.pick(found < life.as_of)


def file_documents(life: Life) -> None:
    """Drafts of the statement of work, the signed contract, the change order of an amendment."""
    contracts = life["contract"]
    amended = contracts.amends_id > 0
    titles = np.array([name.split(",")[0] for name in contracts.name], object)
    drafts = _documents(life, contracts, np.flatnonzero(~amended), ("statement_of_work", 0.4), titles)
    versions = np.flatnonzero(~amended & life.dice("second draft").chance(contracts.key, 0.4))
    second = _documents(life, contracts, versions, ("statement_of_work", 6.0), titles).put(
        version=np.full(len(versions), 2)
    )
    orders = _documents(life, contracts, np.flatnonzero(amended), ("change_order", 0.4), titles)
    signed = _documents(life, contracts, np.flatnonzero(contracts.signed_at < NEVER), ("signed_contract", 3.0), titles)
    documents = together(drafts, second, orders, signed)
    documents = documents.pick(np.lexsort((documents.contract_id, documents.created_at)))
    life.rows["document"] = documents.pick(documents.created_at < life.as_of)


def _documents(life: Life, contracts: Rows, row: Column, kind: tuple[str, float], titles: Column) -> Rows:
    contract, (word, hours) = contracts.pick(row), kind
    since = contract.signed_at if word == "signed_contract" else contract.created_at
    saved = life.after(
        contract.owner_id, since, life.dice(f"saved {word} {hours}").skewed(keyed(contract.key, 1), hours, 0.7)
    )
    ends = {"signed_contract": "signed.pdf", "change_order": "change order.docx"}.get(word, "SOW.docx")
    return Rows(
        contract_id=row + 1, kind=np.full(len(row), word, object), version=np.ones(len(row), np.int64),
        name=np.array([f"{title} {ends}" for title in titles[row]], object), created_at=saved,
    )  # fmt: skip
