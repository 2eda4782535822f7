"""Who sees what of a trial: whoever may not see an entity, or names, learns of none."""

from __future__ import annotations

from actions.changes.trials import indicator, process, rule
from actions.changes.trials.trial import FAILED, KEPT, Row, Table, Trial, not_tried, trial_for
from core.access import Viewer
from tests.actions.changes.trials.conftest import INDICATOR, PROCESS, RULE
from tests.actions.made_findings import NOON

MUNICH = Viewer("mia", frozenset({"process_owner"}), entities=frozenset({"munich"}))
NAMELESS = Viewer("vera", frozenset({"viewer"}), may_see_names=False)
OF_CLIENT = Viewer("carl", frozenset({"process_owner"}), entities=frozenset({"munich"}), clients=frozenset({"Acme"}))
OTHERS = ("new_york", "london", "leeds")


def test_of_a_process_one_sees_the_rows_of_ones_own_entity(question):
    trial = process.tried(question(PROCESS)).as_json(NOON)
    told = trial_for(trial, MUNICH)
    assert [[row["entity"] for row in each["rows"]] for each in told["tables"]] == [["munich"]]
    assert not [name for name in OTHERS if name in str(told)]
    assert trial["sentence"] != told["sentence"]
    assert trial_for(trial, OF_CLIENT)["tables"] == []
    assert trial_for(trial, Viewer.owner()) == trial


def test_of_statements_that_say_themselves_whose_their_rows_are_nothing_is_shown(question):
    # the proposed rule calls everything Munich's
    text = question(RULE).then.replace("report.entity,", "'munich' as entity,")
    for trial in (rule.tried(question(RULE, text)), indicator.tried(question(INDICATOR))):
        told = trial.as_json(NOON)
        assert any("munich" in str(each) for each in told["tables"])
        assert trial_for(told, MUNICH)["tables"] == []
        assert trial_for(told, MUNICH)["sentence"] != told["sentence"]


def test_nothing_names_a_thing_to_who_sees_no_names(question):
    trial = rule.tried(question(RULE)).as_json(NOON)
    things = {row["thing"] for each in trial["tables"] for row in each["rows"] if row["thing"]}
    told = trial_for(trial, NAMELESS)
    assert things
    assert not [thing for thing in things if thing in str(told)]
    assert (told["sentence"], len(told["tables"])) == (trial["sentence"], len(trial["tables"]) - 2)


def test_why_it_was_not_tried_is_for_who_sees_all():
    kept = not_tried("The rule cannot be run. DuckDB says: 'Ann Lee' is no number.", NOON)
    for viewer in (MUNICH, NAMELESS):
        assert trial_for(kept, viewer)["sentence"] == FAILED
    noted = Trial("It finds 3.", note="'Ann Lee' is no number").as_json(NOON)
    assert "Ann Lee" not in str(trial_for(noted, NAMELESS))
    assert trial_for(kept, Viewer.owner()) == kept


def test_what_was_kept_before_trials_had_tables_is_still_shown():
    of_old = {"policy": "handoff", "sentence": "Over 7 days it would have sent 2 actions.", "sent": [{"title": "Ann"}]}
    assert trial_for(of_old, Viewer.owner()) == of_old
    assert trial_for(of_old, NAMELESS)["sentence"] == of_old["sentence"]
    assert "Ann" not in str(trial_for(of_old, NAMELESS))
    assert "7 days" not in str(trial_for(of_old, MUNICH))


def test_a_long_table_is_kept_in_part_and_says_how_much_is_left_off():
    table = Table("Months", ("month",), [Row((str(number),)) for number in range(KEPT + 5)])
    (kept, *others) = Trial("Many.", (table, Table("None", ("a",), []))).as_json(NOON)["tables"]
    assert (len(kept["rows"]), kept["left_off"], others) == (KEPT, 5, [])
