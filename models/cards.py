"""A model's card, written by code: what it learnt from, how it does later beside a naive guess, and its limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.errors import BadInput
from core.roles import ROLES
from core.workspace import Workspace, write_durably
from models import saved as store
from models.catalogue import detector, detectors
from models.detector import Declaration, Measured
from models.saved import Saved


@dataclass(frozen=True)
class Card:
    """A detector, with what it has learnt here if it has been run; `refused` says why that is not used."""

    declaration: Declaration
    saved: Saved | None
    refused: str | None = None


def cards(workspace: Workspace) -> list[Card]:
    """The card of every detector."""
    return [_card(workspace, detector(name).declaration) for name in detectors()]


def _card(workspace: Workspace, declaration: Declaration) -> Card:
    try:
        return Card(declaration, store.read(workspace, declaration))
    except BadInput as error:
        return Card(declaration, None, str(error))


def write_card(workspace: Workspace, declaration: Declaration, saved: Saved) -> None:
    """Write the card beside what was learnt."""
    write_durably(store.folder(workspace, declaration.name) / "card.md", card_text(declaration, saved))


def card_text(declaration: Declaration, saved: Saved) -> str:
    """The card as Markdown."""
    about = {
        "Question": declaration.question,
        "Method": declaration.method,
        "Version": f"{declaration.version}, {saved.number}. of this workspace, sha256 `{saved.sha256[:16]}…`",
        "Owner": ROLES[declaration.owner_role].title,
        "Learnt from": f"{saved.events:,} events until {saved.fitted_until:%-d %b %Y} (generation {saved.generation})",
        "Limits": declaration.limits,
    }
    parts = [f"# {declaration.title}", _list(about), "## Measured on later data", measured_in_words(saved.measured)]
    if saved.measured and saved.measured.calibration:
        rows = [(f"{told:.0%}", f"{came:.0%}", f"{n:,}") for told, came, n in saved.measured.calibration]
        parts += ["## Calibration", _table(("Chance told", "Came true", "Of"), rows)]
    return "\n\n".join(parts) + "\n"


def measured_in_words(measured: Measured | None) -> str:
    """How good it was, beside the naive guess, in two sentences."""
    if measured is None:
        return "Not measured: too little has come true since what it learnt from. Read what it says with care."
    verdict = "It does better" if measured.beats_naive else "**It does no better**"
    better = "higher" if measured.higher_is_better else "lower"
    return (
        f"{measured.measure}: {measured.value:.3g}, and {measured.naive:.3g} by guessing {measured.naive_is} "
        f"({better} is better; {measured.n:,} cases from {measured.since:%-d %b %Y} to {measured.until:%-d %b %Y}). "
        f"{verdict} than the guess."
    )


def _list(about: Mapping[str, str]) -> str:
    return "\n".join(f"- **{name}**: {words}" for name, words in about.items())


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---:"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
