"""The cards of the models: those that had nothing to look at are told apart from those that could not be measured."""

from __future__ import annotations

from pathlib import Path

from core.workspace import create_workspace
from dashboards.findings_page.model_cards import all_models, answer, model_card
from ingest.imports import ImportChoices
from tests.generated_logs import random_cases
from tests.written_files import write_xes
from tracework.detection import look
from tracework.pipeline import import_file


def test_those_that_had_nothing_to_look_at_come_last_and_say_what_is_missing(tmp_path: Path):
    workspace = create_workspace(tmp_path / "firm")
    import_file(workspace, write_xes(tmp_path / "log.xes", random_cases(1, 20)), ImportChoices(process="work"))
    look(workspace)
    found = all_models(workspace)
    idle = [bool(found.lacks(each)) for each in found.cards]
    assert idle == sorted(idle)
    cards = {each.declaration.name: str(model_card(each, found)) for each in found.cards}
    assert "Nothing to look at" in cards["unusual_time"]
    assert "No connected system tells of hours worked (PSA)." in cards["unusual_time"]
    assert "Nothing to look at" not in cards["unusual_case"]
    assert f"{sum(idle)} had nothing to look at in this log." in answer(found)[1]
