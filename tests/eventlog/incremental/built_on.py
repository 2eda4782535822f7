"""`python -m tests.eventlog.incremental.built_on FOLDER` builds on what a small firm has, to be killed."""

import sys
from pathlib import Path

from core.calendars import calendar
from core.workspace import Workspace
from eventlog.incremental.build import build_on
from eventlog.landed import landed_runs
from tests.eventlog.records.small_crm import CRM

if __name__ == "__main__":
    workspace = Workspace(Path(sys.argv[1]))
    build_on(workspace, landed_runs(workspace), calendar, sources={"crm": CRM})
