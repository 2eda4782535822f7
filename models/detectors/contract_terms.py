"""Signed contracts, PDF or DOCX in the workspace's folder `contracts`, against what the systems hold of their terms.

People put them there, or a pull fetches them from a library, which then says which contract each is of.
"""

import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from core.errors import BadInput
from eventlog.reading import EventLog
from models.contract_terms.comparing import LABELS, Difference, differences
from models.contract_terms.filed import document_of, filed_contracts
from models.contract_terms.files import read_contract
from models.contract_terms.reading import terms_of
from models.contract_terms.recorded import Recorded, contract_of, recorded_contracts
from models.detector import Declaration, Learned, Measured, Reason, Suggestion, Suspicion
from models.known_then import known_then

KINDS = (".pdf", ".docx")
USUAL = 0.1
"""How many signed contracts are taken to differ from their record, until verdicts say."""

LONGEST_QUOTE = 160
log_of_reading = logging.getLogger(__name__)


@dataclass(frozen=True)
class Paper:
    """A file, and what the log calls it where its library files it under a contract."""

    path: Path
    filed_as: str | None


class ContractTerms:
    """One suspicion a contract whose document says other than its record, or more. A person confirms each term."""

    declaration = Declaration(
        name="contract_terms",
        kind="contract_terms",
        title="Contract terms",
        question="Where do signed contracts say other than the systems that bill them?",
        owner_role="controller",
        version=4,
        method=(
            "Tables are read by the heads of their columns. The role of a sum follows from what is spoken of around "
            "it, from the names that the contract defines, and from how it relates to the other sums: a cap lies "
            "somewhat above what is expected. The way of billing follows from all that the document says. The best "
            "candidate is the surer the further it is above the next. What differs from the record is told with its "
            "sentence and page. The chance is that at least one of the terms told is read right."
        ),
        limits=(
            "English and German. Pictures of text are not read. A document is matched to a contract by what its "
            "library files it under, else by the names of client and work in it, and left alone where that fits none "
            "or several. Amendments are not compared."
        ),
        needs=("contract_signed",),
    )

    def fit(self, log: EventLog, until: datetime) -> Learned:
        """Nothing is learnt: the words are declared."""
        return {}

    def score(self, log: EventLog, learned: Learned, moment: datetime) -> list[Suspicion]:
        folder = log.workspace.contracts
        files = documents_then(folder, moment)
        if not files:
            return []
        with known_then(log, moment) as then:
            contracts = recorded_contracts(then) if then is not None else []
            filed = filed_contracts(then) if then is not None else {}
        by_name = {each.object_id: each for each in contracts}
        found = []
        for path in files:
            name = document_of(folder, path)
            contract = filed.get(name or "")
            # filed under one that is not compared, such as an amendment, it is about no other
            about = contracts if contract is None else [by_name[contract]] if contract in by_name else []
            paper = Paper(path, name if contract is not None else None)
            told = _read_and_compared(paper, about, moment) if about else None
            found += [told] if told is not None else []
        return sorted(found, key=lambda each: (-each.score, each.subject_id))

    def measure(self, log: EventLog, learned: Learned, since: datetime, until: datetime) -> Measured | None:
        """Nothing in a log says what a document says; the reading is measured on documents whose terms are known."""
        return None


def documents_then(folder: Path, moment: datetime) -> list[Path]:
    """The files that were there at a moment (UTC without zone), by name."""
    if not folder.is_dir():
        return []
    latest = moment.replace(tzinfo=UTC).timestamp()
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in KINDS and path.stat().st_mtime <= latest)


def _read_and_compared(paper: Paper, contracts: Sequence[Recorded], moment: datetime) -> Suspicion | None:
    """What differs in a document that is about one of these contracts; one that is filed is about the only one."""
    try:
        document = read_contract(paper.path)
    except BadInput as error:
        log_of_reading.warning("%s", error)
        return None
    contract = contracts[0] if paper.filed_as else contract_of(document, contracts)
    found = differences(terms_of(document), contract.terms) if contract else []
    return _suspicion(paper, contract, found, moment) if contract and found else None


def _suspicion(paper: Paper, contract: Recorded, found: Sequence[Difference], moment: datetime) -> Suspicion:
    chance = 1 - math.prod(1 - each.term.confidence for each in found)
    named = ", ".join(LABELS[each.field] for each in found)
    money = max((each.money for each in found if each.money), default=None)
    return Suspicion(
        subject_type="contract",
        subject_id=contract.object_id,
        score=chance,
        chance=round(chance, 3),
        usual=USUAL,
        title=f"{contract.name}: the signed document says other than the record on {named}",
        summary=f"Read from {paper.path.name}. {found[0].sentence}.",
        since=contract.signed_at or moment,
        reasons=tuple(_reason(each, contract, paper) for each in found),
        suggestion=Suggestion("confirm_terms", "Open the document at its place and confirm each term"),
        place=contract.place,
        money=money,
        currency=contract.terms.get("currency") if money is not None else None,
    )


def _reason(difference: Difference, contract: Recorded, paper: Paper) -> Reason:
    quote = difference.term.sentence
    cut = quote if len(quote) <= LONGEST_QUOTE else f"{quote[: LONGEST_QUOTE - 1]}…"
    sure = f"read with {difference.term.confidence:.0%} certainty"
    evidence = (contract.object_id, *([paper.filed_as] if paper.filed_as else []))
    return Reason(f"{difference.sentence} (“{cut}”, {sure})", evidence=evidence)


DETECTOR = ContractTerms()
