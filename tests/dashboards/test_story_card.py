"""What happened to a project is called as on the map of its process, in whatever system it was told."""

from __future__ import annotations

from core.access import Viewer
from core.words import event_label
from core.workspace import Workspace
from dashboards.projects_page.asked import portfolio, whole
from dashboards.projects_page.story_card import story_card
from eventlog.reading import open_log

SAID = "project_created_in_erp"


def test_it_has_the_words_of_the_domain(firm: Workspace):
    with open_log(firm, Viewer.owner()) as log:
        stories = (whole(log, each.code) for each in portfolio(log, ()).projects)
        found = next(each for each in stories if any(told.event_type == SAID for told in each.story))
    drawn = str(story_card(found))
    assert event_label(SAID) in drawn
    assert "Project created in erp" not in drawn
