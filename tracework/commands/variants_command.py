"""The ways cases run, the commonest first, with how long they take and how they differ."""

from typing import Annotated, Any

import typer

from core.counted import many
from mining.times import MICROSECONDS
from mining.variants import Variants, variants
from tracework.commands.options import JsonOption, WhereOption, WorkspaceOption
from tracework.commands.shown_process import chosen_cases
from tracework.terminal import duration, print_json, table, tell


def run(
    process: Annotated[str | None, typer.Argument(help="The process; not needed where there is one only.")] = None,
    workspace: WorkspaceOption = None,
    where: WhereOption = None,
    top: Annotated[int, typer.Option(min=1, help="How many.")] = 10,
    json: JsonOption = False,
) -> None:
    with chosen_cases(workspace, process, where) as (log, selection):
        found = variants(log, selection, top)
    if json:
        print_json(as_json(found))
        return
    rows = [
        [row.number, row.cases, f"{row.share:.1%}", duration(row.median_us / MICROSECONDS), row.difference]
        for row in found.top
    ]
    table(["#", "cases", "share", "half within", "how it differs"], rows)
    verb = "runs" if found.cases == 1 else "run"
    tell(f"{many(found.cases, 'case')} {verb} in {many(found.total, 'way')}.")


def as_json(found: Variants) -> dict[str, Any]:
    """The variants as scripts read them."""
    top = [
        {
            "activities": list(row.activities),
            "cases": row.cases,
            "share": row.share,
            "median_s": row.median_us / MICROSECONDS,
        }
        for row in found.top
    ]
    return {"cases": found.cases, "variants": found.total, "top": top}
