"""The card of each model: what it asks, how good it is beside a guess and by people, where not to trust it."""

from dataclasses import dataclass, replace

from dash import html

from core.roles import ROLES
from core.state import open_state
from core.workspace import Workspace
from dashboards.findings_page.words import right
from dashboards.parts import Part, card, status, table
from figures.amounts import day
from figures.words import count, many, share
from models.cards import Card, cards
from models.detecting import Detected, LastLook, last_look
from models.detector import Measured
from models.findings.precision import Precision, precisions


@dataclass(frozen=True)
class Models:
    """Every card, with what people said of each detector's findings, and what came of the last look."""

    cards: tuple[Card, ...]
    precisions: dict[str, Precision]
    looked: LastLook | None

    def of_last_look(self, name: str) -> Detected | None:
        there = self.looked.detected if self.looked else ()
        return next((each for each in there if each.name == name), None)

    def lacks(self, each: Card) -> str:
        """Why there was nothing to look at for it; empty where there was."""
        looked = self.of_last_look(each.declaration.name)
        return looked.lacks if looked else ""


def all_models(workspace: Workspace) -> Models:
    with open_state(workspace) as state:
        found = Models(tuple(cards(workspace)), precisions(state), last_look(workspace))
    # those that had nothing to look at come last
    return replace(found, cards=tuple(sorted(found.cards, key=lambda each: bool(found.lacks(each)))))


def answer(found: Models) -> tuple[str, str]:
    """How many beat a naive guess on later data, and how often people agreed."""
    measured = [each.saved.measured for each in found.cards if each.saved and each.saved.measured]
    better = sum(each.beats_naive for each in measured)
    judged = sum(each.decided for each in found.precisions.values())
    agreed = sum(each.confirmed for each in found.precisions.values())
    people = f"People judged {many(judged, 'finding')} and confirmed {share(agreed / judged)}." if judged else ""
    if not any(each.saved for each in found.cards):
        return "No model has learnt anything here yet.", "Run tracework detect."
    idle = sum(bool(found.lacks(each)) for each in found.cards)
    unmeasured = len(found.cards) - len(measured) - idle
    rest = f" {count(unmeasured)} could not be measured: too little has come true since." if unmeasured else ""
    if idle:
        rest = f"{rest} {count(idle)} had nothing to look at in this log."
    does = "does" if better == 1 else "do"
    first = (
        f"{count(better)} of {many(len(measured), 'measured model')} {does} better than a naive guess on later data."
    )
    return first, f"{people or 'Nobody has judged a finding yet.'}{rest}"


def model_card(each: Card, found: Models) -> Part:
    declaration, saved = each.declaration, each.saved
    looked = found.of_last_look(declaration.name)
    about: list[tuple[str, Part]] = [
        ("Method", declaration.method),
        ("Limits", declaration.limits),
        ("Owner", ROLES[declaration.owner_role].title if declaration.owner_role in ROLES else declaration.owner_role),
    ]
    if saved:
        since = f"{count(saved.events)} events until {day(saved.fitted_until, year=True)}"
        about.append(("Learnt from", f"{since}, generation {count(saved.generation)}"))
        version = f"{declaration.version}, learnt {'once' if saved.number == 1 else f'{saved.number} times'}"
        about.append(("Version", [version, " · ", html.Span(saved.sha256[:12], className="mono")]))
    lacks = found.lacks(each)
    parts: list[Part] = [
        html.P(declaration.question, className="ink-2"),
        html.P(lacks, className="small") if lacks else None,
        html.P(looked.slips, className="small") if looked and looked.slips else None,
        html.Div(_figures(each, found.precisions.get(declaration.name)), className="model-figures"),
        html.Dl([part for name, words in about for part in (html.Dt(name), html.Dd(words))]),
    ]
    if saved and saved.measured and saved.measured.calibration:
        parts.append(_calibration(saved.measured))
    return html.Div(card(declaration.title, parts, _state(each, looked), "model-card"), id=declaration.name)


def _state(each: Card, looked: Detected | None) -> Part:
    if each.refused:
        return status("bad", "Changed, not used")
    if looked and looked.failed:
        return html.Span(status("bad", "Could not look"), title=looked.failed)
    if each.saved is None:
        return status("none", "Has not looked")
    if looked and looked.lacks:
        return status("none", "Nothing to look at")
    measured = each.saved.measured
    if measured is None:
        return status("none", "Not measured")
    return status("good", "Beats the guess") if measured.beats_naive else status("watch", "No better than a guess")


def _figures(each: Card, precision: Precision | None) -> list[Part]:
    parts: list[Part] = []
    if each.saved and each.saved.measured:
        measured = each.saved.measured
        better = "higher is better" if measured.higher_is_better else "lower is better"
        period = f"{day(measured.since)} – {day(measured.until, year=True)}"
        parts.append(
            _figure(
                measured.measure,
                f"{measured.value:.3g}",
                f"{measured.naive:.3g} by guessing {measured.naive_is}; {better}; {count(measured.n)} cases, {period}",
            )
        )
    if precision and precision.decided:
        random = ""
        if precision.by_lot:
            told = right(precision.by_lot_confirmed, precision.by_lot)
            random = f"of those that only the lot put before a person {told}"
        parts.append(_figure("By people’s verdicts", right(precision.confirmed, precision.decided), random))
    else:
        about_it = html.Span("Nobody has judged a finding of it yet.", className="ink-2 small")
        parts.append(
            html.Span([html.Span("By people’s verdicts", className="ink-3"), about_it], className="worth-part")
        )
    return parts


def _figure(label: str, words: str, note: str) -> Part:
    inside = [html.Span(label, className="ink-3"), html.B(words, className="figure")]
    return html.Span([*inside, html.Span(note, className="ink-3 small") if note else None], className="worth-part")


def _calibration(measured: Measured) -> Part:
    rows = [[f"{told:.0%}", f"{came:.0%}", count(number)] for told, came, number in measured.calibration if number]
    columns = (("Chance told", True), ("Came true", True), ("Of", True))
    return html.Details([html.Summary("Calibration", className="small"), table(columns, rows, "Calibration")])
