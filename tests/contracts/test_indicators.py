"""What every indicator keeps to: a whole header, its columns, an empty log, one number everywhere, the firm's books."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import httpx
import pytest

import tracework as tw
from core.access import Viewer
from core.sql import quoted
from core.workspace import open_workspace
from eventlog.reading import EventLog, open_log
from metrics.catalogue import catalogue, indicators
from metrics.rules.catalogue import TABLES, rules
from metrics.rules.running import find_exceptions
from metrics.shares import GIVEN, NUMBERS, SLICES, keep_shares, nothing_kept
from metrics.total import told_names
from simulator.books import write_books
from tests.conftest import SCALE
from tests.contracts.indicator_books import book_rows, differences, told_rows
from tests.kept_firms import kept_firm
from tests.metrics.tiny_log import TinyLog
from tests.served_orders import serving
from tests.tracework.command_line import tracework
from tracework.demo import PretendFirm

NAMES = list(indicators())
SEEDS = (1, 2, 3) if SCALE >= 10 else (1,)
every_indicator = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def log(pretend_firm: Path) -> Iterator[EventLog]:
    with open_log(open_workspace(pretend_firm), Viewer.owner()) as opened:
        yield opened


@dataclass(frozen=True)
class Kept:
    """A firm with every trouble: its log as the product has it, and the folder of the books that a clerk kept of it."""

    log: EventLog
    books: Path


@pytest.fixture(scope="module", params=SEEDS, ids="seed {}".format)
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    firm = PretendFirm(seed=request.param, people=60, months=8)
    folder = tmp_path_factory.mktemp("books")
    write_books(firm.state(), folder)
    root = kept_firm(firm, tmp_path_factory.mktemp("kept") / "firm")
    with open_log(open_workspace(root), Viewer.owner()) as opened:
        yield Kept(opened, folder)


def test_there_is_one_for_each_of_the_books(kept: Kept):
    assert set(NAMES) == {path.stem for path in kept.books.glob("*.csv")}


def test_none_of_ours_is_left_out(log: EventLog):
    assert log.database.rows("from indicator.left_out") == []
    assert log.database.column("select name from indicator.declared order by name") == NAMES


@every_indicator
def test_the_header_is_whole(name: str):
    one = catalogue().indicators[name]
    assert one.question.endswith("?")
    assert all(len(text) > 2 for text in (one.title, one.population, one.owner, one.source))
    for measure in one.measures:
        assert measure.better, f"{measure.name} does not say which way is better"
        assert set(measure.above_only) <= set(SLICES)


@every_indicator
def test_its_shares_have_the_columns_of_shares(log: EventLog, name: str):
    table = f"indicator.{quoted(name)}"
    columns = set(log.database.column(f"select column_name from (describe {table})"))
    assert columns >= set(GIVEN) - {"starts_at", "ends_at"} | {"day", "elapsed", "worth", "first"}
    lacking = 'object_id is null or "at" is null or day is null or entity not in (select entity from fact.entity)'
    assert log.database.value(f"select count(*) from {table} where {lacking}") == 0
    numbers = " and ".join(f"{number} is null" for number in (*NUMBERS, "elapsed"))
    assert log.database.value(f"select count(*) from {table} where {numbers}") == 0
    declared = {measure.shares for measure in catalogue().indicators[name].measures}
    assert set(log.database.column(f"select distinct measure from {table}")) <= declared


@pytest.fixture(scope="module")
def nothing() -> TinyLog:
    tiny = TinyLog()
    tiny.facts()
    nothing_kept(tiny.database)
    assert find_exceptions(tiny.database, {folder: rules(folder) for folder in TABLES}) == {}
    return tiny


@every_indicator
def test_on_an_empty_log_it_gives_nothing(nothing: TinyLog, name: str):
    keep_shares(nothing.database, catalogue().indicators[name])
    assert nothing.database.value(f"select count(*) from indicator.{quoted(name)}") == 0


@every_indicator
def test_it_equals_the_books(kept: Kept, name: str):
    book = book_rows(kept.books / f"{name}.csv")
    found = list(differences(book, told_rows(kept.log, name, set(book))))
    assert found == [], f"{len(found)} of {len(book)} rows differ"


@pytest.fixture(scope="module")
def by_command(pretend_firm: Path) -> list[dict]:
    answer = tracework("indicators", "--by", "entity", "--json", "-w", pretend_firm)
    assert answer.code == 0, answer.err
    return answer.json


@pytest.fixture(scope="module")
def by_api(pretend_firm: Path) -> list[dict]:
    with serving(open_workspace(pretend_firm)) as address:
        return httpx.get(f"{address}/api/v1/indicators", params={"by": "entity"}, timeout=60).json()


@every_indicator
def test_it_is_the_same_number_everywhere(
    pretend_firm: Path, by_command: list[dict], by_api: list[dict], log: EventLog, name: str
):
    by_command = [row for row in by_command if row["name"] == name]
    assert by_command == [row for row in by_api if row["name"] == name]
    with tw.open(pretend_firm) as firm:
        frame = firm.indicator(name, by="entity").frame()
    in_notebook = {(row.entity, row.measure): row.value for row in frame.itertuples()}
    told = {(row["slice"]["entity"], row["measure"]): row["value"] for row in by_command}
    assert {key for key, value in told.items() if value is not None} == {
        key for key, value in in_notebook.items() if value == value and value is not None
    }
    assert all(in_notebook[key] == value for key, value in told.items() if value is not None)
    for key, value in by_hand(log, name).items():
        assert told[key] == pytest.approx(value, rel=1e-6, abs=6e-3), key


def by_hand(log: EventLog, name: str) -> dict[tuple[str, str], float]:
    """The first measure by entity, from the rows that its statement gives to whoever runs the file."""
    indicator = catalogue().indicators[name]
    measure = indicator.measures[0]
    rows = log.database.frame(indicator.statement)
    rows = rows[rows["measure"] == measure.name]
    as_of = log.database.value("select as_of from fact.span")
    if measure.stock:
        last = log.database.value("select max(month) from fact.month_end")
        local = dict(log.database.rows("select entity, zone from fact.entity"))
        days = [
            at.tz_localize("UTC").tz_convert(local[entity])
            for at, entity in zip(rows["at"], rows["entity"], strict=True)
        ]
        rows = rows[[(day.year, day.month) == (last.year, last.month) for day in days]]
    found = {}
    for entity, own in rows.groupby("entity"):
        if measure.aggregate == "km":
            own = own.drop_duplicates("object_id" if "part" not in own else ["object_id", "part"])
            value, told = half(own, as_of), told_names(measure)
            key = next(each for each in told if each.endswith("median_elapsed"))
            if value is not None:
                found[entity, key] = value
        elif measure.aggregate == "sum":
            found[entity, measure.name] = own["value"].sum() / (100 if measure.unit == "money" else 1)
        elif measure.aggregate == "ratio" and own["denominator"].sum():
            found[entity, measure.name] = (
                own["numerator"].sum() / own["denominator"].sum() * (100 if measure.unit == "points" else 1)
            )
        elif measure.aggregate == "skill" and (actual := own["denominator"].sum()):
            found[entity, measure.name] = 1 - abs(own["numerator"].sum() - actual) / abs(actual)
        elif measure.aggregate == "weighted" and own["weight"].sum():
            found[entity, measure.name] = (own["value"] * own["weight"]).sum() / own["weight"].sum()
    assert found
    return found


def half(rows, as_of) -> float | None:
    """Hours by the wall clock after which half are done, those that are open still at risk."""
    ends = rows["ends_at"].fillna(as_of)
    times = sorted(
        ((end - start).total_seconds(), still)
        for start, end, still in zip(rows["starts_at"], ends, rows["ends_at"].isna(), strict=True)
        if end >= start and start <= as_of
    )
    left = Fraction(1)
    for number, (seconds, still) in enumerate(times):
        if not still:
            left *= Fraction(len(times) - number - 1, len(times) - number)
            if 2 * left <= 1:
                return seconds / 3600
    return None
