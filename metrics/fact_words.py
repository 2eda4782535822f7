"""Which words of the log a statement reads through the facts: the texts that it and every fact below it quote."""

import re
from functools import cache

from core.sql import load
from metrics.facts.making import facts
from metrics.rules.catalogue import TABLES, rules

QUOTED, FACT = re.compile(r"'([a-z_]+)'"), re.compile(r"\bfact\.([a-z_]+)")
COMMENT = re.compile(r"--.*")


def fact_words(statement: str) -> frozenset[str]:
    """All of them: more than what decides its numbers, because slices come through facts as well. What rules find
    rests on all that a rule reads."""
    text = COMMENT.sub("", statement)
    read = set(FACT.findall(text))
    for folder, found in TABLES.items():
        if found in read:
            rule_texts = [COMMENT.sub("", rule.statement) for rule in rules(folder).values()]
            text = "\n".join([text, *rule_texts])
    names = set(FACT.findall(text)) & _written()
    return frozenset(QUOTED.findall(text)).union(*(_words_of(name) for name in names))


@cache
def _words_of(fact: str) -> frozenset[str]:
    text = COMMENT.sub("", load("metrics.facts", f"{fact}.sql"))
    below = set(FACT.findall(text)) & _written() - {fact}
    return frozenset(QUOTED.findall(text)).union(*(_words_of(name) for name in below))


@cache
def _written() -> frozenset[str]:
    """The facts that are a file; the others are made of calendars and cases."""
    return frozenset(facts()) - {"calendars"}
