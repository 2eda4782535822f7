"""The one door to pm4py: models are discovered from variants, never from the raw log, written as files for others."""

import contextlib
import io
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

from core.errors import BadInput, WrongUse
from eventlog.filters import Selection
from eventlog.reading import ProcessLog
from mining.bpmn_layout import laid_out

Kind = Literal["process_tree", "petri_net", "bpmn"]

SUFFIXES = {".ptml": "process_tree", ".pnml": "petri_net", ".bpmn": "bpmn"}
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Model:
    """A discovered model as pm4py holds it: a process tree, to be turned into the other kinds when asked for."""

    tree: Any

    @property
    def petri_net(self) -> tuple[Any, Any, Any]:
        """The net with its initial and final marking."""
        net, initial, final = quiet_pm4py().convert_to_petri_net(self.tree)
        return net, initial, final

    @property
    def bpmn(self) -> Any:
        return quiet_pm4py().convert_to_bpmn(self.tree)

    def write(self, path: Path) -> Path:
        """Write the model in the kind that the file's ending names: .ptml, .pnml or .bpmn."""
        kind = SUFFIXES.get(path.suffix.lower())
        if kind is None:
            raise WrongUse(f"{path} names no kind of model. End it with {', '.join(SUFFIXES)}.")
        pm4py = quiet_pm4py()
        with contextlib.redirect_stdout(io.StringIO()):
            if kind == "process_tree":
                pm4py.write_ptml(self.tree, str(path))
            elif kind == "petri_net":
                pm4py.write_pnml(*self.petri_net, str(path))
            else:
                # pm4py's own layout needs Graphviz installed, and a file without one opens empty in drawing tools
                pm4py.write_bpmn(laid_out(self.bpmn), str(path), auto_layout=False)
        return path


def discover(process: ProcessLog, selection: Selection, noise: float = 0.0) -> Model:
    """The inductive miner's model of the chosen cases. With `noise` 0 it replays all; 0.2 leaves rare ways out."""
    if not 0 <= noise < 1:
        raise WrongUse(f"The share of noise to leave out is {noise}; give one from 0 to below 1, such as 0.2.")
    traces = variant_counts(process, selection)
    if not traces:
        raise BadInput(
            f"{process.title} has no case that the filter leaves, so there is nothing to discover a model from."
        )
    quiet_pm4py()
    # pm4py's public function takes a whole log; the miner behind it takes counted variants
    from pm4py.algo.discovery.inductive.dtypes.im_ds import IMDataStructureUVCL
    from pm4py.algo.discovery.inductive.variants.im import IMUVCL
    from pm4py.algo.discovery.inductive.variants.imf import IMFUVCL
    from pm4py.objects.process_tree.utils.generic import fold, tree_sort

    parameters = {"noise_threshold": noise, "multiprocessing": False}
    miner = (IMFUVCL if noise else IMUVCL)(parameters)
    with contextlib.redirect_stdout(io.StringIO()):
        tree = fold(miner.apply(IMDataStructureUVCL(traces), parameters))
        tree_sort(tree)
    return Model(tree)


def variant_counts(process: ProcessLog, selection: Selection) -> Counter[tuple[str, ...]]:
    """Each distinct sequence of activities with its number of cases; names as XML can hold them."""
    selection.on(process)
    names = [NOT_IN_XML.sub("\ufffd", name) for name in process.activities]
    counts: Counter[tuple[str, ...]] = Counter()
    ordered = "select activities::integer[], cases from chosen_variant order by variant_no"
    for activities, cases in process.database.rows(ordered):
        trace = tuple(names[activity] for activity in activities)
        counts[trace] += cases
    return counts


def quiet_pm4py() -> ModuleType:
    """pm4py, imported only now and without its greeting."""
    sys.__dict__.setdefault("_pm4py_welcome_shown", True)
    import pm4py

    return pm4py  # type: ignore[no-any-return]
