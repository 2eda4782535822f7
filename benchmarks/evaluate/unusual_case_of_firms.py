"""Cases of the pretend firms in which something was planted that changes their steps, beside the others."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.pretend_firms import PEOPLE, pretend_firms
from benchmarks.section import Row, Section
from models.case_surprise.counting import Floats
from models.case_surprise.of_process import cases_of
from models.case_surprise.usual import Usual, scores_of_learnt
from models.case_surprise.ways import Flags
from simulator.life.truth import troubles

OF_PURCHASES = "subcontractor_mismatch"
PLANTED = {"unposted_hours": "time_capture", OF_PURCHASES: "procurement"}
"""What is planted in single cases and changes the steps they take, and the process of those."""
PURCHASE_OF = """
    select distinct purchase.object_id
    from fact.thing as bill
    join fact.related as relation on bill.thing_no in (relation.from_no, relation.to_no)
    join fact.thing as purchase on purchase.thing_no in (relation.from_no, relation.to_no)
    where purchase.type = 'purchase_order' and list_contains($ids::varchar[], bill.object_id)
"""
HABITS = (
    "What somebody does every time (invoices of one entity sent back, a step that comes first since a change) is not "
    "unusual in a single case: that is for indicators and for changes of a process."
)


def evaluate() -> Section:
    """How often a case in which something was planted is more unusual than another."""
    pairs: dict[str, list[tuple[Flags, Floats, Floats]]] = {}
    for firm in pretend_firms():
        moment = firm.log.database.value("select as_of from fact.span")
        truth = troubles(firm.state)
        for trouble, process_name in PLANTED.items():
            with firm.log.process(process_name) as process:
                cases = cases_of(process, moment)
            planted = set(truth.filter(trouble=trouble)["subject_id"])
            if trouble == OF_PURCHASES:
                planted = set(firm.log.database.column(PURCHASE_OF, ids=sorted(planted)))
            told = cases.told(moment, cases.patience(), cases.columns)
            usual, way = Usual.learnt(told, cases.newcomers)
            sequences = [tuple(told.said[0][a:b]) for a, b in pairwise(told.first.tolist())]
            taken = Counter(sequences)
            odd = np.array([case in planted for case in cases.ids])
            rare = np.array([-taken[sequence] for sequence in sequences], float)
            pairs.setdefault(trouble, []).append((odd, scores_of_learnt(usual)[way], rare))
    return Section(
        title="Cases that run as no other, in pretend firms",
        how="Learnt without labels from all cases of the process, each left out of what it is held against.",
        naive_is="how few cases have the same sequence of activities",
        rows=tuple(_ranked(trouble, found) for trouble, found in pairs.items()),
        limits=(HABITS,),
    )


def _ranked(trouble: str, found: list[tuple[Flags, Floats, Floats]]) -> Row:
    """The mean over the firms in which something was planted."""
    some = [each for each in found if each[0].any()]
    value, naive = (float(np.mean([roc_auc_score(each[0], each[part]) for each in some])) for part in (1, 2))
    cases = sum(int(each[0].sum()) for each in some)
    data = f"{len(some)} pretend firms of {PEOPLE}, {cases} cases of {PLANTED[trouble]} with it"
    return Row(f"AUC of {trouble.replace('_', ' ')}", value, data, "leave one out, no labels", naive)
