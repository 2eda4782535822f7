"""Attributes of the case: texts, numbers and times, against plain Python over the same log."""

from datetime import UTC, datetime

import pytest

from core.errors import WrongUse
from core.sql import quoted
from eventlog.filters.comparison import Comparison
from eventlog.filters.condition import Bindings
from tests.eventlog.filters.chosen import CASES, chosen, expected, process
from tests.generated_logs import Case, Event, process_log


def test_texts():
    assert chosen("case.region = EMEA") == expected(lambda case: case.attributes["region"] == "EMEA")
    assert chosen('case."region" != "EMEA"') == expected(lambda case: case.attributes["region"] != "EMEA")
    assert chosen("case.region in (EMEA, APAC)") == chosen("case.region = EMEA")


def test_numbers():
    assert chosen("case.amount > 500") == expected(lambda case: case.attributes["amount"] > 500)
    assert chosen("case.amount <= 99.5") == expected(lambda case: case.attributes["amount"] <= 99.5)
    amounts = sorted({case.attributes["amount"] for case in CASES})[:2]
    listed = ", ".join(str(amount) for amount in amounts)
    assert chosen(f"case.amount in ({listed})") == expected(lambda case: case.attributes["amount"] in amounts)


def test_the_id_of_the_case():
    assert chosen('case.id = "case 7"') == {"case 7"}
    assert len(chosen('case.id in ("case 7", "case 8", "none")')) == 2


def test_a_case_without_the_attribute_meets_only_the_negation():
    at = datetime(2026, 1, 1, tzinfo=UTC)
    log = process_log([Case("with", [Event("A", at)], {"x": "1"}), Case("without", [Event("A", at)])])
    assert chosen("case.x = 1", log) == {"with"}
    assert chosen("case.x != 2", log) == {"with", "without"}


def test_names_and_values_with_any_signs():
    at = datetime(2026, 1, 1, tzinfo=UTC)
    name, value = 'Ein "Feld" (€) and more', "Robert'); drop table step; --"
    log = process_log([Case("odd", [Event("A", at)], {name: value}), Case("plain", [Event("A", at)], {name: "x"})])
    assert chosen(f"case.{quoted(name)} = {quoted(value)}", log) == {"odd"}
    assert chosen("", log) == {"odd", "plain"}


def test_a_wrong_name_is_answered_with_the_nearest():
    with pytest.raises(WrongUse, match=r'case attribute "regoin".*The nearest: "region"'):
        chosen("case.regoin = EMEA")


def test_a_text_for_a_number_is_refused():
    with pytest.raises(WrongUse, match=r'"amount", which holds numbers, with "much"'):
        chosen("case.amount > much")


@pytest.mark.parametrize(
    ("sign", "values", "moment", "holds"),
    [
        ("=", ("2026-03",), "2026-03-31 23:59:59.999999", True),
        ("<=", ("2026-03-31",), "2026-03-31 23:59:59.999999", True),
        (">=", ("2026-03",), "2026-03-31 23:59:59.999999", True),
        ("<", ("2026-03",), "2026-03-31 23:59:59.999999", False),
        (">", ("2026-03",), "2026-03-31 23:59:59.999999", False),
        (">", ("2026-03",), "2026-04-01 00:00:00", True),
        ("!=", ("2026",), "2026-03-31 23:59:59.999999", False),
        ("in", ("2025", "2026-03-31"), "2026-03-31 23:59:59.999999", True),
    ],
)
def test_times_cover_their_precision(sign, values, moment, holds):
    bindings = Bindings()
    test = Comparison(sign, values).test(f"timestamp '{moment}'", "time", bindings, "due")
    assert process().database.value(f"select {test}", **bindings.values) is holds
