"""What is ready and on no sent invoice: nothing is missing, and still nobody has been billed."""

from collections.abc import Sequence

from dash import html

from dashboards.indicator_page.words import slice_words
from dashboards.parts import Part, card, status, table
from dashboards.revenue_page.words import CENTS, about, day_words, event_name, kind_words, whole
from dashboards.revenue_page.work_list import sources_of
from dashboards.revenue_page.work_view import PATH, WorkView
from figures.words import count, many, money
from metrics.readiness import ToInvoice

STAGES = {
    "not_drafted": "Not drafted",
    "in_review": "Drafted, in review",
    "sent_back": "Sent back by the reviewer",
    "not_sent": "Reviewed, not sent",
}
WHOLE, SHOWN, MOST = "ready", 8, 200


def to_invoice_card(ready: Sequence[ToInvoice], view: WorkView, currency: str) -> Part:
    """The events, what has been ready longest first."""
    if not ready:
        return card("Ready and not invoiced", html.P(status("good", "Everything that is ready is on a sent invoice.")))
    columns = (
        ("Billable event and client", False), ("Entity, type", False), ("Where its invoice stands", False),
        ("Ready since", False), ("Days", True), ("Amount", True),
        (f"In {currency or 'base currency'}", True), ("", True),
    )  # fmt: skip
    rows = [_row(each, view, currency) for each in ready[: MOST if view.show == WHOLE else SHOWN]]
    worth = sum(each.event.base_amount or 0.0 for each in ready)
    note = f"{many(len(ready), 'event')}, {money(worth / CENTS, currency)}; days are elapsed"
    return card(
        "Ready and not invoiced", [table(columns, rows, "Ready and not invoiced"), _rest(ready, len(rows), view)], note
    )


def _row(each: ToInvoice, view: WorkView, currency: str) -> list[Part]:
    event, name, client = each.event, event_name(each.event, each.ready_at), about(each.event)
    return [
        html.Div(
            [
                html.A(name, href=view.link(PATH, event=event.object_id), className="long", title=name),
                html.Span(client, className="second long", title=client),
            ]
        ),
        html.Div([slice_words(event.entity or "–"), html.Span(kind_words(event), className="second")]),
        html.Div([STAGES[each.stage], html.Span(each.invoice, className="second mono") if each.invoice else None]),
        day_words(each.ready_at),
        count(int(each.elapsed_us // 86_400_000_000)),
        whole(event.amount, event.currency),
        whole(event.base_amount, currency),
        html.A("Sources", href=sources_of(event.object_id), **{"aria-label": f"Sources of {event.object_id}"}),
    ]


def _rest(ready: Sequence[ToInvoice], shown: int, view: WorkView) -> Part:
    left = len(ready) - shown
    if left <= 0:
        return None
    if view.show != WHOLE:
        return html.A(f"Show {count(left)} more", href=view.link(PATH, show=WHOLE))
    return html.P(f"{count(left)} more are not shown. Narrow the view to see them.", className="ink-3 small")
