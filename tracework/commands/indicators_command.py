"""The indicators: each a number on everything or by slices, over a period or as a trend, with what stands behind it."""

from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from core.access import Viewer
from core.errors import WrongUse
from core.settings import FirmSettings, firm_settings
from core.words import slice_label
from core.workspace import Workspace
from eventlog.reading import EventLog, open_log
from metrics.as_json import as_json, compared_all, definition_as_json, flat, records_as_json, records_flat
from metrics.comparison import Compared, cautions
from metrics.cut import Cut, read_cut
from metrics.declaration import Indicator
from metrics.figures import in_words
from metrics.formulas import Step, reconciled
from metrics.history import known_on as known_history
from metrics.history import told_then
from metrics.period import read_period
from metrics.records import Records, Share, records
from metrics.stored import left_out, stored_indicator, stored_indicators
from metrics.total import told_names
from tracework.commands.options import JsonOption, WorkspaceOption, chosen_workspace
from tracework.terminal import print_csv, print_json, say, table, tell

RECORDS_SHOWN = 30
NOTHING_BY = "Nothing in it has what it was to be told by."
NO_INDICATORS = (
    "None of the indicators has such a measure, or the log holds nothing of billing, people and cash that they are "
    "made of. Connect the firm's systems in firm.toml and run `tracework pull`, or write one of your own."
)


def run(
    name: Annotated[str | None, typer.Argument(help="The indicator; without one, all of them.")] = None,
    workspace: WorkspaceOption = None,
    by: Annotated[str, typer.Option(help="Slices with commas between, such as entity,practice.")] = "",
    period: Annotated[
        str | None,
        typer.Option(help="2026-03-14, 2026-W11, 2026-03, 2026-Q1, 2026, or a range such as 2026-01..2026-03."),
    ] = None,
    trend: Annotated[str | None, typer.Option(help="By day, week, month, quarter or year.")] = None,
    where: Annotated[
        str, typer.Option(help="Only these, such as: practice = Data and entity in (munich, london)")
    ] = "",
    measure: Annotated[str, typer.Option(help="Only these measures, such as median,p90.")] = "",
    formula: Annotated[
        str, typer.Option(help="Another formula of the same number, such as certinia; of two, the steps between them.")
    ] = "",
    show_records: Annotated[bool, typer.Option("--records", help="The records behind the number.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Its definition, owner, source and statement.")] = False,
    known_on: Annotated[str | None, typer.Option(help="As it was known on this day, such as 2026-03-31.")] = None,
    json: JsonOption = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print the rows as CSV.")] = False,
) -> None:
    place = chosen_workspace(workspace)
    between = formula.split(",")
    cut = read_cut(by, period, trend, where, ",".join(filter(None, (measure, formula))))
    form = "json" if json else "csv" if csv else ""
    if known_on:
        _show_what_was_known(place, name, cut, read_period(known_on).last, form)
        return
    if len(between) > 1 and (not name or by or trend):
        raise WrongUse(
            "The steps between two formulas are those of one indicator as a whole. Name it, and leave out --by and "
            "--trend; --where and --period narrow it."
        )
    if show_records and (by or trend):
        raise WrongUse("Records stand one by one. Leave out --by and --trend; --where and --period narrow them.")
    with open_log(place, Viewer.owner()) as log:
        if (why or show_records) and not name:
            raise WrongUse(f"Say which indicator: {', '.join(stored_indicators(log))}.")
        if name and why:
            _explain(stored_indicator(log, name), json=json)
        elif name and len(between) > 1:
            _show_steps(reconciled(log, name, between[0], between[1], cut), form)
        elif name and show_records:
            indicator = stored_indicator(log, name)
            measured = cut.measures[0] if cut.measures else told_names(indicator.measures[0])[0]
            _show_records(records(log, indicator, measured, cut), form)
        else:
            _show(log, name, cut, firm_settings(place), form)


