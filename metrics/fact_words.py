"""What a statement reads through the facts: those it names, those below them, and the words that all of them quote."""

import re
from functools import cache

from core.sql import load
from metrics.facts.making import facts
from metrics.rules.catalogue import TABLES, rules

QUOTED, FACT = re.compile(r"'([a-z_]+)'"), re.compile(r"\bfact\.([a-z_]+)")
COMMENT = re.compile(r"--.*")


def fact_words(statement: str) -> frozenset[str]:
    """All texts that are quoted: more than decide its numbers, because slices come through facts as well. What rules
    find rests on all that a rule reads."""
    text = _with_rules(statement)
    return frozenset(QUOTED.findall(text)).union(*(QUOTED.findall(_text_of(name)) for name in facts_read(statement)))


def facts_read(statement: str) -> frozenset[str]:
    """The names of all facts that it is made of."""
    named = frozenset(FACT.findall(_with_rules(statement)))
    return named.union(*(_below(name) for name in named))


def _with_rules(statement: str) -> str:
    text = COMMENT.sub("", statement)
    read = set(FACT.findall(text))
    of_rules = [
        COMMENT.sub("", rule.statement)
        for folder, found in TABLES.items()
        if found in read
        for rule in rules(folder).values()
    ]
    return "\n".join([text, *of_rules])


@cache
def _below(fact: str) -> frozenset[str]:
    named = frozenset(FACT.findall(_text_of(fact))) - {fact}
    return named.union(*(_below(name) for name in named))


def _text_of(fact: str) -> str:
    """The statement of a fact; those that are made of calendars and cases have none."""
    return COMMENT.sub("", load("metrics.facts", f"{fact}.sql")) if fact in facts() and fact != "calendars" else ""
