"""What the contract is worth in all, in units of its currency."""

from models.contract_terms.cues import Term
from models.contract_terms.document import Document
from models.contract_terms.roles import terms_of_sums


def read(document: Document) -> Term[float] | None:
    return terms_of_sums(document).get("amount")
