"""Effects: whether what was done about findings helped, against comparable ones for which nothing was done."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from dash import html

from actions.effect.measuring import Arm, Effect, effects
from actions.policies.catalogue import own_policies
from core.access import Viewer, acting
from core.errors import BadSettings, TraceworkError
from core.state import open_state
from core.workspace import Workspace
from dashboards import shell
from dashboards.ask import Asker
from dashboards.parts import Part, card, drawing, empty, link_button, problem, sentence
from dashboards.places import Place
from figures.interval import interval
from figures.words import count, many, share

PATH, TITLE = "/effects", "Effects"
PLACE = Place("What needs me?", 52, "chart-bar", key="e")
HOW = {
    "lot": "held against those that the lot left alone",
    "matched": "held against like findings for which nothing was done",
    "none": "nothing comparable to hold it against",
}


def layout(asker: Asker) -> Callable[..., Awaitable[Part]]:
    async def show(**_query: str) -> Part:
        """The whole page."""
        try:
            found, titles = await asyncio.to_thread(_found, asker.workspace, acting())
        except TraceworkError as error:
            return shell.page(shell.header(TITLE), problem(str(error)))
        head = shell.header(TITLE, "Whether what was done about findings helped")
        if not found:
            return shell.page(head, _nothing())
        cards = html.Div([_card(each, titles.get(each.policy)) for each in found], className="model-cards")
        return shell.page(head, [sentence(*answer(found)), cards])

    return show


def register(_app: Any, _asker: Asker) -> None:
    """The page is all in its layout."""


def answer(found: list[Effect]) -> tuple[str, str]:
    """How many can be said to help, and of how many it is too early to say."""
    helps = [each for each in found if each.difference and each.difference.low > 0 and not each.few]
    early = [each for each in found if each.difference is None]
    acted, posted = sum(each.acted for each in found), sum(each.posted for each in found)
    about = f"Something was proposed about {many(acted, 'finding')}, and {many(posted, 'message')} went out."
    if helps:
        first = f"{count(len(helps))} of {many(len(found), 'policy', 'policies')} can be said to help."
    else:
        first = "Of no policy can it be said yet that it helps."
    rest = f" Of {count(len(early))} it is too early to say, or nothing is comparable." if early else ""
    return first, f"{about}{rest}"


def _found(workspace: Workspace, viewer: Viewer) -> tuple[list[Effect], dict[str, str]]:
    """Of each that has done something, or was kept by lot from doing it; and what the policies are called."""
    with open_state(workspace) as state:
        return [each for each in effects(state, viewer) if each.acted], _titles(workspace)


def _titles(workspace: Workspace) -> dict[str, str]:
    try:
        return {each.name: each.title for each in own_policies(workspace).policies}
    except BadSettings:
        # what is wrong with firm.toml is told on the page of actions
        return {}


def _card(effect: Effect, title: str | None) -> Part:
    gap = effect.difference
    body: list[Part] = [html.P(effect.sentence)]
    if gap is not None:
        body.append(drawing(interval(gap.value, gap.low, gap.high), "interval"))
    arms = [_arm("With it", effect.with_action), _arm("Without", effect.without)]
    if effect.under_way:
        so_far = f"{count(effect.solved_so_far)} solved so far"
        arms.append(_figure("Not followed long enough", count(effect.under_way), so_far))
    body.append(html.Div(arms, className="effect-arms"))
    body.append(html.P(f"{many(effect.posted, 'message')} posted; {HOW[effect.how]}.", className="ink-3 small"))
    if not effect.policy:
        return card("Proposed by people", body, None, "model-card")
    back_test = html.A("its back-test", href=f"/actions?show=policies&policy={effect.policy}")
    name = html.Span(effect.policy, className="mono")
    return card(title or effect.policy, body, [name, " · ", back_test], "model-card")


def _arm(title: str, arm: Arm) -> Part:
    solved = share(arm.solved / arm.followed) if arm.followed else "–"
    days = f", half of those within {arm.median_days:.0f} days" if arm.median_days is not None else ""
    words = f"{count(arm.solved)} of {count(arm.followed)} solved{days}" if arm.followed else "none followed to the end"
    return _figure(title, solved, words)


def _figure(title: str, figure: str, words: str) -> Part:
    return html.Div([html.Span(title, className="ink-3"), html.B(figure), html.Span(words, className="ink-2")])


def _nothing() -> Part:
    return empty(
        "Nothing was done about a finding yet, so no effect can be measured. Take over a policy, or propose an action "
        "on a finding; what it does is then held against comparable findings for which nothing was done.",
        link_button("See the policies", "/actions?show=policies", "button main"),
    )
