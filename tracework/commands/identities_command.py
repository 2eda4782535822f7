"""What is one thing in several systems: the pairs to decide on, what was matched and why, where systems conflict."""

from typing import Annotated, Any

import typer

from core.access import Viewer
from core.errors import NotFound, WrongUse
from core.roles import Act
from core.sql import load
from core.words import object_label
from core.workspace import Workspace, writing
from eventlog.numbering import OURS
from eventlog.reading import open_log
from figures.words import many, sides
from ingest.decisions import decide_identity
from ingest.identity_decisions import Decided, decided
from tracework import pipeline
from tracework.acts import act_on_files, write_act
from tracework.commands.options import JsonOption, WorkspaceOption, chosen_workspace
from tracework.terminal import ProgressLine, print_json, say, table, tell

SHOWN = 20
TYPES_OF = "select type.name from object join object_type as type using (type_no) where object_id = $name"
Pair = tuple[str, str]


def run(
    workspace: WorkspaceOption = None,
    same: Annotated[Pair | None, typer.Option("--same", metavar="A B", help="Decide that two are one thing.")] = None,
    different: Annotated[
        Pair | None, typer.Option("--different", metavar="A B", help="Decide that they are not.")
    ] = None,
    later: Annotated[Pair | None, typer.Option("--later", metavar="A B", help="Take a decision back for now.")] = None,
    type_: Annotated[
        str | None, typer.Option("--type", help="Of which type they are, where both ids are of several.")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Who decides.")] = "the owner",
    json: JsonOption = False,
) -> None:
    place = chosen_workspace(workspace)
    decisions = [
        (pair, answer) for pair, answer in ((same, "same"), (different, "different"), (later, "later")) if pair
    ]
    types = [_type_of(place, pair, type_) for pair, _ in decisions]
    for (pair, answer), kind in zip(decisions, types, strict=True):
        _decide(place, pair, (answer, kind), by)
    if decisions:
        _rebuild(place, json)
    else:
        _show(place, json)


def _type_of(place: Workspace, pair: Pair, wanted: str | None) -> str:
    """The type that both are of: a system may give a client and a person the same id."""
    with open_log(place, Viewer.owner()) as log:
        found = [set(log.database.column(TYPES_OF, name=name)) for name in pair]
        for name, types in zip(pair, found, strict=True):
            if not types:
                raise NotFound(
                    f'There is no object "{name}" in generation {log.generation}. `tracework identities` lists pairs.'
                )
    common = sorted(found[0] & found[1])
    if wanted is not None and wanted in common:
        return wanted
    if wanted is not None or not common:
        this, that = (" or ".join(sorted(types)) for types in found)
        raise WrongUse(f"{pair[0]} is of the type {this}, and {pair[1]} of {that}. Two that are one are of one type.")
    if len(common) > 1:
        raise WrongUse(f"{pair[0]} and {pair[1]} are each {' and '.join(common)}. Say which with --type.")
    return str(common[0])


def _decide(place: Workspace, pair: Pair, answer: tuple[str, str], by: str) -> None:
    said, kind = answer
    with act_on_files(place, Act.IDENTITY, " and ".join(pair)):
        with writing(place):
            decide_identity(place, *pair, said, by, kind)
        write_act(place, Act.IDENTITY, ("pair", " and ".join(pair)), None, {"answer": said, "type": kind, "by": by})


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
    say(f"{many(len(suggestions), 'pair')} to decide on, {many(len(found['identities']), 'object')} matched.")
    for each in found["decisions"][:SHOWN]:
        words = "are the same" if each["answer"] == "same" else "are different"
        told = f"{each['left_name'] or each['left']} and {each['right_name'] or each['right']} {words}"
        say(f"{each['by']}, {each['at']}: {told} ({each['left']}, {each['right']}){each['doubt']}.")
    say(f"{many(len(found['decisions']), 'pair')} decided.")
    for each in conflicts[:SHOWN]:
        told = ", ".join(sides(each["systems"] or (), each["values"] or (), "{}: {}"))
        say(f"{each['kind'].replace('_', ' ')}: {each['object']} {each['attribute'] or ''} {told}".replace("  ", " "))
    say(f"{many(len(conflicts), 'conflict')}.")
    tell(
        "Next: tracework identities --same A B, or --different A B, or --later A B to take that back; "
        "tracework lineage A shows where A comes from."
    )


def _found(place: Workspace) -> dict[str, list[dict[str, Any]]]:
    with open_log(place, Viewer.owner()) as log:
        found = {
            name: [
                dict(zip(columns, row, strict=True))
                for row in log.database.rows(load("tracework.commands", f"{name}.sql"))
            ]
            for name, columns in COLUMNS.items()
        }
        return found | {"decisions": [_told(each) for each in decided(log)]}


def _told(each: Decided) -> dict[str, Any]:
    said = each.said
    return {
        "type": each.type, "left": said.left, "left_name": each.left, "right": said.right, "right_name": each.right,
        "answer": said.answer, "by": said.by, "at": f"{said.at:%Y-%m-%d %H:%M} UTC", "load": f"{OURS}/{said.run}",
        "holds": each.holds, "doubt": each.doubt,
    }  # fmt: skip


COLUMNS = {
    "suggestions": ("type", "left", "left_name", "right", "right_name", "score", "answer"),
    "identities": ("type", "object", "canonical", "rule", "decision"),
    "conflicts": ("kind", "type", "object", "attribute", "systems", "values", "worth", "currency"),
}
