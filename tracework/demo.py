"""The demo: a pretend firm's three histories, simulated, landed and built into a workspace, ready to be looked at."""

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from core.errors import BadInput, WrongUse
from core.progress import Progress, silent
from core.workspace import Workspace, create_workspace, write_durably, writing
from eventlog.generations import manifest_of
from eventlog.landed import LandedRun, landed_runs, run_hashes
from ingest.imports import ImportChoices, inspect_flat_file, land_file
from ingest.landing import withdraw
from simulator.run import simulate, write_firm
from simulator.troubles import Troubles
from tracework.pipeline import build

NAME = "Northlight Advisory Group"
PROCESS = "project_to_cash"
PROJECTS_PER_PERSON = 2.5
ABOUT_THE_PROJECT = (
    "Client", "Legal entity", "Region", "Practice", "Billing type", "Project manager", "Currency", "Contract value",
)  # fmt: skip
MAPPINGS = {
    "crm": ("activity=Stage", "time=Changed at", "resource=Changed by"),
    "psa": (
        "delimiter=semicolon", "encoding=cp1252", "decimal=comma", "date_order=day", "zone=Europe/Berlin",
        "activity=Event", "time=Date", "resource=User", "object:billing_event=Billing event", "event_attribute=Amount",
    ),
    "erp": (
        "date_order=month", "zone=America/New_York",
        "activity=Activity", "time=Posted", "resource=Posted by", "object:billing_event=Billing event",
        "event_attribute=Amount",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class PretendFirm:
    """Which pretend firm to show: the same answers give the same firm."""

    seed: int = 1
    people: int = 120
    troubles: str = "all"

    def __post_init__(self) -> None:
        try:
            Troubles.named(self.troubles)
        except ValueError as error:
            raise WrongUse(f"--troubles {self.troubles}: {error}") from None

    @property
    def projects(self) -> int:
        return max(1, round(self.people * PROJECTS_PER_PERSON))


@dataclass(frozen=True)
class Shown:
    """What the demo made: the workspace, the records landed in it, and what its event log holds."""

    workspace: Workspace
    records: int
    events: int
    generation: int


def prepare(root: Path, firm: PretendFirm, progress: Progress = silent) -> Shown:
    """Have the workspace at `root` show the pretend firm. One that shows it already is left as it is."""
    workspace = create_workspace(root)
    _refuse_other_records(workspace)
    with tempfile.TemporaryDirectory(dir=workspace.temporary) as folder:
        progress(0.0, f"Simulating {firm.projects} projects of {NAME}")
        write_firm(simulate(firm.seed, firm.people, firm.projects, Troubles.named(firm.troubles)), Path(folder))
        for number, system in enumerate(MAPPINGS):
            if land_history(workspace, Path(folder), system):
                progress(0.1 + 0.1 * number, f"Imported {system}.csv")
    if not workspace.settings_file.exists():
        write_durably(workspace.settings_file, f'# What Tracework should know of your firm.\nname = "{NAME}"\n')
    if not is_built(workspace):
        build(workspace, lambda share, words: progress(None if share is None else 0.4 + 0.6 * share, words))
    return shown(workspace)


def land_history(workspace: Workspace, folder: Path, system: str) -> bool:
    """Land one system's file unless it is there already; another firm's earlier file is withdrawn."""
    path = folder / f"{system}.csv"
    earlier = [run for run in landed_runs(workspace) if run.source == system]
    if [fingerprint(run) for run in earlier] == [sha256(path)]:
        return False
    about = [f"case_attribute={column}" for column in ABOUT_THE_PROJECT]
    items = ["case=Project", *MAPPINGS[system], "event_attribute=Role", *about]
    choices = ImportChoices(process=PROCESS, source=system.upper(), mapping=items)
    inspection = inspect_flat_file(None, path, choices)
    with writing(workspace):
        for run in earlier:
            withdraw(workspace, run.source, run.run)
        land_file(workspace, path, choices, inspection.mapping if inspection else None)
    return True


def holds(workspace: Workspace, path: Path) -> bool:
    """Whether just this file is landed and built, so that there is nothing to import."""
    return (
        path.is_file()
        and [fingerprint(run) for run in landed_runs(workspace)] == [sha256(path)]
        and is_built(workspace)
    )


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fingerprint(run: LandedRun) -> str:
    return str(run.manifest["file"]["sha256"])


def is_built(workspace: Workspace) -> bool:
    """Whether the current generation was made of just what is landed now."""
    number = workspace.current_generation()
    return number is not None and manifest_of(workspace, number)["inputs"] == run_hashes(landed_runs(workspace))


def shown(workspace: Workspace) -> Shown:
    """The figures of the current generation and of the landed records behind it."""
    number = workspace.current_generation()
    if number is None:
        raise BadInput(f"The workspace at {workspace.root} has no event log yet. Import a file into it first.")
    records = sum(stream["rows"] for run in landed_runs(workspace) for stream in run.manifest["streams"].values())
    return Shown(workspace, records, int(manifest_of(workspace, number)["events"]), number)


def _refuse_other_records(workspace: Workspace) -> None:
    others = sorted({run.source for run in landed_runs(workspace)} - MAPPINGS.keys())
    if others:
        raise BadInput(
            f"The workspace at {workspace.root} holds records of your own ({', '.join(others)}), and the demo would "
            "mix a pretend firm into them. Name another folder for the demo: `tracework demo -w demo`."
        )
