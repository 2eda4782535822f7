"""The terms of a document: every field of the folder, read."""

from collections.abc import Mapping
from typing import Any

from core.registry import found, module
from models.contract_terms.cues import Term
from models.contract_terms.document import Document

PLACE = "models.contract_terms.fields"


def fields() -> list[str]:
    """The names of the terms that are looked for, in alphabetical order."""
    return found(PLACE)


def terms_of(document: Document) -> Mapping[str, Term[Any]]:
    """What the document says, by field; a field that it does not speak of is left out."""
    read = {name: module(PLACE, name).read(document) for name in fields()}
    return {name: term for name, term in read.items() if term is not None}
