"""Who is named in findings: the people of the log, each with the pseudonym shown to whoever may not see names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from core.pseudonyms import pseudonym_key
from core.sql import load
from eventlog.reading import EventLog
from eventlog.scoped.people import NAMES, PEOPLE
from models.detector import Suspicion
from models.findings.written import named_in, pattern_of


@dataclass(frozen=True)
class People:
    """Each name there is, with its pseudonym, and what finds any of them in a text."""

    pseudonyms: Mapping[str, str]
    pattern: re.Pattern[str]

    def named_in(self, suspicion: Suspicion) -> dict[str, str]:
        """Those that a suspicion names."""
        return named_in(suspicion, self.pseudonyms, self.pattern)


def people_of(log: EventLog) -> People:
    """The people of a log that its owner has opened, by the same pseudonyms as everywhere in the workspace."""
    statement = load("models.findings", "people.sql")
    rows = log.database.rows(statement, people=list(PEOPLE), names=list(NAMES))
    key = pseudonym_key(log.workspace)
    # a single word may be any word of a sentence
    told = ((text, person) for text, person in rows if re.search(r"[^\w]", text.strip()))
    known = {text: f"Person {sha256((key + person).encode()).hexdigest()[:8]}" for text, person in told}
    return People(known, pattern_of(known))
