"""Records of findings and actions for tests, as the state database gives them."""

from __future__ import annotations

from typing import Any

Record = dict[str, Any]


def finding(number: int, subject: str = "crm:D1", **said: Any) -> Record:
    """A finding about an opportunity, raised on 3 March 2026 in Munich."""
    return {
        "id": f"F-{number}", "detector": "late_case", "version": "1", "kind": "late_case",
        "subject_type": "opportunity", "subject_id": subject, "owner_role": "process_owner", "entity": "munich",
        "practice": None, "client": None, "project": None, "state": "open", "first_seen": "2026-03-03T09:00:00", **said,
    }  # fmt: skip


def sighting(number: int, finding_no: int = 1, act: str = "raised", at: str = "2026-03-03T09:00:00") -> Record:
    return {
        "id": str(number), "finding": f"F-{finding_no}", "at": at, "act": act, "chance": "0.9", "base_money": "1000.0",
    }  # fmt: skip


def verdict(number: int, said: str = "confirm", finding_no: int = 1, undone: bool = False) -> Record:
    return {
        "id": str(number), "finding": f"F-{finding_no}", "at": f"2026-03-04T09:{number:02}:00", "who": "ann",
        "verdict": said, "undone": str(undone).lower(), "chance": "0.9", "base_money": "1000.0",
    }  # fmt: skip


def action(number: int = 1, **said: Any) -> Record:
    return {
        "id": f"A-{number}", "policy": "handoff", "policy_version": "1", "action": "start_handoff", "channel": "flows",
        "state": "approved", "proposed_at": "2026-03-05T09:00:00", "proposed_by": "policy handoff, version 1",
        "decided_at": "2026-03-05T10:00:00", **said,
    }  # fmt: skip
