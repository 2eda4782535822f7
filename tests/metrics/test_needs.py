"""What no connected system tells is unknown: no share, no exception, and words that say what to connect."""

from metrics.catalogue import catalogue
from metrics.needs import NAMED, said_of, untold
from metrics.rules.catalogue import TABLES, rules
from metrics.rules.running import find_exceptions
from models.catalogue import detector, detectors
from tests.metrics.tiny_log import TinyLog


def declared() -> set[str]:
    """Every activity that something of ours needs."""
    rule_needs = {need for folder in TABLES for rule in rules(folder).values() for need in rule.needs}
    detector_needs = {need for name in detectors() for need in detector(name).declaration.needs}
    return rule_needs | detector_needs | {need for one in catalogue().indicators.values() for need in one.needs}


def test_every_need_has_words_and_no_words_are_without_need():
    assert declared() == set(NAMED)


def test_what_a_source_declares_is_told_even_where_none_happened():
    log = TinyLog(told=("invoice_sent",))
    assert untold(log.database, ("time_logged", "invoice_sent")) == ["time_logged"]
    log.event("time_logged", "2026-03-02 09:00", log.thing("timesheet", "psa:1"))
    assert untold(log.database, ("time_logged", "invoice_sent")) == []


def test_the_sentence_names_what_is_missing():
    assert said_of(["time_logged", "resource_booked"]) == (
        "No connected system tells of hours worked (PSA) or bookings (PSA)."
    )
    assert said_of(["goods_weighed"]) == "No connected system tells of goods weighed."


def sent_invoices(log: TinyLog) -> list[tuple[object, ...]]:
    log.thing("invoice", "erp:i", entity="london", amount="100", currency="GBP")
    log.event("invoice_sent", "2026-03-02 09:00", "erp:i")
    return log.shares("billing_dispute_rate", "object_id, numerator")


def test_an_indicator_without_what_it_needs_has_no_share():
    """Nobody disputes an invoice: none of one where disputes are told, and not known where they are not."""
    assert sent_invoices(TinyLog()) == [("erp:i", 0.0)]
    assert sent_invoices(TinyLog(told=("invoice_sent",))) == []


def late_projects(log: TinyLog) -> int:
    log.event("contract_signed", "2025-03-02 09:00", log.thing("contract", "crm:c", entity="london"))
    wanted = rules("exceptions")["signed_contract_to_project"]
    log.facts()
    assert find_exceptions(log.database, {"exceptions": {wanted.name: wanted}, "gaps": {}}) == {}
    return int(log.database.value("select count(*) from fact.exception"))


def test_a_rule_without_what_it_needs_is_not_run():
    """A contract without a project: late where projects are told, and not known where they are not."""
    assert late_projects(TinyLog()) == 1
    assert late_projects(TinyLog(told=("contract_signed",))) == 0