def _show(log: EventLog, name: str | None, cut: Cut, settings: FirmSettings, form: str) -> None:
    found = compared_all(log, name, cut, settings)
    rows = [as_json(each, log.generation) for each in found]
    if form == "json":
        print_json(rows)
    elif form == "csv":
        print_csv([flat(row, cut) for row in rows])
    else:
        _show_table(found, cut)
        if not found:
            whole = compared_all(log, name, replace(cut, by=()), settings)
            say(" ".join(dict.fromkeys(each.total.why or NOTHING_BY for each in whole)) or NO_INDICATORS)
        for caution, names in cautions(found).items():
            say(f"Note on {', '.join(names)}: {caution}")
        for lacking, reason in left_out(log).items():
            tell(f"Left out: {lacking}. {reason}")
        tell("Next: tracework indicators NAME --by entity, --trend month, --records or --why.")


def _show_what_was_known(place: Workspace, name: str | None, cut: Cut, day: date, form: str) -> None:
    known = known_history(place, day)
    rows = told_then(known, name, cut)
    if form:
        print_json(rows) if form == "json" else print_csv([flat(row, cut) for row in rows])
        return
    told = [[row["name"], row["measure"], row["period"] or "all time", row["value"], row["unit"], row["n"], row["open"],
             row["currency"] or "", row["definition"]] for row in rows]  # fmt: skip
    table(["indicator", "measure", "period", "value", "unit", "n", "open", "", "definition"], told)
    tell(
        f"As known on {day}: generation {known.generation}, whose data is complete to {known.as_of:%Y-%m-%d %H:%M} UTC."
    )


def _show_table(found: list[Compared], cut: Cut) -> None:
    slices = [slice_label(name) for name in cut.by]
    header = ["indicator", "measure", *slices, *(["period"] if cut.period or cut.grain else []), "value", "n", "open"]
    rows: list[list[object]] = []
    for each in found:
        total = each.total
        period = [total.period.title if total.period else "all time"] if cut.period or cut.grain else []
        stands = f"{each.standing.shape} {each.standing.words}" if each.standing else ""
        note = "; ".join(filter(None, (stands, "so far" if each.so_far and cut.period else "", total.why)))
        cells = [total.slice[name] or "–" for name in cut.by]
        rows.append([total.indicator, total.measure, *cells, *period, in_words(total), total.n, total.open, note])
    table([*header, ""], rows)


def _explain(indicator: Indicator, *, json: bool) -> None:
    if json:
        print_json(definition_as_json(indicator))
        return
    for label, text in (
        ("Name", indicator.name),
        ("Title", indicator.title),
        ("Question", indicator.question),
        ("Counts", indicator.population),
        ("Owner", indicator.owner),
        ("Source", indicator.source),
        ("Definition", indicator.definition),
    ):
        say(f"{label + ':':12}{text}")
    for measure in indicator.measures:
        names, formula = ", ".join(told_names(measure)), f" [{measure.formula}]" if measure.formula else ""
        say(f"{'Measure:':12}{measure.title} ({names}): {measure.aggregate}, {measure.unit}{formula}")
    say()
    say(indicator.statement.rstrip())


def _show_steps(steps: list[Step], form: str) -> None:
    if form:
        rows = [vars(step) for step in steps]
        print_json(rows) if form == "json" else print_csv(rows)
        return
    table(
        ["from one formula to the other", "hours", "value"],
        [[step.words, round(step.amount, 2), "–" if step.value is None else f"{step.value:.4f}"] for step in steps],
    )


def _show_records(found: Records, form: str) -> None:
    if form:
        print_json(records_as_json(found)) if form == "json" else print_csv(records_flat(found))
        return
    rows = [
        [share.object_id, share.part, str(share.day), "open" if share.is_open else "",
         *(None if number is None else round(number, 2) for number in _numbers(share)), share.currency or ""]
        for share in found.shares[:RECORDS_SHOWN]
    ]  # fmt: skip
    table(["thing", "part", "day", "", "value", "elapsed", "numerator", "denominator", "weight", ""], rows)
    tell(f"{min(len(rows), found.in_all):,} of {found.in_all:,}. Next: tracework lineage THING.")


def _numbers(share: Share) -> tuple[float | None, ...]:
    return share.value, share.elapsed, share.numerator, share.denominator, share.weight
