"""What the firm's systems hold of a contract's terms, and which contract a document is about."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.sql import load
from eventlog.reading import EventLog
from metrics.narrowing import where_facts_are
from models.contract_terms.document import Document
from models.detector import Place

CENTS = 100


@dataclass(frozen=True)
class Recorded:
    """A contract on record. `terms` are by the names of the fields; one that is not on record is left out."""

    object_id: str
    name: str
    client: str
    place: Place
    signed_at: datetime | None
    terms: Mapping[str, Any]


def recorded_contracts(log: EventLog) -> list[Recorded]:
    """All contracts but amendments, whose documents tell only what changes."""
    rows = log.database.arrow(where_facts_are(log.database, load("models.contract_terms", "recorded.sql"))).to_pylist()
    return [_recorded(row) for row in rows]


def contract_of(document: Document, contracts: Sequence[Recorded]) -> Recorded | None:
    """The one contract whose client and work the document names; None where there is none, or more than one."""
    text = _plain(document.text)
    about = [each for each in contracts if _plain(each.client) in text and _plain(_work(each)) in text]
    return about[0] if len(about) == 1 else None


def _work(contract: Recorded) -> str:
    """The name of the work: that of the contract without the client's, which systems add to tell contracts apart."""
    return contract.name.removesuffix(contract.client).rstrip(" ,–-") or contract.name


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w&]+", " ", text.casefold()).split())


def _recorded(row: Mapping[str, Any]) -> Recorded:
    known = {
        name: row[name] for name in ("billing_type", "currency", "payment_days", "po_number") if row[name] is not None
    }
    known |= {name: row[name] / CENTS for name in ("amount", "cap") if row[name] is not None}
    if row["rates"]:
        known["rates"] = {grade: cents / CENTS for grade, cents in row["rates"]}
    place = Place(row["entity"], row["practice"], row["client"], row["project"])
    return Recorded(row["object_id"], row["name"] or "", row["client"] or "", place, row["signed_at"], known)
