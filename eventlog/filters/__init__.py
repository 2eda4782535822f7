"""Filters: one small grammar for addresses, the command line and the API. `select` turns conditions into cases."""

from eventlog.filters.condition import Condition
from eventlog.filters.grammar import in_words, parse, to_text
from eventlog.filters.selection import Selection, select

__all__ = ["Condition", "Selection", "in_words", "parse", "select", "to_text"]
