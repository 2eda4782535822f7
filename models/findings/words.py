"""What people read for a kind of finding: its label, or the title of the rule that it is."""

from core.words import finding_kinds
from core.workspace import Workspace
from metrics.rules.catalogue import rules


def kind_label(kind: str, workspace: Workspace | None = None) -> str:
    """Likely dispute, Contract signed, no project"""
    if kind in finding_kinds():
        return finding_kinds()[kind]
    rule = rules("exceptions", workspace).get(kind)
    return rule.title if rule else kind
