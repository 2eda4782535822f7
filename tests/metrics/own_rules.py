"""A workspace with a rule of gaps of its own, for a log made by hand."""

from pathlib import Path

from core.workspace import Workspace
from eventlog.reading import EventLog

HEADER = """-- grain: one row per deal
-- title = "Deals won"
-- kind = "missing_data"
-- severity = "low"
-- owner = "Sales"
-- source = "Ours"
"""


def with_rule(log: EventLog, root: Path, statement: str, more: str = "") -> EventLog:
    """The same log in a workspace that has the rule `deals_won`; `more` are further lines of its header."""
    folder = root / "rules" / "gaps"
    folder.mkdir(parents=True)
    (folder / "deals_won.sql").write_text(f"{HEADER}{more}{statement}\n")
    return EventLog(Workspace(root), 1, {"processes": []}, log.viewer, log.database)
