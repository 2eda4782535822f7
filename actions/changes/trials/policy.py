"""A policy's trial: its back-test over the past findings."""

from pathlib import Path

from actions.changes.trials.trial import Question, Row, Table, Trial
from actions.policies.back_test import back_test
from actions.policies.catalogue import read_policy
from metrics.figures import money_in_words


def tried(question: Question) -> Trial:
    """What the proposed policy would have sent; NotFound where there are no findings to try it on."""
    if question.then is None:
        return Trial("Nothing is left to try: the policy is taken away, and sends nothing any more.")
    policy = read_policy(Path(question.path).stem, question.then, question.workspace)
    found = back_test(question.state, policy)
    told = found.as_json()
    months = [Row((month, count)) for month, count in told["by_month"].items()]
    sent = [
        Row((f"{each.at:%Y-%m-%d}", each.title, money_in_words(each.base_money, None)), thing=f"F-{each.findings[0]}")
        for each in found.sent
    ]
    tables = (
        Table("By month", ("month", "actions"), months),
        Table("What it would have sent", ("day", "action", "money"), sent),
    )
    return Trial(found.sentence, tables, figures={name: value for name, value in told.items() if name != "sentence"})
