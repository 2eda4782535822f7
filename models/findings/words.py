"""Kinds of findings: which there are, and what people read for one: its label, or the title of the rule it is."""

from collections.abc import Collection
from difflib import get_close_matches

from core.errors import WrongUse
from core.words import finding_kinds
from core.workspace import Workspace
from metrics.rules.catalogue import rules


def kind_label(kind: str, workspace: Workspace | None = None) -> str:
    """Likely dispute, Contract signed, no project"""
    if kind in finding_kinds():
        return finding_kinds()[kind]
    rule = rules("exceptions", workspace).get(kind)
    return rule.title if rule else kind


def known_kind(kind: str, workspace: Workspace, seen: Collection[str] = ()) -> str:
    """The kind, if findings can be of it or some in `seen` are; WrongUse with the nearest, since no findings would
    read as if there were nothing to review."""
    known = sorted({*finding_kinds(), *rules("exceptions", workspace), *seen})
    if kind in known:
        return kind
    near = get_close_matches(kind, known, n=1)
    meant = f'The nearest is "{near[0]}"; all are' if near else "There are:"
    raise WrongUse(f'Findings are of no kind "{kind}". {meant} {", ".join(known)}.')
