"""A commission of a Welsh council: a schedule of rates with an hour's and a day's price, an upper cost figure."""

from __future__ import annotations

import random

from simulator.documents.amounts import sign_first, sign_first_cents
from simulator.documents.blocks import Block, Heading, Paragraph, Table
from simulator.documents.terms import Terms

KNOWN = True
BASIS = {
    "time_and_materials": (
        "The Council will meet the cost of time properly recorded by the Consultant's staff. The commission is "
        "expected to "
        "cost {amount} exclusive of VAT."
    ),
    "fixed_price": (
        "The Council will pay one sum of {amount} exclusive of VAT for the commission. The sum will not be revisited, "
        "whatever time the commission takes up."
    ),
    "milestone": (
        "For the commission the Council will pay {amount} exclusive of VAT, as to 30% when the baseline is signed "
        "off by "
        "the Council, as to 30% when the options are signed off and as to 40% when the plan is adopted."
    ),
    "retainer": (
        "In return for being on hand throughout the ten months of the commission the Consultant will receive {monthly} "
        "every month, {amount} over the commission, exclusive of VAT, be the demand great or small."
    ),
}
LIMITS = (
    "Cost must be contained within {cap} and the Consultant will give warning at 80% of it.",
    "The upper cost figure is {cap}. Work that would lead to it being passed must not be started.",
    "The Council's commitment ends at {cap}.",
)


def written(terms: Terms, chance: random.Random) -> list[Block]:
    money = chance.choice((sign_first, sign_first_cents))

    def said(amount: float) -> str:
        return money(int(amount), terms.currency)

    order = (
        f"Official order {terms.po_number} has been issued and must be quoted."
        if terms.po_number
        else "An order will follow."
    )
    blocks: list[Block] = [
        Paragraph(
            f"{terms.client} (the Council) commissions {terms.supplier} (the Consultant) on "
            f"{terms.signed_on:%d.%m.%Y} for "
            f"{terms.title}."
        ),
        Heading("Cost"),
        Paragraph(BASIS[terms.billing_type].format(amount=said(terms.amount), monthly=said(terms.amount // 10))),
    ]
    if terms.cap:
        blocks.append(Paragraph(chance.choice(LIMITS).format(cap=said(terms.cap))))
    if terms.rates:
        rows = [(f"{grade}", said(rate), said(rate * 7)) for grade, rate in terms.rates]
        title = "Schedule of rates" if terms.billing_type == "time_and_materials" else "Schedule of rates for extras"
        blocks += [Heading(title), Table((("Staff grade", "Hour", "Day of 7 hours"), *rows))]
    return [
        *blocks,
        Heading("Invoices"),
        Paragraph(
            f"{order} The Council aims to pay undisputed invoices not later than {terms.payment_days} days after "
            f"they reach "
            f"its shared service centre. Mileage is paid at 45p and subsistence at {said(26)} a day; both together "
            f"may not "
            f"come to more than {said(1_900)}."
        ),
        Heading("General"),
        Paragraph(
            f"The Consultant is insured for {said(10_000_000)} (public liability) and {said(2_000_000)} (professional "
            f"negligence) and is answerable to the Council up to the latter. A preliminary study was done for "
            f"{said(14_500)}. "
            "The Council can stop the commission by giving 28 days' notice and must be told of delays within 5 days."
        ),
    ]
