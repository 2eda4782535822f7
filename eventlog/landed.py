"""A landed run as the build sees it: a folder of Parquet streams and the manifest that describes them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from core.errors import BadInput
from core.workspace import Workspace


@dataclass(frozen=True)
class LandedRun:
    """One committed load. `kind` is 'flat' (rows with a column mapping) or 'log' (events, objects, relations)."""

    source: str
    run: str
    folder: Path
    manifest: dict[str, Any]

    @property
    def kind(self) -> str:
        return str(self.manifest["kind"])

    @property
    def process(self) -> str:
        """The process the run was imported for."""
        return str(self.manifest["process"])

    @property
    def object_type(self) -> str:
        """The type of the objects its cases are."""
        return str(self.manifest["object_type"])

    @property
    def system(self) -> str:
        """The name of the system the records come from."""
        return str(self.manifest.get("system", self.source))

    @property
    def rows(self) -> int:
        """How many records landed, in all streams together."""
        return sum(int(stream["rows"]) for stream in self.manifest["streams"].values())

    def stream(self, name: str) -> Path | None:
        """The Parquet file of a stream, or None where the run has none."""
        path = self.folder / f"{quote(name, safe='')}.parquet"
        return path if path.exists() else None


def landed_runs(workspace: Workspace) -> list[LandedRun]:
    """All committed runs that were not withdrawn, by source and run number."""
    return [run for run in _committed(workspace) if not (run.folder / "withdrawn").exists()]


def withdrawn_runs(workspace: Workspace) -> list[LandedRun]:
    """The committed runs that were withdrawn, by source and run number."""
    return [run for run in _committed(workspace) if (run.folder / "withdrawn").exists()]


def run_hashes(runs: Iterable[LandedRun]) -> list[dict[str, Any]]:
    """What a generation's manifest keeps of its inputs."""
    return [{"source": run.source, "run": run.run, "streams": run.manifest["streams"]} for run in runs]


def _committed(workspace: Workspace) -> list[LandedRun]:
    return [_read_run(path) for path in sorted(workspace.landing.glob("*/*/manifest.json"))]


def _read_run(path: Path) -> LandedRun:
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadInput(
            f"{path} is not valid JSON ({error}). Restore it from a backup, or remove its folder to drop that load."
        ) from None
    return LandedRun(source=path.parent.parent.name, run=path.parent.name, folder=path.parent, manifest=manifest)
