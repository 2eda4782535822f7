"""What is said where the page looks at one legal entity: what is of none, and what is told of whole feeds only."""

from dash import html

from dashboards.health_page.chosen import NO_ENTITY, Chosen
from dashboards.health_page.facts import Unplaced
from dashboards.indicator_page.words import slice_words
from dashboards.parts import Part
from figures.words import many

WHOLE_FEEDS = "When a feed was read, and how many records its loads have, is told of the whole feed."


def entity_note(path: str, chosen: Chosen, unplaced: Unplaced, limited: bool) -> Part | None:
    """Nothing without an entity. `limited` is for who sees a part of the rows, to whom no set-apart record is told."""
    if not chosen.entity:
        return None
    if chosen.entity == NO_ENTITY:
        words = "Here is what nothing tells the legal entity of: what it names does not say, or is not in the log. "
        return html.P([words, WHOLE_FEEDS], className="small ink-3")
    left = [
        many(unplaced.records, "record set apart", "records set apart") if unplaced.records and not limited else "",
        many(unplaced.pairs, "pair") if unplaced.pairs else "",
        many(unplaced.conflicts, "conflict") if unplaced.conflicts else "",
    ]
    told = ", ".join(filter(None, left))
    name = slice_words(chosen.entity)
    if not told:
        return html.P([f"Nothing is left out that may be of {name}. ", WHOLE_FEEDS], className="small ink-3")
    link = html.A("of no entity that can be told", href=chosen.link(path, entity=NO_ENTITY))
    return html.P([f"Not in here, and perhaps of {name}: {told} ", link, ". ", WHOLE_FEEDS], className="small ink-3")
