"""Any sequence of pulls: the log depends on what they brought, never on the order of loading, on repeats or on loads
that were withdrawn."""

import random
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.workspace import create_workspace
from ingest.landing import withdraw
from tests.conftest import SCALE
from tests.eventlog.records.pulled_runs import Pull, content, filled_log, land
from tests.eventlog.records.small_crm import CRM, account, card, deal, history

moments = st.sampled_from([f"2026-03-0{day}T08:00:00Z" for day in range(1, 6)])
accounts = st.builds(
    lambda number, name, at: account(number, Name=name, Modified=at),
    st.integers(1, 2), st.sampled_from(["North", "South", None]), moments,
)  # fmt: skip
deals = st.builds(
    lambda number, owner, amount, made, at: deal(number, AccountId=owner, Amount=amount, Created=made, Modified=at),
    st.integers(1, 3), st.sampled_from(["A1", "A2", "A9", None]), st.sampled_from(["5", "-5", "?"]), moments, moments,
)  # fmt: skip
histories = st.builds(
    history, st.integers(1, 4), st.sampled_from(["Won", "Lost"]), moments, st.sampled_from(["D1", "D2"])
)
cards = st.builds(card, st.sampled_from(["draft", "approved"]), st.sampled_from(["P1", "P2"]))
gone = st.fixed_dictionaries({}, optional={"Deal": st.just([{"Id": "D1"}]), "Account": st.just([{"Id": "A2"}])})


@st.composite
def sequences(draw: st.DrawFn) -> list[Pull]:
    """Pulls of one source, each later than the one before."""
    streams = {"Account": accounts, "Deal": deals, "DealHistory": histories, "Card": cards}
    pulls = []
    for day in range(draw(st.integers(2, 4))):
        brought = {name: draw(st.lists(each, max_size=3)) for name, each in streams.items()}
        records = {name: rows for name, rows in brought.items() if rows}
        pulls.append(Pull("crm", records, day + 1, deleted=draw(gone) if day else {}))
    return [pull for pull in pulls if pull.records or pull.deleted]


def hash_of(pulls: Sequence[Pull], withdrawn: Sequence[Pull] = ()) -> str:
    """The content of the log of these pulls, landed in this order; the withdrawn ones land in between."""
    with TemporaryDirectory() as folder:
        workspace = create_workspace(Path(folder) / "firm")
        for pull in [*withdrawn, *pulls]:
            land(workspace, pull)
        for number in range(len(withdrawn)):
            withdraw(workspace, "crm", f"{number + 1:06d}")
        return content(filled_log(workspace, CRM))


def rearranged(pull: Pull, seed: int) -> Pull:
    """The same records, in other rows."""
    records = {name: random.Random(seed).sample(list(rows), len(rows)) for name, rows in pull.records.items()}
    return Pull(pull.source, records, pull.day, pull.deleted)


@settings(max_examples=6 * SCALE, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(pulls=sequences(), other=sequences(), seed=st.integers(0, 99))
def test_the_log_is_that_of_what_was_pulled(pulls, other, seed):
    whole = hash_of(pulls)
    shuffled = random.Random(seed).sample(pulls, len(pulls))
    assert hash_of([rearranged(pull, seed) for pull in shuffled]) == whole
    assert hash_of(pulls, withdrawn=other) == whole
    if pulls and not pulls[-1].deleted:
        again = Pull("crm", rearranged(pulls[-1], seed).records, day=20)
        assert hash_of([*pulls, again]) == whole
