"""What detectors have learnt, in the workspace's folder `models`: plain JSON with its hash, which is also in the audit.

A file that was changed is refused: nobody may teach a model what it should see without that being known.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from core.errors import BadInput
from core.workspace import Workspace, write_durably
from models.detector import Declaration, Learned, Measured

KEPT = 3
"""How many of what a detector has learnt are kept, the one in use among them."""


@dataclass(frozen=True)
class Saved:
    """What a detector has learnt until a moment, and how good it was later; `considered` is when it was last held
    against a newer one, `lacked` whether nothing of what it looks at was there then."""

    detector: str
    version: int
    number: int
    fitted_until: datetime
    considered: datetime
    generation: int
    events: int
    learned: Learned
    sha256: str
    measured: Measured | None
    lacked: bool = False


def folder(workspace: Workspace, detector: str) -> Path:
    return workspace.root / "models" / detector


def written(detector: str, version: int, learned: Learned) -> str:
    """What is learnt as it stands in its file: equal things are written alike."""
    try:
        text = json.dumps(learned, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError) as error:
        raise BadInput(
            f"What {detector} has learnt is no plain JSON: {error}. Mend its `fit`; nothing was kept."
        ) from None
    return f'{{"detector":{json.dumps(detector)},"version":{version},"learned":{text}}}\n'


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def keep(workspace: Workspace, saved: Saved) -> None:
    """Write what was learnt, then the note that says which one holds; before that, the one before does."""
    place = folder(workspace, saved.detector)
    place.mkdir(parents=True, exist_ok=True)
    write_durably(place / f"{saved.number}.json", written(saved.detector, saved.version, saved.learned))
    note(workspace, saved)
    numbers = sorted((int(path.stem) for path in place.glob("*.json") if path.stem.isdecimal()), reverse=True)
    for number in numbers[KEPT:]:
        (place / f"{number}.json").unlink()


def note(workspace: Workspace, saved: Saved) -> None:
    """Say which one holds, and what is known of it."""
    known = {name: value for name, value in asdict(saved).items() if name != "learned"}
    text = json.dumps(known, indent=1, ensure_ascii=False, default=datetime.isoformat)
    write_durably(folder(workspace, saved.detector) / "current.json", text + "\n")


def read(workspace: Workspace, declaration: Declaration, audited: Collection[str] = ()) -> Saved | None:
    """What the detector has learnt, if it has by this version of it; BadInput where the file is not what was kept.
    `audited` are the hashes that the audit has of it, if it has any."""
    place = folder(workspace, declaration.name)
    try:
        known: dict[str, Any] = json.loads((place / "current.json").read_text(encoding="utf-8"))
        text = (place / f"{known['number']}.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    if hash_of(text) != known["sha256"] or (audited and known["sha256"] not in audited):
        raise BadInput(
            f"{place / str(known['number'])}.json is not what {declaration.name} had learnt: somebody changed it. "
            f"Remove the folder {place}, and `tracework detect` learns anew."
        )
    if known["version"] != declaration.version:
        return None
    learned: Learned = json.loads(text)["learned"]
    moments = {name: datetime.fromisoformat(known[name]) for name in ("fitted_until", "considered")}
    return Saved(**{**known, **moments, "learned": learned, "measured": _measured(known["measured"])})


def next_number(workspace: Workspace, detector: str) -> int:
    numbers = [int(path.stem) for path in folder(workspace, detector).glob("*.json") if path.stem.isdecimal()]
    return max(numbers, default=0) + 1


def _measured(told: Mapping[str, Any] | None) -> Measured | None:
    if told is None:
        return None
    moments = {name: datetime.fromisoformat(told[name]) for name in ("since", "until")}
    bands = tuple((chance, came, number) for chance, came, number in told["calibration"])
    return Measured(**{**told, **moments, "calibration": bands})
