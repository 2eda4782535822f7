"""Set-up times of two deals, worked out on paper."""

from __future__ import annotations

from tests.simulator.books.tiny_firm import at, book_of, changed, tiny_firm

NAME = "sales_to_project_setup_time"


def budget(project: int, decided: str, number: int, *, approved: bool) -> dict[str, object]:
    return {"id": number, "kind": "budget", "object_type": "project", "object_id": project, "round": number,
            "asked_by_id": 1, "asked_at": at("2026-01-06 15:00"), "decided_at": at(decided), "approved": approved,
            "approver_role": "Partner"}  # fmt: skip


def test_the_last_of_three_ends_it_and_what_lacks_one_is_open():
    # Signed on Monday, 5 January at 9:00 in New York; the refused budget counts for nothing; the one of Thursday at
    # 11:00 does: three days of 8 hours and 2 hours. The second has no budget: open from Monday 14:00 in London until
    # Friday 18:00, which is 3 + 8 × 4 hours.
    state = tiny_firm(
        "2026-01-09 18:00",
        project=[
            {**row, "erp_created_at": at("2026-01-06 13:00"), "shell_created_at": at("2026-01-06 12:30")}
            for row in changed("project", 1)
        ],
        approval=[
            budget(1, "2026-01-06 20:00", 1, approved=False), budget(1, "2026-01-08 16:00", 2, approved=True)
        ],
    )  # fmt: skip
    rows = book_of(state, NAME)
    whole = rows["2026-01", "median"]
    assert (whole["value"], whole["n"], whole["open"]) == (26, 2, 1)
    assert rows["2026-01", "p90"]["value"] is None  # a half is still open
    assert rows["2026-01", "median_elapsed"]["value"] == 74  # Monday 14:00 to Thursday 16:00 UTC
    assert rows["2026-01", "median", "entity=new_york", "client=Acme"]["value"] == 26
    assert rows["2026-01", "median", "entity=london"]["value"] is None
    # won on Friday, 2 January at 11:00 in New York: 6 hours of that day more
    assert rows["2026-01", "from_won_median"]["value"] == 32


def test_what_was_there_before_the_signature_takes_no_time_and_amendments_are_no_first_contracts():
    early = {"erp_created_at": at("2026-01-04 12:00"), "shell_created_at": at("2026-01-04 12:00")}
    contract = changed("contract", 1)
    state = tiny_firm(
        "2026-01-09 18:00",
        contract=[contract[0], {**contract[0], "id": 3, "amends_id": 1, "created_at": at("2026-01-07 12:00")}],
        project=[{**row, **early} for row in changed("project", 1)[:1]],
        approval=[{**budget(1, "2026-01-04 13:00", 1, approved=True)}],
    )
    rows = book_of(state, NAME)
    assert (rows["2026-01", "median"]["value"], rows["2026-01", "median"]["n"]) == (0, 1)
