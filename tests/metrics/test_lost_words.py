"""What histories do not tell, in sentences that read well: activities and values, one and several."""

from datetime import datetime

import pytest

from metrics.lost_words import Lost, said_of_lost

JUNE, JULY = datetime(2026, 6, 3), datetime(2026, 7, 1)
CRM = "The CRM sent no history of"


def lost(name: str, object_type: str = "contract", **how: object) -> Lost:
    return Lost("The CRM", "History", object_type, name, **how)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["contract_signed"], "“contract signed” has the date that the records show now, or none."),
        (
            ["contract_drafted", "contract_signed"],
            "“contract drafted” and “contract signed” have the dates that the records show now, or none.",
        ),
        (["contract.status"], "only the present status of the contract is known."),
        (
            ["contract.status", "contract.po_number"],
            "only the present status and order number of the contract are known.",
        ),
        (
            ["contract.status", "contract_signed"],
            (
                "only the present status of the contract is known, and “contract signed” has the date that the "
                "records show now, or none."
            ),
        ),
    ],
)
def test_where_there_is_none_it_says_what_is_known_of_now_alone(names: list[str], words: str):
    assert said_of_lost([lost(name) for name in names]) == f"{CRM} contract records: {words}"


def test_several_types_are_named_and_each_system_has_its_sentence():
    found = [
        lost("contract.status"),
        lost("resource.grade", "resource"),
        Lost("The PSA", "History", "milestone", "milestone_accepted"),
    ]
    assert said_of_lost(found) == (
        f"{CRM} contract and person records: only the present status of the contract and grade of the person are "
        "known. The PSA sent no history of milestone records: “milestone accepted” has the date that the records show "
        "now, or none."
    )


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ({"since": JUNE}, "only from 3 June 2026 on: of the time before,"),
        ({"until": JULY}, "only up to 1 July 2026: of the time since,"),
        ({"since": JUNE, "until": JULY}, "only from 3 June 2026 to 1 July 2026: of other days,"),
    ],
)
def test_where_it_is_of_a_time_only_it_names_the_days(when: dict[str, datetime], words: str):
    said = f"The CRM sent history of contract records {words}"
    one, value = lost("contract_signed", **when), lost("contract.status", **when)
    assert said_of_lost([one]) == f"{said} “contract signed” is missing."
    assert said_of_lost([value]) == f"{said} changes of the status of the contract are missing."
    assert (
        said_of_lost([one, value]) == f"{said} “contract signed” and changes of the status of the contract are missing."
    )


def test_a_field_that_is_not_tracked_is_named():
    assert said_of_lost([lost("contract.po_number", field="PO_Number__c")]) == (
        "The CRM sent history of contract records, but none of their field PO_Number__c: only the present order "
        "number of the contract is known."
    )


def test_nothing_is_said_of_nothing():
    assert said_of_lost([]) == ""
