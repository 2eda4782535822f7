"""A consulting agreement of an American lawyer: articles of running prose, with the rates inside the sentences."""

from __future__ import annotations

import random

from simulator.documents.amounts import in_words, sign_first, sign_first_cents
from simulator.documents.blocks import Block, Heading, Paragraph
from simulator.documents.terms import Terms

KNOWN = True
COMPENSATION = {
    "time_and_materials": (
        "The Advisor will be paid for the hours that its personnel actually devote to the project. On present "
        "assumptions the parties budget {amount} for this."
    ),
    "fixed_price": (
        "In full consideration of its work the Advisor will receive a flat fee of {amount}, which is all-inclusive and "
        "neither rises nor falls with the effort that the work takes."
    ),
    "milestone": (
        "The Advisor earns its compensation of {amount} as milestones are met: forty percent once the design is "
        "approved, forty percent once the system enters production, and the remainder once the final report is "
        "delivered. It may bill a portion only after the Company has confirmed in writing that the milestone in "
        "question is met."
    ),
    "retainer": (
        "To keep the Advisor's team at its disposal the Company will pay a retainer of {monthly} on the first of each "
        "month for ten months, being {amount} altogether, whether or not it calls upon the team."
    ),
}
PAYMENT = (
    "The Company shall pay each proper invoice in full no later than {words} days after it is received.",
    "Terms of payment are net {words} ({days}).",
    "Payment of an invoice falls due on the {days}th day following its date.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((sign_first, sign_first_cents))
    say = {"amount": money(terms.amount, terms.currency), "monthly": money(terms.amount // 10, terms.currency)}
    compensation = COMPENSATION[terms.billing_type].format(**say)
    if terms.cap:
        compensation += (
            " In no event, however, will the Company owe compensation of more than "
            f"{money(terms.cap, terms.currency)}; past that sum the Advisor shall finish the agreed work at its own "
            "expense."
        )
    elif terms.billing_type == "time_and_materials":
        compensation += " That figure is a projection only, and hours that go beyond it are payable as well."
    return [
        Paragraph(
            f"This Consulting Agreement is made effective {terms.signed_on:%B} {terms.signed_on.day}, "
            f"{terms.signed_on.year}, between {terms.client}, having offices at 400 Main Street, Suite 1200 (the "
            f"“Company”), and {terms.supplier}, a Delaware corporation, EIN 84-2719046 (the “Advisor”)."
        ),
        Paragraph(
            f"WHEREAS the Company has undertaken a project known as {terms.title} (internal charge code NX-4410-B) "
            "and wishes to be advised on it, and whereas Work Order 20871 of 2023 between the parties is completed "
            "and paid, the parties agree as follows."
        ),
        Heading("Article I. Engagement"),
        Paragraph(
            "The Advisor shall begin within ten (10) business days and shall carry out the work described in Exhibit "
            "A. A deliverable is deemed accepted if the Company has raised no objection within fifteen (15) days. "
            "This Agreement runs for 18 months unless either party ends it sooner upon forty (40) days' prior "
            "written notice."
        ),
        Heading("Article II. Compensation"),
        Paragraph(compensation + _rates(terms, money(1, terms.currency).endswith(".00"))),
        Paragraph(_payment(terms, chance)),
        Paragraph(
            "Coach-class airfare and lodging are passed through without markup, to a limit of "
            f"{money(7500, terms.currency)} for the whole engagement; receipts are needed above 25.00."
        ),
        Heading("Article III. Risk"),
        Paragraph(
            f"The Advisor shall carry professional liability insurance of {money(2_000_000, terms.currency)} per "
            "occurrence. Neither party's aggregate liability hereunder will be greater than "
            f"{money(750_000, terms.currency)}, save for indemnified claims. This Article survives termination for "
            "three years."
        ),
    ]


def _rates(terms: Terms, cents: bool) -> str:
    if not terms.rates:
        return ""
    money = sign_first_cents if cents else sign_first
    *others, last = (f"{money(rate, terms.currency)} for every hour of {grade} time" for grade, rate in terms.rates)
    rates = f"{', '.join(others)} and {last}"
    if terms.billing_type == "time_and_materials":
        return f" Time is charged at {rates}."
    return f" Work outside Exhibit A, should the Company order any, is extra and is charged at {rates}."


def _payment(terms: Terms, chance: random.Random) -> str:
    payment = chance.choice(PAYMENT[: 2 if terms.payment_days % 10 == 1 else 3])
    order = (
        f"Each invoice shall bear the Company's purchase order, {terms.po_number}, and the vendor code V-30917."
        if terms.po_number
        else "A purchase order will be issued by the Company after signature; invoices shall bear vendor code V-30917."
    )
    return (
        f"Invoices go to the Company's accounts payable desk. {order} "
        f"{payment.format(words=in_words(terms.payment_days), days=terms.payment_days)} The Company may deduct 1.5% "
        "from an invoice that it pays within three (3) days. Sums overdue accrue interest at 1.25% per month. A "
        "charge is disputed in good faith by notice within twenty (20) days."
    )
