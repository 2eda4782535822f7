"""What is one thing in several systems: the pairs to decide on, what was matched and why, where systems conflict."""

from typing import Annotated, Any

import typer

from core.access import Viewer
from core.errors import NotFound
from core.roles import Act
from core.sql import load
from core.words import object_label
from core.workspace import Workspace, writing
from eventlog.reading import open_log
from ingest.decisions import decide_identity
from tracework import pipeline
from tracework.acts import act_on_files, write_act
from tracework.commands.options import JsonOption, WorkspaceOption, chosen_workspace
from tracework.terminal import ProgressLine, print_json, say, table, tell

SHOWN = 20
Pair = tuple[str, str]


def run(
    workspace: WorkspaceOption = None,
    same: Annotated[Pair | None, typer.Option("--same", metavar="A B", help="Decide that two are one thing.")] = None,
    different: Annotated[
        Pair | None, typer.Option("--different", metavar="A B", help="Decide that they are not.")
    ] = None,
    later: Annotated[Pair | None, typer.Option("--later", metavar="A B", help="Take a decision back for now.")] = None,
    by: Annotated[str, typer.Option("--by", help="Who decides.")] = "the owner",
    json: JsonOption = False,
) -> None:
    place = chosen_workspace(workspace)
    decisions = [
        (pair, answer) for pair, answer in ((same, "same"), (different, "different"), (later, "later")) if pair
    ]
    for pair, answer in decisions:
        _decide(place, pair, answer, by)
    if decisions:
        _rebuild(place, json)
    else:
        _show(place, json)


def _decide(place: Workspace, pair: Pair, answer: str, by: str) -> None:
    with open_log(place, Viewer.owner()) as log:
        for name in pair:
            if not log.database.column("select object_no from object where object_id = $name", name=name):
                raise NotFound(
                    f'There is no object "{name}" in generation {log.generation}. `tracework identities` lists pairs.'
                )
    with act_on_files(place, Act.IDENTITY, " and ".join(pair)):
        with writing(place):
            decide_identity(place, *pair, answer, by)
        write_act(place, Act.IDENTITY, ("pair", " and ".join(pair)), None, {"answer": answer, "by": by})


def _rebuild(place: Workspace, json: bool) -> None:
    progress = ProgressLine()
    with act_on_files(place, Act.BUILD):
        generation = pipeline.build(place, progress)
        progress.end()
        write_act(place, Act.BUILD, ("generation", str(generation)))
    if json:
        print_json({"generation": generation})
    else:
        say(f"Generation {generation} is published.")
        tell("Next: tracework identities shows what is left to decide.")


def _show(place: Workspace, json: bool) -> None:
    found = _found(place)
    if json:
        print_json(found)
        return
    suggestions, conflicts = found["suggestions"], found["conflicts"]
    if suggestions:
        table(
            ["alike", "type", "one", "name", "other", "name"],
            [
                [
                    "–" if each["score"] is None else f"{each['score']:.2f}",
                    object_label(each["type"]),
                    each["left"],
                    each["left_name"],
                    each["right"],
                    each["right_name"],
                ]
                for each in suggestions[:SHOWN]
            ],
        )
    say(f"{len(suggestions):,} pairs to decide on, {len(found['identities']):,} objects matched.")
    for each in conflicts[:SHOWN]:
        told = ", ".join(f"{system}: {value}" for system, value in zip(each["systems"], each["values"], strict=False))
        say(f"{each['kind'].replace('_', ' ')}: {each['object']} {each['attribute'] or ''} {told}".replace("  ", " "))
    say(f"{len(conflicts):,} conflicts.")
    tell("Next: tracework identities --same A B, or --different A B; tracework lineage A shows where A comes from.")


def _found(place: Workspace) -> dict[str, list[dict[str, Any]]]:
    with open_log(place, Viewer.owner()) as log:
        return {
            name: [
                dict(zip(columns, row, strict=True))
                for row in log.database.rows(load("tracework.commands", f"{name}.sql"))
            ]
            for name, columns in COLUMNS.items()
        }


COLUMNS = {
    "suggestions": ("type", "left", "left_name", "right", "right_name", "score", "answer"),
    "identities": ("type", "object", "canonical", "rule", "decision"),
    "conflicts": ("kind", "type", "object", "attribute", "systems", "values", "worth", "currency"),
}
