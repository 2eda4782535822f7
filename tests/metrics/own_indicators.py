"""A workspace with a small imported log and indicators of its own."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from core.workspace import Workspace, create_workspace
from ingest.imports import ImportChoices
from tests.generated_logs import START, trace
from tests.written_files import write_xes
from tracework.pipeline import import_file

HEADER = """-- grain: one row per case
-- title = "Cases"
-- question = "How many cases are there?"
-- population = "Every case"
-- owner = "Nobody"
-- source = "Made for a test"
-- [[measure]]
-- title = "Cases"
-- aggregate = "sum"
-- unit = "count"
"""
CASES = (
    HEADER
    + """
select 'value' as measure, thing.object_id, 'here' as entity, min(happened.ts) as at, 1 as value
from fact.thing as thing
join fact.happened as happened using (thing_no)
group by thing.object_id
"""
)


def workspace_with(folder: Path, indicators: Mapping[str, str], cases: int = 4) -> Workspace:
    """A workspace whose log has a case a day, built with these files in its folder `indicators`."""
    workspace = create_workspace(folder)
    (folder / "indicators").mkdir()
    for name, text in indicators.items():
        (folder / "indicators" / f"{name}.sql").write_text(text)
    log = [trace(str(number), "ABC", START + timedelta(days=number)) for number in range(cases)]
    import_file(workspace, write_xes(folder.parent / "log.xes", log), ImportChoices(process="work"))
    return workspace
