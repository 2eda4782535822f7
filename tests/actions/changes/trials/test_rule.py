"""A rule's trial tells what the built log holds once the rule's file was replaced."""

from __future__ import annotations

from collections import Counter

import pytest

from actions.changes.trials import rule
from actions.changes.trials.trial import Trial
from core.errors import BadSettings
from eventlog.reading import EventLog
from metrics.figures import money_in_words
from metrics.stored import base_currency
from tests.actions.changes.trials.conftest import GAP, RULE, content


def kept(log: EventLog, name: str, table: str) -> dict[tuple[str, str], tuple[str, str, float]]:
    """By thing its entity, the month of its first time, and its money in hundredths of the base currency."""
    by_then = "where day <= (select as_of from fact.span)"
    worth = dict(
        log.database.rows(f"select currency, arg_max(worth, day) from fact.exchange_rate {by_then} group by 1")
    )
    found: dict[tuple[str, str], tuple[str, str, float]] = {}
    for object_id, part, at, money, currency, entity in log.database.rows(
        f"select object_id, part, raised_at, money, currency, entity from fact.{table} "
        "where rule = $name order by raised_at",
        name=name,
    ):
        amount = (money or 0) * worth.get(currency, 10_000) / 10_000
        if (object_id, part) in found:
            entity, month, so_far = found[object_id, part]
            found[object_id, part] = (entity, month, so_far + amount)
        else:
            found[object_id, part] = (entity, f"{at:%Y-%m}", amount)
    return found


def rows(trial: Trial, title: str) -> list[tuple[str | int, ...]]:
    (table,) = [each for each in trial.tables if each.title.startswith(title)]
    return [each.cells for each in table.rows]


@pytest.mark.parametrize(("path", "table"), [(RULE, "exception"), (GAP, "gap")])
def test_it_finds_what_the_log_holds_after_the_file_was_replaced(question, before, after, path: str, table: str):
    name = path.rsplit("/", 1)[1].removesuffix(".sql")
    now, then = kept(before, name, table), kept(after, name, table)
    assert now.keys() != then.keys()
    trial = rule.tried(question(path))
    comes, goes = len(then.keys() - now.keys()), len(now.keys() - then.keys())
    for words in (f"finds {len(now):,} thing", f" and {len(then):,} as proposed", f": {comes:,} come", f" {goes:,} go"):
        assert words in trial.sentence
    one, other = (Counter(entity for entity, _, _ in each.values()) for each in (now, then))
    assert {row[0]: row[1:3] for row in rows(trial, "By legal entity")} == {
        name: (one[name], other[name]) for name in {*one, *other}
    }
    one, other = (Counter(month for _, month, _ in each.values()) for each in (now, then))
    months = rows(trial, "By month")
    assert [row[0] for row in months] == [f"2025-{month:02}" for month in range(4, 13)] + [
        "2026-01",
        "2026-02",
        "2026-03",
    ]
    assert [row[1:3] for row in months] == [(one[row[0]], other[row[0]]) for row in months]
    if table == "exception":
        worth = [sum(money for _, _, money in each.values()) / 100 for each in (now, then)]
        for amount in worth:
            assert f"({money_in_words(amount, base_currency(before.database))})" in trial.sentence


def test_what_comes_and_what_goes_is_named_and_opens_to_its_records(question, before, after):
    trial = rule.tried(question(RULE))
    now, then = (kept(log, "expense_over_policy", "exception") for log in (before, after))
    for title, expected in (
        ("Found by the proposed one only", then.keys() - now.keys()),
        ("Found by the one that holds only", now.keys() - then.keys()),
    ):
        (table,) = [each for each in trial.tables if each.title == title]
        assert len(table.rows) == min(20, len(expected)) > 0
        assert {each.thing for each in table.rows} <= {object_id for object_id, _ in expected}


def test_a_new_one_and_one_taken_away_are_tried_too(question, before, after):
    then = kept(after, "expense_over_policy", "exception")
    new = question("rules/exceptions/my_own.sql", question(RULE).then)
    assert f"There is none yet. In the whole log it would find {len(then):,} things" in rule.tried(new).sentence
    gone = rule.tried(question(RULE, None))
    now = kept(before, "expense_over_policy", "exception")
    assert f"finds {len(now):,} things" in gone.sentence
    assert gone.sentence.endswith("would be taken away.")


def test_one_that_changes_nothing_says_so(question):
    text = question(RULE).now.replace('severity = "medium"', 'severity = "low"')
    trial = rule.tried(question(RULE, text))
    assert trial.sentence.endswith(", and the same as proposed.")
    assert rows(trial, "Found by the proposed one only") == []


def test_one_that_cannot_be_run_says_why(question):
    with pytest.raises(BadSettings, match=r"expense_over_policy cannot be run.*no_such_column"):
        rule.tried(question(RULE, question(RULE).now.replace("line.currency", "line.no_such_column")))
    broken = question(RULE).now.replace("line.currency", "line.no_such_column")
    asked = question(RULE)
    mended = rule.tried(type(asked)(asked.state, RULE, broken, asked.now))
    assert "As it holds it cannot be run" in mended.note
    assert "finds 0 things as it holds" in mended.sentence


def test_a_statement_gets_at_nothing_but_the_log(question, firm, tmp_path):
    secret, written = tmp_path / "secret", tmp_path / "written.csv"
    secret.write_text("do not tell")
    files = content(firm.root)
    asked = question(RULE)
    for reaching in (
        asked.now.replace("report.object_id,", f"(select content from read_text('{secret}')) as object_id,"),
        f"{asked.now}; copy (select 1) to '{written}'",
        f"{asked.now}; attach '{tmp_path}/other.duckdb'",
        f"{asked.now}; set memory_limit = '99GB'",
    ):
        with pytest.raises(BadSettings) as refused:
            rule.tried(question(RULE, reaching))
        assert "do not tell" not in str(refused.value)
    assert not written.exists()
    assert content(firm.root) == files
