"""Things are counted once in each group, however many rows they have in it and wherever those lie."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from metrics.chosen import choose
from metrics.cut import Cut, read_cut
from metrics.rollup import totals
from metrics.shares import LOOK_BACK
from metrics.stored import stored_indicator
from tests.metrics.hand_made_shares import kept, measure

CLIENTS, PROJECTS, KINDS = ("Ace", "Bee", None), ("P1", "P2", "P3", "P4", None), ("review", "budget")


def rows(most: int, things: int = 16) -> list[dict[str, object]]:
    """Things of one day and kind with up to `most` rows each, over projects and clients that do not go together."""
    chance = Random(most)
    return [
        {
            "object_id": f"thing {number}", "at": f"2026-02-0{1 + number % 3} 12:00", "value": 1,
            "kind": KINDS[number % 2], "project": chance.choice(PROJECTS), "client": chance.choice(CLIENTS),
        }
        for number in range(things) for _ in range(chance.randint(1, most))
    ]  # fmt: skip


def counted(found: list[dict[str, object]], by: tuple[str, ...]) -> dict[tuple[object, ...], int]:
    things: dict[tuple[object, ...], set[object]] = {}
    for row in found:
        things.setdefault(tuple(row[name] for name in by), set()).add(row["object_id"])
    return {values: len(names) for values, names in things.items()}


def told(log, cut: Cut) -> dict[tuple[object, ...], int]:
    return {tuple(total.slice[name] for name in cut.by): total.n for total in totals(log, "made", cut)}


def stands(log, cut: Cut) -> str | None:
    indicator = stored_indicator(log, "made")
    return choose(log.database, indicator, indicator.measures[0], cut).stands


@pytest.mark.parametrize("most", [7, LOOK_BACK + 9])
def test_each_thing_counts_once_in_each_group(most):
    given = rows(most)
    log = kept(measure("sum"), given)
    for by in ((), ("kind",), ("client",), ("project",), ("project", "kind"), ("client", "project")):
        assert told(log, Cut(by)) == counted(given, by)
    for condition, kind in product(("client = Ace", "client != Ace", "client in (Ace, Bee)"), KINDS):
        name = condition.split()[-1].strip(")")
        wanted = {"=": {"Ace"}, "!=": {"Bee", None}, "in": {"Ace", "Bee"}}[condition.split()[1]]
        left = [row for row in given if row["client"] in wanted and row["kind"] == kind]
        cut = read_cut(by="project", where=f"{condition} and kind = {kind}")
        assert told(log, cut) == counted(left, ("project",)), name


def test_one_row_stands_for_a_thing_where_it_can():
    log = kept(measure("sum"), rows(7))
    assert stands(log, Cut()) == stands(log, Cut(("kind",))) == '"first"'
    by_client = stands(log, Cut(("client", "kind")))
    assert (
        by_client
        == stands(log, read_cut(where="client = Ace"))
        == stands(log, read_cut(by="client", where="client != Ace"))
    )
    assert by_client not in (None, '"first"', stands(log, Cut(("project",))))
    for of_several in (
        read_cut(where="client != Ace"),
        read_cut(where="client in (Ace, Bee)"),
        Cut(("client", "project")),
    ):
        assert stands(log, of_several) is None


def test_none_stands_for_a_thing_that_has_more_rows_than_are_compared():
    assert stands(kept(measure("sum"), rows(LOOK_BACK + 1)), Cut(("client",))) is not None
    log = kept(measure("sum"), rows(LOOK_BACK + 9))
    assert stands(log, Cut(("client",))) is None
    assert stands(log, Cut(("kind",))) == '"first"'


def test_a_duration_is_told_once_of_each_group_it_is_in():
    waits = [("a", 10, ("Ace", "Bee", "Ace")), ("b", 12, ("Bee",)), ("c", None, ("Ace", "Ace"))]
    given = [
        {
            "object_id": name, "starts_at": "2026-02-09 09:00", "client": client, "project": f"P{place}",
            "ends_at": until and f"2026-02-09 {until}:00",
        }
        for name, until, clients in waits for place, client in enumerate(clients)
    ]  # fmt: skip
    log = kept(measure("km", "hours"), given)
    found = {
        (total.slice["client"], total.measure): (total.value, total.n, total.open)
        for total in totals(log, "made", read_cut(by="client", measures="median,p90"))
    }
    assert found == {
        ("Ace", "median"): (1.0, 2, 1), ("Ace", "p90"): (None, 2, 1),
        ("Bee", "median"): (1.0, 2, 0), ("Bee", "p90"): (3.0, 2, 0),
    }  # fmt: skip


@pytest.mark.parametrize("every", [1, 3, 100])
def test_those_open_are_told_one_by_one_only_where_there_are_any(every):
    given = [{**row, "is_open": int(str(row["object_id"]).split()[1]) % every == every - 1} for row in rows(7)]
    log, cut = kept(measure("sum"), given), Cut(("client", "project"))
    found = {tuple(total.slice[name] for name in cut.by): total.open for total in totals(log, "made", cut)}
    left = counted([row for row in given if row["is_open"]], cut.by)
    assert {values: number for values, number in found.items() if number} == left
    indicator = stored_indicator(log, "made")
    assert choose(log.database, indicator, indicator.measures[0], cut).none_open is (every == 100)
