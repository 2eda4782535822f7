"""One pair at a time that may be one thing, with the answers; below it what was answered before, to be taken back."""

from collections.abc import Sequence

from dash import html

from core.words import object_label
from dashboards.health_page.facts import Pair, Side
from dashboards.health_page.first_rows import first_of
from dashboards.parts import Part, card, key_cap
from figures.words import count, many, moment
from ingest.identity_decisions import Decided

TITLE = "Same or different?"
TELLING = ("name", "code", "tax_number", "email", "country", "city")


def pairs_card(pairs: Sequence[Pair], decided: Sequence[Decided], decides: bool) -> Part:
    """The first pair, with the answers for one who decides."""
    before = [_before(decided)] if decides and decided else []
    if not pairs:
        return card(TITLE, [html.P("No pair waits for a decision.", className="ink-2"), *before], None, "pairs")
    first = pairs[0]
    sides = html.Div([_side(first.left, first.type), _side(first.right, first.type)], className="sides")
    answers = [
        _answer("Same", "same", "y", first, "button main"),
        _answer("Different", "different", "n", first, "button"),
    ]
    if first.alike is not None:
        answers.append(_answer("Later", "later", "l", first, "button quiet"))
    shown = [html.Div(answers, className="answers")] if decides else []
    return card(TITLE, [sides, *shown, *before], _note(pairs), "pairs")


def _note(pairs: Sequence[Pair]) -> str:
    first, off = pairs[0], sum(pair.alike is None for pair in pairs)
    told = [f"1 of {many(len(pairs), 'pair')}"]
    told.append("put off" if first.alike is None else f"{first.alike:.0%} alike")
    if off and first.alike is not None:
        told.append(f"{count(off)} put off")
    return " · ".join(told)


def _before(decided: Sequence[Decided]) -> Part:
    summary = html.Summary(f"{many(len(decided), 'pair')} decided", className="small")
    return html.Details([summary, *first_of(decided, _list, "Pairs that were decided")], className="decided")


def _list(decided: Sequence[Decided], caption: str) -> Part:
    return html.Ul([html.Li(_one(each)) for each in decided], **{"aria-label": caption})


def _one(each: Decided) -> list[Part]:
    said = each.said
    words = "are the same" if said.answer == "same" else "are different"
    kind = f"{object_label(each.type)}: " if each.type else ""
    take_back = html.Button(
        "Take back",
        className="button",
        **{
            "data-answer": "later", "data-type": each.type or "", "data-left": said.left, "data-right": said.right,
            "aria-label": f"Take back that {each.left or said.left} and {each.right or said.right} {words}",
        },
    )  # fmt: skip
    return [
        html.P([kind, html.B(each.left or said.left), " and ", html.B(each.right or said.right), f" {words}"]),
        html.P(f"{said.by}, {moment(said.at)}{each.doubt}", className="small ink-3"),
        html.P(f"{said.left}, {said.right}", className="mono ink-3"),
        take_back,
    ]


def _side(side: Side, object_type: str) -> Part:
    lines = [html.P(side.attributes[name]) for name in TELLING[1:] if name in side.attributes]
    title = side.attributes.get("name", side.object_id)
    kind = object_label(object_type)
    return html.Div(
        [
            html.P(f"{kind} in {side.system}", className="ink-3 small"), html.P(html.B(title)), *lines,
            html.P(side.object_id, className="mono ink-3"),
        ],
        className="pair-side",
    )  # fmt: skip


def _answer(words: str, answer: str, key: str, pair: Pair, style: str) -> Part:
    return html.Button(
        [words, key_cap(key.upper())],
        className=style,
        **{
            "data-answer": answer,
            "data-key": key,
            "data-type": pair.type,
            "data-left": pair.left.object_id,
            "data-right": pair.right.object_id,
        },
    )
