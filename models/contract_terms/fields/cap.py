"""The most that may be billed, where the contract sets a limit to it."""

from models.contract_terms.cues import Term
from models.contract_terms.document import Document
from models.contract_terms.roles import terms_of_sums


def read(document: Document) -> Term[float] | None:
    return terms_of_sums(document).get("cap")
